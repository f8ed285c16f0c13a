"""Numbers, dates and facts as text."""
