"""Tables of keywords: what rises most, and what is frequent."""

from typing import Any

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
    interval = [
        f"{low:+.1%} to {high:+.1%}".replace("-", "\N{MINUS SIGN}")
        for low, high in zip(rows["change_low"], rows["change_high"], strict=True)
    ]
    share: dict[str, Any] = {"format": "%.1f%%", "width": "small"}
    table(
        rows,
        run=run,
        name="rising-keywords",
        shown={name: 100 * rows[name] for name in ("before_share", "after_share", "change")}
        | {"interval": interval},
        alt="The keywords whose share rose most",
        columns={
            "term": st.column_config.TextColumn("Keyword", width="medium"),
            "before_share": st.column_config.NumberColumn("Share before", **share),
            "after_share": st.column_config.NumberColumn("Share after", **share),
            "change": st.column_config.NumberColumn("Gain", **share),
            "interval": st.column_config.TextColumn(
                "95% interval",
                help="Of the gain, from Wilson intervals of both shares (Newcombe 1998)",
            ),
            "after": st.column_config.NumberColumn(
                "Papers after", format="localized", width="small"
            ),
        },
    )


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
            "documents": st.column_config.NumberColumn("Papers", format="localized"),
            "share": st.column_config.NumberColumn("Share", format="%.1f%%"),
        },
    )
