"""The way in: files and folders of papers, whatever their format, as one table."""

from analysis.papers.readers.corpus import read_papers

__all__ = ["read_papers"]
