"""Registry of file formats; a new format is a module of its own and one line here."""

from analysis.papers.readers.delimited import DELIMITED
from analysis.papers.readers.json_lines import JSON, JSON_LINES
from analysis.papers.readers.parquet import PARQUET
from analysis.papers.readers.reader import Reader
from analysis.papers.readers.trending_page import TRENDING_PAGE

# The first that recognises a file reads it: JSON may hold the commas of a table, a table may hold
# a line of JSON, and prose may hold anything.
READERS: tuple[Reader, ...] = (
    PARQUET,
    JSON,
    DELIMITED,
    JSON_LINES,
    TRENDING_PAGE,
)


def formats_sentence() -> str:
    """The names of all formats, for messages: `A, B or C`."""
    *first, last = (reader.name for reader in READERS)
    return f"{', '.join(first)} or {last}"
