"""What comes in: the paper table and the readers that fill it."""
