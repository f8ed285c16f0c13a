"""Clustering: neighbour graph, consensus communities, areas and hierarchy."""
