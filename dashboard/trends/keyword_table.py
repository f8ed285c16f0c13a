"""The table of keywords: what is frequent."""

import streamlit as st

from analysis.runs.store import Run
from dashboard.components.blocks import table

SHOWN = 50


def frequent_table(run: Run) -> None:
    """The keywords that most papers have."""
    rows = run.vocabulary.nlargest(SHOWN, "documents")
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
