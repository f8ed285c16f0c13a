"""Keywords: shares over time, and what changed most."""

import streamlit as st

from analysis.trends.verdicts.evidence_text import tested_note
from dashboard.components.blocks import say_gone, show_chart, table
from dashboard.components.keyword_picker import pick_terms
from dashboard.components.verdict_lines import keyword_verdicts
from dashboard.data.loading import current_run
from dashboard.data.signal_rows import discovery_rate
from dashboard.data.tables import (
    all_periods,
    load_prevalence,
    load_term_signals,
)
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.paper_list import narrowed, paper_list
from dashboard.papers.selection import papers_with
from dashboard.state.address import chosen_period, read_selection
from dashboard.style.verdicts import movers
from dashboard.text.wording import plain
from dashboard.trends.signal_table import mover_list

SHOWN_AT_FIRST, FREQUENT = 4, 50

run = current_run()
period = chosen_period(run)
shares = load_prevalence(run, period)


def frequent_table() -> None:
    """Table of the most frequent keywords."""
    rows = run.vocabulary.nlargest(FREQUENT, "documents")
    rows = rows.assign(share=rows["documents"] / max(len(run.documents), 1))
    table(
        rows,
        run=run,
        name="frequent-keywords",
        shown={"share": 100 * rows["share"]},
        alt="The keywords that most papers have",
        columns={
            "term": st.column_config.TextColumn("Keyword", width="medium"),
            "long_form": st.column_config.TextColumn("Stands for", width="medium"),
            "documents": st.column_config.NumberColumn("Papers", format="localized"),
            "share": st.column_config.NumberColumn("Share", format="%.1f%%"),
        },
    )


st.title("Keywords", anchor=False)
say_gone(read_selection(run, periods=all_periods(run, period)))
if run.vocabulary.empty:
    st.caption("This run has no keywords: its abstracts hold no words to count.")
    st.stop()
st.markdown("Words and phrases of titles and abstracts, and the share of papers that have them.")
if shares.empty:
    st.caption("No paper of this run has a date, so keywords cannot be followed over time.")
    frequent_table()
    st.stop()

signals = load_term_signals(run)
signals = signals[signals["subject"]]
rising = movers(signals[signals["verdict"] == "rising"])
grown = signals.sort_values("growth_shrunk", ascending=False)
frequent = run.vocabulary.nlargest(SHOWN_AT_FIRST, "documents")
first = next(some for some in (rising, grown, frequent) if len(some))
terms = pick_terms(run.vocabulary, default=first["term"].head(SHOWN_AT_FIRST).tolist())
sets = tuple((term,) for term in terms)
if terms:
    show_chart("keyword_trends", run, options=Options(period=period, keywords=sets))
else:
    st.caption("No keyword is chosen.")
keyword_verdicts(run, terms)
if terms:
    which = f"“{plain(terms[0])}”" if len(terms) == 1 else "any of these keywords"
    st.header(f"Papers with {which}", anchor=False)
    if len(kept := narrowed(papers_with(run, terms))):
        paper_list(kept, run=run, name="keyword-papers", labels=run.labels)
st.header("What moves most", anchor=False)
st.markdown(tested_note(signals, of="keywords", rate=discovery_rate(run)))
mover_list(signals, kind="term", each=5)
st.header("The most frequent", anchor=False)
frequent_table()
