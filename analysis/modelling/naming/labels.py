"""Topic labels from the top terms, each label used once."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain, count, permutations

import numpy as np
from scipy import sparse

from analysis.modelling.keywords.foreign_words import ENGLISH, lower_in, upper_in
from analysis.modelling.keywords.ranking import TermScores
from analysis.words.segmentation import words_of_name

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
# What stands between two terms. Only English has a word there: other names hold no word of grammar.
_AND, _SIGN, _COMMA = " and ", " & ", "、"
_WITH_COMMA = frozenset(("ja", "zh"))


@dataclass(frozen=True)
class Label:
    """A topic's label and its source: terms (keywords) or endpoint (a language model)."""

    text: str
    source: str


@dataclass(frozen=True)
class Members:
    """The papers of topics or areas: `group` (documents,) is each paper's, -1 is none.

    `present` (documents, terms) is 0 or 1, `languages` (documents,) two-letter codes.
    """

    group: np.ndarray
    present: sparse.csr_array
    languages: list[str]

    def of(self, number: int) -> "Members":
        """The papers of one topic or area."""
        rows = np.flatnonzero(self.group == number)
        return Members(self.group[rows], self.present[rows], [self.languages[i] for i in rows])

    @property
    def language(self) -> str:
        """The language of most."""
        return Counter(self.languages).most_common(1)[0][0] if self.languages else ENGLISH


def label_topics(
    ranked: list[list[int]],
    scores: TermScores,
    *,
    members: Members,
    names: list[str],
    kept: Mapping[int, Label] | None = None,
    taken: Collection[str] = (),
) -> list[Label]:
    """Label every topic or area distinctly, the largest (the first) first.

    `ranked` holds the best term numbers of each, `names` the terms; `kept` are the labels of those
    that have one, by their number, and `taken` names, in lower case, that none may have.
    """
    kept = kept or {}
    taken = {*taken, *(label.text.lower() for label in kept.values())}
    labels = []
    for number, best in enumerate(ranked):
        if number in kept:
            labels.append(kept[number])
            continue
        worth = _worth(best, scores, number=number, names=names)
        options = _options(worth, members.of(number), names=names) if best else []
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
    if not any(worth.values()):
        worth = {term: float(scores.coverage[number, term]) for term in best}
    return dict(sorted(worth.items(), key=lambda item: (-item[1], names[item[0]])))


def _form(name: str) -> float:
    if len(words_of_name(name.replace("-", ""))) > 1:
        return _PHRASE
    return _COMPOUND_WORTH if "-" in name or name[1:] != name[1:].lower() else _WORD


def _options(worth: dict[int, float], members: Members, *, names: list[str]) -> list[str]:
    """Candidate labels, best first: one specific term, else a pair more specific together."""
    present, language = members.present.toarray().astype(bool), members.language
    options = []
    for first in worth:
        alone = present[:, first].mean() >= TELLING_SHARE
        if alone and _form(names[first]) == _PHRASE:
            options.append(names[first])
        if partners := _partners(first, worth, names=names):
            new = {t: worth[t] * (present[:, t] & ~present[:, first]).mean() for t in partners}
            second = max(partners, key=lambda term: (new[term], worth[term]))
            options.append(_pair(names[first], names[second], language=language))
        options.append(names[first])
    pairs = (_pair(names[a], names[b], language=language) for a, b in permutations(worth, 2))
    return [_sentence_case(option, language) for option in (*options, *pairs)]


def _pair(first: str, second: str, *, language: str) -> str:
    if language == ENGLISH:
        return f"{first}{_AND}{second}"
    return f"{first}{_COMMA if language in _WITH_COMMA else _SIGN}{second}"


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
    one, other = words_of_name(first), words_of_name(second)
    if {word[:_STEM] for word in one} & {word[:_STEM] for word in other}:
        return True
    return _abbreviates(one, other) or _abbreviates(other, one)


def _abbreviates(one: list[str], other: list[str]) -> bool:
    """Whether the first word of `one` is an acronym of words of `other`."""
    acronym, initials = one[0].rstrip("s"), "".join(word[0] for word in other)
    return acronym == initials or (len(acronym) > 2 and acronym in initials)


def _first_free(options: list[str], taken: set[str], *, number: int) -> str:
    """The first option that is not taken; else the best with a number, or a number alone."""
    best = options[0] if options else "Theme"
    numbered = (f"{best} {n}" for n in count(2 if options else number + 1))
    return next(text for text in chain(options, numbered) if text.lower() not in taken)


def _sentence_case(text: str, language: str) -> str:
    """Text in sentence case; words with capitals of their own keep them."""
    first = text.split(maxsplit=1)[0]
    return text if first != lower_in(first, language) else upper_in(text[0], language) + text[1:]
