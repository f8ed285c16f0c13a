"""Manual corrections of a run, stored beside it and applied when it is opened."""
