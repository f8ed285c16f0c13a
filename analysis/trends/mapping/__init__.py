"""Relations between topics: the strategic diagram, flows between periods, ranks."""
