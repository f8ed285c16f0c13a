"""Overview: changes, new themes, most-read papers, and the content of the run."""

import streamlit as st

from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import facts, measure_switch, say_gone, show_chart
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods, load_corpus_facts, load_prevalence
from dashboard.figures.catalogue.chart import Options, largest
from dashboard.jobs.new_papers import new_papers_button
from dashboard.shell.last_visit import whats_new
from dashboard.shell.tour import tour
from dashboard.state.address import TOPIC, chosen_period, linked, read_selection
from dashboard.text.run_facts import in_one_breath
from dashboard.text.wording import distinct
from dashboard.trends.overview_story import key_figures, most_read, what_is_new, what_moved

FOLLOWED = 6
run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
labels = distinct(run.labels)
named = [topic for topic in labels if topic != OUTLIER]
first = list(largest(run, FOLLOWED))
chosen = list(selection.topics) or first

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
        **linked(TOPIC, chosen, left_out=first),
    )
    options = Options(period=period, chosen=tuple(chosen), measure=measure_switch())
    show_chart("prevalence", run, options=options)
show_chart("theme_sizes", run)
if len(shares):
    show_chart("papers_per_period", run, options=Options(period=period))

st.header("What the papers are like", anchor=False)
facts(load_corpus_facts(run), name="corpus")
st.header("Start from your own papers", anchor=False)
new_papers_button("overview")
tour()
