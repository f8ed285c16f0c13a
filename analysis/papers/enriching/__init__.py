"""Filling of the empty cells of a table of papers from other records, and undoing it."""
