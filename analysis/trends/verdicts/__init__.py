"""Trend tests with false discovery control, and the verdicts with their evidence."""
