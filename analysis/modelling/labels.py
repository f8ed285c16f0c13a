"""What a topic is called: its best terms, said as a researcher would, each name used once."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

# A first term that this share of a theme's papers hold needs no second one beside it.
TELLING_SHARE = 0.5
# How many of a topic's best terms may become part of its name.
CANDIDATES = 8
# A phrase says more than a word: the worth of one, two and three words in a name.
_WORTH = {1: 0.75, 2: 1.0, 3: 1.05}
# Words that are acronyms' expansions are long enough; shorter lower-case words need company.
_ACRONYM = 2


@dataclass(frozen=True)
class Label:
    """A topic's name and where it comes from: terms (made here) or endpoint (a language model)."""

    text: str
    source: str


def label_topics(
    ranked: list[list[int]], scores: np.ndarray, *, counts: sparse.csr_array, names: list[str],
    topic: np.ndarray,
) -> list[Label]:  # fmt: skip
    """A distinct name for every topic, the largest topics (the first) choosing first.

    `ranked` holds each topic's best term numbers, `scores` (topics, terms) what ranked them,
    `counts` (documents, terms), `topic` the topic of every document.
    """
    present = counts.astype(bool).tocsr()
    taken: set[str] = set()
    labels = []
    for number, best in enumerate(ranked):
        members = present[topic == number].tocsc()
        parts = _parts(best[:CANDIDATES], scores[number], members=members, names=names)
        text = _first_free(parts, taken, number=number)
        taken.add(text.lower())
        labels.append(Label(text, "terms"))
    return labels


def _parts(
    best: list[int], scores: np.ndarray, *, members: sparse.csc_array, names: list[str]
) -> list[str]:
    """Possible names, the best first: one telling term, or the two that tell most together."""
    worth = {term: scores[term] * _WORTH[len(names[term].split())] for term in best}
    order = sorted(best, key=lambda term: (-worth[term], names[term]))
    options = []
    for first in order:
        held = _held(members, first)
        others = [term for term in order if term != first and not _related(names, first, term)]
        if held.mean() >= TELLING_SHARE or not others:
            options.append(names[first])
        added = {term: worth[term] * (1 + (_held(members, term) & ~held).mean()) for term in others}
        if added:
            second = max(others, key=lambda term: (added[term], names[term]))
            options.append(f"{names[first]} and {names[second]}")
    return [_sentence_case(option) for option in options]


def _held(members: sparse.csc_array, term: int) -> np.ndarray:
    """Which of a topic's documents hold a term."""
    held = np.zeros(members.shape[0], dtype=bool)
    held[members.indices[members.indptr[term] : members.indptr[term + 1]]] = True
    return held


def _related(names: list[str], first: int, second: int) -> bool:
    """Whether two terms share a word, or one is the other's acronym."""
    one, other = names[first].lower().split(), names[second].lower().split()
    initials = {"".join(word[0] for word in words) for words in (one, other) if len(words) > 1}
    single = {words[0].rstrip("s") for words in (one, other) if len(words) == 1}
    return bool(set(one) & set(other)) or bool(initials & single)


def _first_free(options: list[str], taken: set[str], *, number: int) -> str:
    for option in options:
        if option.lower() not in taken:
            return option
    return f"Theme {number + 1}"


def _sentence_case(text: str) -> str:
    """A capital at the start; words that have their own capitals keep them."""
    first = text.split()[0]
    return text if first != first.lower() else text[0].upper() + text[1:]
