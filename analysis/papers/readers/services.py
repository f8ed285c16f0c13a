"""Registry of the services whose records are read; a new one is a module and one line here."""

from analysis.papers.readers.hugging_face import HUGGING_FACE
from analysis.papers.readers.openalex import OPENALEX
from analysis.papers.readers.shapes import Record, Shape

SHAPES: tuple[Shape, ...] = (OPENALEX, HUGGING_FACE)


def shape_of(record: Record) -> Shape | None:
    """The service whose record this is; None if it is of no known one."""
    return next((shape for shape in SHAPES if shape.recognises(record)), None)
