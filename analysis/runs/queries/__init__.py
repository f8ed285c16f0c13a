"""Queries on a run: search, similar papers and topics, topic membership."""
