"""Export of charts and tables as files."""
