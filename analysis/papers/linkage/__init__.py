"""Record linkage: which rows describe the same paper, though no identifier says so."""
