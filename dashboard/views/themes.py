"""Themes: all of them, or one with keywords, shares over time, papers and neighbours."""

import streamlit as st

from analysis.runs.queries.similarity import typical_papers
from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import measure_switch, say_gone, show_chart, theme_picker
from dashboard.components.verdict_lines import theme_verdict
from dashboard.data.forecasts import forecast_note
from dashboard.data.loading import current_run
from dashboard.data.tables import (
    all_periods,
    load_likeness,
    load_prevalence,
    load_skill,
    load_theme_forecast,
)
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.paper_list import entries, narrowed, paper_list
from dashboard.state.address import chosen_period, read_selection
from dashboard.text.run_facts import about_theme
from dashboard.text.wording import plain
from dashboard.trends.theme_table import neighbour_links, theme_table, theme_ways

TYPICAL, HEIGHT = 3, 480  # papers; pixels of the two charts that stand side by side
run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
shares = load_prevalence(run, period)


def all_themes() -> None:
    """Table of themes and their hierarchy."""
    st.title("Themes", anchor=False)
    say_gone(selection)
    if run.manifest.counts.topics == 0:
        st.caption("This run has no theme: its papers are too few or too different.")
        return
    st.markdown("What the papers are about. Open a theme to see its keywords, its time and papers.")
    theme_picker(run, selection)
    theme_table(run, shares)
    if run.manifest.counts.topics == 1:
        st.caption("With one theme there is nothing to set side by side.")
        return
    show_chart("hierarchy", run)


def one_theme(topic: int) -> None:
    """Details of one theme."""
    papers = run.documents[run.documents["topic"] == topic]
    theme_ways(topic)
    st.title(plain(run.labels[topic]), anchor=False)
    st.markdown(about_theme(run, topic))
    say_gone(selection)
    theme_verdict(run, topic)
    by = measure_switch() if len(shares) else "prevalence"
    with st.grid(2, min_column_width=420):
        if topic != OUTLIER:
            show_chart("theme_terms", run, options=Options(topic=topic), height=HEIGHT)
        if len(shares):
            with st.container():
                options = Options(period=period, topic=topic, measure=by)
                over_time(options)
    if topic != OUTLIER:
        st.header("Most typical papers", anchor=False)
        entries(typical_papers(run, topic, most=TYPICAL), name="typical", labels={})
        neighbour_links(run, load_likeness(run), topic=topic)
    st.header("All papers", anchor=False)
    if len(kept := narrowed(papers)):
        paper_list(kept, run=run, name=f"theme-{topic}-papers", labels={})


def over_time(options: Options) -> None:
    """Chart of one theme with the note on its forecast."""
    show_chart("theme_prevalence", run, options=options, height=HEIGHT)
    if options.topic == OUTLIER:
        return
    drawn = load_theme_forecast(run, options.topic, period=options.period, measure=options.measure)
    st.caption(forecast_note(run, load_skill(run), drawn=drawn, kind="topic"))


if selection.topic is None:
    all_themes()
else:
    one_theme(selection.topic)
