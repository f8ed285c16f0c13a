"""Strategic diagram: themes by centrality and density."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.periods import readable_period
from dashboard.figures.parts.base_figure import annotate, blank, canvas, layout_of
from dashboard.figures.parts.point_names import Point, name_points
from dashboard.figures.parts.text import wrapped
from dashboard.style.appearance import LOOKS, SMALL, Mode, line_colours
from dashboard.style.colour import faded, readable

TITLE = "Strategic diagram"
# Fewer themes have no middle to be on either side of.
FEWEST = 4
# Where names of themes at the right edge go, in pixels.
_GUTTER = 150
# So wide a spread, as a share of the chart, says that the papers are too few to place a theme.
_UNSURE = 0.25
# Draws of so few papers hardly differ: what they agree on is not known any better.
_FEW_PAPERS = 5
# The corners, by which sides of the two medians they are on.
_QUADRANTS = {
    (0, 1): ("Niche", "dense, isolated"),
    (1, 1): ("Motor", "dense, central"),
    (0, 0): ("Emerging or declining", "sparse, isolated"),
    (1, 0): ("Basic", "sparse, central"),
}
_HOVER = (
    "<b>%{text}</b><br>%{customdata[0]:,} papers, %{customdata[1]}<br>"
    "Centrality: above %{customdata[2]:.0%} of the themes (%{customdata[3]})<br>"
    "Density: above %{customdata[4]:.0%} (%{customdata[5]})<extra></extra>"
)


def strategic_diagram_figure(
    diagram: pd.DataFrame,
    topics: pd.DataFrame,
    *,
    chosen: Sequence[int],
    mode: Mode = "light",
    size: tuple[int, int] = (600, 680),
) -> go.Figure:
    """One point per theme at its ranks in centrality and density; `chosen` ones in colour.

    `diagram` is what `strategic_diagram` returns; `topics` needs topic,
    label, documents and hue. The spread of the chosen ones is shaded, a tail leads from where one
    stood before. `size` is the width and height in pixels of the smallest chart in which names must
    not overlap.
    """
    if len(diagram) < FEWEST:
        return blank(TITLE, f"A strategic diagram needs at least {FEWEST} themes.", mode=mode)
    shown = diagram[diagram["topic"].isin(list(chosen))]
    others = diagram.drop(shown.index).sort_values("documents", ascending=False)
    figure = canvas(TITLE, mode=mode, height=size[1], subtitle=_subtitle(diagram))
    labels = dict(zip(topics["topic"], topics["label"].astype(str), strict=True))
    colours = line_colours(topics, chosen, mode=mode)
    known = shown[~_unsure(shown)].to_dict("records")
    figure.add_traces([_ellipse(row, colours[row["topic"]]) for row in known])
    for rows in (others, shown):
        look = colours if rows is shown else dict.fromkeys(rows["topic"], LOOKS[mode].outlier)
        figure.add_trace(_points(rows, labels, colours=look, mode=mode))
        _tails(figure, rows, colours=look)
    _axes(figure, mode=mode)
    points = _named(shown, others, labels=labels, colours=colours, mode=mode)
    name_points(figure, points, size=size, mode=mode)
    _corners(figure, mode=mode)
    return figure.update_layout(hovermode="closest")


def _subtitle(diagram: pd.DataFrame) -> str:
    since = diagram["since"].iloc[0]
    hollow = "Hollow: too few papers. " if _unsure(diagram).any() else ""
    if pd.isna(since):
        return f"{hollow}No tails: only one period."
    when = readable_period(since)
    if not diagram["moved"].any():
        return f"{hollow}No theme has moved since {when}."
    return f"{hollow}Tail: position before {when}."


def _points(
    rows: pd.DataFrame, labels: dict[Any, str], *, colours: dict[int, str], mode: Mode
) -> go.Scatter:
    colour = np.array([colours[topic] for topic in rows["topic"]], dtype=object)
    return go.Scatter(
        x=rows["centrality_place"].to_numpy(),
        y=rows["density_place"].to_numpy(),
        mode="markers",
        marker={
            "size": 2 * _radii(rows),
            "color": np.where(_unsure(rows), LOOKS[mode].background, colour),
            "opacity": 1,
            "line": {
                "width": np.where(_unsure(rows), 2, 1),
                "color": np.where(_unsure(rows), colour, LOOKS[mode].background),
            },
        },
        text=[wrapped(labels[topic]) for topic in rows["topic"]],
        customdata=_read_out(rows),
        hovertemplate=_HOVER,
        cliponaxis=False,
    )


def _unsure(rows: pd.DataFrame) -> np.ndarray:
    """Whether a position is uncertain: few papers, or a wide bootstrap interval."""
    wide = rows["centrality_high"] - rows["centrality_low"]
    high = rows["density_high"] - rows["density_low"]
    return ((wide * high > _UNSURE) | (rows["documents"] < _FEW_PAPERS)).to_numpy()


def _dots(rows: pd.DataFrame) -> np.ndarray:
    return np.column_stack([rows[["centrality_place", "density_place"]], _radii(rows)])


def _clear(diagram: pd.DataFrame) -> np.ndarray:
    """Points to keep clear of labels, with samples along their tails: x, y and radius."""
    here = diagram[["centrality_place", "density_place"]].to_numpy()
    before = diagram[["centrality_before", "density_before"]].to_numpy()
    moved = diagram["moved"].to_numpy(bool)
    tails = [
        here[moved] + step * (before[moved] - here[moved]) for step in np.linspace(0.05, 1, 12)
    ]
    return np.vstack(
        [_dots(diagram), *(np.column_stack([tail, np.full(len(tail), 3.0)]) for tail in tails)]
    )


def _radii(rows: pd.DataFrame) -> np.ndarray:
    """Radii in pixels, proportional to the square root of the number of papers."""
    return np.clip(0.45 * np.sqrt(rows["documents"].to_numpy(float)), 3.5, 13)


def _read_out(rows: pd.DataFrame) -> list[list[Any]]:
    return [
        [
            row["documents"],
            _corner(row).lower(),
            row["centrality_place"],
            f"{row['centrality_low']:.0%} to {row['centrality_high']:.0%}",
            row["density_place"],
            f"{row['density_low']:.0%} to {row['density_high']:.0%}",
        ]
        for row in rows.to_dict("records")
    ]


def _corner(row: dict[Any, Any]) -> str:
    right, up = row["centrality_place"] >= 0.5, row["density_place"] >= 0.5
    return _QUADRANTS[int(right), int(up)][0]


def _ellipse(row: dict[Any, Any], colour: str) -> go.Scatter:
    """Ellipse spanned by the two intervals."""
    turn = np.linspace(0, 2 * np.pi, 49)
    x, y = (
        (row[f"{axis}_high"] + row[f"{axis}_low"]) / 2
        + (row[f"{axis}_high"] - row[f"{axis}_low"]) / 2 * wave
        for axis, wave in (("centrality", np.cos(turn)), ("density", np.sin(turn)))
    )
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        fillcolor=faded(colour, 0.12),
        line={"color": faded(colour, 0.35), "width": 1},
        hoverinfo="skip",
    )


def _axes(figure: go.Figure, *, mode: Mode) -> None:
    line = {"color": LOOKS[mode].muted, "width": 1, "dash": "dot"}
    figure.add_vline(0.5, line=line, layer="below").add_hline(0.5, line=line, layer="below")
    frame = {"showgrid": False, "showticklabels": False, "fixedrange": True, "range": [0, 1]}
    edge = {"mirror": True, "showline": True}
    figure.update_xaxes(
        title={"text": "centrality: links to other themes →", "standoff": 40}, **frame
    )
    figure.update_yaxes(title={"text": "density: similarity of papers →"}, **frame)
    figure.update_xaxes(**edge).update_yaxes(**edge)
    top = layout_of(figure).margin.t + 40
    figure.update_layout(margin={"l": 36, "r": _GUTTER, "t": top, "b": 76})


def _named(
    shown: pd.DataFrame,
    others: pd.DataFrame,
    *,
    labels: dict[Any, str],
    colours: dict[int, str],
    mode: Mode,
) -> list[Point]:
    """Labels of the themes, chosen ones first; the others must not cover anything."""
    return [
        Point(
            labels[row["topic"]],
            row["centrality_place"],
            row["density_place"],
            radius,
            SMALL + 1 if rows is shown else SMALL - 1,
            colours[row["topic"]] if rows is shown else LOOKS[mode].muted,
            clear,
        )
        for rows, clear in ((shown, _dots(shown)), (others, _clear(pd.concat([shown, others]))))
        for row, radius in zip(rows.to_dict("records"), _radii(rows).tolist(), strict=True)
    ]


def _tails(figure: go.Figure, rows: pd.DataFrame, *, colours: dict[int, str]) -> None:
    tails = [
        {
            "x": row["centrality_place"],
            "y": row["density_place"],
            "ax": row["centrality_before"],
            "ay": row["density_before"],
            "axref": "x",
            "ayref": "y",
            "text": "",
            "arrowhead": 2,
            "arrowsize": 1.2,
            "arrowwidth": 2,
            "standoff": 10,
            "arrowcolor": colours[row["topic"]],
        }
        for row in rows[rows["moved"]].to_dict("records")
    ]
    annotate(figure, tails)


def _corners(figure: go.Figure, *, mode: Mode) -> None:
    """Label the quadrants outside the frame, where no theme can be."""
    look = LOOKS[mode]
    names = [
        {
            "text": f"<b>{name}</b><br>{meaning}",
            "x": right,
            "xref": "paper",
            "xanchor": "right" if right else "left",
            "y": up,
            "yref": "paper",
            "yanchor": "bottom" if up else "top",
            "yshift": 2 if up else -2,
            "align": "right" if right else "left",
            "showarrow": False,
            "font": {"size": SMALL, "color": readable(look.ink, on=look.background)},
        }
        for (right, up), (name, meaning) in _QUADRANTS.items()
    ]
    annotate(figure, names)
