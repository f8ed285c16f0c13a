"""Trends of themes and keywords on pages: overview, tables, verdicts, track record."""
