"""Topic labels from the top terms, each label used once."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count, permutations

import numpy as np
from scipy import sparse

from analysis.modelling.keywords.ranking import TermScores

# A phrase that this share of a theme's papers hold needs no second term beside it.
TELLING_SHARE = 0.25
# Two terms of more characters together are no name any more.
LONGEST_PAIR = 45
# A second term must be worth this much of the first; a plain word must be worth as much.
WORTHY = 0.6
# How much it counts in a name that many of the theme's papers hold a term, and few others do.
_COVERAGE, _EXCLUSIVITY = 0.7, 0.5
# Words that begin alike are one idea in a name: "tokenization" and "tokenizer".
_STEM = 5
# What a word and a phrase are worth in a name: a phrase says more.
_WORD, _PHRASE = 0.25, 1.0
# An acronym or a compound ("vision-language") says as much as two words.
_COMPOUND_WORTH = 0.6


@dataclass(frozen=True)
class Label:
    """A topic's label and its source: terms (keywords) or endpoint (a language model)."""

    text: str
    source: str


def label_topics(
    ranked: list[list[int]],
    scores: TermScores,
    *,
    present: sparse.csr_array,
    names: list[str],
    group: np.ndarray,
    taken: Collection[str] = (),
) -> list[Label]:
    """Label every topic or area distinctly, the largest (the first) first.

    `ranked` holds the best term numbers of each, `present` (documents, terms) is 0 or 1, `group`
    the topic or area of every document; `taken` are names, in lower case, that none may have.
    """
    taken = set(taken)
    labels = []
    for number, best in enumerate(ranked):
        members = present[np.flatnonzero(group == number)].toarray().astype(bool) if best else None
        worth = _worth(best, scores, number=number, names=names)
        options = _options(worth, members, names=names) if members is not None else []
        text = _first_free(options, taken, number=number)
        taken.add(text.lower())
        labels.append(Label(text, "terms"))
    return labels


def _worth(
    best: list[int], scores: TermScores, *, number: int, names: list[str]
) -> dict[int, float]:
    """The score of each term for the label of topic `number`, best first."""
    worth = {
        term: float(
            scores.coverage[number, term] ** _COVERAGE
            * scores.exclusivity[number, term] ** _EXCLUSIVITY
            * scores.affinity[number, term]
            * scores.standalone[term]
            * _form(names[term])
        )
        for term in best
    }
    return dict(sorted(worth.items(), key=lambda item: (-item[1], names[item[0]])))


def _form(name: str) -> float:
    if " " in name:
        return _PHRASE
    return _COMPOUND_WORTH if "-" in name or name[1:] != name[1:].lower() else _WORD


def _options(worth: dict[int, float], members: np.ndarray, *, names: list[str]) -> list[str]:
    """Candidate labels, best first: one specific term, else a pair more specific together."""
    options = []
    for first in worth:
        alone = members[:, first].mean() >= TELLING_SHARE
        if alone and " " in names[first]:
            options.append(names[first])
        if partners := _partners(first, worth, names=names):
            new = {t: worth[t] * (members[:, t] & ~members[:, first]).mean() for t in partners}
            second = max(partners, key=lambda term: (new[term], worth[term]))
            options.append(f"{names[first]} and {names[second]}")
        options.append(names[first])
    pairs = (f"{names[a]} and {names[b]}" for a, b in permutations(worth, 2))
    return [_sentence_case(option) for option in (*options, *pairs)]


def _partners(first: int, worth: dict[int, float], *, names: list[str]) -> list[int]:
    """The terms that may be paired with `first`: unrelated, of high score, and short enough."""
    return [
        term
        for term, value in worth.items()
        if value >= worth[first] * (1 if _form(names[term]) == _WORD else WORTHY)
        and len(names[first]) + len(names[term]) <= LONGEST_PAIR
        and not _related(names[first], names[term])
    ]


def _related(first: str, second: str) -> bool:
    """Whether two terms share the stem of a word, or one is the other's acronym."""
    one, other = (name.lower().replace("-", " ").split() for name in (first, second))
    if {word[:_STEM] for word in one} & {word[:_STEM] for word in other}:
        return True
    return _abbreviates(one, other) or _abbreviates(other, one)


def _abbreviates(one: list[str], other: list[str]) -> bool:
    """Whether the first word of `one` is an acronym of words of `other`."""
    acronym, initials = one[0].rstrip("s"), "".join(word[0] for word in other)
    return acronym == initials or (len(acronym) > 2 and acronym in initials)


def _first_free(options: list[str], taken: set[str], *, number: int) -> str:
    for option in options:
        if option.lower() not in taken:
            return option
    return next(text for n in count(number + 1) if (text := f"Theme {n}").lower() not in taken)


def _sentence_case(text: str) -> str:
    """Text in sentence case; words with capitals of their own keep them."""
    first = text.split(maxsplit=1)[0]
    return text if first != first.lower() else text[0].upper() + text[1:]
