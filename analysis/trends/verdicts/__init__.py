"""Tests for a trend, corrected for their number, and the verdict with its evidence."""
