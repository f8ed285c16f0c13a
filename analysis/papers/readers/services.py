"""Registry of the services whose records are read; a new one is a module and one line here."""

from analysis.papers.readers.arxiv import ARXIV
from analysis.papers.readers.biorxiv import BIORXIV
from analysis.papers.readers.crossref import CROSSREF, CSL
from analysis.papers.readers.datacite import DATACITE
from analysis.papers.readers.dblp import DBLP
from analysis.papers.readers.dimensions import DIMENSIONS
from analysis.papers.readers.europe_pmc import EUROPE_PMC
from analysis.papers.readers.hugging_face import HUGGING_FACE
from analysis.papers.readers.ieee_xplore import IEEE_XPLORE
from analysis.papers.readers.inspire import INSPIRE
from analysis.papers.readers.lens import LENS
from analysis.papers.readers.openalex import OPENALEX
from analysis.papers.readers.openreview import OPENREVIEW
from analysis.papers.readers.pubmed_json import PUBMED_JSON
from analysis.papers.readers.semantic_scholar import SEMANTIC_SCHOLAR
from analysis.papers.readers.shapes import Record, Shape
from analysis.papers.readers.zotero import ZOTERO

# The first that recognises a record reads it; CSL-JSON has the fewest marks of its own.
SHAPES: tuple[Shape, ...] = (
    ARXIV,
    OPENALEX,
    SEMANTIC_SCHOLAR,
    HUGGING_FACE,
    OPENREVIEW,
    BIORXIV,
    ZOTERO,
    CROSSREF,
    EUROPE_PMC,
    DATACITE,
    DBLP,
    DIMENSIONS,
    IEEE_XPLORE,
    INSPIRE,
    LENS,
    PUBMED_JSON,
    CSL,
)


def shape_of(record: Record) -> Shape | None:
    """The service whose record this is; None if it is of no known one."""
    return next((shape for shape in SHAPES if shape.recognises(record)), None)
