"""Streamlit widgets that several pages use: charts, tables, pickers, correction forms."""
