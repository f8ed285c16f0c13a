"""Texts as lists of plain words, for comparing many of them."""

# Arrow makes its functions while it is imported, which pyright does not see.
# pyright: reportAttributeAccessIssue=false

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from analysis.papers.cleaning import modelled_text

_MARKS = r"[\\$&<_^{]|://|www\."
_MARKUP = re.compile(_MARKS)
# Letters whose plain form Unicode does not know.
_FOLDED = str.maketrans({
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss", "æ": "ae",
    "Æ": "ae", "œ": "oe", "Œ": "oe", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
})  # fmt: skip
_INDICES = re.compile(r"[_^]")

# Patterns for every script take ten times as long as those for ASCII, which most texts are.
_ASCII = ((r"[^a-zA-Z0-9+#]+", " "),)
_ANY_SCRIPT = (
    (r"\p{M}+", ""),
    (r"[^\p{L}\p{N}+#]+", " "),
    (r"([\p{Han}\p{Hiragana}\p{Katakana}])", r" \1 "),
    (r" +", " "),
)


def cleaned(text: str) -> str:
    """A text without markup; `H$_2$O` and `H₂O` become `H2O`."""
    if _MARKUP.search(text):
        text = _INDICES.sub("", modelled_text(text))
    return text if text.isascii() else text.translate(_FOLDED)


def all_cleaned(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """`cleaned` texts; those that it would not change, most of English, stay where they are."""
    odd = pc.match_substring_regex(texts, _MARKS)
    odd = pc.or_(odd, pc.invert(pc.string_is_ascii(texts)))
    changed = pa.array(map(cleaned, texts.filter(odd).to_pylist()), pa.large_string())
    return pc.replace_with_mask(texts, odd, changed)


def spaced(texts: Iterable[str]) -> pa.LargeStringArray:
    """Cleaned texts as words between blanks, without accents, case and punctuation.

    `+` and `#` are letters. Every character of Chinese and of Japanese kana is a word, as blanks
    separate none.
    """
    given = pa.array(texts, pa.large_string())
    plain = _replaced(given, _ASCII)
    others = pc.invert(pc.string_is_ascii(given))
    if pc.any(others).as_py():
        normal = pc.utf8_normalize(given.filter(others), form="NFKD")
        plain = pc.replace_with_mask(plain, others, _replaced(normal, _ANY_SCRIPT))
    return pc.utf8_trim_whitespace(pc.utf8_lower(plain))


def _replaced(
    texts: pa.LargeStringArray, patterns: Iterable[tuple[str, str]]
) -> pa.LargeStringArray:
    for pattern, replacement in patterns:
        texts = pc.replace_substring_regex(texts, pattern, replacement)
    return texts


def word_lists(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """The words of each of some cleaned texts, as `spaced` has them."""
    return [tuple(text.split()) for text in spaced(texts).to_pylist()]
