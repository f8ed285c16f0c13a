"""Names for topics and areas, from their terms or from a language model."""
