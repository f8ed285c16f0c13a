"""What tests are built from: small runs, planted corpora, a browser."""
