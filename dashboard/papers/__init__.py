"""Papers on the screen: found, listed, read, kept and downloaded."""
