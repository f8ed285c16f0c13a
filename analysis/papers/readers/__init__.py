"""One file a format; `read_papers` chooses by content."""
