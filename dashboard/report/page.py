"""Report of a run as one self-contained, printable HTML file."""

import base64
import hashlib
import html
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
from dashboard.data.tables import load_prevalence
from dashboard.export.files import prepare_folder, write_file
from dashboard.export.rendering import in_shapes
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.growth_map import growth_map_figure
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.topic_map import topic_map_figure
from dashboard.report.brief import Brief, brief
from dashboard.report.content import (
    Keywords,
    ThemeEntry,
    keywords_that_changed,
    limits,
    run_facts,
    theme_entries,
)
from dashboard.style.verdicts import VERDICTS, badge_css

_HERE = Path(__file__).parent
_STYLES = (_HERE.parent / "style" / "map.css", _HERE / "report.css")
# Pixels: two themes with their papers share a page, no chart is longer than one, and the first page
# has room for what moved below its map.
_CURVE, _LONGEST, _MAP, _TITLE = 150, 900, (680, 400), 64
# The charts that only papers with dates have.
_OVER_TIME = ("prevalence", "papers_per_period")


@dataclass(frozen=True)
class Drawing:
    """A chart for the page: title, height in pixels, Plotly JSON."""

    title: str
    height: int
    json: str


def report_html(run: Run, *, full: bool = False) -> str:
    """The report on `run` as one HTML page with figures, styles and scripts inlined.

    It is a brief of a few pages; the `full` report goes on with keywords, charts and every theme.
    """
    pages = brief(run)
    keywords = keywords_that_changed(run) if full else None
    entries = theme_entries(run) if full else []
    drawing = (_HERE / "report.js").read_text(encoding="utf-8")
    scripts = [get_plotlyjs(), drawing]
    return (
        _pages()
        .get_template("report.html")
        .render(
            run=run,
            full=full,
            verdicts=VERDICTS,
            badge_css=badge_css(),
            brief=pages,
            keywords=keywords,
            entries=entries,
            limits=limits(run) if full else [],
            facts=run_facts(run) if full else {},
            today=readable_date(f"{datetime.now(UTC):%Y-%m-%d}"),
            charts=dict(_drawings(run, pages, keywords=keywords, entries=entries)),
            scripts=scripts,
            allowed=" ".join(_fingerprint(script) for script in scripts),
            style="\n".join(path.read_text(encoding="utf-8") for path in _STYLES),
        )
    )


def write_report(run: Run, *, out: Path, full: bool = False) -> None:
    """Write the report on `run` to the file `out` atomically.

    Raises InputError where `out` cannot be such a file, PapertidesError where writing it fails.
    """
    if out.is_dir():
        raise InputError(f"{out} is a folder. Pass a file to --out, such as report.html.")
    prepare_folder(out.parent)
    if not os.access(out.parent, os.W_OK):
        raise InputError(f"{out.parent} is not writable. Choose another folder with --out.")
    write_file(out, report_html(run, full=full).encode())


def _drawings(
    run: Run, pages: Brief, *, keywords: Keywords | None, entries: list[ThemeEntry]
) -> Iterator[tuple[str, Drawing]]:
    """All charts of the report by name, those of one theme as `theme-3`."""
    dated = not load_prevalence(run, run.manifest.period).empty
    first = _first_map(run, moved=bool(pages.leading))
    yield "map", _drawing(_untitled(first, height=_MAP[1] - _TITLE, bottom=48))
    if keywords is None:
        return
    named = [*(["topic_map"] if pages.leading else []), *(_OVER_TIME if dated else ())]
    named += ["theme_movers"] if pages.leading else []
    named += ["keyword_movers"] if keywords.rows else []
    for name in named:
        yield name, _drawing(CHARTS[name].draw(run))
    for entry in entries if dated else []:
        curve = CHARTS["theme_prevalence"].draw(run, Options(topic=entry.topic))
        yield entry.anchor, _drawing(_untitled(curve, height=_CURVE, bottom=32))


def _first_map(run: Run, *, moved: bool) -> go.Figure:
    """The map of the first page: by growth where something moved, else by theme."""
    if moved:
        signals = run.topic_signals
        return growth_map_figure(run.documents, run.topics, signals=signals, size=_MAP)
    return topic_map_figure(run.documents, run.topics, size=_MAP)


def _untitled(figure: go.Figure, *, height: int, bottom: int) -> go.Figure:
    """A chart without its title, which stands above it or needs no saying."""
    title = layout_of(figure).title.text
    figure.update_layout(
        height=height, margin={"t": 8, "b": bottom}, title={"text": "", "subtitle": {"text": ""}}
    )
    return figure.update_layout(meta={"title": title})


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
    return pages


def _markdown(text: str) -> str:
    """HTML of one line of Markdown, as on the pages; raw HTML is escaped."""
    return MarkdownIt("js-default").renderInline(text)


def _fingerprint(script: str) -> str:
    """Content-Security-Policy hash of a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
