"""Words of any language: where they begin and end, and which of them are grammar."""
