"""Colours, type, icons and how a verdict looks."""
