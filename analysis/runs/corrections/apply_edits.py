"""Application of corrections to the papers of a run, with the conflicts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis.runs.corrections.overlay import Edit, Hide, Merge, Move, Rename, Split
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run

# What `assigned` says of a paper that a person placed, and of one whose theme is hidden.
PERSON, HIDDEN = "person", "hidden"
_LOST = "no theme contains more than half of the papers that identified it"


@dataclass(frozen=True)
class Regrouped:
    """The papers of a run after its corrections.

    `topic`, `probability` and `assigned` are a row a document; `first_new` is the
    number after all topics of the model, which the first new one gets; `labels` names the topics
    that people named; `reshaped` are the topics that were merged or split, whose keywords are new;
    `steps` is what became of topics, in order: (old, new) for a part that left, (old, -1) for one
    that is gone. `hues` says whose hue a topic has that was merged or split: that of the larger
    one, None for the smaller part. `conflicts` says, a sentence each, which corrections were not
    applied, and why.
    """

    paper_id: pd.Index
    topic: np.ndarray
    probability: np.ndarray
    assigned: np.ndarray
    first_new: int
    labels: dict[int, str] = field(default_factory=dict)
    reshaped: set[int] = field(default_factory=set)
    steps: list[tuple[int, int]] = field(default_factory=list)
    hues: dict[int, int | None] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def find(self, anchors: Sequence[str]) -> int | None:
        """The topic that contains more than half of the papers `anchors`; None if there is none."""
        places = self.paper_id.get_indexer(pd.Index(list(anchors), dtype="str"))
        topics = self.topic[places[places >= 0]]
        numbers, counts = np.unique(topics[topics != OUTLIER], return_counts=True)
        if not len(counts) or 2 * counts.max() <= len(anchors):
            return None
        return int(numbers[counts.argmax()])


def regroup(run: Run, edits: Sequence[Edit]) -> Regrouped:
    """Apply `edits` to the papers of `run`, in order."""
    documents = run.documents
    there = Regrouped(
        paper_id=pd.Index(documents["paper_id"], dtype="str"),
        topic=documents["topic"].to_numpy(copy=True),
        probability=documents["probability"].to_numpy(copy=True),
        assigned=documents["assigned"].to_numpy(object, copy=True),
        first_new=int(run.topics["topic"].max()) + 1,
    )
    for edit in edits:
        topic = there.find(edit.theme)
        why = _LOST if topic is None else KINDS[edit.kind].apply(there, edit, topic=topic)
        if why:
            there.conflicts.append(f"{described(edit)} was not applied: {why}.")
    _drop_empty(run, there)
    return there


def was_done(edit: Edit) -> str:
    """What a correction did, as a sentence."""
    return KINDS[edit.kind].done(edit)


def described(edit: Edit) -> str:
    """A correction in words, with the labels at the time it was made."""
    return KINDS[edit.kind].describe(edit)


def _rename(there: Regrouped, edit: Rename, *, topic: int) -> str:
    there.labels[topic] = edit.label
    return ""


def _merge(there: Regrouped, edit: Merge, *, topic: int) -> str:
    other = there.find(edit.other)
    if other is None:
        return _LOST
    if other != topic:
        if (there.topic == other).sum() > (there.topic == topic).sum():
            there.hues[topic] = there.hues.get(other, other)
        there.topic[there.topic == other] = topic
        there.reshaped.add(topic)
        there.reshaped.discard(other)
    return ""


def _split(there: Regrouped, edit: Split, *, topic: int) -> str:
    new = there.first_new + len(there.steps)
    inside = there.topic == topic
    leaving = inside & there.paper_id.isin(edit.papers)
    if 2 * leaving.sum() <= len(edit.papers):
        return "at least half of its papers are no longer in that theme"
    if leaving.sum() == inside.sum():
        return "no paper would remain in the theme"
    there.topic[leaving] = new
    there.hues[new] = None
    if 2 * leaving.sum() > inside.sum():
        there.hues.update({new: there.hues.get(topic, topic), topic: None})
    there.labels[new] = edit.label
    there.reshaped.update((topic, new))
    there.steps.append((topic, new))
    return ""


def _hide(there: Regrouped, edit: Hide, *, topic: int) -> str:
    del edit
    inside = there.topic == topic
    there.topic[inside], there.assigned[inside], there.probability[inside] = OUTLIER, HIDDEN, 0
    return ""


def _move(there: Regrouped, edit: Move, *, topic: int) -> str:
    moved = there.paper_id.isin(edit.papers)
    if not moved.any():
        return "the paper is not in this run"
    there.topic[moved], there.assigned[moved], there.probability[moved] = topic, PERSON, 1
    return ""


def _drop_empty(run: Run, there: Regrouped) -> None:
    """Remove topics without papers."""
    known = [*run.topics["topic"].tolist(), *(new for _, new in there.steps)]
    left = set(np.unique(there.topic).tolist()) | {OUTLIER}
    for topic in known:
        if topic not in left:
            there.steps.append((topic, OUTLIER))
            there.labels.pop(topic, None)
            there.reshaped.discard(topic)


@dataclass(frozen=True)
class Kind:
    """A kind of correction: its description, what was done, and its effect on the papers.

    `apply` is given the theme's topic, and returns why it could not be done, or nothing.
    """

    describe: Callable[[Any], str]
    done: Callable[[Any], str]
    apply: Callable[..., str]


# Every kind that an overlay may hold.
KINDS = {
    "rename": Kind(
        lambda edit: f"Renaming “{edit.was}” to “{edit.label}”",
        lambda edit: f"Renamed “{edit.was}” to “{edit.label}”.",
        _rename,
    ),
    "merge": Kind(
        lambda edit: f"Merging “{edit.other_was}” into “{edit.was}”",
        lambda edit: f"Merged “{edit.other_was}” into “{edit.was}”.",
        _merge,
    ),
    "split": Kind(
        lambda edit: f"Splitting “{edit.label}” ({len(edit.papers):,} papers) off “{edit.was}”",
        lambda edit: f"Split “{edit.label}” ({len(edit.papers):,} papers) off “{edit.was}”.",
        _split,
    ),
    "hide": Kind(
        lambda edit: f"Hiding “{edit.was}”",
        lambda edit: f"Hid “{edit.was}”: its papers are in no theme now.",
        _hide,
    ),
    "move": Kind(
        lambda edit: f"Moving “{edit.other_was}” to “{edit.was}”",
        lambda edit: f"Moved “{edit.other_was}” to “{edit.was}”.",
        _move,
    ),
}
