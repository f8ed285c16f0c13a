"""Names of authors as services write them: which of them can be the same person."""

import re
from collections.abc import Sequence

from analysis.papers.linkage.words import cleaned, word_lists

_ORGANISATION = re.compile(
    r"\b(?:team|group|consortium|collaboration|committee|network|society|association|university|"
    r"institute|center|centre|investigators|study|trial|anonymous|openai|deepmind)\b",
    re.IGNORECASE,
)
UMLAUT = r"([aou])e"  # Mueller is Müller
_INITIALS = re.compile(r"\b[A-Z]{2,3}\b")
_LATIN = re.compile(r"[a-z]")
_COMPARED = 60  # authors of a list; those of experiments have thousands

Name = tuple[tuple[str, ...], ...]


def persons(lists: Sequence[Sequence[str]]) -> list[tuple[Name, ...]]:
    """The names of people in lists of authors, in order, each in every way in which it reads.

    `AB Lee` reads as `ab lee` and as `a b lee`, `Anna Lee` in one way.
    """
    shown = [
        [name for name in names[:_COMPARED] if not _ORGANISATION.search(name)] for names in lists
    ]
    distinct = list(dict.fromkeys(name for names in shown for name in names))
    ways = (word_lists(map(cleaned, texts)) for texts in (distinct, map(_with_initials, distinct)))
    read = {
        name: tuple(dict.fromkeys(_without_umlauts(words) for words in both if words))
        for name, *both in zip(distinct, *ways, strict=True)
    }
    return [tuple(read[name] for name in names if read[name]) for names in shown]


def _with_initials(name: str) -> str:
    """A name in which capitals together are initials, unless all of it is in capitals."""
    return name if name.isupper() else _INITIALS.sub(lambda match: " ".join(match[0]), name)


def _without_umlauts(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.sub(UMLAUT, r"\1", word) for word in words)


def same_person(one: Name, other: Name) -> bool:
    """Whether two names can be one person's: no word of the shorter is against it.

    A word agrees with itself and an initial with its word, in any order; one whole word must agree.
    """
    return any(_agree(a, b) for a in one for b in other)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    rest = []
    for word in shorter:
        if len(word) > 1 and word in left:
            left.remove(word)
        else:
            rest.append(word)
    if len(rest) == len(shorter):
        return False
    for word in rest:
        found = next((w for w in left if w[0] == word[0] and 1 in (len(w), len(word))), None)
        if found is None:
            return False
        left.remove(found)
    return True


def shared_persons(one: Sequence[Name], other: Sequence[Name]) -> int | None:
    """How many of the shorter list are in the longer; None where they cannot be compared.

    A name in another script may be anybody's.
    """
    if not one or not other or _is_latin(one) != _is_latin(other):
        return None
    shorter, longer = sorted((one, other), key=len)
    return sum(any(same_person(name, known) for known in longer) for name in shorter)


def _is_latin(names: Sequence[Name]) -> bool:
    return any(_LATIN.search(word) for word in names[0][0])
