"""Most upvoted papers of a day, week, month, quarter or year, and their themes."""

import streamlit as st

from analysis.periods import period_kind, readable_period
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.period_navigation import Moment, Times, by_kind, find_moment, opening
from dashboard.data.tables import load_periods, load_times
from dashboard.papers.trending import ranking, theme_column, theme_marks, themes_of, trending_list
from dashboard.state.address import WHEN, Selection, asked_time, linked, show_time
from dashboard.text.wording import count, plain


def upvoted_papers(run: Run, selection: Selection) -> None:
    """The papers of one time, most upvoted first, beside the themes they are in."""
    del selection  # the time alone narrows them
    times = load_times(run)
    now = find_moment(times, asked_time())
    if now is None:
        st.caption("No paper of this run has a date, so there is no day, week or month to look at.")
        return
    kind = period_kind(now.period)
    papers = run.documents[(load_periods(run, kind) == now.period).to_numpy()]
    themes = themes_of(papers, run)
    _time_pickers(times, now)
    heading = readable_period(now.period)
    st.header(f"{heading[0].upper()}{heading[1:]}", anchor=False)
    named = int((themes["topic"] != OUTLIER).sum())
    said = f"{count(len(papers), 'paper')} in {count(named, 'theme')}."
    st.markdown(f"{said} {ranking(run.documents)}")
    left_out = int(run.documents["published"].notna().sum() - times[kind].sum())
    if left_out:
        st.caption(f"{count(left_out, 'paper')} more of this run have a date, but no {kind}.")
    with st.container(key="upvoted"):
        listed, beside = st.columns([2, 1], gap="large")
    with listed:
        trending_list(papers, run=run, period=now.period)
    with beside:
        st.subheader("More than usual", anchor=False)
        with st.container(key="more-than-usual"):
            theme_column(themes, theme_marks(run))


def _time_pickers(times: Times, now: Moment) -> None:
    """What chooses the time: its length, one of that length, the one before and the one after."""
    kind, first = period_kind(now.period), opening(times)
    kinds = {period: name for name, period in by_kind(times, now.period).items()}
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
            times[kind].index[::-1].tolist(),
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
