"""Services of papers on the loopback, with made-up papers and the faults of the real ones."""
