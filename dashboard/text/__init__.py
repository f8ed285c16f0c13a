"""Numbers, dates and facts as sentences."""
