"""Themes and keywords on the screen: overview, tables, verdicts, track record."""
