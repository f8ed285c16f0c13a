"""Vectors to topics: the neighbour graph, communities that hold still, areas, the hierarchy."""
