"""Bursts, novelty, author diversity, and checks that a trend is no artefact."""
