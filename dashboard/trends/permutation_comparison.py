"""Comparison with a permutation null: what seems to move where months are shuffled."""

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from analysis.trends.factors import factor_range
from analysis.trends.verdicts.evidence_text import shuffled_note, shuffled_unit
from dashboard.style.verdicts import badge
from dashboard.text.wording import plain

LISTED = 8
GROWTH = "Likely growth a year"
_OF = {"topic": ("Theme", "themes"), "term": ("Term", "terms")}


def beside_chance(run: Run, signals: pd.DataFrame, *, kind: str) -> None:
    """How much seems to move in shuffled copies, and one of them beside these papers.

    `signals` has name beside the columns of a table of signals; `kind` is topic or term. Nothing
    where the run has no copies: it is older than they are, or has too few months.
    """
    copies = run.shuffled_signals[run.shuffled_signals["kind"] == kind]
    if copies.empty:
        return
    one, many = _OF[kind]
    st.markdown(shuffled_note(signals, copies, of=many))
    with st.expander(
        "These papers and a shuffled copy, side by side",
        icon=":material/shuffle:",
        on_change="rerun",
        key=f"shuffled-{kind}",
    ) as beside:
        if not beside.open:
            return
        names = dict(zip(signals[kind].astype("str"), signals["name"], strict=True))
        shuffled = copies[copies["shuffle"] == 1]
        shuffled = shuffled.assign(name=shuffled["name"].map(names), reason="")
        st.caption(
            f"A copy holds the same papers, but whole {shuffled_unit(signals)} have changed "
            "places: whatever seems to grow in it does so by chance."
        )
        with st.grid(2, min_column_width=420):
            for title, rows in (("These papers", signals), ("A shuffled copy", shuffled)):
                with st.container():
                    st.markdown(f"**{title}**: the {LISTED} {many} that grew or shrank most")
                    listed = largest_changes(rows, of=one).style
                    listed.set_properties(subset=[GROWTH], **{"text-align": "right"})
                    st.table(listed, border="horizontal", hide_index=True)


def largest_changes(signals: pd.DataFrame, *, of: str) -> pd.DataFrame:
    """Series with the largest shrunk growth, up or down: name, growth, verdict, Markdown."""
    size = signals["growth_shrunk"].abs().sort_values(ascending=False, kind="stable").dropna()
    rows = signals.loc[size.index[:LISTED]]
    ends = zip(1 + rows["growth_low"], 1 + rows["growth_high"], strict=True)
    return pd.DataFrame(
        {
            of: [plain(name) for name in rows["name"]],
            GROWTH: [factor_range(*interval) for interval in ends],
            "Verdict": [badge(*pair) for pair in zip(rows["verdict"], rows["reason"], strict=True)],
        }
    )
