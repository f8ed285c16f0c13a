"""One chart a file: table in, Plotly figure out."""
