"""Encodings of text before Unicode, told by strict decoding and plausible letters."""

import re
from functools import lru_cache

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
