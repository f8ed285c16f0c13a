"""Figures and tables as files."""

import pandas as pd
import plotly.graph_objects as go

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def figure_bytes(figure: go.Figure, *, format: str, caption: str = "") -> bytes:
    """`figure` as a file of `format`: html, png, svg, pdf or json; `caption` is written below it.

    Raises PapertidesError where a picture is asked for and the machine has no browser to draw it.
    """
    if format == "html":
        return figure.to_html(include_plotlyjs=True).encode()
    if format == "json":
        return str(figure.to_json()).encode()
    return figure.to_image(format=format)


def table_csv(table: pd.DataFrame) -> bytes:
    """`table` as CSV in UTF-8: lists joined with "; ", cells that a spreadsheet would run harmless."""
    return table.map(_cell).to_csv(index=False).encode()


def _cell(value: object) -> object:
    if hasattr(value, "__iter__") and not isinstance(value, str):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value
