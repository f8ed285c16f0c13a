"""Backtests: refits at past dates from the papers until then, and their verdicts."""
