"""Colours, typography, icons and the look of verdicts."""
