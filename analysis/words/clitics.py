"""Particles and clitics that Korean and Arabic write at a word."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

_SYLLABLES = re.compile("[가-힣]+")
_FIRST_SYLLABLE, _FINALS, _FINAL_RIEUL = 0xAC00, 28, 8
# Particles that nouns hardly end in, the longest first, and those that many do ("평가", "속도").
_SURE = (
    *(
        "으로부터",
        "에서부터",
        "으로서의",
        "으로써",
        "으로서",
        "에서의",
        "에서는",
        "에서도",
        "로부터",
    ),
    *(
        "으로의",
        "으로",
        "에서",
        "에게",
        "까지",
        "부터",
        "보다",
        "처럼",
        "에는",
        "에도",
        "에의",
        "과의",
    ),
    *("와의", "들의", "들이", "들은", "들을", "들", "을", "를", "에"),
)
_DOUBTFUL = ("의", "은", "는", "이", "가", "과", "와", "도", "만", "로")
# A particle goes with a word that ends in a consonant (True) or in a vowel.
_AFTER_CONSONANT = {"을": True, "은": True, "이": True, "과": True, "으로": True}
_AFTER_CONSONANT |= {"를": False, "는": False, "가": False, "와": False}
# Forms of the verbs that make verbs of nouns, and endings of sentences and of clauses.
_KOREAN_VERB = re.compile(
    "[가-힣]*(?:[하되이했됐었았였있없한된낸난인준같많높낮났온간진킨운]다"
    "|[하되](?:는|고|며|면|기|지|여|어|도록|였던|었던|지만)|해서|했던|된|될|됨|시키는|시킨|시켜"
    "|위해|위한|대한|대해|통해|통한|있는|없는|인한|인해|따른|따라|으며)"
    "|[가-힣]{2,}(?<![제권무북])한"
)
# "And", "so", "by", "as" and "for" before the article.
_ARABIC_CLITICS = re.compile("(?:[وف]?[بك]|[وف])ال(?=\\w{2})|[وف]?لل(?=\\w{3})")


def korean_words(words: Iterable[str]) -> frozenset[str]:
    """The words of Korean texts that stand there without a particle or with at least two."""
    known, followed = set[str](), defaultdict[str, set[str]](set)
    for word in {*words}:
        known.update((word, _without(word, _SURE)))
        rest = _without(word, _DOUBTFUL)
        followed[rest].add(word.removeprefix(rest))
    return frozenset(known | {word for word, particles in followed.items() if len(particles) > 1})


def without_particle(word: str, known: Collection[str]) -> str:
    """A Korean noun without its particle; other words are unchanged.

    A particle that nouns end in as well goes only where `known`, from `korean_words`, has the rest.
    At least two syllables are left.
    """
    if not _SYLLABLES.fullmatch(word):
        return word
    stem = _without(word, _SURE)
    if stem == word and (rest := _without(word, _DOUBTFUL)) in known:
        return rest
    return stem


def korean_stem(word: str) -> str:
    """A Korean word without whatever may be a particle: to compare words, not to show them."""
    return _without(word, (*_SURE, *_DOUBTFUL)) if _SYLLABLES.fullmatch(word) else word


def is_korean_verb(word: str) -> bool:
    """Whether a Korean word has an ending of verbs and adjectives."""
    return bool(_KOREAN_VERB.fullmatch(word))


def with_clitics_apart(text: str) -> str:
    """Arabic `text` with the clitics before an article cut off; the article stays."""
    return re.sub(r"\b\w+", lambda word: _ARABIC_CLITICS.sub("، ال", word[0], count=1), text)


def without_conjunction(word: str, known: Collection[str]) -> str:
    """An Arabic word without "and" or "so" before it, where `known` has the rest."""
    rest = word[1:]
    return rest if word[0] in "وف" and len(rest) > 2 and rest in known else word


def without_article(word: str) -> str:
    """An Arabic word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _without(word: str, particles: Iterable[str]) -> str:
    for particle in particles:
        stem = word.removesuffix(particle)
        if stem != word and len(stem) >= 2 and _agrees(stem, particle):
            return stem
    return word


def _agrees(stem: str, particle: str) -> bool:
    """Whether a particle has the form that it takes behind the last syllable of `stem`."""
    final = (ord(stem[-1]) - _FIRST_SYLLABLE) % _FINALS
    if particle == "로":
        return final in (0, _FINAL_RIEUL)
    wanted = _AFTER_CONSONANT.get(particle)
    return wanted is None or wanted == bool(final)
