"""Catalogue of all charts by name: title, alternative text, table, figure."""
