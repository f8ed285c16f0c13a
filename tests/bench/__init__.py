"""Measured figures beside their limits, as Markdown; `make bench` prints them."""
