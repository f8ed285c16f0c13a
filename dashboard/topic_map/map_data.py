"""Data of the map: colourings, frame, and binary columns."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.errors import InputError
from analysis.periods import PERIODS, readable_period
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.tables import all_periods, load_periods
from dashboard.figures.parts.colouring import (
    Colouring,
    by_area,
    by_date,
    by_growth,
    by_name,
    by_theme,
    by_upvotes,
)
from dashboard.figures.parts.density import density_contours
from dashboard.figures.topic_map import topic_map_figure, topic_map_frame
from dashboard.state.address import Selection
from dashboard.state.region import Region
from dashboard.style.appearance import Mode
from dashboard.text.run_facts import recurs
from dashboard.text.wording import count
from dashboard.topic_map.paper_bins import has_bins, of_bin, paper_bins

_STEPS = 60
# What the columns of a histogram are called in the URL, before the name of what they bin.
_BINS = "bins-"


@dataclass(frozen=True)
class Picture:
    """Visible content of the map.

    The columns of `map_column` that are the `layer` and the `period` of a paper; the places of the
    first and the last period `shown`, or all time; the papers that are `lit`, or all, and the
    `value`, a layer, that alone is lit of them, or all; the column that is `counted` beside the
    map, if any, and the `bin` of it that alone is lit, or all; what is selected: a theme, the
    region, a paper (a doc_id); whether contours show the `density` of the papers.
    """

    layer: str
    period: str
    shown: tuple[int, int] | None
    lit: pd.DataFrame | None
    value: int | None
    counted: str | None
    bin: int | None
    topic: int | None
    region: Region | None
    paper: int | None
    density: bool


COLOURINGS: dict[str, Callable[[Run, Mode], Colouring]] = {
    "theme": lambda run, mode: by_theme(run.documents, run.topics, mode=mode),
    "area": lambda run, mode: by_area(run.documents, run.topics, areas=run.areas, mode=mode),
    "date": lambda run, mode: by_date(run.documents, mode=mode),
    "growth": lambda run, mode: by_growth(
        run.documents, run.topics, signals=run.topic_signals, mode=mode
    ),
    "venue": lambda run, mode: by_name(run.documents["venue"], none="No venue", mode=mode),
    "category": lambda run, mode: by_name(
        run.documents["categories"].str[0], none="No category", mode=mode
    ),
    "upvotes": lambda run, mode: by_upvotes(run.documents["upvotes"], mode=mode),
}


@cached()
def colourings(run: Run) -> list[str]:
    """Colourings available for the run."""
    documents = run.documents
    known = {
        "theme": True,
        "area": 1 < len(run.areas) < len(run.topics) - 1,
        "date": documents["published"].notna().any(),
        "growth": run.topic_signals["growth_shrunk"].notna().any(),
        "venue": documents["venue"].notna().any(),
        "category": documents["categories"].str.len().gt(0).any(),
        "upvotes": documents["upvotes"].notna().any(),
    }
    return [name for name in COLOURINGS if known[name]]


@cached(entries=16)
def map_frame(run: Run, colour: str, *, mode: Mode) -> dict[str, Any]:
    """The map without points, as `topic_map_frame`, in Plotly's JSON; must not be changed."""
    frame = topic_map_frame(
        run.documents,
        run.topics,
        colouring=COLOURINGS[colour](run, mode),
        areas=run.areas,
        mode=mode,
    )
    frame.add_trace(density_contours(run.documents, mode=mode))
    return json.loads(str(frame.to_json()))


@cached()
def theme_lines(run: Run) -> list[list[str]]:
    """Every theme in the order of its number: name, papers, and how often it recurs."""
    topics = run.topics.sort_values("topic")
    return [
        [label, count(papers, "paper"), recurs(stability)]
        for label, papers, stability in zip(
            topics["label"], topics["documents"].tolist(), topics["stability"], strict=True
        )
    ]


def edition_name(run: Run) -> str:
    """Name of a run in the URLs of its columns; corrected editions have their own."""
    digest = hashlib.sha256(run.edition.encode()).hexdigest()[:12]
    return f"{run.run_id}~{digest}" if run.edition else run.run_id


def whole_map(run: Run, shown: pd.DataFrame, *, picture: Picture, mode: Mode) -> go.Figure:
    """The map with points, for a file: the papers `shown` as on the `picture`."""
    colouring = COLOURINGS[picture.layer](run, mode).of(shown["doc_id"])
    found = shown if picture.lit is None else picture.lit
    listed = narrowed(run, found, picture=picture)
    lit = None if picture.lit is None and listed is found else set(listed["doc_id"])
    figure = topic_map_figure(shown, run.topics, colouring=colouring, highlight=lit, mode=mode)
    if picture.density and len(shown):
        figure.add_trace(density_contours(run.documents, mode=mode))
    return figure


def map_column(run: Run, name: str) -> bytes:
    """One number per paper, row i = doc_id i, little-endian.

    `x` and `y` are float32; a colouring is the layer of every paper, uint16; a length of periods
    gives int32 places in `all_periods`, -1 where a date does not say; `bins-` and the name of a
    column gives the bin of every paper in its histogram, uint16.

    Raises InputError where there is no such column.
    """
    if name in ("x", "y"):
        return run.documents[name].to_numpy("<f4").tobytes()
    if name in PERIODS:
        place = {period: i for i, period in enumerate(all_periods(run, name))}
        return load_periods(run, name).map(place).fillna(-1).to_numpy("<i4").tobytes()
    if name.startswith(_BINS) and has_bins(name.removeprefix(_BINS)):
        return paper_bins(run, name.removeprefix(_BINS)).codes.astype("<u2").tobytes()
    if name in COLOURINGS:
        return _layers(run, name).codes.astype("<u2").tobytes()
    raise InputError(f"The map has no column {name}.")


def bins_column(counted: str) -> str:
    """Name of the column of the bins of what is `counted`."""
    return f"{_BINS}{counted}"


def narrowed(run: Run, papers: pd.DataFrame, *, picture: Picture) -> pd.DataFrame:
    """The `papers` that the legend and the histogram of a picture leave."""
    if picture.value is not None:
        layer = _layers(run, picture.layer).of(papers["doc_id"])
        papers = papers[layer.codes == picture.value]
    if picture.counted is not None and picture.bin is not None:
        papers = of_bin(papers, paper_bins(run, picture.counted), code=picture.bin)
    return papers


def known_value(run: Run, selection: Selection, *, layer: str) -> int | None:
    """The selected layer, if the colouring has a legend to select it from."""
    colouring = _layers(run, layer)
    is_known = selection.value is not None and selection.value < len(colouring.layers)
    return selection.value if is_known and colouring.legend else None


@cached(entries=8)
def _layers(run: Run, name: str) -> Colouring:
    return COLOURINGS[name](run, "light")


def places(selection: Selection, periods: Sequence[str]) -> tuple[int, int] | None:
    """Indices of the first and last selected period; None for all time."""
    if selection.first is None and selection.last is None:
        return None
    first, last = selection.first or periods[0], selection.last or periods[-1]
    return periods.index(first), periods.index(last)


def steps(picture: Picture, periods: Sequence[str]) -> list[tuple[int, str]]:
    """Steps of the animation: index of the last period of each, and its name.

    At most 60 of the same length, of the periods that are shown; none where there is no time.
    """
    first, last = picture.shown or (0, len(periods) - 1)
    length = -(-(last - first + 1) // _STEPS)
    ends = range(last, first - 1, -length) if length else []
    return [(end, readable_period(periods[end])) for end in reversed(ends)]


def bits(run: Run, lit: pd.DataFrame) -> bytes:
    """Bit mask of the papers in `lit`, lowest bit first."""
    mask = np.zeros(len(run.documents), dtype=bool)
    mask[lit["doc_id"].to_numpy()] = True
    return np.packbits(mask, bitorder="little").tobytes()
