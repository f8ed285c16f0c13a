"""Export of figures and tables: single files for pages, whole runs for the command line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.atomic import write_atomically
from analysis.errors import InputError, PapertidesError
from analysis.runs.corrections.corrected import CORRECTED, corrections_of, parquet_bytes
from analysis.runs.schema import OUTLIER, SCHEMAS
from analysis.runs.store import Run
from dashboard.data.signal_rows import MOVER_TABLES
from dashboard.export.formats import FORMATS, SIZES, TABLE_FORMATS
from dashboard.export.rendering import Picture, draw_pictures
from dashboard.export.sizing import laid_out
from dashboard.figures.catalogue.chart import Options, largest
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.parts.base_figure import layout_of
from dashboard.style.appearance import LOOKS
from dashboard.text.run_facts import corpus_name
from dashboard.text.wording import count

THEMES = 10
_STYLE = Path(__file__).parents[1] / "style" / "map.css"
# By default the toolbar has a button that uploads the chart to the makers of Plotly.
_TOOLBAR = {"displaylogo": False, "showSendToCloud": False, "plotlyServerURL": ""}
# What makes a spreadsheet run a cell instead of showing it, in half and full width.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Order:
    """An export request: charts, file formats, table formats, themes to draw, size of pictures."""

    charts: tuple[str, ...] = tuple(CHARTS)
    formats: tuple[str, ...] = ("html", "png")
    tables: tuple[str, ...] = ("csv",)
    themes: tuple[int, ...] | None = None
    size: str = "screen"


def figure_bytes(
    figure: go.Figure,
    *,
    format: str,  # noqa: A002
    caption: str = "",
    size: str = "screen",
) -> bytes:
    """`figure` as a file of `format` (html, json, png, svg, pdf), with `caption` below it.

    Pictures are of a `size` of `SIZES`.

    Raises PapertidesError where a picture is asked for and the machine has no browser to draw it.
    """
    drawn = laid_out(figure, caption=caption, size=size)
    if format == "html":
        return _page(drawn).encode()
    if format == "json":
        return str(drawn.to_json()).encode()
    contents: list[bytes] = []
    draw_pictures([Picture(drawn, format, size)], done=lambda _, content: contents.append(content))
    return contents[0]


def export_caption(run: Run, *, narrowed: Sequence[str] = ()) -> str:
    """Caption of an exported chart: its papers, what of them it shows, the run and the day."""
    made = f"run {run.run_id} of {run.manifest.created[:10]}"
    made += f", {count(len(found), 'correction')}" if (found := corrections_of(run)) else ""
    parts = [corpus_name(run), ", ".join(narrowed), f"Papertides, {made}"]
    return " · ".join(filter(None, [*parts, f"exported {datetime.now(UTC):%Y-%m-%d}"]))


def table_csv(table: pd.DataFrame) -> bytes:
    """`table` as UTF-8 CSV: lists joined with "; ", formulas neutralised by a leading '."""
    safe = table.copy(deep=False)
    for place, kind in enumerate(table.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(place, [_cell(value) for value in table.iloc[:, place]])
    safe.columns = [_cell(name) for name in table.columns]
    return safe.to_csv(index=False, lineterminator="\r\n").encode()


def read_order(
    charts: str, formats: str, *, tables: str, themes: str | None, size: str, run: Run
) -> Order:
    """Parse an export request from command-line options, lists separated by commas.

    Raises InputError on a name that does not exist.
    """
    named = tuple(CHARTS) if charts == "all" else _known(charts, tuple(CHARTS), what="chart")
    topics = tuple(str(topic) for topic in run.topics["topic"] if topic >= 0)
    chosen = None
    if themes is not None:
        chosen = tuple(int(name) for name in _known(themes, topics, what="theme"))
    return Order(
        charts=named,
        formats=_known(formats, tuple(FORMATS), what="format"),
        tables=_known(tables, TABLE_FORMATS, what="table format"),
        themes=chosen,
        size=_known(size, tuple(SIZES), what="size")[0],
    )


def export_run(
    run: Run, *, out: Path, order: Order, step: Callable[[int, int], None] = lambda *_: None
) -> list[Path]:
    """Write the charts and tables of `run` that `order` names into the folder `out`.

    Each file is whole or absent, and replaces one of its name. `step` is told after each file how
    many of how many are written. Returns the paths written. Raises InputError where `out` cannot
    be used, and PapertidesError, after everything else is written, where pictures are asked for
    and the machine has no browser.
    """
    prepare_folder(out)
    figures, caption = _figures(run, order), export_caption(run)
    there = [name for name in SCHEMAS if f"{name}.parquet" in run.manifest.files]
    tables = [(name, form) for name in [*there, *MOVER_TABLES] for form in order.tables]
    total = len(figures) * len(order.formats) + len(tables)
    written: list[Path] = []

    def keep(path: Path, content: bytes) -> None:
        write_file(path, content)
        written.append(path)
        step(len(written), total)

    for name, form in tables:
        keep(out / f"{name}.{form}", _table(run, name, form=form))
    for name, figure in figures.items():
        for form in (form for form in order.formats if not FORMATS[form].picture):
            keep(out / f"{name}.{form}", figure_bytes(figure, format=form, caption=caption))
    ending = "" if order.size == "screen" else f"-{order.size}"
    pictures = {
        out / f"{name}{ending}.{form}": Picture(
            laid_out(figure, caption=caption, size=order.size), form, order.size
        )
        for name, figure in figures.items()
        for form in order.formats
        if FORMATS[form].picture
    }
    if pictures:
        paths = list(pictures)
        draw_pictures(
            list(pictures.values()), done=lambda place, content: keep(paths[place], content)
        )
    return written


def _figures(run: Run, order: Order) -> dict[str, go.Figure]:
    """All figures of an export request, by path without extension."""
    topics = largest(run, THEMES) if order.themes is None else order.themes
    figures = {}
    for name in order.charts:
        chart = CHARTS[name]
        for topic in topics if chart.needs_theme else (OUTLIER,):
            stem = f"themes/{name}-{topic}" if chart.needs_theme else name
            figures[stem] = chart.draw(run, Options(topic=topic))
    return figures


def _table(run: Run, name: str, *, form: str) -> bytes:
    if name in MOVER_TABLES:
        table = MOVER_TABLES[name](run)
        return table_csv(table) if form == "csv" else table.to_parquet(index=False)
    table = getattr(run, name)
    if form == "csv":
        return table_csv(table)
    if run.edition and name in CORRECTED:
        return parquet_bytes(table, name)
    return (run.path / f"{name}.parquet").read_bytes()


def _page(figure: go.Figure) -> str:
    """Self-contained HTML page with `figure`, for offline use."""
    look = LOOKS[layout_of(figure).meta["mode"]]
    body = figure.to_html(full_html=False, include_plotlyjs=True, config=_TOOLBAR)
    style = _STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_plain_title(figure)}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body style="margin:0;background:{look.background}">\n{body}\n</body>\n</html>\n'
    )


def _plain_title(figure: go.Figure) -> str:
    """Title of `figure` on one line, escaped for HTML."""
    return layout_of(figure).title.text.replace("<br>", " ")


def _cell(value: object) -> object:
    if isinstance(value, Sequence | np.ndarray) and not isinstance(value, str):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _known(words: str, known: Sequence[str], *, what: str) -> tuple[str, ...]:
    """Comma-separated names in `words`; raises InputError for names not in `known`."""
    names = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        found = f"Unknown {what}: {', '.join(unknown)}" if unknown else f"No {what} given"
        raise InputError(f"{found}. Available: {', '.join(known) or 'none in this run'}.")
    return names


def prepare_folder(out: Path) -> None:
    """Create the folder `out`; raises InputError where that fails, and inside a run."""
    whole = out.resolve()
    if any((folder / "manifest.json").exists() for folder in (whole, *whole.parents)):
        raise InputError(f"{out} is inside a run, which is never changed. Choose another folder.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(f"{error.filename} is a file, not a folder.") from error
    except OSError as error:
        raise InputError(
            f"{out} cannot be created: {error.strerror}. Choose another folder."
        ) from error


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` atomically; raises PapertidesError where that fails."""
    try:
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        raise PapertidesError(
            f"{path} cannot be written: {error.strerror}. Free disk space, or choose another "
            "folder with --out."
        ) from error
