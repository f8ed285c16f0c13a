"""Words: their role in a phrase, and the key that normalises their spellings."""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

from analysis.words.segmentation import marks, segmented

# A word keeps its hyphens and loses its possessive; any other sign stands alone and ends a phrase.
_WORD = r"[^\W_][\w%s]*(?:[-+][\w%s]+)*|['’]s\b|[^\w\s%s]|_"
_PART = re.compile(r"[^\W_]+")
_BETWEEN = (" ", "-")
_HYPHENS = re.compile(r"[-+_]")
# These end a term, but are none: "world models" and "recommender systems", never "models".
TAILS = frozenset({"model", "models", "modeling", "modelling", "system", "systems"})
_DIMENSION = re.compile(r"\dd")
# What abstracts say of themselves in words that may mean something elsewhere.
_BOILERPLATE = re.compile(
    r"\bstates?[ -]of[ -]the[ -]arts?\b"
    r"|\b(?:code|data|datasets?|models?|weights)(?:(?:,| and|, and) [\w-]+){0,3}"
    r" (?:is|are|will be|has been|have been) (?:\w+ ){0,2}(?:available|released|open-?sourced)\b",
    re.IGNORECASE,
)
# "Vision-language-action (VLA) models" is the phrase without its acronym, and the acronym.
_ACRONYM = re.compile(r" \(([^\W\d_][\w-]*[A-Z0-9]s?)\)(?= \w)")
# British spellings, and the American ones.
_SPELLINGS = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=\w{3})our(?=s?$|al$)", "or"),
        (r"is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "iz"),
        (r"ys(?=(?:e|es|ed|er|ers|ing)$)", "yz"),
        (r"(?<=[ae])ll(?=(?:ed|er|ers|ing)$)", "l"),
        (r"(?<=[tb])re(?=s?$)", "er"),
        (r"(?<=en)ce(?=s?$)", "se"),
    )
)


class Role(IntEnum):
    """The position a word may take in a term: none, before a noun, any, or only the end.

    A GERUND is one of these, and only the corpus can tell which: papers do "visual reasoning",
    but "by generating images". A PART may stand anywhere in a term that has a HEAD as well.
    """

    BREAK = 0
    MODIFIER = 1
    HEAD = 2
    TAIL = 3
    GERUND = 4
    PART = 5


def joined(text: str, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> str:
    """The text with every phrase as one word, its parts joined by underscores.

    `phrases` are words in lower case by their first one, the longest first. Between their words is
    a blank or a hyphen.
    """
    words = list(_PART.finditer(text))
    lower = [word[0].lower() for word in words]
    pieces, done, place = [], 0, 0
    while place < len(words):
        for phrase in phrases.get(lower[place], ()):
            after = place + len(phrase)
            if tuple(lower[place:after]) == phrase and all(
                text[one.end() : other.start()] in _BETWEEN
                for one, other in pairwise(words[place:after])
            ):
                start, end = words[place].start(), words[after - 1].end()
                pieces += [text[done:start], text[start:end].replace(" ", "_")]
                done, place = end, after
                break
        else:
            place += 1
    return "".join([*pieces, text[done:]]) if pieces else text


def words_of(text: str) -> list[str]:
    """Tokenise a text: its words as spelt, and the punctuation that separates phrases."""
    text = segmented(_BOILERPLATE.sub(" . ", text))
    return _tokens().findall(" . ".join([_ACRONYM.sub("", text), *_ACRONYM.findall(text)]))


@cache
def stop_words() -> frozenset[str]:
    """Words no English term may hold: grammar and the boilerplate of abstracts."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    text = (files("analysis.modelling.keywords") / "stopwords.txt").read_text(encoding="utf-8")
    own = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
    return frozenset(own | ENGLISH_STOP_WORDS)


def role(word: str) -> Role:
    """The role of a lower-case word: nouns and unknown words may end a term, verbs break it."""
    from lemminflect import getAllLemmas

    if word in TAILS:
        return Role.TAIL
    if _DIMENSION.fullmatch(word):
        return Role.MODIFIER
    letters = sum(character.isalpha() for character in word)
    if letters < 2 or word in stop_words() or _HYPHENS.sub("", word) in stop_words():
        return Role.BREAK
    known = getAllLemmas(_HYPHENS.split(word)[-1])
    if not known or "NOUN" in known:
        return Role.HEAD
    activity = word.endswith("ing") and "VERB" in known
    if _HYPHENS.search(word) or "ADJ" in known:
        return Role.HEAD if activity and _HYPHENS.search(word) else Role.MODIFIER
    return Role.GERUND if activity else Role.BREAK


def key(word: str, counts: Mapping[str, int]) -> str:
    """The normal form shared by variants of a lower-case word: number, hyphens, spelling, -ed.

    `counts` holds the corpus's lower-case words: an unknown word in -s is a plural where the
    corpus uses the word without it as well ("llms", "llm"), and "behaviour" is "behavior" where
    it uses both.
    """
    return "".join(_stem(part, counts) for part in _HYPHENS.split(word))


def number_forms(word: str) -> set[str]:
    """A noun in lower case, and its singular and plural."""
    from lemminflect import getAllLemmas, getInflection

    lemmas = set(getAllLemmas(word, upos="NOUN").get("NOUN", (word,)))
    return lemmas.union([word], *(getInflection(lemma, "NNS") for lemma in lemmas))


def _stem(word: str, counts: Mapping[str, int]) -> str:
    """The singular of a noun, the -ing form of a participle in -ed, in the American spelling."""
    found = _singular(word, counts)
    if found == word and word.endswith("ed"):
        found = _activity(word, counts)
    return _spelt(found, counts)


def _activity(word: str, counts: Mapping[str, int]) -> str:
    """The -ing form of a participle where the corpus has it as well: "tuned" is "tuning"."""
    from lemminflect import getAllLemmas, getInflection

    for lemma in getAllLemmas(word, upos="VERB").get("VERB", ()):
        for form in getInflection(lemma, "VBG"):
            if form in counts:
                return form
    return word


def _spelt(word: str, counts: Mapping[str, int]) -> str:
    """The American spelling of a word that the corpus spells both ways."""
    for british, american in _SPELLINGS:
        if (other := british.sub(american, word)) != word and other in counts:
            return other
    return word


def _singular(word: str, counts: Mapping[str, int]) -> str:
    from lemminflect import getAllLemmas

    nouns = getAllLemmas(word, upos="NOUN").get("NOUN", ())
    if nouns:
        return nouns[0]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss") and word[:-1] in counts:
        return word[:-1]
    return word


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(_WORD.replace("%s", marks()))
