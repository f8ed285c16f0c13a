"""Papers as several services have them, and papers that only look alike, with the truth."""
