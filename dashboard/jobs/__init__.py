"""Work started from pages: new papers, their themes, the test of past verdicts."""
