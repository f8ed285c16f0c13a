"""Pages: one short script each, run by Streamlit."""
