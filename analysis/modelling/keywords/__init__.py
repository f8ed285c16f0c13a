"""Keyword extraction: vocabulary, ranking per topic, and topic quality."""
