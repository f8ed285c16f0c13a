"""The way in: files and folders of papers, whatever their format, as one table."""

from analysis.papers.readers.corpus import read_papers
from analysis.papers.readers.registry import formats_sentence

__all__ = ["formats_sentence", "read_papers"]
