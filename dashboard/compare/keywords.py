"""Comparison of two sets of keywords by the papers that contain them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from dashboard.compare.sides import contrasted, shown_times, two_sides
from dashboard.components.blocks import show_chart
from dashboard.components.keyword_picker import keyword_field
from dashboard.components.verdict_lines import keyword_verdicts
from dashboard.data.tables import load_term_signals
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.trending import top, trending_entries
from dashboard.state.address import LEFT, RIGHT
from dashboard.style.verdicts import movers
from dashboard.text.wording import count, percent, plain

_TYPICAL, _BOTH = 3, 5


@dataclass(frozen=True)
class KeywordSet:
    """A set of keywords, and how many of them each paper contains: `held` (documents,)."""

    terms: tuple[str, ...]
    held: np.ndarray

    @property
    def name(self) -> str:
        """Name of the set."""
        return " or ".join(self.terms)

    @property
    def doc_ids(self) -> np.ndarray:
        """Papers that contain any of the keywords, ascending."""
        return np.flatnonzero(self.held)


def compare_keywords(run: Run, asked: tuple[list[str], list[str]], *, period: str) -> None:
    """Compare shares, sizes, verdicts, keywords and papers of two sets of keywords."""
    if len(run.vocabulary) < 2:
        st.caption("With fewer than two keywords there is nothing to compare.")
        return
    labels = ("Papers with any of", "Against papers with any of")
    starts, chosen = starting_terms(run), list[list[str]]()

    def field(side: int) -> None:
        terms = keyword_field(
            labels[side],
            run.vocabulary,
            name=(LEFT, RIGHT)[side],
            asked=asked[side],
            default=[starts[side]],
        )
        chosen.append(terms or [starts[side]])

    two_sides(field)
    one, other = (keyword_set(run, terms) for terms in chosen)
    if set(one.terms) == set(other.terms):
        st.caption("Both sides have the same keywords: there is nothing to compare.")
        return
    two_sides(lambda side: _about(run, (one, other)[side]))
    _over_time(run, [one, other], period=period)
    contrasted(run, (one.doc_ids, other.doc_ids), names=(one.name, other.name))
    _both(run, np.intersect1d(one.doc_ids, other.doc_ids))
    st.header("Typical papers", anchor=False)
    st.caption("Those with most keywords of the set, then most upvotes, then the newest.")
    two_sides(lambda side: _typical(run, (one, other)[side], name=f"typical-{side}"))


def keyword_set(run: Run, terms: Sequence[str]) -> KeywordSet:
    """The keyword set of `terms`, with the papers that contain them."""
    places = np.flatnonzero(run.vocabulary["term"].isin(list(terms)))
    held = np.bincount(run.postings.of(places).doc_ids, minlength=len(run.documents))
    return KeywordSet(tuple(terms), held)


def starting_terms(run: Run) -> tuple[str, str]:
    """The two default keywords: the fastest rising, or the most frequent."""
    signals = load_term_signals(run)
    signals = signals[signals["subject"]]
    rising = movers(signals[signals["verdict"] == "rising"])["term"].tolist()
    frequent = run.vocabulary.nlargest(2, "documents")["term"].tolist()
    one, other, *_ = dict.fromkeys([*rising[:2], *frequent])
    return one, other


def typical(run: Run, of: KeywordSet) -> pd.DataFrame:
    """The top papers of a set: by number of its keywords, then as `ranked`."""
    found: list[pd.DataFrame] = []
    for held in range(len(of.terms), 0, -1):
        if missing := _TYPICAL - sum(map(len, found)):
            found.append(top(run, np.flatnonzero(of.held == held), most=missing))
    return pd.concat(found)


def _about(run: Run, of: KeywordSet) -> None:
    share = len(of.doc_ids) / max(len(run.documents), 1)
    papers = count(len(of.doc_ids), "paper")
    st.markdown(f"**{plain(of.name)}**: {papers}, {percent(share)} of all.")
    keyword_verdicts(run, of.terms)


def _over_time(run: Run, sets: Sequence[KeywordSet], *, period: str) -> None:
    if run.documents["published"].isna().all():
        st.caption("No paper of this run has a date, so there is nothing to show over time.")
        return
    keywords = tuple(one.terms for one in sets)
    times = shown_times(run, period=period)
    show_chart(
        "keyword_trends", run, options=Options(period=period, keywords=keywords, times=times)
    )


def _typical(run: Run, of: KeywordSet, *, name: str) -> None:
    st.markdown(f"**{plain(of.name)}**")
    trending_entries(typical(run, of), run=run, name=name)


def _both(run: Run, doc_ids: np.ndarray) -> None:
    st.header("Papers in both", anchor=False)
    if len(doc_ids) == 0:
        st.caption("No paper has keywords of both.")
        return
    shown = f", the first {_BOTH} of them" if len(doc_ids) > _BOTH else ""
    st.markdown(f"{count(len(doc_ids), 'paper')}{shown}.")
    trending_entries(top(run, doc_ids, most=_BOTH), run=run, name="both")
