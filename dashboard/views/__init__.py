"""The pages: one short script each, run by Streamlit from top to bottom."""
