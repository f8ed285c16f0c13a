"""Citation formats: BibTeX, RIS, JSON, APA."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.citations.apa import apa
from dashboard.citations.bibtex import bibtex
from dashboard.citations.json_list import json_list
from dashboard.citations.ris import ris


@dataclass(frozen=True)
class Citation:
    """A citation format: file extension, MIME type and writer.

    `cite` takes papers as dictionaries by the columns of a run's documents. `for_one` is whether
    people copy it for a single paper.
    """

    ending: str
    mime: str
    cite: Callable[[Sequence[Mapping[str, Any]]], str]
    for_one: bool = True


CITATIONS = {
    "BibTeX": Citation("bib", "application/x-bibtex", bibtex),
    "RIS": Citation("ris", "application/x-research-info-systems", ris),
    "JSON": Citation("json", "application/json", json_list, for_one=False),
    "APA": Citation("txt", "text/plain", apa),
}
