"""Comparison of two periods: larger, smaller and new themes and keywords."""

import numpy as np
import pandas as pd
import streamlit as st

from analysis.periods import period_bounds, readable_period
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.trends.comparison.share_differences import term_changes
from analysis.trends.verdicts.evidence_text import expected_false
from dashboard.compare.sides import contrasted, say_in_vain, two_sides
from dashboard.components.blocks import show_chart, table
from dashboard.data.cache import cached
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import (
    in_period,
    load_changes,
    load_columns,
    load_last_two,
    load_times,
    scatter_of,
)
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.trending import ranking, top, trending_entries
from dashboard.state.address import LEFT, RIGHT, SHOWN, TERM, linked, open_link
from dashboard.text.wording import count, plain

_TOP, _NEW, _FEWEST = 3, 12, 3
_DESCRIPTIVE = (
    "This describes two sets of papers. Each difference has a 95% interval of its own (Newcombe), "
    "so one in twenty misses by luck alone; whether a theme moved is for “What moves” to say."
)


def compare_periods(run: Run, asked: tuple[list[str], list[str]], *, period: str) -> None:
    """Compare themes and keywords of two periods, with new keywords and top papers."""
    times = load_times(run)
    known = [one for counts in [*times.values()][::-1] for one in counts.index[::-1]]
    if len(known) < 2:
        st.caption("With fewer than two times that have papers there is nothing to compare.")
        return
    say_in_vain("time", [one for side in asked for one in side[:1] if one not in known])
    pair = _pair(run, asked, period=period)
    with st.grid(2, min_column_width=340):
        for name, picked in zip((LEFT, RIGHT), pair, strict=True):
            st.selectbox(
                "Time" if name == LEFT else "Other time",
                known,
                format_func=readable_period,
                **linked(name, picked),
            )
    before, after = sorted(pair, key=period_bounds)
    if period_bounds(before)[1] > period_bounds(after)[0]:
        st.caption("These two times overlap. Choose two that do not share a day.")
        return
    masks = [in_period(run, one) for one in (before, after)]
    _side_by_side(run, masks, times=(before, after))


def _side_by_side(run: Run, masks: list[np.ndarray], *, times: tuple[str, str]) -> None:
    before, after = times
    sides = [np.flatnonzero(mask) for mask in masks]
    st.markdown(
        f"From {readable_period(before)} ({count(len(sides[0]), 'paper')}) to "
        f"{readable_period(after)} ({count(len(sides[1]), 'paper')})."
    )
    st.caption(_DESCRIPTIVE)
    _themes(run, (before, after))
    changes, new = _of_keywords(run, times)
    _keywords(run, changes)
    _new_keywords(new, since=after)
    names = [readable_period(one) for one in (before, after)]
    contrasted(run, (sides[0], sides[1]), names=names)
    st.header("Top papers of each", anchor=False)
    st.caption(ranking(run.documents))

    def first(side: int) -> None:
        st.markdown(f"**{names[side]}**")
        trending_entries(top(run, sides[side], most=_TOP), run=run, name=f"top-{side}")

    two_sides(first)


def _pair(run: Run, asked: tuple[list[str], list[str]], *, period: str) -> tuple[str, str]:
    """The requested periods; where missing, the last two complete ones."""
    times = load_times(run)
    known = {one for counts in times.values() for one in counts.index}
    wide = load_columns(run, period)
    ordered = [one for counts in times.values() for one in counts.index[::-1]]
    last = load_last_two(run, wide) or (ordered[1], ordered[0])
    left, right = (next((one for one in side[:1] if one in known), None) for side in asked)
    return left or last[0], right or last[1]


def _themes(run: Run, between: tuple[str, str]) -> None:
    changes = load_changes(run, between)
    st.header("Themes", anchor=False)
    show_chart("period_shift", run, options=Options(times=between))
    named = changes[changes["topic"] != OUTLIER]
    rows = named.assign(name=named["topic"].map(run.labels))
    rows = rows.sort_values("difference", ascending=False)
    _table(run, rows[["name", *changes.columns]], of="Theme", name="theme-changes")


@cached(entries=16, spinner="Counting keywords …")
def _of_keywords(run: Run, times: tuple[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Change of every keyword between two periods, and the new keywords of the second."""
    masks = [in_period(run, one) for one in times]
    terms = run.vocabulary["term"]
    changes = term_changes(
        terms,
        run.postings,
        first=masks[0],
        second=masks[1],
        scatter=scatter_of(run, terms.tolist(), postings=run.postings),
    )
    start = period_bounds(times[1])[0].isoformat()
    earlier = (run.documents["published"] < start).fillna(value=False).to_numpy()
    before = np.diff(run.postings.within(earlier).indptr)
    now = changes["after"].to_numpy()
    new = run.vocabulary.assign(now=now)[(before == 0) & (now >= _FEWEST)].nlargest(_NEW, "now")
    return changes, new


def _keywords(run: Run, changes: pd.DataFrame) -> None:
    st.header("Keywords", anchor=False)
    rate = discovery_rate(run)
    changed = changes[changes["q"] <= rate]
    tested = count(int(changes["p"].notna().sum()), "keyword")
    if changed.empty:
        st.caption(f"Of {tested} none has clearly changed.")
        return
    st.markdown(
        f"{len(changed):,} of {tested} have clearly changed; about "
        f"{expected_false(len(changed), rate=rate):,} of these may be false positives. The largest "
        "gain comes first."
    )
    # By the end of the interval that is nearer to no change: few papers prove little.
    nearest = changed["low"].where(changed["difference"] > 0, changed["high"])
    rows = changed.assign(name=changed["term"]).loc[nearest.sort_values(ascending=False).index]
    _table(run, rows[["name", *changes.columns[1:]]], of="Keyword", name="keyword-changes")


def _new_keywords(rows: pd.DataFrame, *, since: str) -> None:
    """Keywords of the later period that no earlier paper contains."""
    st.header("New keywords", anchor=False)
    if rows.empty:
        st.caption(
            f"No keyword is in {_FEWEST} papers of {readable_period(since)} and in none before."
        )
        return
    named = [f"**{plain(row['term'])}** ({row['now']:,})" for row in rows.to_dict("records")]
    st.markdown(f"In no paper before {readable_period(since)}: {', '.join(named)}.")
    link = open_link("trends", **{SHOWN: "keywords", TERM: rows["term"].head(4).tolist()})
    st.page_link(label="Follow them over time", icon=":material/show_chart:", **link)


def _table(run: Run, rows: pd.DataFrame, *, of: str, name: str) -> None:
    number = st.column_config.NumberColumn
    shares = ("share_before", "share_after", "difference", "low", "high")
    table(
        rows,
        run=run,
        name=name,
        alt=f"The change of the share of every {of.lower()} between the two times",
        shown={share: (100 * rows[share]).round(1) + 0.0 for share in shares},
        columns={
            "name": st.column_config.TextColumn(of, width=260),
            "before": number("Papers before", format="localized", width=100),
            "after": number("Papers after", format="localized", width=100),
            "share_before": number("Share before", format="%.1f%%", width=100),
            "share_after": number("Share after", format="%.1f%%", width=100),
            "difference": number("Change", format="%+.1f", help="Percentage points", width=90),
            "low": number("From", format="%+.1f", help="95% interval (Newcombe)", width=80),
            "high": number("To", format="%+.1f", help="95% interval (Newcombe)", width=80),
        },
    )
