"""Keywords of a span of time that no earlier paper contains."""

import numpy as np
import pandas as pd
import streamlit as st

from analysis.periods import period_bounds, readable_span, span_ends
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.tables import in_period
from dashboard.state.address import SHOWN, TERM, open_link
from dashboard.text.wording import plain

_NEW, _FEWEST, _FOLLOWED = 12, 3, 4


def new_keywords(run: Run, span: str) -> None:
    """The most frequent keywords of `span` that are in no paper before it."""
    st.header("New keywords", anchor=False)
    rows, when = _found(run, span), readable_span(span)
    if rows.empty:
        st.caption(f"No keyword is in {_FEWEST} papers of {when} and in none before.")
        return
    named = [f"**{plain(row['term'])}** ({row['now']:,})" for row in rows.to_dict("records")]
    st.markdown(f"In no paper before {when}: {', '.join(named)}.")
    followed = {SHOWN: "keywords", TERM: rows["term"].head(_FOLLOWED).tolist()}
    link = open_link("trends", **followed)
    st.page_link(label="Follow them over time", icon=":material/show_chart:", **link)


@cached(entries=16)
def _found(run: Run, span: str) -> pd.DataFrame:
    start = period_bounds(span_ends(span)[0])[0].isoformat()
    earlier = (run.documents["published"] < start).fillna(value=False).to_numpy()
    before, now = (
        np.diff(run.postings.within(some).indptr) for some in (earlier, in_period(run, span))
    )
    return run.vocabulary.assign(now=now)[(before == 0) & (now >= _FEWEST)].nlargest(_NEW, "now")
