"""What frames every page: sidebar, welcome and upload, tour, what is new, errors."""
