"""The dashboard: pages, charts, exports and reports."""
