"""Reused pieces of screen: a chart with its menu, a table with its file, a sentence for nothing."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.runs.store import Run
from dashboard.appearance import Mode
from dashboard.export import figure_bytes, table_csv
from dashboard.wording import readable_moment

_FORMATS = {"html": "text/html", "svg": "image/svg+xml", "pdf": "application/pdf"}
_TOOLBAR = {
    "displaylogo": False,
    "modeBarButtonsToRemove": ["autoScale2d", "zoomIn2d", "zoomOut2d", "select2d", "lasso2d"],
}


def mode() -> Mode:
    """Whether the page is shown light or dark, for figures and logos to follow."""
    return "dark" if st.context.theme.type == "dark" else "light"


def page_head(title: str, lede: str) -> None:
    """The title of a page and the sentence below it, both Markdown."""
    st.title(title, anchor=False)
    st.markdown(lede)


def nothing(sentence: str) -> None:
    """Say why there is nothing to see, and what would change that."""
    st.caption(sentence)


def chart(figure: go.Figure, *, run: Run, name: str, alt: str, **select: Any) -> Any:
    """Draw a figure with its download menu; returns what is selected in it, if `select` asks.

    `name` is the chart's in the export and part of every file name; `alt` names it for people who
    do not see it; `select` is passed on: `key`, `on_select`, `selection_mode`.
    """
    file = f"{run.run_id}-{name}"
    picture = {"format": "png", "filename": file, "scale": 2}
    removed = [] if select else ["select2d", "lasso2d"]
    config = {
        "displaylogo": False,
        "toImageButtonOptions": picture,
        "modeBarButtonsToRemove": ["autoScale2d", *removed],
    }
    event = st.plotly_chart(figure, theme=None, config=config, alt=alt, **select)
    with st.popover("Download chart", icon=":material/download:", type="tertiary"):
        for format, mime in _FORMATS.items():
            st.download_button(
                format.upper(),
                data=partial(_figure_file, figure, run, format=format),
                file_name=f"{file}.{format}",
                mime=mime,
                key=f"{name}-{format}",
                on_click="ignore",
                width="stretch",
            )
        st.caption("PNG: the camera above the chart.")
    return event


def table(
    rows: pd.DataFrame, *, run: Run, name: str, columns: Mapping[str, Any], **options: Any
) -> Any:
    """Show `rows` with a button that saves all of them as CSV; returns what is selected.

    `columns` is a Streamlit column configuration in the order in which to show the columns.
    """
    event = st.dataframe(
        rows, column_order=list(columns), column_config=dict(columns), hide_index=True, **options
    )
    csv_button(rows, run=run, name=name)
    return event


def csv_button(rows: pd.DataFrame, *, run: Run, name: str) -> None:
    """A button that saves `rows` as CSV, made when it is pressed."""
    st.download_button(
        "Download CSV",
        data=partial(table_csv, rows),
        file_name=f"{run.run_id}-{name}.csv",
        mime="text/csv",
        key=f"{name}-csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _figure_file(figure: go.Figure, run: Run, *, format: str) -> bytes:
    created = readable_moment(run.manifest.created)
    return figure_bytes(figure, format=format, caption=f"Papertides run {run.run_id}, {created}")
