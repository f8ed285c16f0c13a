"""Papers that were hardly cited for years before they were cited much."""

from typing import Any

import streamlit as st

from analysis.runs.store import Run
from analysis.trends.evidence.late_citations import ASLEEP, AT_PEAK, cited_late
from dashboard.data.records import records
from dashboard.data.tables import load_late_peaks
from dashboard.papers.downloads import paper_files
from dashboard.papers.paper_list import entries
from dashboard.state.address import Selection
from dashboard.text.wording import count


def late_papers(run: Run, selection: Selection) -> None:
    """The papers cited late, the most unexpected course first, with what each course was."""
    del selection  # the whole run's
    peaks = load_late_peaks(run)
    rows = cited_late(peaks)
    st.markdown(
        f"{count(len(rows), 'paper')} that hardly anybody cited for {ASLEEP} years or more, and "
        f"that had {AT_PEAK} citations or more in a later year.",
        help="In order of the beauty coefficient B, which sums, year by year, how far the "
        "citations of a paper stay below a straight line from its first year to its best. No "
        "number of it divides such papers from others, and this is no test.",
    )
    unknown = int(peaks["beauty"].isna().sum())
    if unknown:
        st.caption(
            f"{count(unknown, 'more paper')} had {'its' if unknown == 1 else 'their'} best year as "
            "late, but also citations of unknown years: a service counts the years of the last ten "
            "or so alone. Whether they were hardly cited before, nobody can tell from this."
        )
    papers = run.documents.loc[rows["doc_id"]]
    note = {row["doc_id"]: _course(row) for row in rows.to_dict("records")}
    entries(records(papers), name="late", labels=run.labels, note=note)
    paper_files(papers, run=run, name="papers-cited-late")


def _course(row: dict[Any, Any]) -> str:
    return (
        f"**asleep until {row['awoke']:.0f}**, {count(row['peak_citations'], 'citation')} in "
        f"{row['peak']} (B {row['beauty']:,.0f})"
    )
