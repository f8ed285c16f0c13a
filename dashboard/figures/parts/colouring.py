"""Colour schemes of the map: the layer of each paper, and how layers look."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from plotly.colors import sample_colorscale

from analysis.periods import period_bounds, readable_date
from analysis.runs.hues import theme_hues
from analysis.runs.schema import OUTLIER
from analysis.runs.summary_text import UNSTABLE
from dashboard.figures.parts.text import escaped, wrapped
from dashboard.style.appearance import LOOKS, SMALL, Mode, sequence_colours, topic_colours
from dashboard.style.colour import oklch
from dashboard.style.verdicts import VERDICTS

# One lone early paper must not take half of the colours: they start where 2% of the papers lie.
_EARLY = 0.02
_TICKS = 4
# And the very many upvotes of a few, or the growth of one theme, must not take all the others.
_MOST = 0.98
# How opaque the papers of unstable themes are, as a share of those of all others.
_PALE = 0.5
# As many names as there are colours that can be told apart.
_NAMES = 10
_LEGEND_CHARACTERS = 42
# So many steps from one end of a colour scale to the other: more could not be told apart.
_STEPS = 32
# The OKLCH lightness, chroma and hue of dates, in equal steps: contrast to the background grows
# with every step, colour comes in the recent half.
_GLOW = {
    "light": (
        (0.86, 0.01, 250),
        (0.80, 0.02, 250),
        (0.74, 0.06, 70),
        (0.64, 0.17, 45),
        (0.48, 0.19, 25),
    ),
    "dark": (
        (0.36, 0.01, 250),
        (0.44, 0.02, 250),
        (0.56, 0.08, 50),
        (0.74, 0.15, 65),
        (0.94, 0.14, 105),
    ),
}
_UNSTABLE = "Pale: themes that recur in fewer than half of other fits."
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Layer:
    """Papers drawn alike: their escaped name, colour, and share of the usual opacity."""

    name: str
    colour: str
    opacity: float = 1.0


@dataclass(frozen=True)
class Colouring:
    """Layer of every paper as an index into `layers`, drawn in that order.

    `scale` is the colour axis that explains them, if one does; `legend` whether their names do;
    `note` what must be said of them; `are_themes` whether the layers are the themes.
    """

    codes: np.ndarray
    layers: tuple[Layer, ...]
    scale: dict[str, Any] | None = None
    legend: bool = False
    note: str = ""
    are_themes: bool = False

    def of(self, doc_ids: pd.Series) -> "Colouring":
        """Colouring of some of the papers, row by row."""
        return replace(self, codes=self.codes[doc_ids.to_numpy()])


def by_theme(documents: pd.DataFrame, topics: pd.DataFrame, *, mode: Mode) -> Colouring:
    """One colour per theme, outliers grey below all, unstable themes pale.

    `topics` needs topic, label and hue; stability where it is known.
    """
    known = topics.sort_values("topic")
    unstable = known.get("stability", pd.Series(np.nan, known.index)) < UNSTABLE
    colours = topic_colours(topics, mode=mode)
    outliers = (documents["topic"] == OUTLIER).any()
    return Colouring(
        np.searchsorted(known["topic"], documents["topic"]).astype(np.uint16),
        tuple(
            Layer(escaped(label), colours[topic], _PALE if pale else 1.0)
            for topic, label, pale in zip(
                known["topic"].tolist(), known["label"], unstable, strict=True
            )
        ),
        note=" ".join([_UNSTABLE] * bool(unstable.any()) + ["Grey: in no theme."] * bool(outliers)),
        are_themes=True,
    )


def by_area(
    documents: pd.DataFrame, topics: pd.DataFrame, *, areas: pd.DataFrame, mode: Mode
) -> Colouring:
    """One colour per area, hues by map position; `topics` needs topic and area.

    `areas` needs area, label, x and y.
    """
    places = areas.rename(columns={"area": "topic"})
    colours = topic_colours(places.assign(hue=theme_hues(places)), mode=mode)
    numbers = areas["area"].tolist()
    layers = [
        Layer(_legend(label), colours[area])
        for area, label in zip(numbers, areas["label"], strict=True)
    ]
    place = {area: 1 + i for i, area in enumerate(numbers)}
    of_topic = dict(zip(topics["topic"], topics["area"].map(place), strict=True))
    codes = documents["topic"].map(of_topic).fillna(0).to_numpy(np.uint16)
    grey = Layer("In no theme", LOOKS[mode].outlier)
    return Colouring(codes, (grey, *layers), legend=True)


def by_growth(
    documents: pd.DataFrame, topics: pd.DataFrame, *, signals: pd.DataFrame, mode: Mode
) -> Colouring:
    """Diverging colours by `growth_shrunk` of `signals` (+0.5 is ×1.5 a year).

    Themes whose `verdict` is emerging have its colour: their growth is often unknown.
    """
    themes = by_theme(documents, topics, mode=mode)
    growth = dict(zip(signals["topic"], np.log1p(signals["growth_shrunk"]), strict=True))
    known = topics.sort_values("topic")["topic"].map(growth).astype(float)
    most = max(float(known.abs().quantile(_MOST)), np.log(1.25))
    axis = _axis(LOOKS[mode].diverging, (-most, most), mode=mode)
    texts = [f"×{np.exp(end):.1f} a year" for end in (-most, most)]
    axis["colorbar"] = _bar([-most, 0.0, most], [texts[0], "no change", texts[1]], mode=mode)
    steps = _stepped(known, Layer("", LOOKS[mode].outlier), scale=axis)
    new = set(signals["topic"][signals["verdict"] == "emerging"])
    violet = VERDICTS["emerging"].colour(mode)
    layers = tuple(
        Layer(layer.name, violet if topic in new else steps.layers[code].colour)
        for layer, code, topic in zip(
            themes.layers, steps.codes.tolist(), topics["topic"].sort_values(), strict=True
        )
    )
    note = "Growth of each theme’s share. Grey: unknown."
    if new:
        note = "Growth of each theme’s share. Violet: new. Grey: unknown."
    return Colouring(themes.codes, layers, scale=axis, note=note)


def by_name(names: pd.Series, *, none: str, mode: Mode) -> Colouring:
    """One colour for each of the most common names, one for all others; `none` is grey."""
    common = names.value_counts().index[:_NAMES].tolist()
    place = {name: 2 + i for i, name in enumerate(common)}
    codes = names.astype(object).map(place).fillna(1).where(names.notna(), 0).to_numpy(np.uint16)
    look = LOOKS[mode]
    colours = sequence_colours(len(common), mode=mode)
    layers = [Layer(none, look.outlier), Layer("Others", look.muted)]
    layers += [Layer(_legend(n), colour) for n, colour in zip(common, colours, strict=True)]
    return Colouring(codes, tuple(layers), legend=True)


def by_upvotes(upvotes: pd.Series, *, mode: Mode) -> Colouring:
    """Sequential colours by upvotes on a log scale; papers without data in grey."""
    ratios = pd.Series(np.log1p(upvotes.to_numpy(float, na_value=np.nan)), upvotes.index)
    most = max(float(ratios.quantile(_MOST)), np.log(2))
    axis = _axis(LOOKS[mode].sequential, (0.0, most), mode=mode)
    ticks = np.linspace(0, most, _TICKS).tolist()
    texts = [f"{np.expm1(tick):,.0f}" for tick in ticks]
    texts[-1] += " or more upvotes"
    axis["colorbar"] = _bar(ticks, texts, mode=mode)
    return _stepped(ratios, Layer("", LOOKS[mode].outlier), scale=axis)


def by_date(documents: pd.DataFrame, *, mode: Mode) -> Colouring:
    """Colours by date that begin to glow half-way to the last, undated papers grey below all."""
    days = published_days(documents["published"])
    grey = Layer("No date", LOOKS[mode].outlier)
    if days.isna().all():
        note = "No paper has a date."
        return Colouring(np.zeros(len(days), np.uint16), (grey,), note=note)
    first, last = float(days.quantile(_EARLY)), float(days.max())
    scale = _date_axis(first, last, early=days.min() < first - 31, mode=mode)
    return _stepped(days, grey, scale=scale)


def published_days(published: pd.Series) -> pd.Series:
    """Midpoint of each date in days since 1970; missing where there is none."""
    days = {value: _middle_day(value) for value in published.dropna().unique()}
    return published.astype(object).map(days).astype(float)


def _legend(name: str) -> str:
    return wrapped(name, width=_LEGEND_CHARACTERS, lines=1)


def _stepped(values: pd.Series, grey: Layer, *, scale: dict[str, Any]) -> Colouring:
    """Layers along a colour axis; missing values in grey below them."""
    low, high = scale["cmin"], scale["cmax"]
    share = ((values - low) / (high - low)).clip(0, 1)
    codes = 1 + (share * (_STEPS - 1)).round()
    colours = sample_colorscale(scale["colorscale"], np.linspace(0, 1, _STEPS).tolist())
    layers = (grey, *(Layer("", str(colour)) for colour in colours))
    return Colouring(codes.fillna(0).to_numpy(np.uint16), layers, scale=scale)


def _date_axis(first: float, last: float, *, early: bool, mode: Mode) -> dict[str, Any]:
    """Colour axis of days since 1970; `early` where some papers are older than `first`."""
    ticks = np.linspace(first, last, _TICKS) if last > first else np.array([first])
    dates = [(_EPOCH + timedelta(days=int(tick))).isoformat() for tick in ticks]
    to_the_month = len("2024-03") if last - first > 120 else None
    texts = [readable_date(date[:to_the_month]) for date in dates]
    if early:
        texts[0] = f"until {texts[0]}"
    glow = tuple(oklch(light, chroma, hue=hue) for light, chroma, hue in _GLOW[mode])
    return _axis(glow, (first, max(last, first + 1)), mode=mode) | {
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
