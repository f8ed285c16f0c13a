"""The formats and sizes of exported charts, and the formats of tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A format of charts: its MIME type, and whether it is a picture, drawn by a browser."""

    mime: str
    picture: bool = False


@dataclass(frozen=True)
class Size:
    """A size of pictures: its name for people, and its width in millimetres, if it has one.

    `pixels` is the width of the chart's layout, from which its text gets its size: 11 pixels, the
    smallest text of all charts, are at least 7 points, and 14 on a slide, which is 16:9. A PNG has
    `dots` an inch.
    """

    title: str
    millimetres: float = 0.0
    pixels: int = 1100
    dots: int = 192
    slide: bool = False


FORMATS = {
    "html": Format("text/html"),
    "json": Format("application/json"),
    "png": Format("image/png", picture=True),
    "svg": Format("image/svg+xml", picture=True),
    "pdf": Format("application/pdf", picture=True),
}
SIZES = {
    "screen": Size("As it is"),
    "column": Size("One column, 85 mm", 85, pixels=375, dots=300),
    "columns": Size("Two columns, 178 mm", 178, pixels=780, dots=300),
    "slide": Size("Slide, 16:9", 25.4 * 40 / 3, pixels=752, dots=144, slide=True),
}
TABLE_FORMATS = ("csv", "parquet")
