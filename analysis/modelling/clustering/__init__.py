"""Themes and areas: the communities of the neighbour graph on which perturbed partitions agree."""
