"""What several figures share: text that cannot break out, labels that do not overlap, time."""
