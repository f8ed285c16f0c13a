"""The house to look out of: pages, charts, exports."""
