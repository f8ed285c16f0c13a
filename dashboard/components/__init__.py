"""Shared Streamlit widgets: charts, tables, pickers, correction forms."""
