"""Charts, one per file: table in, Plotly figure out."""
