"""Growth of a share with its interval: count regression, shrinkage, rank-based checks."""
