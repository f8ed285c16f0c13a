"""The services that papers are fetched from; a new one is a file and one line here."""

from analysis.papers.sources.arxiv import ARXIV
from analysis.papers.sources.biorxiv import BIORXIV
from analysis.papers.sources.huggingface import HUGGINGFACE
from analysis.papers.sources.openalex import OPENALEX
from analysis.papers.sources.pubmed import PUBMED
from analysis.papers.sources.semanticscholar import SEMANTICSCHOLAR
from analysis.papers.sources.service import Service

SERVICES: dict[str, Service] = {
    service.name: service
    for service in (ARXIV, HUGGINGFACE, OPENALEX, SEMANTICSCHOLAR, PUBMED, BIORXIV)
}
