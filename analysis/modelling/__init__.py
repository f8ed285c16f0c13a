"""Models of papers: from vectors to themes and map. Heavy imports stay in here."""
