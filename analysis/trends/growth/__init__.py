"""Growth of a share with confidence interval: count regression, shrinkage, rank-based checks."""
