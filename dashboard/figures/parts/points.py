"""The points of the map: one layer a theme, or all of them in the colours of their dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.periods import period_bounds
from dashboard.appearance import LOOKS, SMALL, Mode
from dashboard.figures.parts.text import escaped, wrapped

TITLES_UP_TO = 20_000
# One lone early paper must not take half of the colours: they start where 2% of the papers lie.
_EARLY = 0.02
_DATE_TICKS = 4
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Layer:
    """Points drawn as one trace: rows of `prepare_points`, their hover text, their colour."""

    name: str
    rows: pd.DataFrame
    hover: list[str]
    marker: dict[str, Any]


def prepare_points(documents: pd.DataFrame, labels: dict[Any, str]) -> pd.DataFrame:
    """What is drawn of each paper: doc_id, topic, x, y, theme, day (since 1970) and hover text."""
    published = documents["published"].astype(object)
    days = {value: _middle_day(value) for value in published.dropna().unique()}
    hover = published.fillna("no date").astype(str)
    if len(documents) <= TITLES_UP_TO:
        hover += [f"<br>{wrapped(title)}" for title in documents["title"].fillna("")]
    return documents[["doc_id", "topic", "x", "y"]].assign(
        theme=[escaped(str(labels.get(topic, topic))) for topic in documents["topic"]],
        day=published.map(days).astype(float),
        hover=hover,
    )


def theme_layers(points: pd.DataFrame, *, colours: dict[Any, str]) -> list[Layer]:
    """One layer a theme in its colour, the outliers first so that they lie below."""
    return [
        Layer(
            rows["theme"].iloc[0],
            rows,
            rows["hover"].tolist(),
            {"color": colours.get(topic, colours[-1])},
        )
        for topic, rows in points.groupby("topic", sort=True)
    ]


def date_layers(points: pd.DataFrame, *, mode: Mode) -> list[Layer]:
    """The undated points in grey, and the dated ones above them on the figure's colour axis."""
    dated = points["day"].notna()
    layers = [
        Layer("No date", points[~dated], [], {"color": LOOKS[mode].outlier}),
        Layer(
            "Dated", points[dated], [], {"coloraxis": "coloraxis", "color": points["day"][dated]}
        ),
    ]
    return [
        Layer(
            layer.name,
            layer.rows,
            ("<b>" + layer.rows["theme"] + "</b><br>" + layer.rows["hover"]).tolist(),
            layer.marker,
        )
        for layer in layers
        if len(layer.rows)
    ]


def layer_trace(layer: Layer, *, size: float, opacity: float) -> go.Scattergl:
    """The trace of one layer; `size` in pixels, `opacity` from 0 to 1."""
    theme = "" if layer.hover[0].startswith("<b>") else "<b>%{fullData.name}</b><br>"
    return go.Scattergl(
        x=layer.rows["x"].to_numpy(np.float32),
        y=layer.rows["y"].to_numpy(np.float32),
        customdata=layer.rows["doc_id"].to_numpy(np.int32),
        mode="markers",
        name=layer.name,
        text=layer.hover,
        marker={"size": size, "opacity": opacity, **layer.marker},
        hovertemplate=theme + "%{text}<extra></extra>",
    )


def date_scale(days: pd.Series, *, mode: Mode) -> dict[str, Any]:
    """The colour axis of dates: `days` since 1970, at least one."""
    look = LOOKS[mode]
    first, last = float(days.quantile(_EARLY)), float(days.max())
    ticks = np.linspace(first, last, _DATE_TICKS) if last > first else np.array([first])
    form = "%b %Y" if last - first > 120 else "%-d %b %Y"
    texts = [(_EPOCH + timedelta(days=int(tick))).strftime(form) for tick in ticks]
    if days.min() < first - 31:
        texts[0] = f"until {texts[0]}"
    return {
        "colorscale": [
            list(pair) for pair in zip(_steps(look.sequential), look.sequential, strict=True)
        ],
        "cmin": first,
        "cmax": max(last, first + 1),
        "colorbar": {
            "orientation": "h",
            "thickness": 8,
            "len": 0.5,
            "x": 0.5,
            "y": 0,
            "yanchor": "top",
            "outlinewidth": 0,
            "tickvals": ticks.tolist(),
            "ticktext": texts,
            "tickfont": {"size": SMALL, "color": look.muted},
        },
    }


def point_size(papers: int) -> float:
    """The diameter of a point in pixels on a map of `papers` papers."""
    return round(float(np.clip(20 * max(papers, 1) ** -0.16, 2.5, 10)), 1)


def _steps(colours: tuple[str, ...]) -> list[float]:
    return np.linspace(0, 1, len(colours)).tolist()


def _middle_day(published: str) -> float:
    """The middle of what is known of a date, in days since 1970."""
    first, after = period_bounds(published)
    return (first - _EPOCH).days + ((after - first).days - 1) / 2
