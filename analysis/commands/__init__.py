"""Commands of `python -m analysis`, one file each."""
