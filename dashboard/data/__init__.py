"""A run and everything computed from it, cached between clicks."""
