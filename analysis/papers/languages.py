"""Lightweight language detection, to find texts that English stop words do not fit."""

import re
import unicodedata
from collections import Counter

_SAMPLE = 400
_SHARE_OF_SCRIPT = 0.3
_SCRIPTS = {
    script: code
    for code, scripts in {
        "zh": "CJK", "ja": "HIRAGANA KATAKANA", "ko": "HANGUL", "ru": "CYRILLIC", "ar": "ARABIC",
        "he": "HEBREW", "el": "GREEK", "hi": "DEVANAGARI", "bn": "BENGALI", "ta": "TAMIL",
        "te": "TELUGU", "th": "THAI", "ka": "GEORGIAN", "hy": "ARMENIAN", "am": "ETHIOPIC",
    }.items()
    for script in scripts.split()
}  # fmt: skip
_NAMES = {
    "english": "en", "eng": "en", "german": "de", "french": "fr", "spanish": "es",
    "portuguese": "pt", "italian": "it", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "russian": "ru", "arabic": "ar",
}  # fmt: skip
_WORDS = re.compile(r"[a-zäöüßáàâçéèêëíîïñóôúûãõ]+")
# A few of the commonest words of each language, none of them common in another of the list.
_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to is that for with this we are by as from on an be it which",
        "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch "
        "wird werden",
        "fr": "le les des et du une dans est pour qui que sur par nous ces avec cette au aux sont",
        "es": "el los las del y para con por una se su este esta como más sobre",
        "pt": "o os do da dos das e em um uma para com por não na no como ao este",
        "it": "il di che la e per un una del della dei delle con sono nel questo gli",
    }.items()
}


def language_code(name: str | None) -> str | None:
    """The two-letter code of a language: `English` and `en-US` are `en`."""
    if name is None:
        return None
    plain = name.casefold().replace("_", "-")
    return _NAMES.get(plain, plain.split("-")[0])


def detect_language(text: str) -> str | None:
    """The language of a text by its script, else by frequent words; None if unclear.

    A script stands for its most frequent language, so Ukrainian counts as `ru` and Persian as `ar`.
    """
    sample = text[:_SAMPLE]
    if not sample.isascii():
        by_script = _by_script(sample)
        if by_script:
            return by_script
    words = _WORDS.findall(sample.casefold())
    scores = {
        language: sum(word in common for word in words) for language, common in _COMMON.items()
    }
    best = max(scores, key=lambda language: scores[language])
    return best if words and scores[best] >= max(2, 0.08 * len(words)) else None


def _by_script(sample: str) -> str | None:
    letters = [character for character in sample if character.isalpha()]
    found = Counter(
        _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], "")
        for letter in letters if letter > "\u036f"
    )  # fmt: skip
    found.pop("", None)
    if not found or found.total() < _SHARE_OF_SCRIPT * len(letters):
        return None
    # Japanese mixes Chinese characters with its own; some kana are enough to tell.
    return "ja" if found["ja"] * 10 >= found.total() else found.most_common(1)[0][0]
