"""Overview: what moved, what is new, what people read, and what is in this run."""

import streamlit as st

from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import chart, facts, measure_switch, mode, say_gone
from dashboard.data.loading import (
    all_periods,
    current_run,
    load_corpus_facts,
    load_mixture,
    load_prevalence,
)
from dashboard.figures.papers_per_period import papers_per_period_figure
from dashboard.figures.prevalence import prevalence_figure
from dashboard.figures.theme_sizes import theme_sizes_figure
from dashboard.papers.paper_list import theme_labels
from dashboard.shell.last_visit import whats_new
from dashboard.shell.tour import tour
from dashboard.shell.welcome import file_drop
from dashboard.state.address import TOPIC, chosen_period, linked, read_selection
from dashboard.text.run_facts import in_one_breath
from dashboard.text.wording import distinct
from dashboard.trends.overview_story import key_figures, most_read, what_is_new, what_moved

FOLLOWED = 6
run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
labels = distinct(theme_labels(run))
named = [topic for topic in labels if topic != OUTLIER]
chosen = list(selection.topics) or named[:FOLLOWED]

st.title("Overview", anchor=False)
st.markdown(in_one_breath(run))
whats_new(run)
say_gone(selection)
key_figures(run)
what_moved(run, period)
what_is_new(run)
most_read(run, period)
shares = load_prevalence(run, period)
if shares.empty:
    st.caption("No paper of this run has a date, so there is nothing to show over time.")
else:
    st.multiselect(
        "Themes to follow over time",
        named,
        format_func=lambda topic: labels[topic],
        max_selections=12,
        **linked(TOPIC, chosen, left_out=named[:FOLLOWED]),
    )
    measure, note = measure_switch(), load_mixture(run)
    chart(
        prevalence_figure(
            shares, run.topics, chosen=chosen, measure=measure, note=note, mode=mode()
        ),
        run=run,
        name="prevalence",
        alt=f"How much of the papers of every {period} each chosen theme has",
    )
sizes = theme_sizes_figure(run.topics, mode=mode())
chart(sizes, run=run, name="theme_sizes", alt="How many papers each theme has, largest first")
if len(shares):
    papers = papers_per_period_figure(shares, mode=mode())
    chart(papers, run=run, name="papers_per_period", alt=f"How many papers every {period} has")

st.header("What the papers are like", anchor=False)
facts(load_corpus_facts(run))
st.header("Start from your own papers", anchor=False)
file_drop()
tour()
