"""Vectors to themes and map. Heavy imports stay in here."""
