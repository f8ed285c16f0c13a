"""Topics among each other: the strategic diagram, flows between periods, ranks."""
