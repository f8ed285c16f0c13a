"""Comparison with a permutation null: the largest changes where months are shuffled."""

import pandas as pd
import streamlit as st

from analysis.periods import period_kind
from analysis.runs.store import Run
from analysis.trends.percent import signed_percent
from analysis.trends.verdicts.evidence_text import shuffled_note
from dashboard.style.verdicts import badge
from dashboard.text.wording import plain

LISTED = 8
GROWTH = "Cautious growth a year"
_OF = {"topic": ("Theme", "themes"), "term": ("Keyword", "keywords")}


def beside_luck(run: Run, signals: pd.DataFrame, *, kind: str) -> None:
    """Largest changes of these papers beside those of a copy with shuffled months.

    `signals` has name beside the columns of a table of signals; `kind` is topic or term. Nothing
    where the run has no copies: it is older than they are, or has too few months.
    """
    copies = run.shuffled_signals[run.shuffled_signals["kind"] == kind]
    if copies.empty:
        return
    one, many = _OF[kind]
    tested = signals["window_start"].dropna()
    by_year = len(tested) and period_kind(str(tested.iloc[0])) == "year"
    unit = "years" if by_year else "months"
    st.header("What luck alone would give", anchor=False)
    st.markdown(
        f"**{shuffled_note(signals, copies, of=many)}** A copy holds the same papers, but whole "
        f"{unit} have changed places: whatever seems to grow in it does so by luck. "
        "Cautious growth is drawn towards no change, the more so the fewer papers there are."
    )
    names = dict(zip(signals[kind].astype("str"), signals["name"], strict=True))
    shuffled = copies[copies["shuffle"] == 1]
    shuffled = shuffled.assign(name=shuffled["name"].map(names), reason="")
    with st.grid(2, min_column_width=420):
        for title, rows in (("These papers", signals), ("A shuffled copy", shuffled)):
            with st.container():
                st.markdown(f"**{title}**: the {LISTED} {many} that changed most")
                listed = largest_changes(rows, of=one).style
                listed.set_properties(subset=[GROWTH], **{"text-align": "right"})
                st.table(listed, border="horizontal", hide_index=True)


def largest_changes(signals: pd.DataFrame, *, of: str) -> pd.DataFrame:
    """Series with the largest shrunk growth, up or down: name, growth, verdict, Markdown."""
    size = signals["growth_shrunk"].abs().sort_values(ascending=False, kind="stable").dropna()
    rows = signals.loc[size.index[:LISTED]]
    return pd.DataFrame(
        {
            of: [plain(name) for name in rows["name"]],
            GROWTH: [signed_percent(growth) for growth in rows["growth_shrunk"]],
            "Verdict": [badge(*pair) for pair in zip(rows["verdict"], rows["reason"], strict=True)],
        }
    )
