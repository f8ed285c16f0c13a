"""Abbreviation detection: acronyms and the long forms that the papers define."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

# An acronym in brackets, and how far before it its long form may begin.
_BRACKET = re.compile(r" \(([^\W\d_][\w-]{1,9})\)")
_REACH = 120
# Whatever is between a long form and the words before it.
_CLAUSE = re.compile(r"[^\w\s/'’-]")
# One paper alone may mean something of its own.
_LEAST_PAPERS = 2
# An acronym has one meaning where at least this share of the papers that explain it agree.
_ONE_MEANING = 0.8
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r" \([^()]+\)$")


# The (acronym, long form) pairs that one text explains.
Definitions = set[tuple[str, str]]


def definitions(texts: Sequence[str]) -> list[Definitions]:
    """The acronyms that each text defines, with their long forms.

    Acronyms keep their case and lose the s of a plural; long forms are in lower case. Source:
    A. Schwartz and M. Hearst, A simple algorithm for identifying abbreviation definitions in
    biomedical text, PSB 2003; initials of whole words are tried first.
    """
    return [set(_definitions(text)) for text in texts]


def long_forms(explained: Sequence[Definitions]) -> dict[str, str]:
    """The most frequent long form of each acronym, where at least two texts define it so."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for pairs in explained:
        for short, long in pairs:
            found[short][long] += 1
    best = {
        short: min(forms, key=lambda form: (-forms[form], form)) for short, forms in found.items()
    }
    return {short: long for short, long in best.items() if found[short][long] >= _LEAST_PAPERS}


def defined_phrases(explained: Sequence[Definitions]) -> set[tuple[str, ...]]:
    """The words of every long form that at least two texts define, without hyphens."""
    texts = Counter(
        words for pairs in explained for words in {tuple(_WORD.findall(long)) for _, long in pairs}
    )
    return {words for words, number in texts.items() if number >= _LEAST_PAPERS}


def same_terms(
    explained: Sequence[Definitions], keys: Sequence[str], *, key: Callable[[str], str]
) -> dict[int, int]:
    """A map from the index of each acronym to that of its long form, among terms.

    `keys` are those of the terms, `key` makes one of any spelling. An acronym is joined where at
    least two texts explain it and nearly all of them by that one term; a long form takes the
    acronym that most texts give it.
    """
    places = {one: place for place, one in enumerate(keys)}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for pairs in explained:
        for short, long in {(key(short), key(long)) for short, long in pairs}:
            found[short][long] += 1
    best: dict[int, tuple[int, int]] = {}
    for short, forms in sorted(found.items()):
        long, papers = min(forms.items(), key=lambda form: (-form[1], form[0]))
        sure = papers >= max(_LEAST_PAPERS, _ONE_MEANING * forms.total())
        if sure and short in places and long in places and short != long:
            best[places[long]] = max(best.get(places[long], (0, 0)), (papers, places[short]))
    return {short: long for long, (_, short) in best.items()}


def long_form(term: str) -> str:
    """A term without the acronym in brackets that was joined to it."""
    return _JOINED.sub("", term)


def singular(acronym: str) -> str:
    """An acronym without the small s of its plural."""
    return acronym[:-1] if len(acronym) > 2 and acronym.endswith("s") else acronym


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text):
        short = singular(bracket[1])
        before = text[max(0, bracket.start() - _REACH) : bracket.start()].lower()
        letters = [letter for letter in short.lower() if letter.isalnum()]
        words = _CLAUSE.split(before)[-1]
        long = (
            None if short.islower() else _by_initials(words, letters) or _by_letters(words, letters)
        )
        if long and len(re.split(r"[ -]", long)) > 1:
            yield short, long


def _by_initials(words: str, letters: list[str]) -> str | None:
    """The last words, or parts of words with hyphens, that begin with `letters`."""
    starts = [match.start() for match in re.finditer(r"\b\w", words)][-len(letters) :]
    return words[starts[0] :] if [words[start] for start in starts] == letters else None


def _by_letters(words: str, letters: list[str]) -> str | None:
    """The end of `words` that holds `letters` in order, the first of them at a word."""
    most = min(len(letters) + 5, 2 * len(letters))
    words = " ".join(words.split()[-most:])
    place = len(words)
    for letter in reversed(letters[1:]):
        place = words.rfind(letter, 0, place)
        if place < 0:
            return None
    starts = [m.start() for m in re.finditer(rf"\b{re.escape(letters[0])}", words[:place])]
    return words[starts[-1] :] if starts else None
