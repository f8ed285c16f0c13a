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
_OF = {"topic": "Theme", "term": "Keyword"}


def beside_chance(run: Run, signals: pd.DataFrame, *, kind: str, many: str) -> None:
    """How much seems to move in shuffled copies, and one of them beside these papers.

    `signals` are the rows of one list, with name beside the columns of a table of signals; of the
    copies the same themes or keywords count. `kind` is topic or term, `many` what the list is
    called. Nothing where the run has no copies: it is older than they are, or has too few months.
    """
    listed, copies = signals[kind].astype("str"), run.shuffled_signals
    copies = copies[copies["kind"] == kind]
    same = copies[copies["name"].isin(listed)]
    if same.empty:
        return
    made = int(copies["shuffle"].max())
    st.markdown(shuffled_note(signals, same, of=many, copies=made))
    with st.expander(
        "These papers and a shuffled copy, side by side",
        icon=":material/shuffle:",
        on_change="rerun",
        key=f"shuffled-{kind}",
    ) as beside:
        if not beside.open:
            return
        names = dict(zip(listed, signals["name"], strict=True))
        shuffled = same[same["shuffle"] == same["shuffle"].min()]
        shuffled = shuffled.assign(name=shuffled["name"].map(names), reason="")
        st.caption(
            f"A copy holds the same papers, but whole {shuffled_unit(signals)} have changed "
            "places: whatever seems to grow in it does so by chance."
        )
        # A run keeps the largest changes of a copy, of which fewer are of this list.
        known = (int(rows["growth_shrunk"].notna().sum()) for rows in (signals, shuffled))
        most = min(LISTED, *known)
        with st.grid(2, min_column_width=420):
            for title, rows in (("These papers", signals), ("A shuffled copy", shuffled)):
                with st.container():
                    st.markdown(f"**{title}**: the {most} {many} that grew or shrank most")
                    changes = largest_changes(rows, of=_OF[kind], most=most).style
                    changes.set_properties(subset=[GROWTH], **{"text-align": "right"})
                    st.table(changes, border="horizontal", hide_index=True)


def largest_changes(signals: pd.DataFrame, *, of: str, most: int) -> pd.DataFrame:
    """The `most` series of largest shrunk growth, up or down: name, growth, verdict, Markdown."""
    size = signals["growth_shrunk"].abs().sort_values(ascending=False, kind="stable").dropna()
    rows = signals.loc[size.index[:most]]
    ends = zip(1 + rows["growth_low"], 1 + rows["growth_high"], strict=True)
    return pd.DataFrame(
        {
            of: [plain(name) for name in rows["name"]],
            GROWTH: [factor_range(*interval) for interval in ends],
            "Verdict": [badge(*pair) for pair in zip(rows["verdict"], rows["reason"], strict=True)],
        }
    )
