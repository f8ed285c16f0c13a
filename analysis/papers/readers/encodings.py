"""Encodings other than UTF-8, told by strict decoding and plausible letters."""

import codecs
import math
import re
from functools import lru_cache
from itertools import islice

_NAMES = {
    "cp949": "EUC-KR (Korean)",
    "cp932": "Shift-JIS (Japanese)",
    "cp950": "Big5 (Chinese)",
    "gb18030": "GB18030 (Chinese)",
}
# Of the letters of a text so many are common ones; of a text in another encoding about half.
_SHARE_OF_COMMON = 0.9
_CYRILLIC = re.compile("[А-Яа-яЁёІіЇїЄєҐґЎў]")
_LOWER = re.compile("[а-яёіїєґў]")
# The commonest letters are half of Russian, Ukrainian and Bulgarian, a quarter of Greek and Hebrew.
_COMMONEST = re.compile("[оеаинті]", re.IGNORECASE)
_SHARE_OF_COMMONEST = 0.35
# Of encodings that fit a text equally well the first is taken.
_LATIN = {
    "cp1252": "Latin-1 (Windows-1252)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1254": "Windows-1254 (Turkish)",
    "iso8859_2": "Latin-2 (ISO 8859-2, Central European)",
}
_USUAL, _MARGIN = "cp1252", 2
# The letters of each language beside a to z, as in the exemplar characters of Unicode's CLDR.
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "áéíóúüñ",  # Spanish
        "àâçéèêëîïôùûüœ",  # French
        "äöüßé",  # German
        "àéèìîóòù",  # Italian
        "áàâãçéêíóôúü",  # Portuguese, whose õ stands before e alone
        "àçéèíïóòúü",  # Catalan
        "áäéëíïóöúü",  # Dutch
        "åäöéàšž",  # Swedish, Finnish
        "æøåéóòôü",  # Danish, Norwegian
        "áðéíóúýþæö",  # Icelandic
        "äõöüšž",  # Estonian
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîşţ",  # Romanian
        "čćđšž",  # Croatian, Slovenian, Bosnian
        "çëâ",  # Albanian
        "çğıöşüâîû",  # Turkish
    )
)
# A dotted capital I is two characters in lower case.
_LOWER_CASE = str.maketrans("İ", "i")
# A name or a part of a sentence, which is in one language.
_CLAUSE = re.compile(rb"[^\t\r\n,;:.!?()\[\]{}\"]{1,1000}")
_CLAUSES = 20_000  # looked at
_BETWEEN_WORDS = re.compile("[\x00-@\\[-`{-\x7f‘’‚“”„‹›«»–—…•·°™®©´×÷\xa0\xad]+")
# What stands before or after a word, as `¿Qué`, `m³` and `Nº` have it.
_ROUND_WORDS = "¿¡¹²³ªºµ"
_NULS, _FEW = 0.3, 0.02  # shares of NUL bytes of a text in UTF-16 and of any other
_HEAD = 4000


def decoded_as_east_asian(data: bytes) -> tuple[str, str] | None:
    """The text in an encoding of Korean, Japanese or Chinese and its name; None if it is in none.

    Korean comes first, because all its bytes are those of common Chinese characters too.
    """
    for encoding, name in _NAMES.items():
        text = _decoded(data, encoding)
        if text is None:
            continue
        letters = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
        common = _common_letters(encoding)
        if sum(letter in common for letter in letters) > _SHARE_OF_COMMON * len(letters):
            return text, name
    return None


def decoded_as_cyrillic(data: bytes) -> tuple[str, str] | None:
    """The text in Windows-1251 and its name; None if it is none of a Cyrillic language."""
    text = _decoded(data, "cp1251")
    if text is None:
        return None
    letters = [letter for letter in text if letter > "\x7f" and letter.isalpha()]
    of_them = "".join(letters)
    if (
        len(_CYRILLIC.findall(of_them)) > _SHARE_OF_COMMON * len(letters)
        and len(_LOWER.findall(of_them)) > len(letters) / 2  # KOI8-R has the cases exchanged
        and len(_COMMONEST.findall(of_them)) > _SHARE_OF_COMMONEST * len(letters)
    ):
        return text, "Windows-1251 (Cyrillic)"
    return None


def decoded_as_latin(data: bytes) -> tuple[str, str] | None:
    """The text in an encoding of Latin letters and its name; None if it is in none.

    It is the encoding in which the fewest different words and clauses have letters of no one
    language, but Latin-1 where another fits but a single clause better.
    """
    clauses = (match[0] for match in _CLAUSE.finditer(data) if not match[0].isascii())
    known = set(islice(clauses, _CLAUSES))
    texts = {encoding: _decoded(data, encoding) for encoding in _LATIN}
    # These bytes are no letters of ISO 8859-2, but letters and quotation marks of Windows.
    if any(0x80 <= byte <= 0x9F for clause in known for byte in clause):
        texts["iso8859_2"] = None
    odd = {code: _odd(known, code) for code, text in texts.items() if text is not None}
    if not odd:
        return None
    best = min(odd, key=lambda encoding: odd[encoding])
    if odd.get(_USUAL, math.inf) - odd[best] < _MARGIN:
        best = _USUAL
    return texts[best] or "", _LATIN[best]


def utf16_variant(data: bytes) -> str | None:
    """The variant of UTF-16 that a text is in, by its byte order mark or its NUL bytes."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    sample = data[:_HEAD]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many, few = _NULS * len(sample) / 2, _FEW * len(sample)
    if odd > many and even < few:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd < few else None


def _odd(clauses: set[bytes], encoding: str) -> int:
    """The number of different words, and of clauses, that have letters of no one language."""
    parts = [_words(clause.decode(encoding)) for clause in clauses]
    languages = {word: _languages(word) for words in parts for word in words}
    odd_words = sum(not found for found in languages.values())
    everything = frozenset(range(len(_ALPHABETS)))
    fitting = [everything.intersection(*(languages[word] for word in words)) for words in parts]
    return odd_words + sum(not found for found in fitting)


def _words(text: str) -> list[str]:
    """The words of a text; a sign by itself, as before or after a number, is none."""
    words = (part.strip(_ROUND_WORDS) for part in _BETWEEN_WORDS.split(text))
    return [word for word in words if any(map(str.isalpha, word))]


def _languages(word: str) -> frozenset[int]:
    """The places of the languages that have the letters of a word; none for odd capitals."""
    lower = word.translate(_LOWER_CASE).lower().replace("õe", "oe")
    letters = {letter for letter in lower if letter > "\x7f"}
    has_case = word.isupper() or word.istitle() or word[1:].islower() or len(word) == 1
    fits = (not letters or (has_case and letters <= known) for known in _ALPHABETS)
    return frozenset(place for place, is_fit in enumerate(fits) if is_fit)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


@lru_cache
def _common_letters(encoding: str) -> frozenset[str]:
    """The letters that a standard lists as common: Hangul, kana, and characters of level 1."""
    first, last = {
        "cp949": (0xB0A1, 0xC8FE),
        "cp932": (0x829F, 0x9872),
        "cp950": (0xA440, 0xC67E),
        "gb18030": (0xB0A1, 0xD7F9),
    }[encoding]
    lowest = 0xA1 if encoding in ("cp949", "gb18030") else 0x40
    codes = (code.to_bytes(2) for code in range(first, last + 1) if code & 0xFF >= lowest)
    found = {_decoded(code, encoding) or "" for code in codes}
    letters = {letter for letter in found if len(letter) == 1 and letter > "\u3000"}
    return frozenset(letters | set("ー々〆") if encoding == "cp932" else letters)
