"""Report of a run as one self-contained, printable HTML file."""

import base64
import hashlib
import html
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from plotly.offline import get_plotlyjs

from analysis.errors import InputError
from analysis.periods import readable_date
from analysis.runs.store import Run
from analysis.trends.percent import signed_percent
from dashboard.data.tables import load_prevalence
from dashboard.export.files import prepare_folder, write_file
from dashboard.export.rendering import in_shapes
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.parts.base_figure import layout_of
from dashboard.report.content import (
    Moves,
    ThemeEntry,
    introduction,
    limits,
    run_facts,
    theme_entries,
    what_moves,
)
from dashboard.style.verdicts import VERDICTS, badge_css

_HERE = Path(__file__).parent
_STYLES = (_HERE.parent / "style" / "map.css", _HERE / "report.css")
# Pixels: two themes with their papers share a page, and no chart is longer than one.
_CURVE, _LONGEST = 150, 900
# The charts that only papers with dates have.
_OVER_TIME = ("prevalence", "papers_per_period")


@dataclass(frozen=True)
class Drawing:
    """A chart for the page: title, height in pixels, Plotly JSON."""

    title: str
    height: int
    json: str


def report_html(run: Run) -> str:
    """The report on `run` as one HTML page with figures, styles and scripts inlined."""
    moves = what_moves(run)
    entries = theme_entries(run)
    drawing = (_HERE / "report.js").read_text(encoding="utf-8")
    scripts = [get_plotlyjs(), drawing]
    return (
        _pages()
        .get_template("report.html")
        .render(
            run=run,
            verdicts=VERDICTS,
            badge_css=badge_css(),
            introduction=introduction(run),
            moves=moves,
            entries=entries,
            limits=limits(run),
            facts=run_facts(run),
            today=readable_date(f"{datetime.now(UTC):%Y-%m-%d}"),
            charts=dict(_drawings(run, moves, entries=entries)),
            scripts=scripts,
            allowed=" ".join(_fingerprint(script) for script in scripts),
            style="\n".join(path.read_text(encoding="utf-8") for path in _STYLES),
        )
    )


def write_report(run: Run, *, out: Path) -> None:
    """Write the report on `run` to the file `out` atomically.

    Raises InputError where `out` cannot be such a file, PapertidesError where writing it fails.
    """
    if out.is_dir():
        raise InputError(f"{out} is a folder. Pass a file to --out, such as report.html.")
    prepare_folder(out.parent)
    if not os.access(out.parent, os.W_OK):
        raise InputError(f"{out.parent} is not writable. Choose another folder with --out.")
    write_file(out, report_html(run).encode())


def _drawings(
    run: Run, moves: Moves, *, entries: list[ThemeEntry]
) -> Iterator[tuple[str, Drawing]]:
    """All charts of the report by name, those of one theme as `theme-3`."""
    named = ["topic_map"]
    named += ["theme_movers"] if len(moves.themes) else []
    named += ["keyword_movers"] if len(moves.keywords) else []
    dated = not load_prevalence(run, run.manifest.period).empty
    for name in [*named, *(_OVER_TIME if dated else ())]:
        yield name, _drawing(CHARTS[name].draw(run))
    for entry in entries if dated else []:
        curve = CHARTS["theme_prevalence"].draw(run, Options(topic=entry.topic))
        yield entry.anchor, _drawing(_small(curve))


def _small(curve: go.Figure) -> go.Figure:
    """Chart of one theme without its title, which the report prints above it."""
    title = layout_of(curve).title.text
    curve.update_layout(
        height=_CURVE, margin={"t": 8, "b": 32}, title={"text": "", "subtitle": {"text": ""}}
    )
    return curve.update_layout(meta={"title": title})


def _drawing(figure: go.Figure) -> Drawing:
    layout = layout_of(figure)
    title = (layout.title.text or layout.meta["title"]).replace("<br>", " ")
    shapes = go.Figure(in_shapes(figure))
    height = min(layout.height, _LONGEST)
    shapes.update_layout(height=height)
    return Drawing(html.unescape(title), height, str(shapes.to_json()))


def _pages() -> Environment:
    """Template environment with autoescaping."""
    pages = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["markdown"] = _markdown
    pages.filters["growth"] = _growth
    return pages


def _markdown(text: str) -> str:
    """HTML of one line of Markdown, as on the pages; raw HTML is escaped."""
    return MarkdownIt("js-default").renderInline(text)


def _growth(change: float) -> str:
    """Relative change per year as on the pages; empty where unknown."""
    return "" if math.isnan(change) else signed_percent(change)


def _fingerprint(script: str) -> str:
    """Content-Security-Policy hash of a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
