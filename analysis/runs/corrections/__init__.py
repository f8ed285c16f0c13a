"""People's corrections of a run: kept beside it, applied when it is opened."""
