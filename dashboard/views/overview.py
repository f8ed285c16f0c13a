"""Overview: what is in this run."""

import streamlit as st

from analysis.runs.schema import OUTLIER
from dashboard.blocks import chart, mode
from dashboard.figures.papers_per_period import papers_per_period_figure
from dashboard.figures.prevalence import prevalence_figure
from dashboard.figures.theme_sizes import theme_sizes_figure
from dashboard.loading import all_periods, current_run, load_prevalence
from dashboard.state import TOPIC, chosen_period, linked, read_selection
from dashboard.welcome import file_drop
from dashboard.wording import count, percent, readable_date

run = current_run()
period = chosen_period(run)
shares = load_prevalence(run, period)
selection = read_selection(run, periods=all_periods(run, period))
counts = run.manifest.counts
dates = run.documents["published"].dropna()

st.title("Overview", anchor=False)
with st.grid("auto", min_column_width=170):
    st.metric("Papers", f"{counts.documents:,}")
    st.metric("Themes", f"{counts.topics:,}")
    st.metric("Unassigned", percent(counts.outliers / max(counts.documents, 1)))
    if len(dates):
        st.metric("First", readable_date(dates.min()))
        st.metric("Last", readable_date(dates.max()))

chart(
    theme_sizes_figure(run.topics, mode=mode()),
    run=run,
    name="theme_sizes",
    alt="Papers in each theme, the largest first",
)
if len(shares):
    chart(
        papers_per_period_figure(shares, mode=mode()),
        run=run,
        name="papers_per_period",
        alt=f"Papers in each {period}",
    )
    labels = dict(zip(run.topics["topic"], run.topics["label"], strict=True))
    named = [topic for topic in labels if topic != OUTLIER]
    chosen = list(selection.topics) or named[:5]
    st.multiselect(
        "Themes to follow over time",
        named,
        format_func=labels.get,
        **linked(chosen, {TOPIC: named[:5]}),
    )
    chart(
        prevalence_figure(shares, run.topics, chosen=chosen, mode=mode()),
        run=run,
        name="prevalence",
        alt=f"Share of the papers of each {period} that {count(len(chosen), 'theme')} had",
    )

st.header("Start from your own papers", anchor=False)
file_drop()
