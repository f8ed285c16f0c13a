"""What a title says beside its words: a cut, a subtitle, a part or version, a notice, a series."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from analysis.papers.linkage.words import cleaned, word_lists

_CUT = re.compile(r"(?:…|\.{3})\W*$")
_SUBTITLE = re.compile(r":\s|：|\s[-–—]+\s|—|[.?!]\s+(?=\S)")
# A notice about another paper bears its title, after these words or before them in a subtitle.
_NOTICES = {
    "correction": r"^(?:author |publisher )?(?:erratum|errata|corrigend(?:um|a)|addendum|"
    r"berichtigung|corrections?(?! of| for| method))\b| (?:erratum|corrigendum)$",
    "retraction": r"^(?:retraction|expression of concern)\b",
    "reply": r"^(?:authors? |the |an? )*(?:reply|replies|response|responses|rejoinder|antwort|"
    r"reponse|respuesta)(?: (?:to|by|from|auf|a)\b|$)|^re\b| (?:reply|rejoinder)$",
    "comment": r"^(?:an? |invited )*(?:comments?|commentary|discussion|kommentar|commentaire|"
    r"comentario)(?: (?:on|to|of|zu|sur|sobre)\b|$)| comment$",
}
# Titles of what appears again and again, as words between blanks.
_STOCK = (
    r"(?:a|an|and|abstracts?|acknowledge?ments?|announcements?|author|board|book|books|contents|"
    r"editors?|editorials?|einleitung|foreword|from|guest|highlights|in|index|introduction|issue|"
    r"letters?|news|obituary|of|on|preface|prefacio|presentation|program|programme|prologue|"
    r"reviewers?|reviews?|section|special|statistics|table|the|this|to|volume|vorwort|welcome)"
)
_RECURRING = re.compile(
    rf"^(?:{_STOCK} )*{_STOCK}$|^(?:guest )?(?:editorial|preface|foreword|obituary|newsletter)\b|"
    r"^in memoriam\b|^(?:the )?year in\b|^jahresbericht\b|^(?:\w+ )?reports? (?:of|on)\b|"
    r" statistics$|\b(?:annual|yearly|quarterly|monthly|weekly|biennial) (?:\w+ )?"
    r"(?:reports?|reviews?|statistics|surveys?|meetings?|updates?|summary|bulletin|index)\b"
)
_PARTS = frozenset((
    "part", "parts", "volume", "vol", "section", "chapter", "phase", "version", "series", "edition",
    "teil", "band", "partie", "parte", "tome", "tomo", "season", "episode",
))  # fmt: skip
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_ROMAN = {word: str(number) for number, word in enumerate(_NUMERALS, start=1)}
_COUNTED = (
    "one first erste erster premiere primera 一", "two second zweite zweiter deuxieme segunda 二",
    "three third dritte dritter troisieme tercera 三", "four fourth vierte quatrieme cuarta 四",
    "five fifth 五", "six sixth 六", "seven seventh 七", "eight eighth 八", "nine ninth 九",
    "ten tenth 十",
)  # fmt: skip
_COUNTING = {
    word: str(number) for number, listed in enumerate(_COUNTED, start=1) for word in listed.split()
}


@dataclass(frozen=True)
class Title:
    """The words of a title; `head` of them stand before a subtitle, all of them without one."""

    words: tuple[str, ...]
    head: int
    is_cut: bool

    @property
    def notice(self) -> str | None:
        """What kind of notice about another paper the title is of."""
        texts = " ".join(self.words), " ".join(self.words[self.head :])
        return next(
            (kind for kind, form in _NOTICES.items() if any(re.search(form, t) for t in texts)),
            None,
        )

    @property
    def recurs(self) -> bool:
        """Whether many papers may have the title, as those of a series have."""
        return self.notice is not None or bool(_RECURRING.search(" ".join(self.words)))


def titles_of(texts: Sequence[str]) -> list[Title]:
    """The titles of some texts, in order."""
    plain = [cleaned(text) for text in texts]
    heads = [_SUBTITLE.split(text.strip(), maxsplit=1)[0] for text in plain]
    return [
        Title(words or (text,), len(head) or len(words), bool(_CUT.search(text)))
        for words, head, text in zip(word_lists(plain), word_lists(heads), plain, strict=True)
    ]


@dataclass(frozen=True)
class Comparison:
    """How two titles agree in the parts of them that can be compared.

    `level` is same (letter by letter), part (one lacks a subtitle or the end), spelling, reworded
    or other; `similarity` 0 to 1; `ours` and `theirs` are the words that only one of the two has.
    """

    level: str
    similarity: float
    ours: frozenset[str]
    theirs: frozenset[str]

    @property
    def is_substitution(self) -> bool:
        """Whether each has longer words in the place of those of the other."""
        return self.level == "reworded" and all(
            any(len(word) > 3 for word in words) for words in (self.ours, self.theirs)
        )


def compared(one: Title, other: Title) -> Comparison:
    """The best of the comparisons of whole titles, of titles cut alike, and without subtitles."""
    a, b = _most_alike(one, other)
    joined = "".join(a), "".join(b)
    similarity = fuzz.ratio(*joined) / 100
    ours, theirs = frozenset(a) - frozenset(b), frozenset(b) - frozenset(a)
    whole = len(a) == len(one.words) and len(b) == len(other.words)
    if similarity == 1:
        level = "same" if whole and not (one.is_cut or other.is_cut) else "part"
    elif similarity > 0.7 and _spelling_only(ours, theirs):
        level = "spelling" if whole else "part"
    else:
        level = "reworded" if similarity > 0.6 else "other"
    return Comparison(level, similarity, ours, theirs)


def _most_alike(one: Title, other: Title) -> tuple[Sequence[str], Sequence[str]]:
    ways: list[tuple[Sequence[str], Sequence[str]]] = [(one.words, other.words)]
    if one.is_cut or other.is_cut:
        ways.append(_cut_alike(one, other))
    if (one.head == len(one.words)) != (other.head == len(other.words)):
        ways.append((one.words[: one.head], other.words[: other.head]))
    return max(ways, key=lambda way: fuzz.ratio("".join(way[0]), "".join(way[1])))


def _cut_alike(one: Title, other: Title) -> tuple[Sequence[str], Sequence[str]]:
    """Both titles to the length of the one that is cut, which may end within a word."""
    shown = min(len(title.words) for title in (one, other) if title.is_cut)
    a, b = list(one.words[:shown]), list(other.words[:shown])
    if a and b and len(a) == len(b) and (a[-1].startswith(b[-1]) or b[-1].startswith(a[-1])):
        a[-1] = b[-1] = min(a[-1], b[-1], key=len)
    return a, b


def _spelling_only(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether words differ by a letter (colour, color), or by blanks, or in small words alone."""
    left = sorted(word for word in ours if len(word) > 3), sorted(w for w in theirs if len(w) > 3)
    if {"".join(left[0])} == {"".join(left[1])}:
        return True
    return len(left[0]) == len(left[1]) and all(
        any(a[0] == b[0] and OSA.distance(a, b) < 2 for b in left[1]) for a in left[0]
    )


def different_parts(one: Title, other: Title) -> bool:
    """Whether two titles name different parts, versions, years or numbers of the same.

    What a cut hides says nothing, unless it is a part or a number alone; numbers within a subtitle
    that only one has say nothing either.
    """
    a, b = _most_alike(one, other)
    have_parts = all(not _PARTS.isdisjoint(words) for words in (a, b))
    if _differ(_numbers(a), _numbers(b), strictly=have_parts):
        return True
    longer, shorter = sorted((one, other), key=lambda title: len(title.words), reverse=True)
    shared = len(shorter.words)
    if longer.words[:shared] != shorter.words or len(longer.words) == shared:
        return False
    rest = longer.words[shared:]
    # A service that cuts long titles does not cut off a number alone.
    if shorter.is_cut and len(rest) > 2:
        return any(
            word in _PARTS and any(_numbers((word, after))) for word, after in pairwise(rest)
        )
    return _opens_part(rest, is_subtitle=shared == longer.head)


def _opens_part(words: Sequence[str], *, is_subtitle: bool) -> bool:
    """Whether what one title has in addition begins with a part, a version or a year.

    A subtitle may begin with a number of its own: `10 years of sea ice`.
    """
    first = words[0]
    if not any(_numbers((first,))):
        return first in _PARTS
    return not (is_subtitle and first.isdigit() and len(first) < 4 and len(words) > 1)


def _numbers(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers in digits, and those in words or Roman letters, both as digits."""
    written, told = set(), set()
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if any(letter.isdigit() for letter in word):
            written.add(word)
        elif word in _COUNTING:
            told.add(_COUNTING[word])
        elif word in _ROMAN and (len(word) > 1 or before in _PARTS or at == len(words) - 1):
            told.add(_ROMAN[word])
        elif before in _PARTS and len(word) == 1:
            told.add(word)
    return frozenset(written), frozenset(told)


def _differ(
    one: tuple[frozenset[str], frozenset[str]],
    other: tuple[frozenset[str], frozenset[str]],
    *,
    strictly: bool,
) -> bool:
    """Whether numbers in digits differ, or each has another in words; `Part I` is `Part 1`.

    Strictly, a number in words that one alone has is a difference.
    """
    if one[0] | one[1] == other[0] | other[1]:
        return False
    return strictly or one[0] != other[0] or bool(one[1] - other[1] and other[1] - one[1])
