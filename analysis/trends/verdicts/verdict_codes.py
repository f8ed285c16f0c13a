"""The words of a verdict: what it can be, and why a movement is not called one."""

VERDICTS = ("emerging", "rising", "stable", "fading", "dormant", "unknown")
# Those of one family of findings, and all that are called with a rate of false ones.
MOVING = ("rising", "fading")
CALLED = ("emerging", *MOVING)
# Too little is known to say anything, or papers of doubtful membership decide.
FEW_PAPERS, FEW_PERIODS, DOUBTFUL = "few papers", "few periods", "doubtful papers"
# It moved, but went back; or no more than the corpus did; or with a venue that came or went.
TURNED, CROWDED, MIXTURE = "turned", "crowded", "mixture"
