"""Papers as other programs and other papers cite them: BibTeX, RIS, APA, JSON."""

from dashboard.citing.apa import apa
from dashboard.citing.bibtex import bibtex
from dashboard.citing.json_list import json_list
from dashboard.citing.ris import ris

__all__ = ["apa", "bibtex", "json_list", "ris"]
