"""Word boundaries in any script; ICU's dictionaries find them where writing has no blanks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise

# Scripts that write no blanks between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
HANGUL = "\uac00-\ud7af"
UNSPACED = (
    HAN + KANA + "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
)
_RUN = re.compile(f"[{UNSPACED}]+")
_SIGN = re.compile(f"[{HAN}]")
# ICU splits a loan word that it does not know into its signs; in katakana it is one word. Nor does
# it know a few words of science that begin with a sign of grammar.
_ONE_WORD = re.compile(
    "([\u30a1-\u30fa\u31f0-\u31ff][\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]*|在[线線]|人[脸臉]|[内內][镜鏡])"
)
# The vowel am of Thai and Lao, which NFKC takes apart and ICU's dictionaries do not know so.
_VOWELS_AM = (("\u0e4d\u0e32", "\u0e33"), ("\u0ecd\u0eb2", "\u0eb3"))
_BLANK_WITHIN = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")
_PLANE = 0x10000
# Signs that are words of Chinese or Japanese by themselves: grammar, numerals, places.
_WORD_BY_ITSELF = frozenset(
    "的了着过和与跟同及或而且并但在是对為为从從到由被把将將让讓给給向往于於以因所者之其则則即等也都就又才只还還"
    "能可会會要该該有无無不没未很更最较較太中上下内外前后後时時间間里個个种種类類次这這那该此本各每某些另"
    "第一二三四五六七八九十百千万两兩用使令如若虽雖我你他她它们們人年月日新高低大小多少並約约比当當再已曾正"
)


@cache
def marks() -> str:
    r"""What belongs to the letter before it, as ranges for a regular expression's brackets.

    These are Unicode's combining marks and the two joiners, which `\w` leaves out.
    """
    codes = [0x200C, 0x200D, *(c for c in range(_PLANE) if unicodedata.category(chr(c))[0] == "M")]
    codes.sort()
    starts = [b for a, b in pairwise([-2, *codes]) if b > a + 1]
    ends = [a for a, b in pairwise([*codes, 2 * _PLANE]) if b > a + 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


def segmented(text: str) -> str:
    """`text` with blanks round every word of a script that writes none; all else stays."""
    if text.isascii():
        return text
    for apart, vowel in _VOWELS_AM:
        text = text.replace(apart, vowel)
    return _RUN.sub(lambda run: f" {' '.join(_words(run[0]))} ", text)


def unsegmented(text: str) -> str:
    """`text` without the blanks between two words of a script that writes none."""
    return text if text.isascii() else _BLANK_WITHIN.sub("", text)


def words_of_name(name: str) -> list[str]:
    """The words of a keyword or name in lower case; a hyphen separates them as a blank does."""
    return segmented(name.lower().replace("-", " ")).split()


def _words(run: str) -> Iterator[str]:
    # Imported here because only texts in these scripts need ICU's dictionaries.
    from icu4py.breakers import WordBreaker

    for place, part in enumerate(_ONE_WORD.split(run)):
        if place % 2:
            yield part
        elif part:  # the dictionaries go by script, not by locale
            yield from _unknown_joined(WordBreaker(part, "en"))


def _unknown_joined(words: Iterable[str]) -> Iterator[str]:
    """The words, signs in a row as one: so ICU leaves a word that its dictionary does not have."""
    for is_sign, group in groupby(words, key=_is_part_of_a_word):
        found = list(group)
        yield from ["".join(found)] if is_sign else found


def _is_part_of_a_word(word: str) -> bool:
    return len(word) == 1 and bool(_SIGN.match(word)) and word not in _WORD_BY_ITSELF
