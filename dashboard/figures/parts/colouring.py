"""By what the papers of the map are coloured: the layer of each, and how a layer looks."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from plotly.colors import sample_colorscale

from analysis.periods import period_bounds
from analysis.runs.schema import OUTLIER
from dashboard.appearance import LOOKS, SMALL, Mode, topic_colours
from dashboard.figures.parts.text import escaped

# One lone early paper must not take half of the colours: they start where 2% of the papers lie.
_EARLY = 0.02
_TICKS = 4
# So many steps from one end of a colour scale to the other: more could not be told apart.
_STEPS = 32
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Layer:
    """Papers drawn alike: their name, ready for a figure, and their colour."""

    name: str
    colour: str


@dataclass(frozen=True)
class Colouring:
    """The layer of every paper, an index into `layers`, which lie above each other in that order.

    `scale` is the colour axis that explains them, if one does; `note` what must be said of them;
    `are_themes` whether the layers are the themes.
    """

    codes: np.ndarray
    layers: tuple[Layer, ...]
    scale: dict[str, Any] | None = None
    note: str = ""
    are_themes: bool = False

    def of(self, doc_ids: pd.Series) -> "Colouring":
        """The colouring of some of the papers, row by row."""
        return replace(self, codes=self.codes[doc_ids.to_numpy()])


def by_theme(documents: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode) -> Colouring:
    """A colour a theme, the outliers grey below all; `topics` needs topic, label, x and y."""
    known = topics.sort_values("topic")
    colours = topic_colours(topics, mode=mode)
    outliers = (documents["topic"] == OUTLIER).any()
    return Colouring(
        np.searchsorted(known["topic"], documents["topic"]).astype(np.uint16),
        tuple(
            Layer(escaped(label), colours[topic])
            for topic, label in zip(known["topic"].tolist(), known["label"], strict=True)
        ),
        note="Grey: in no theme." if outliers else "",
        are_themes=True,
    )


def by_date(documents: pd.DataFrame, *, mode: Mode) -> Colouring:
    """From the oldest paper to the newest in steps, the undated grey below all."""
    days = published_days(documents["published"])
    grey = Layer("No date", LOOKS[mode].outlier)
    if days.isna().all():
        note = "No paper has a date, so there is nothing to colour by."
        return Colouring(np.zeros(len(days), np.uint16), (grey,), note=note)
    first, last = float(days.quantile(_EARLY)), float(days.max())
    scale = _date_axis(first, last, early=days.min() < first - 31, mode=mode)
    return _stepped(days, grey, scale=scale)


def published_days(published: pd.Series) -> pd.Series:
    """The middle of what is known of each date, in days since 1970; missing where there is none."""
    days = {value: _middle_day(value) for value in published.dropna().unique()}
    return published.astype(object).map(days).astype(float)


def _stepped(values: pd.Series, grey: Layer, *, scale: dict[str, Any]) -> Colouring:
    """Layers from one end of a colour axis to the other; missing values in grey below them."""
    low, high = scale["cmin"], scale["cmax"]
    share = ((values - low) / (high - low)).clip(0, 1)
    codes = 1 + (share * (_STEPS - 1)).round()
    colours = sample_colorscale(scale["colorscale"], np.linspace(0, 1, _STEPS).tolist())
    layers = (grey, *(Layer("", str(colour)) for colour in colours))
    return Colouring(codes.fillna(0).to_numpy(np.uint16), layers, scale=scale)


def _date_axis(first: float, last: float, *, early: bool, mode: Mode) -> dict[str, Any]:
    """The colour axis of days since 1970; `early` where some papers are older than `first`."""
    ticks = np.linspace(first, last, _TICKS) if last > first else np.array([first])
    form = "%b %Y" if last - first > 120 else "%-d %b %Y"
    texts = [(_EPOCH + timedelta(days=int(tick))).strftime(form) for tick in ticks]
    if early:
        texts[0] = f"until {texts[0]}"
    return _axis(LOOKS[mode].sequential, (first, max(last, first + 1)), mode=mode) | {
        "colorbar": _bar(ticks.tolist(), texts, mode=mode)
    }


def _axis(colours: tuple[str, ...], ends: tuple[float, float], *, mode: Mode) -> dict[str, Any]:
    places = np.linspace(0, 1, len(colours)).tolist()
    scale = [list(pair) for pair in zip(places, colours, strict=True)]
    return {
        "colorscale": scale,
        "cmin": ends[0],
        "cmax": ends[1],
        "colorbar": _bar([], [], mode=mode),
    }


def _bar(ticks: list[float], texts: list[str], *, mode: Mode) -> dict[str, Any]:
    return {
        "orientation": "h",
        "thickness": 8,
        "len": 0.5,
        "x": 0.5,
        "y": 0,
        "yanchor": "top",
        "outlinewidth": 0,
        "tickvals": ticks,
        "ticktext": texts,
        "tickfont": {"size": SMALL, "color": LOOKS[mode].muted},
    }


def _middle_day(published: str) -> float:
    first, after = period_bounds(published)
    return (first - _EPOCH).days + ((after - first).days - 1) / 2
