"""Two sets of papers: differences of shares, and the terms that set them apart."""
