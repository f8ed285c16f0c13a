"""The formats of exported charts and tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A format of charts: its MIME type, and whether a page offers it beside a chart.

    A `picture` is drawn by a browser, with `scale` pixels for each of the chart.
    """

    mime: str
    offered: bool = True
    picture: bool = False
    scale: int = 1


FORMATS = {
    "html": Format("text/html"),
    "json": Format("application/json", offered=False),
    # Offered by the toolbar of a chart itself; twice the pixels, for print and sharp screens.
    "png": Format("image/png", offered=False, picture=True, scale=2),
    "svg": Format("image/svg+xml", picture=True),
    "pdf": Format("application/pdf", picture=True),
}
TABLE_FORMATS = ("csv", "parquet")
