"""Fits the past again from its papers alone, and gives the verdicts of then."""
