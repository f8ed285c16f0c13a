"""Trends of themes and keywords on pages: tables, verdicts, track record."""
