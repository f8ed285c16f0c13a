"""State of a visit: URL, browser storage, region of the map."""
