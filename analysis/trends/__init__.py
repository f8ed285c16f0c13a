"""Themes over time: pure functions from table to table."""
