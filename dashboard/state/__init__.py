"""What a visit remembers: the URL, the browser's storage, the region of the map."""
