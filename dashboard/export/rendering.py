"""Rendering of figures as PNG, SVG and PDF by a local Chromium or Chrome, offline."""

import asyncio
import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import plotly.graph_objects as go

from analysis.errors import PapertidesError
from dashboard.export.formats import SIZES, Size
from dashboard.figures.parts.base_figure import layout_of

NO_BROWSER = (
    "PNG, SVG and PDF files are rendered by Chromium or Chrome, and none was found. "
    "Install one (Debian: apt-get install chromium; macOS: brew install --cask google-chrome), "
    "or set PAPERTIDES_BROWSER to its executable."
)
# Every browser takes a few hundred megabytes: whoever clicks while two are at work waits in turn.
_BROWSERS = BoundedSemaphore(2)
# Up to this many points are drawn as shapes that stay sharp; more would make huge files.
_SHAPES_UP_TO = 20_000

# Pixels an inch, as CSS defines them; millimetres an inch; the signature and first chunk of a PNG.
_INCH, _MILLIMETRES, _PNG_HEADER = 96, 25.4, 33
# Only browsers draw the shadow behind letters; every reader of SVG draws a stroke below them.
_HALO = re.compile(rb"text-shadow: (rgb\([\d, ]+\))[^;\"]*")
_STROKE = rb"paint-order: stroke; stroke: \1; stroke-width: 4px; stroke-linejoin: round"


@dataclass(frozen=True)
class Picture:
    """A figure, its picture format, one of `FORMATS`, and its size, one of `SIZES`."""

    figure: go.Figure
    format: str
    size: str = "screen"


def find_browser() -> Path | None:
    """Path of a Chromium-based browser; None where there is none.

    $PAPERTIDES_BROWSER, if set, is the only one that counts.
    """
    from choreographer.browsers.chromium import Chromium

    named = os.environ.get("PAPERTIDES_BROWSER")
    found = shutil.which(named) if named else Chromium.find_browser(skip_local=False)
    return Path(found) if found else None


def draw_pictures(pictures: Sequence[Picture], *, done: Callable[[int, bytes], None]) -> None:
    """Render all `pictures` in one browser; `done` receives the index and the bytes of each.

    At most two browsers run at once in a process; other callers wait until one has ended.
    Raises PapertidesError where the machine has no browser, or where it fails.
    """
    from choreographer.errors import BrowserClosedError, BrowserFailedError
    from kaleido.errors import KaleidoError

    browser = find_browser()
    if browser is None:
        raise PapertidesError(NO_BROWSER)
    try:
        # A thread of its own: the caller's may already run an event loop.
        with _BROWSERS, ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(asyncio.run, _draw(pictures, browser=browser, done=done)).result()
    except (BrowserClosedError, BrowserFailedError, KaleidoError, TimeoutError) as error:
        raise PapertidesError(f"The browser {browser} failed to render a chart: {error}") from error


async def _draw(
    pictures: Sequence[Picture], *, browser: Path, done: Callable[[int, bytes], None]
) -> None:
    from kaleido import Kaleido

    # Without `mathjax=False` every picture would ask the network for it.
    async with Kaleido(n=1, path=browser, mathjax=False) as studio:
        for place, picture in enumerate(pictures):
            content = await studio.calc_fig(in_shapes(picture.figure), opts=_options(picture))
            finish = _FINISH.get(picture.format, lambda content, _: content)
            done(place, finish(content, SIZES[picture.size]))


def _options(picture: Picture) -> Any:
    """Layout width and height in pixels, and how many times larger the picture is drawn."""
    layout, size = layout_of(picture.figure), SIZES[picture.size]
    width = layout.width or size.pixels
    # An inch has 96 pixels, whatever the screen.
    wanted = size.millimetres / _MILLIMETRES * _INCH if size.millimetres else width
    sharp = size.dots / _INCH if picture.format == "png" else 1
    scale = sharp * wanted / width
    return {"format": picture.format, "width": width, "height": layout.height, "scale": scale}


def _stroked(svg: bytes, _: Size) -> bytes:
    """`svg` whose letters have a stroke below them instead of a shadow."""
    return _HALO.sub(_STROKE, svg)


def _with_dots(png: bytes, size: Size) -> bytes:
    """`png` that says how many dots it has an inch, so that documents give it its size."""
    dots = round(size.dots / _MILLIMETRES * 1000)
    chunk = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    told = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_PNG_HEADER] + told + png[_PNG_HEADER:]


# What is done to a picture after the browser has drawn it.
_FINISH = {"svg": _stroked, "png": _with_dots}


def in_shapes(figure: go.Figure) -> dict[str, Any]:
    """Figure with points as SVG shapes, which need no WebGL."""
    spec = figure.to_dict()
    traces: list[Any] = list(figure.data)
    points = sum(len(trace.x) for trace in traces if trace.type == "scattergl")
    for trace in spec["data"] if points <= _SHAPES_UP_TO else []:
        if trace["type"] == "scattergl":
            trace["type"] = "scatter"
    return spec
