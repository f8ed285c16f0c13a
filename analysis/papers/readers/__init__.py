"""Reading of files and folders of papers, in any supported format, as one table."""

from analysis.papers.readers.corpus import read_papers
from analysis.papers.readers.reader import formats_sentence

__all__ = ["formats_sentence", "read_papers"]
