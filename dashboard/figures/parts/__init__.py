"""Shared parts of figures: escaped text, label placement, time axes."""
