"""Papers as other programs and other papers cite them: BibTeX, RIS, APA, JSON."""

from dashboard.citations.apa import apa
from dashboard.citations.bibtex import bibtex
from dashboard.citations.json_list import json_list
from dashboard.citations.ris import ris

__all__ = ["apa", "bibtex", "json_list", "ris"]
