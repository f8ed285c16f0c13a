"""Keywords that are followed: their shares over time, verdicts and papers."""

import streamlit as st

from analysis.runs.store import Run
from dashboard.components.blocks import show_chart
from dashboard.components.keyword_picker import pick_terms
from dashboard.components.verdict_lines import keyword_verdicts
from dashboard.data.tables import load_prevalence
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.paper_list import narrowed, paper_list
from dashboard.papers.selection import papers_with
from dashboard.text.wording import plain


def follow_keywords(run: Run, *, period: str) -> None:
    """Picker of keywords and, of those that are chosen, everything that is known."""
    if run.vocabulary.empty:
        st.caption("This run has no keywords: its abstracts hold no words to count.")
        return
    terms = pick_terms(run.vocabulary, default=[])
    if not terms:
        return
    if load_prevalence(run, period).empty:
        st.caption("No paper of this run has a date, so keywords cannot be followed over time.")
    else:
        sets = tuple((term,) for term in terms)
        show_chart("keyword_trends", run, options=Options(period=period, keywords=sets))
    keyword_verdicts(run, terms)
    which = f"“{plain(terms[0])}”" if len(terms) == 1 else "any of these keywords"
    st.header(f"Papers with {which}", anchor=False)
    if len(kept := narrowed(papers_with(run, terms))):
        paper_list(kept, run=run, name="keyword-papers", labels=run.labels)
    st.divider()
