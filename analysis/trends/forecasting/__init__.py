"""Forecasts of shares, and how past forecasts and verdicts turned out."""
