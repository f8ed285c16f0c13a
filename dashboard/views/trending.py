"""Trending: papers of a day, week or month, and their themes."""

import streamlit as st

from analysis.periods import period_kind, readable_period
from analysis.runs.schema import OUTLIER
from dashboard.data.loading import current_run
from dashboard.data.period_navigation import by_kind, find_moment, opening
from dashboard.data.tables import load_periods, load_times
from dashboard.papers.trending import ranking, theme_column, theme_marks, themes_of, trending_list
from dashboard.state.address import WHEN, asked_time, linked, show_time
from dashboard.text.wording import count, plain

run = current_run()
times = load_times(run)
now = find_moment(times, asked_time())

st.title("Trending", anchor=False)
if now is None:
    st.caption("No paper of this run has a date, so there is no day, week or month to look at.")
    st.stop()
kind = period_kind(now.period)
kinds = {period: name for name, period in by_kind(times, now.period).items()}
known = times[kind]
papers = run.documents[(load_periods(run, kind) == now.period).to_numpy()]
themes = themes_of(papers, run)
first = opening(times)

if now.note:
    st.caption(f":material/info: {plain(now.note)}")
with st.grid(2, min_column_width=300):
    st.segmented_control(
        "Papers of a",
        list(kinds),
        format_func=lambda period: kinds[period],
        required=True,
        **linked(WHEN, now.period, left_out=first, key="pick-kind"),
    )
    st.selectbox(
        kind.capitalize(),
        known.index[::-1].tolist(),
        format_func=readable_period,
        **linked(WHEN, now.period, left_out=first),
    )
# No links: a link to the page it stands on leaves the address as it was.
with st.container(horizontal=True, horizontal_alignment="distribute"):
    for side, icon, period in (
        ("Earlier", "arrow_back", now.earlier),
        ("Later", "arrow_forward", now.later),
    ):
        if period:
            st.button(
                f"{side}: {readable_period(period)}",
                icon=f":material/{icon}:",
                key=f"go-{side}",
                type="tertiary",
                on_click=show_time,
                args=(period,),
            )
heading = readable_period(now.period)
st.header(f"{heading[0].upper()}{heading[1:]}", anchor=False)
named = int((themes["topic"] != OUTLIER).sum())
st.markdown(f"{count(len(papers), 'paper')} in {count(named, 'theme')}. {ranking(run.documents)}")
left_out = int(run.documents["published"].notna().sum() - known.sum())
if left_out:
    st.caption(f"{count(left_out, 'paper')} more of this run have a date, but no {kind}.")
listed, beside = st.columns([2, 1], gap="large")
with listed:
    trending_list(papers, run=run, period=now.period)
with beside:
    st.subheader("Their themes", anchor=False)
    theme_column(themes, theme_marks(run))
