"""Fewer rows of a forest plot, for a narrow page: some of every kind."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import layout_of, traces_of

MOST = 20
_LINE = 17  # pixels of the note


def fewer_rows(figure: go.Figure) -> go.Figure:
    """A forest plot with 20 rows and a note on it; with no more than those, as it was.

    Rows with the same symbol are of one kind: each kind keeps as many as the others, its first.
    """
    layout = layout_of(figure)
    kinds = next((one.marker.symbol for one in traces_of(figure) if one.hovertext is not None), ())
    names = layout.yaxis.ticktext
    if len(names) <= MOST or len(kinds) != len(names):
        return figure
    kept = first_of_each(kinds, most=MOST)
    place = {row: at for at, row in enumerate(kept)}
    fewer = go.Figure(data=[_with_rows(trace, place) for trace in traces_of(figure)], layout=layout)
    layout_of(fewer).annotations = [
        {**note.to_plotly_json(), "y": place[note.y]}
        for note in layout.annotations
        if note.y in place
    ]
    fewer.update_yaxes(tickvals=[*range(MOST)], ticktext=[names[row] for row in kept])
    said = f"{layout.title.subtitle.text}<br>{MOST} of {len(names)} rows; all where it is wide."
    fewer.update_layout(title_subtitle_text=said)
    return fewer.update_layout(margin={"t": layout.margin.t + _LINE})


def first_of_each(kinds: Sequence[str], *, most: int) -> list[int]:
    """Places of the first of each kind, then of the second, up to `most`; ascending."""
    seen = dict.fromkeys(kinds, 0)
    turns: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        turns.append((seen[kind], at))
        seen[kind] += 1
    return sorted(at for _, at in sorted(turns)[:most])


def _with_rows(trace: Any, place: dict[int, int]) -> dict[str, Any]:
    """A trace with the points in the rows of `place` alone, moved to where those are now."""
    rows = list(trace.y)
    kept = [at for at, row in enumerate(rows) if row in place]

    def cut(value: Any) -> Any:
        is_one_a_row = not isinstance(value, str) and hasattr(value, "__len__")
        return [value[at] for at in kept] if is_one_a_row and len(value) == len(rows) else value

    said = trace.to_plotly_json()
    said |= {name: cut(said[name]) for name in ("x", "hovertext") if name in said}
    said["y"] = [place[rows[at]] for at in kept]
    if "marker" in said:
        said["marker"] = {name: cut(value) for name, value in said["marker"].items()}
    return said
