"""Tables of keywords: what rises most, and what is frequent."""

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from dashboard.blocks import table

SHOWN = 50


def shift_table(run: Run, shifts: pd.DataFrame) -> None:
    """What rises most: the share before, the share after, the difference and its interval."""
    if shifts.empty:
        st.caption("No keyword has a larger share in the later periods.")
        return
    rows = shifts.head(SHOWN)
    points = 100 * rows[["change", "change_low", "change_high"]]
    rows = rows.assign(
        change=points["change"],
        interval=[
            f"{low:+.1f} to {high:+.1f}"
            for low, high in zip(points["change_low"], points["change_high"], strict=True)
        ],
    )
    percent = {"format": "percent", "width": "small"}
    table(
        rows,
        run=run,
        name="rising-keywords",
        alt="The keywords whose share rose most",
        columns={
            "term": st.column_config.TextColumn("Keyword", width="medium"),
            "before_share": st.column_config.NumberColumn("Share before", **percent),
            "after_share": st.column_config.NumberColumn("Share after", **percent),
            "change": st.column_config.NumberColumn("Points gained", format="%+.1f", width="small"),
            "interval": st.column_config.TextColumn("95% interval", width="small"),
            "after": st.column_config.NumberColumn(
                "Papers after", format="localized", width="small"
            ),
        },
    )


def frequent_table(run: Run) -> None:
    """The keywords that most papers have."""
    rows = run.vocabulary.nlargest(SHOWN, "documents")
    table(
        rows.assign(share=rows["documents"] / max(len(run.documents), 1)),
        run=run,
        name="frequent-keywords",
        alt="The keywords that most papers have",
        columns={
            "term": st.column_config.TextColumn("Keyword", width="medium"),
            "documents": st.column_config.NumberColumn("Papers", format="localized"),
            "share": st.column_config.NumberColumn("Share", format="percent"),
        },
    )
