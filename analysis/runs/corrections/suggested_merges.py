"""Pairs of themes that may be one, and the verdict that each would have as one."""

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from analysis.runs.corrections.corrected import CorrectedRun, correct, corrections_of
from analysis.runs.corrections.overlay import Merge, Overlay, surest
from analysis.runs.queries.similarity import topic_likeness
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run

MOST = 5
# The papers of one are on average at least so near to the other's centre, as a share of their own.
_LIKENESS = 0.8
# And that, with the share of the words of the shorter name, is at least this on average.
_ALIKE = 0.7
_SMALL_WORDS = {"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"}


@dataclass(frozen=True)
class SuggestedMerge:
    """Two themes that may be one: `other`, the smaller, would join `topic`."""

    topic: int
    other: int
    likeness: float
    words: tuple[str, ...]


def suggested_merges(run: Run) -> list[SuggestedMerge]:
    """At most five pairs of themes with alike papers and names, the most alike first.

    No theme is in two of them. Alike are papers by the cosine of the centroids, and names by the
    words that they share.
    """
    names = {topic: _words(label) for topic, label in run.labels.items() if topic != OUTLIER}
    sizes = dict(zip(run.topics["topic"], run.topics["documents"], strict=True))
    likeness = topic_likeness(run).stack().to_dict()
    found: list[tuple[float, SuggestedMerge]] = []
    for pair in combinations(sorted(names, key=lambda topic: (-sizes[topic], topic)), 2):
        shared = names[pair[0]] & names[pair[1]]
        fewer = min(len(names[topic]) for topic in pair)
        cosine = likeness[pair]
        alike = (cosine + len(shared) / max(fewer, 1)) / 2
        if shared and cosine >= _LIKENESS and alike >= _ALIKE:
            found.append((alike, SuggestedMerge(*pair, cosine, tuple(sorted(shared)))))
    kept: list[SuggestedMerge] = []
    for _, one in sorted(found, key=lambda pair: -pair[0]):
        taken = {topic for other in kept for topic in (other.topic, other.other)}
        if not taken & {one.topic, one.other}:
            kept.append(one)
    return kept[:MOST]


def merge_of(run: Run, suggested: SuggestedMerge, *, who: str = "") -> Merge:
    """The correction that makes one theme of the two."""
    return Merge(
        theme=surest(run.documents, suggested.topic),
        was=run.labels[suggested.topic],
        other=surest(run.documents, suggested.other),
        other_was=run.labels[suggested.other],
        who=who,
    )


def merged_signal(run: Run, suggested: SuggestedMerge) -> dict[Any, Any]:
    """The row of `topic_signals` that the merged theme would have; empty in older runs."""
    model = run.model if isinstance(run, CorrectedRun) else run
    edits = (*corrections_of(run), merge_of(run, suggested))
    signals = correct(model, Overlay(run_id=run.run_id, edits=edits)).topic_signals
    rows = signals[signals["topic"] == suggested.topic].to_dict("records")
    return rows[0] if rows else {}


def _words(name: str) -> set[str]:
    """The words of a name without case, small words and the s of a plural."""
    words = set(re.findall(r"\w+", name.casefold())) - _SMALL_WORDS
    return {word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words}
