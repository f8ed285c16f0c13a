"""Page frame: sidebar, welcome and upload, tour, news since the last visit, errors."""
