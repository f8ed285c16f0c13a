"""Input: the paper table and the readers of file formats."""
