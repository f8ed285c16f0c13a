"""Reusable page components: charts with downloads, tables with CSV, pickers, notices."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.periods import PERIODS, readable_period
from analysis.runs.backtest_file import backtest_path
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.loading import changed
from dashboard.data.tables import all_periods, load_picker
from dashboard.export.files import export_caption, figure_bytes, table_csv
from dashboard.export.formats import FORMATS, SIZES
from dashboard.export.rendering import NO_BROWSER, find_browser
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.parts.base_figure import layout_of
from dashboard.state.address import (
    FROM,
    MEASURE,
    PERIOD,
    QUERY,
    SHOWN,
    TO,
    TOPIC,
    Selection,
    asked_part,
    bound,
    filters,
    forget_range,
    linked,
)
from dashboard.style.appearance import LOOKS, Measure, Mode, topic_colours
from dashboard.style.colour import readable
from dashboard.text.wording import plain

_NOT_IN_NAMES, _LONGEST_NAME = re.compile(r"[^\w.,=-]+"), 180
# How wide the names of sizes are in the download menu, in pixels.
_SIZE_PIXELS = 150
# So many themes or keywords name the file of a chart.
_MOST_NAMED = 4
# Rows of a table before it scrolls, and how high one is, in pixels.
_ROWS, _ROW = 15, 35


def mode() -> Mode:
    """The colour mode of the page, light or dark, for figures and logos."""
    return "dark" if st.context.theme.type == "dark" else "light"


def theme_dot(run: Run, topic: int) -> str:
    """Markdown of a dot in the colour of a theme, to stand before its name."""
    return f':color[●]{{foreground="{_colours(run, mode())[topic]}"}}'


@cached(entries=8)
def _colours(run: Run, look: Mode) -> dict[int, str]:
    on = LOOKS[look].background
    return {
        topic: readable(colour, on=on, ratio=3.0)
        for topic, colour in topic_colours(run.topics, mode=look).items()
    }


def say_gone(selection: Selection) -> None:
    """Report names in the link that are not in the run; the rest of the page ignores them."""
    for sentence in selection.gone:
        st.caption(f":material/info: {plain(sentence)}")


def facts(rows: Mapping[str, str], *, name: str) -> None:
    """Table of names and Markdown values; `name` identifies it on its page."""
    with st.container(key=f"facts-{name}"):
        st.table(dict(rows), border="horizontal", width="content")


def theme_picker(run: Run, selection: Selection) -> None:
    """Select box for one theme or none."""
    labels = load_picker(run)
    st.selectbox(
        "Theme",
        list(labels),
        index=None,
        format_func=lambda topic: labels[topic],
        placeholder="All themes",
        **linked(TOPIC, selection.topic),
    )


def part_switch(parts: Sequence[str]) -> str:
    """Switch between the parts of a page; it opens with the first."""
    shown, first = asked_part(parts), parts[0]
    st.segmented_control(
        "Show",
        list(parts),
        required=True,
        label_visibility="collapsed",
        # Parts of other pages have other names: a key for each keeps them apart.
        **linked(SHOWN, shown, left_out=first, key=f"pick-{SHOWN}-{first}"),
    )
    return shown


def period_picker(run: Run) -> None:
    """Select box for the length of the periods that charts count by, where papers have dates."""
    if run.documents["published"].notna().any():
        st.selectbox(
            "Count papers by",
            PERIODS,
            index=PERIODS.index(run.manifest.period),
            width=160,
            on_change=forget_range,
            **bound(PERIOD),
        )


def measure_switch() -> Measure:
    """Switch between shares and numbers of papers."""
    papers = st.toggle("Number of papers instead of their share", **bound(MEASURE))
    return "documents" if papers else "prevalence"


def period_range(selection: Selection, periods: Sequence[str]) -> None:
    """Select boxes for a range of periods, where there is more than one period."""
    if len(periods) < 2:
        return
    first, last = selection.first or periods[0], selection.last or periods[-1]
    st.selectbox(
        "From",
        [period for period in periods if period <= last],
        format_func=readable_period,
        **linked(FROM, first, left_out=periods[0]),
    )
    st.selectbox(
        "To",
        [period for period in periods if period >= first],
        format_func=readable_period,
        **linked(TO, last, left_out=periods[-1]),
    )


def show_chart(
    name: str, run: Run, *, options: Options | None = None, height: int | None = None
) -> None:
    """Show the chart `name` of `CHARTS` with its download menu; `height` in pixels."""
    of, made = replace(options or Options(), mode=mode()), CHARTS[name]
    record = changed(backtest_path(run.path))  # without one, no forecast is drawn
    figure, forms = _drawn(name, run, options=of, height=height, record=record)
    file = f"{name}-{of.topic}" if made.needs_theme else name
    about = _about(run, made.settled(run, of), asked=of, needs_theme=made.needs_theme)
    with st.container(border=True, gap="small"):
        _show(forms, file=chart_file(run, file, about=about), name=file, alt=made.alt_text(run, of))
        download_menu(lambda: figure, run=run, name=file, about=about)


@cached(entries=128)
def _drawn(
    name: str, run: Run, *, options: Options, height: int | None, record: tuple[int, ...]
) -> tuple[go.Figure, dict[str, go.Figure]]:
    """The chart, and what of it is shown: where it has a narrow form, that beside the broad one."""
    del record
    figure = CHARTS[name].draw(run, options)
    if height is not None:
        figure.update_layout(height=height)
    forms, narrow = {"": figure}, CHARTS[name].narrow
    if narrow and (narrowed := narrow(figure)) is not figure:
        forms = {"broad-form": figure, "narrow-form": narrowed}
    # With its arrays as they are sent, so that they are not packed anew for everybody.
    return figure, {form: go.Figure(drawn.to_dict()) for form, drawn in forms.items()}


def show_figure(
    figure: go.Figure, *, run: Run, name: str, alt: str, about: Sequence[str] = ()
) -> None:
    """Show a figure with its download menu.

    `name` and what it is `about` are part of every file name; `alt` describes it for people who do
    not see it.
    """
    with st.container(border=True, gap="small"):
        _show({"": figure}, file=chart_file(run, name, about=about), name=name, alt=alt)
        download_menu(lambda: figure, run=run, name=name, about=about)


def _show(forms: Mapping[str, go.Figure], *, file: str, name: str, alt: str) -> None:
    """Show the forms of a figure, of which style.css hides those that do not fit the page."""
    config: dict[str, Any] = {
        "displaylogo": False,
        "toImageButtonOptions": {"format": "png", "filename": file, "scale": 2},
        "modeBarButtonsToRemove": ["autoScale2d", "select2d", "lasso2d"],
    }
    for form, drawn in forms.items():
        high = layout_of(drawn).height or "content"  # in pixels: its place is kept as it loads
        with st.container(key=f"{form}-{name}" if form else None):
            st.plotly_chart(drawn, height=high, theme=None, config=config, alt=alt)


def download_menu(
    draw: Callable[[], go.Figure], *, run: Run, name: str, about: Sequence[str] = ()
) -> None:
    """Download menu of a figure, drawn by `draw` on demand: every picture in every size, and HTML.

    Its files are called after `name` and what it is `about`.
    """
    file = chart_file(run, name, about=about)
    caption = export_caption(run, narrowed=about or filters())
    draw_file = partial(_figure_file, draw, caption=caption)
    with st.popover("Download chart", icon=":material/download:", type="tertiary"):
        can_draw = find_browser() is not None
        for size, made in SIZES.items() if can_draw else ():
            ending = "" if size == "screen" else f"-{size}"
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(made.title, width=_SIZE_PIXELS)
                for kind in (kind for kind, form in FORMATS.items() if form.picture):
                    st.download_button(
                        kind.upper(),
                        data=partial(draw_file, kind=kind, size=size),
                        file_name=f"{file}{ending}.{kind}",
                        mime=FORMATS[kind].mime,
                        help=made.title,
                        key=f"{name}-{size}-{kind}",
                        on_click="ignore",
                        type="tertiary",
                    )
        if not can_draw:
            st.caption(NO_BROWSER)
        st.download_button(
            "HTML, to look at in a browser",
            data=partial(draw_file, kind="html", size="screen"),
            file_name=f"{file}.html",
            mime=FORMATS["html"].mime,
            key=f"{name}-html",
            on_click="ignore",
            type="tertiary",
        )


def chart_file(run: Run, name: str, *, about: Sequence[str]) -> str:
    """File name of a chart: what it is, of which themes or keywords and time, and the run."""
    words = [_NOT_IN_NAMES.sub("_", word).strip("_") for word in (about or filters())]
    room = _LONGEST_NAME - len(name) - len(run.run_id)
    return "-".join([name, *filter(None, ["-".join(words)[:room]]), run.run_id])


def _about(run: Run, settled: Options, *, asked: Options, needs_theme: bool) -> list[str]:
    """The themes or keywords of a chart, and its first and last period."""
    topics = (asked.topic,) if needs_theme else asked.chosen
    named = [run.labels[topic] for topic in topics if topic in run.labels]
    named += [" or ".join(terms) for terms in asked.keywords]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"and {len(named) - _MOST_NAMED} more"]
    periods = all_periods(run, settled.period)
    ends = asked.times or (periods[0], periods[-1]) if periods else ()
    return [*named, *([" to ".join(ends)] if ends else [])]


def table(
    rows: pd.DataFrame,
    *,
    run: Run,
    name: str,
    columns: Mapping[str, Any],
    shown: Mapping[str, Any],
    **options: Any,
) -> Any:
    """Show `rows` with a button that downloads all of them as CSV; returns the selection.

    `columns` is a Streamlit column configuration in the order in which to show the columns; `shown`
    has those that the screen has otherwise than the file: shares in percent, buttons.
    """
    event = bare_table(rows.assign(**shown), columns=columns, **options)
    csv_button(rows, file=saved_as(run, name))
    return event


def bare_table(rows: pd.DataFrame, *, columns: Mapping[str, Any], **options: Any) -> Any:
    """Table without a download: a part of what another button saves."""
    return st.dataframe(
        rows,
        column_order=list(columns),
        column_config=dict(columns),
        # In pixels, so that its place is kept while it loads.
        height=_ROW * (min(len(rows), _ROWS) + 1) + 2,
        hide_index=True,
        placeholder="–",
        **options,
    )


def saved_as(run: Run, name: str, *, of_all: bool = False) -> str:
    """File name of a download: run, content, filters unless it is `of_all`, date.

    What is searched for stands there as it is, without the name that it has in the address.
    """
    narrowed = () if of_all else [one.removeprefix(f"{QUERY}=") for one in filters()]
    words = [run.run_id, name, *narrowed, f"{datetime.now(UTC):%Y-%m-%d}"]
    return _NOT_IN_NAMES.sub("_", "-".join(words))[:_LONGEST_NAME]


def csv_button(rows: pd.DataFrame, *, file: str) -> None:
    """Button that downloads `rows` as `file`.csv, generated on demand."""
    st.download_button(
        "Download CSV",
        data=partial(table_csv, rows),
        file_name=f"{file}.csv",
        mime="text/csv",
        key=f"{file}-csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _figure_file(draw: Callable[[], go.Figure], *, kind: str, caption: str, size: str) -> bytes:
    return figure_bytes(draw(), format=kind, caption=caption, size=size)
