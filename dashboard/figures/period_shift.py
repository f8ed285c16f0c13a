"""Growth of theme shares between two times."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.periods import readable_span
from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.intervals import Interval, add_intervals
from dashboard.style.appearance import LOOKS, Mode
from dashboard.style.verdicts import VERDICTS

TITLE = "Change between two times"
# So many at either end: what grew most and what shrank most.
_EACH = 8


def period_shift_figure(
    changes: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    times: tuple[str, str] | None,
    rate: float,
    mode: Mode = "light",
) -> go.Figure:
    """One row per theme: the factor of its share with 95% CI, the largest on top.

    `changes` is what `theme_changes` returns, `topics` needs topic and label; `times` are the two
    periods or spans, None where there are no two; `rate` is the false discovery rate at which a
    change is clear. The unassigned, and themes without papers in either, are left out.
    """
    known = changes[changes["topic"] >= 0].dropna(subset=["ratio"])
    if times is None or known.empty:
        return blank(TITLE, "At least two periods with papers in themes are needed.", mode=mode)
    shown = known.sort_values(["ratio", "topic"], ascending=[False, True])
    if len(shown) > 2 * _EACH:
        shown = pd.concat([shown.head(_EACH), shown.tail(_EACH)])
    before, after = (readable_span(time) for time in times)
    figure = canvas(
        f"{before}, then {after}",
        mode=mode,
        height=300,
        subtitle="Factor of the share, 95% CI. Grey: no clear change.",
    )
    labels = dict(zip(topics["topic"], topics["label"].astype(str), strict=True))
    rows = [
        _interval(row, name=labels.get(row["topic"], str(row["topic"])), rate=rate, mode=mode)
        for row in shown.to_dict("records")
    ]
    add_intervals(figure, rows, mode=mode)
    return figure


def _interval(row: Mapping[Any, Any], *, name: str, rate: float, mode: Mode) -> Interval:
    look = VERDICTS["rising" if row["ratio"] > 1 else "fading"]
    sure = row["q"] <= rate
    return Interval(
        name=name,
        value=row["ratio"],
        low=row["ratio_low"],
        high=row["ratio_high"],
        text=f"{row['before']:,} → {row['after']:,} papers",
        colour=look.colour(mode) if sure else LOOKS[mode].muted,
        symbol=look.symbol if sure else VERDICTS["unknown"].symbol,
    )
