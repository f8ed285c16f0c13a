"""Languages of papers: detected by script and by letters, and what is said of them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.papers.problems import Problem

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
_SAMPLE = 400
_SHARE_OF_SCRIPT = 0.3
# Scripts by the first word of their letters' names in Unicode, and the languages that are told
# apart in each; the first is the most frequent one and stands for those that are not listed.
_SCRIPTS = {
    script: tuple(codes.split())
    for script, codes in {
        "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
        "CYRILLIC": "ru uk bg be sr mk kk ky mn", "ARABIC": "ar fa ur ps ug", "HEBREW": "he",
        "GREEK": "el", "DEVANAGARI": "hi mr ne", "BENGALI": "bn as", "TAMIL": "ta",
        "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa",
        "ORIYA": "or", "SINHALA": "si", "THAI": "th", "LAO": "lo", "MYANMAR": "my",
        "KHMER": "km", "GEORGIAN": "ka", "ARMENIAN": "hy", "ETHIOPIC": "am",
    }.items()
}  # fmt: skip
_LATIN = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "no", "da", "fi", "pl", "cs", "sk", "sl",
    "hr", "ro", "hu", "tr", "vi", "id", "ms", "et", "lv", "lt", "ca", "gl", "eu", "af", "sq",
    "az",
)  # fmt: skip
# Fewer letters tell languages that share a script apart by chance, and so does a lower probability.
_LETTERS_AT_LEAST = 40
_SURE = 0.95
# A language of a smaller share of the papers is as likely a mistake.
_SHARE_OF_CORPUS = 0.02
_NAMES = {
    "english": "en", "eng": "en", "german": "de", "ger": "de", "deu": "de", "french": "fr",
    "fre": "fr", "fra": "fr", "spanish": "es", "spa": "es", "portuguese": "pt", "por": "pt",
    "italian": "it", "ita": "it", "chinese": "zh", "chi": "zh", "zho": "zh", "japanese": "ja",
    "jpn": "ja", "korean": "ko", "kor": "ko", "russian": "ru", "rus": "ru", "arabic": "ar",
    "ara": "ar", "turkish": "tr", "tur": "tr", "polish": "pl", "pol": "pl", "dutch": "nl",
    "dut": "nl", "nld": "nl", "ukrainian": "uk", "ukr": "uk", "persian": "fa", "per": "fa",
    "fas": "fa", "thai": "th", "tha": "th", "vietnamese": "vi", "vie": "vi", "hindi": "hi",
    "hin": "hi", "indonesian": "id", "ind": "id", "nb": "no", "nn": "no",
}  # fmt: skip
_UNKNOWN = frozenset(("", "und", "unknown", "undetermined", "mul", "multiple", "zxx", "other"))
_WORDS = re.compile(r"[a-zäöüßáàâçéèêëíîïñóôúûãõ]+")
_NO_LETTERS = {code: " " for code in range(128) if not 97 <= code <= 122}  # a to z
_LETTERS = re.compile(r"[^\W\d_]+")
# A few of the commonest words of each language, none of them common in another of the list.
_COMMON = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to is that for with this we are by from as on an be it which",
        "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch "
        "wird werden",
        "fr": "le les des et du une dans est pour qui que sur par nous ces avec cette au aux sont",
        "es": "el los las del y para con por una se su este esta como más sobre",
        "pt": "o os do da dos das e em um uma para com por não na no como ao este",
        "it": "il di che la e per un una del della dei delle con sono nel questo gli",
    }.items()
}
_COMMON_ABROAD = frozenset(
    word for code, common in _COMMON.items() if code != ENGLISH for word in common
)


def language_code(name: str | None) -> str | None:
    """The two-letter code of a language: `English` and `en-US` are `en`, `und` is None."""
    if name is None:
        return None
    plain = name.strip().casefold().replace("_", "-")
    code = _NAMES.get(plain, plain.split("-")[0])
    return None if code in _UNKNOWN else code


def detect_language(text: str) -> str | None:
    """The language of a text, by its script, frequent words and sequences of letters.

    None if it is unclear, as it mostly is in a few words of a script that many languages share.
    Chinese is `zh` in traditional and in simplified signs.
    """
    sample = text[:_SAMPLE]
    if not sample.isascii() and (script := _script(sample)):
        languages = _SCRIPTS[script]
        return (
            languages[0] if len(languages) == 1 else _by_letters(sample, languages) or languages[0]
        )
    words = _words(sample.casefold())
    enough = max(2, 0.08 * len(words))
    english = _number_in(_COMMON[ENGLISH], words)
    # Most abstracts are English beyond doubt: the other languages need not be told apart.
    if english >= max(enough, _number_in(_COMMON_ABROAD, words)):
        return ENGLISH
    scores = {language: _number_in(common, words) for language, common in _COMMON.items()}
    best = max(scores, key=lambda language: scores[language])
    common = best if scores[best] >= enough else None
    return common if common == ENGLISH else _by_letters(sample, _LATIN) or common


def _number_in(common: frozenset[str], words: Sequence[str]) -> int:
    return sum(map(common.__contains__, words))


def _words(sample: str) -> list[str]:
    # Most abstracts are ASCII, which is split much faster without a regular expression.
    return sample.translate(_NO_LETTERS).split() if sample.isascii() else _WORDS.findall(sample)


def languages_of_corpus(languages: Iterable[Any], *, past: int | None = None) -> list[str]:
    """The language by whose grammar each paper is read; the rules are learnt from the first `past`.

    `languages` are two-letter codes, or null. Papers whose language is unknown, or that of fewer
    than 2% of the papers, are read as the language of most papers, if one has so many, and else as
    English.
    """
    known = [language if isinstance(language, str) else "" for language in languages]
    counts = Counter(known[:past])
    papers = counts.total()
    del counts[""]
    most, often = max(counts.items(), key=lambda item: item[1], default=(ENGLISH, 0))
    usual = most if 2 * often > papers else ENGLISH
    return [
        language if counts[language] >= max(_SHARE_OF_CORPUS * papers, 1) else usual
        for language in known
    ]


def foreign_share(languages: Iterable[Any]) -> float:
    """The share of papers that are known to be in another language than English."""
    known = list(languages)
    foreign = sum(isinstance(one, str) and one != ENGLISH for one in known)
    return foreign / len(known) if known else 0.0


def language_remarks(languages: Sequence[str], *, name: str) -> list[Problem]:
    """A warning where papers of a file are not in English: how many in which language.

    `languages` are two-letter codes, or `unknown`.
    """
    from analysis.words.stop_words import has_stop_words

    counts = Counter(languages)
    foreign = {code: n for code, n in sorted(counts.items()) if code not in (ENGLISH, "unknown")}
    if not foreign:
        return []
    named = ", ".join(f"{code} {number:,}" for code, number in foreign.items())
    found = f"{sum(foreign.values()):,} of {len(languages):,} papers in other languages ({named})"
    if counts["unknown"]:
        found += f", unknown {counts['unknown']:,}"
    without = [code for code in foreign if not has_stop_words(code)]
    fix = "They are modelled, and the stop words of their language are removed"
    fix += f", but there is no list for {', '.join(without)}." if without else "."
    return [Problem(name, None, "abstract", "English abstracts", found, fix, "warning")]


def _script(sample: str) -> str | None:
    """The script of a text that is not mostly in Latin letters."""
    letters = [character for character in sample if character.isalpha()]
    found = Counter(
        unicodedata.name(letter, "").split(" ")[0].split("-")[0]
        for letter in letters if letter > "\u036f"
    )  # fmt: skip
    found = Counter({script: number for script, number in found.items() if script in _SCRIPTS})
    if not found or found.total() < _SHARE_OF_SCRIPT * len(letters):
        return None
    # Japanese mixes Chinese characters with its own; some kana are enough to tell.
    if (found["HIRAGANA"] + found["KATAKANA"]) * 10 >= found.total():
        return "HIRAGANA"
    return found.most_common(1)[0][0]


def _by_letters(sample: str, languages: Sequence[str]) -> str | None:
    """The one of `languages` whose sequences of letters a text has; None if it is not sure."""
    if sum(map(len, _LETTERS.findall(sample))) < _LETTERS_AT_LEAST:
        return None
    language, probability = _identifier(tuple(languages)).classify(sample)
    return language if probability >= _SURE else None


@cache
def _identifier(languages: tuple[str, ...]) -> "LanguageIdentifier":
    # Imported here because it loads its model, and English abstracts are told without it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(languages) & set(identifier.labels))
    return identifier
