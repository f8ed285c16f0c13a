"""Bursts, novelty, spread over authors, and checks that a trend is not an artefact."""
