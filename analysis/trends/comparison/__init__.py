"""Comparison of two sets of papers: differences of shares, and distinctive terms."""
