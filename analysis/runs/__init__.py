"""Runs: storage, queries and corrections."""
