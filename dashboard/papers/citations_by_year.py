"""The citations of one paper, year by year."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.periods import readable_date
from analysis.runs.store import Run
from analysis.trends.evidence.late_citations import cited_late, yearly_citations
from dashboard.components.blocks import mode, show_figure
from dashboard.data.tables import load_late_peaks
from dashboard.figures.parts.yearly_bars import yearly_bars
from dashboard.text.wording import count

_WIDE = 560  # pixels of the chart


def citations_by_year(run: Run, paper: Mapping[str, Any]) -> None:
    """Chart of a paper's citations in each year; nothing where they are unknown."""
    day, published = paper["citations_on"], paper["published"]
    cell = paper["citations_by_year"]
    years = yearly_citations(cell, appeared=None)
    earlier = int(paper["citations"] or 0) - int(years.sum())
    if years.empty:
        return
    # What is cited in unknown years may not be shown as if it were not cited in these.
    appeared = int(published[:4]) if published and earlier <= 0 else None
    years = yearly_citations(cell, appeared=appeared, until=int(day[:4]) if day else None)
    first, last = years.index[0], years.index[-1]
    st.header("How it was cited", anchor=False)
    said = [_late(run, paper["doc_id"])]
    if earlier > 0:
        said.append(f"{count(earlier, 'citation')} more, of years that are not known.")
    if day and int(day[:4]) == last:
        said.append(f"{last} is counted until {readable_date(day)}.")
    if any(said):
        st.caption(" ".join(filter(None, said)))
    with st.container(width=_WIDE):
        show_figure(
            yearly_bars(years, mode=mode()),
            run=run,
            name=f"citations_by_year-{paper['doc_id']}",
            alt=f"Citations of this paper in each year, {first} to {last}: at most "
            f"{years.max():,}, in {years.idxmax()}",
        )


def _late(run: Run, doc_id: int) -> str:
    """What is remarkable about a paper that was cited late; empty for any other."""
    rows = cited_late(load_late_peaks(run))
    for row in rows[rows["doc_id"] == doc_id].to_dict("records"):
        years = int(row["awoke"] - row["appeared"])
        return f"Cited late: hardly anybody cited it for {years} years (B {row['beauty']:,.0f})."
    return ""
