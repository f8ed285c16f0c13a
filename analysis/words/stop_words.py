"""Stop words of every language but English: words of grammar, and what abstracts say everywhere.

The general lists are those of stopwords-iso; `lists/` has what they lack, one file a language.
English has a list of its own in `analysis/modelling/keywords/stopwords.txt`.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Harakat, tatweel and the small signs of the Quran; points and accents of Hebrew.
_VOWEL_SIGNS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05bd\u05bf\u05c1-\u05c7]"
)


@dataclass(frozen=True)
class StopWords:
    """The `stop` words of a language, which no term may hold; `within` are no term alone.

    They are in lower case, without optional vowel signs.
    """

    stop: frozenset[str]
    within: frozenset[str]


@cache
def stop_words_of(language: str) -> StopWords:
    """The stop words of the language with this two-letter code; empty without a list."""
    from stopwordsiso import has_lang, stopwords

    general = stopwords(language) if has_lang(language) else frozenset[str]()
    own = _own_words(language)
    stop = {_plain(word) for word in (general | own[""]) - own["-"] - own["+"] if " " not in word}
    return StopWords(frozenset(stop), frozenset(own["+"]))


def has_stop_words(language: str) -> bool:
    """Whether there are stop words of a language; those of English are listed elsewhere."""
    return language == "en" or bool(stop_words_of(language).stop)


def without_vowel_signs(text: str) -> str:
    """Arabic and Hebrew without the optional signs that few texts write; all else is kept."""
    return text if text.isascii() else _VOWEL_SIGNS.sub("", text)


def _plain(word: str) -> str:
    return without_vowel_signs(word.lower())


def _own_words(language: str) -> dict[str, set[str]]:
    """The words of a file in `lists/` by the sign that their line begins with, "" for none."""
    path = files("analysis.words") / "lists" / f"{language}.txt"
    words: dict[str, set[str]] = {"": set(), "-": set(), "+": set()}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        sign = line[:1] if line[:1] in "-+#" else ""
        words.setdefault(sign, set()).update(line.removeprefix(sign).split())
    return words
