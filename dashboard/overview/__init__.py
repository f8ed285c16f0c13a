"""The brief: what moved, in a headline, a map and a few rows, and what to read."""
