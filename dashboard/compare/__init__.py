"""Side-by-side comparisons of themes, periods and sets of keywords."""
