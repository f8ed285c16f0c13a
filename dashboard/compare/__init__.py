"""Two things side by side, one file a kind: themes, periods, sets of keywords."""
