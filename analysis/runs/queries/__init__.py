"""Questions to a run: search, similar papers, how surely a paper is in its topic."""
