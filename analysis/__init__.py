"""From papers to themes and their trends. No screen code lives here."""
