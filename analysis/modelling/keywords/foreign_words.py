"""Words of languages other than English: where they are in a text, their role, key and case."""

import re
from collections.abc import Collection, Mapping, Sequence

from analysis.modelling.keywords.word_roles import Role, role, words_of
from analysis.words.clitics import (
    is_korean_verb,
    korean_words,
    with_clitics_apart,
    without_article,
    without_conjunction,
    without_particle,
)
from analysis.words.segmentation import HAN, UNSPACED
from analysis.words.stop_words import stop_words_of, without_vowel_signs

ENGLISH = "en"
# A Korean particle ends a phrase, and an Arabic "and" begins one, as a comma does.
_END_OF_PHRASE = ","
# Between sentences and clauses, and nowhere else, these leave a blank.
_BLANKS_END_PHRASES = frozenset(("km", "lo", "my", "th"))
_BLANKS = re.compile(f"(?<=[{UNSPACED}]) +(?=[{UNSPACED}])")
# Japanese writes grammar in hiragana; of what papers are about only these words.
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_HIRAGANA_NOUNS = frozenset(
    ("がん", "うつ", "てんかん", "ぜんそく", "めまい", "いじめ", "ひきこもり")
)
_SIGN = re.compile(f"[{HAN}]")
_HYPHENS = re.compile(r"[-+_]")
_ASCII_LETTERS = re.compile(r"[a-z][a-z0-9+_-]*")
# Languages in our letters, where a word is not English because it looks so.
_LATIN = frozenset((
    "af", "az", "ca", "cs", "cy", "da", "de", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr",
    "hu", "id", "is", "it", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq",
    "sv", "sw", "tl", "tr", "vi",
))  # fmt: skip
# No word of the others: in a text in two languages they tell the English part.
_SURELY_ENGLISH = frozenset((
    "the", "of", "and", "to", "with", "for", "that", "this", "these", "those", "which", "were",
    "been", "is", "are", "from", "by", "we", "our", "has", "have", "between", "using", "used",
    "based", "results", "study", "paper",
))  # fmt: skip
# Languages that form the plural in -s, and in -es behind a consonant.
_PLURAL_IN_S = frozenset(("ca", "es", "fr", "gl", "pt"))
_TURKIC_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_TURKIC_UPPER = str.maketrans({"i": "İ"})
_TURKIC = frozenset(("az", "tr"))


def words_of_language(texts: Sequence[str], language: str, *, past: int) -> list[list[str]]:
    """Tokenise texts of one language as `words_of` does, particles and clitics cut off.

    Which words Korean and Arabic texts hold without them is learnt from the first `past` texts.
    """
    texts = [without_vowel_signs(text) for text in texts]
    if language == "ar":
        texts = [with_clitics_apart(text) for text in texts]
    elif language in _BLANKS_END_PHRASES:
        texts = [_BLANKS.sub(_END_OF_PHRASE, text) for text in texts]
    tokens = [words_of(text) for text in texts]
    known = {word for text in tokens[:past] for word in text}
    if language == "ar":
        return [[part for word in text for part in _arabic(word, known)] for text in tokens]
    if language == "ko":
        nouns = korean_words(known)
        return [[part for word in text for part in _korean(word, nouns)] for text in tokens]
    return tokens


def role_in(word: str, language: str) -> Role:
    """The role of a lower-case word in a text of `language`."""
    lists = stop_words_of(language)
    letters = sum(character.isalpha() for character in word)
    is_sign = bool(_SIGN.fullmatch(word))
    if not letters or word in lists.stop or (letters < 2 and not is_sign):
        return Role.BREAK
    if is_sign or word in lists.within:
        return Role.PART
    if _ASCII_LETTERS.fullmatch(word):
        if language not in _LATIN:
            return role(word)
        return Role.BREAK if word in _SURELY_ENGLISH else Role.HEAD
    if _HIRAGANA.fullmatch(word) and word not in _HIRAGANA_NOUNS:
        return Role.BREAK
    return Role.BREAK if language == "ko" and is_korean_verb(word) else Role.HEAD


def key_in(word: str, counts: Mapping[str, int], *, language: str) -> str:
    """The normal form shared by variants of a lower-case word: hyphens, number, article."""
    return "".join(_stem(part, counts, language=language) for part in _HYPHENS.split(word))


def lower_in(word: str, language: str) -> str:
    """A word in lower case; Turkish and Azerbaijani have a dotless i."""
    return (word.translate(_TURKIC_LOWER) if language in _TURKIC else word).lower()


def upper_in(word: str, language: str) -> str:
    """A word in capitals; the capital of a Turkish and Azerbaijani i keeps its dot."""
    return (word.translate(_TURKIC_UPPER) if language in _TURKIC else word).upper()


def _arabic(word: str, known: Collection[str]) -> tuple[str, ...]:
    rest = without_conjunction(word, known)
    return (word,) if rest == word else (_END_OF_PHRASE, rest)


def _korean(word: str, known: Collection[str]) -> tuple[str, ...]:
    stem = without_particle(word, known)
    return (word,) if stem == word else (stem, _END_OF_PHRASE)


def _stem(word: str, counts: Mapping[str, int], *, language: str) -> str:
    if language == "ar":
        return rest if (rest := without_article(word)) in counts else word
    if language in _PLURAL_IN_S and len(word) > 3:
        return next(
            (
                rest
                for end in ("s", "es")
                if (rest := word.removesuffix(end)) in counts and rest != word
            ),
            word,
        )
    return word
