"""Registry of file formats; a new format is a module of its own and one line here."""

from collections.abc import Mapping

from analysis.papers.readers.bibtex import BIBTEX
from analysis.papers.readers.cnki import CNKI
from analysis.papers.readers.delimited import DELIMITED, delimited_with
from analysis.papers.readers.endnote import ENDNOTE
from analysis.papers.readers.json_lines import JSON, JSON_LINES
from analysis.papers.readers.medline import MEDLINE
from analysis.papers.readers.noteexpress import NOTEEXPRESS
from analysis.papers.readers.parquet import PARQUET, parquet_with
from analysis.papers.readers.reader import Reader
from analysis.papers.readers.refworks import REFWORKS
from analysis.papers.readers.ris import RIS
from analysis.papers.readers.trending_page import TRENDING_PAGE
from analysis.papers.readers.web_of_science import WEB_OF_SCIENCE
from analysis.papers.readers.xml_records import XML

# The first that recognises a file reads it: NoteExpress begins as JSON does, JSON may hold the
# commas of a table, a table may hold a line of JSON, and prose may hold anything.
READERS: tuple[Reader, ...] = (
    PARQUET,
    XML,
    NOTEEXPRESS,
    JSON,
    BIBTEX,
    MEDLINE,
    WEB_OF_SCIENCE,
    RIS,
    ENDNOTE,
    REFWORKS,
    CNKI,
    DELIMITED,
    JSON_LINES,
    TRENDING_PAGE,
)


def readers_for(chosen: Mapping[str, str]) -> tuple[Reader, ...]:
    """The readers, of which those that look at the names of columns know the chosen ones."""
    knowing = {PARQUET: parquet_with(chosen), DELIMITED: delimited_with(chosen)}
    return tuple(knowing.get(reader, reader) for reader in READERS)
