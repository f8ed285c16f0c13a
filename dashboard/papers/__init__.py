"""Papers on pages: search, lists, details, reading list and downloads."""
