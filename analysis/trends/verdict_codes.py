"""Verdict codes and what they claim, and the reasons for no verdict.

A new verdict is a row here, its rule in `verdicts.py` and its look on the screen.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """The claim of a verdict.

    `test` is the family of tests, trend, emergence or peak, at whose false discovery rate it is
    called; empty where it is no finding. `direction` is 1 where it predicts a larger share and -1
    where a smaller one, by which it is scored in a backtest; 0 where it predicts neither.
    """

    test: str = ""
    direction: int = 0


VERDICTS = {
    "emerging": Verdict(test="emergence", direction=1),
    "rising": Verdict(test="trend", direction=1),
    "peaked": Verdict(test="peak"),
    "stable": Verdict(),
    "fading": Verdict(test="trend", direction=-1),
    "dormant": Verdict(),
    "unknown": Verdict(),
}
# The findings: those of each family of tests, and all.
TRENDS = tuple(name for name, verdict in VERDICTS.items() if verdict.test == "trend")
EMERGENCES = tuple(name for name, verdict in VERDICTS.items() if verdict.test == "emergence")
PEAKS = tuple(name for name, verdict in VERDICTS.items() if verdict.test == "peak")
CALLED = tuple(name for name, verdict in VERDICTS.items() if verdict.test)
DIRECTIONS = {name: verdict.direction for name, verdict in VERDICTS.items() if verdict.direction}
# Too little is known to say anything, or papers of doubtful membership decide.
FEW_PAPERS, FEW_PERIODS, DOUBTFUL = "few papers", "few periods", "doubtful papers"
# It moved, but went back; or no more than the corpus did; or with a venue that came or went.
TURNED, CROWDED, MIXTURE = "turned", "crowded", "mixture"
# It moved only by when papers were placed: a theme that an update opens lacks earlier papers.
PLACED = "placed late"
