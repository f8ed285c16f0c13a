"""Vocabulary extraction: noun phrases of one to three words, near duplicates merged.

Spellings that run together into the same string are near duplicates, and so are plurals, and an
acronym and what it stands for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from scipy import sparse

from analysis.modelling.keywords.acronyms import (
    Definitions,
    defined_phrases,
    definitions,
    long_forms,
    same_terms,
    singular,
)
from analysis.modelling.keywords.foreign_words import (
    ENGLISH,
    key_in,
    lower_in,
    role_in,
    words_of_language,
)
from analysis.modelling.keywords.word_roles import (
    Role,
    joined,
    key,
    number_forms,
    role,
    words_of,
)
from analysis.modelling.params import FitParams
from analysis.words.segmentation import unsegmented

LONGEST_TERM = 3
# A term of so few documents is never too common, however small the corpus.
COMMON_ENOUGH = 10
# Where fewer of the texts hold a term, they are so short that the commonest words count as well.
HELD_AT_LEAST = 0.5
# A gerund names an activity where at least this share of its uses stands behind a modifier.
GERUND_SHARE = 0.3
# "multimodal large language" is a fragment: nearly always another noun follows.
FRAGMENT_SHARE = 0.8
# A spelling in lower case is shown where at least so many use it: titles are written in capitals,
# and so are words that explain an acronym. An acronym itself is seldom written small.
LOWER_SHARE, LOWER_ACRONYM_SHARE = 0.15, 0.5
# A spelling counts so little where a noun goes on with it that it only breaks ties.
_GOING_ON = 1e-6
# Of the hash that knows joined words again: an odd number without pattern.
_BASE, _MODULUS = 0x9E3779B97F4A7C15, 2**64


@dataclass(frozen=True)
class Vocabulary:
    """`terms`, readable, sorted; `counts` (documents, terms) CSR int32: occurrences.

    `standalone` (terms,) is the share of a term's uses in which no noun goes on with it: "medical
    image" is mostly the beginning of something longer. `long_forms` (terms,) is what an acronym
    stands for, None of any other term. `languages` (documents,) is that of each.
    """

    terms: list[str]
    counts: sparse.csr_array
    standalone: np.ndarray
    long_forms: list[str | None]
    languages: list[str]


@dataclass(frozen=True)
class _Corpus:
    """The token stream: spelling index, role and document of each word.

    The first `known` spellings are those of the texts to learn from; `languages` has the language
    of each spelling.
    """

    spellings: list[str]
    languages: list[str]
    known: int
    spelling: np.ndarray
    role: np.ndarray
    document: np.ndarray


@dataclass(frozen=True)
class _Windows:
    """Candidate n-grams: first word, length, and whether a noun follows."""

    start: np.ndarray
    length: np.ndarray
    goes_on: np.ndarray

    def only(self, chosen: np.ndarray) -> "_Windows":
        return _Windows(self.start[chosen], self.length[chosen], self.goes_on[chosen])


def vocabulary_of_papers(
    texts: Sequence[str],
    *,
    params: FitParams,
    languages: Sequence[str],
    past: int | None = None,
) -> Vocabulary:
    """As `fit_vocabulary`; common words are terms where most texts are too short for others."""
    found = fit_vocabulary(texts, params=params, languages=languages, past=past)
    held = np.diff(found.counts.indptr)[:past] > 0
    if held.mean() >= HELD_AT_LEAST:
        return found
    without_limit = params.model_copy(update={"max_term_share": 1.0})
    return fit_vocabulary(texts, params=without_limit, languages=languages, past=past)


def fit_vocabulary(
    texts: Sequence[str],
    *,
    params: FitParams,
    past: int | None = None,
    languages: Sequence[str] | None = None,
) -> Vocabulary:
    """Extract the terms within the document-frequency limits; `params` resolved for the corpus.

    "fine tuning", "Fine-tuning" and "finetuning" are one term, named as most write it. All is
    learnt from the first `past` texts alone (by default all) and counted in every text.
    `languages` has the two-letter code of each text (by default English).
    """
    past = len(texts) if past is None else past
    languages = [ENGLISH] * len(texts) if languages is None else list(languages)
    explained = definitions(texts[:past])
    phrases = _phrases(explained)
    corpus = _tokenise([joined(text, phrases) for text in texts], languages, past=past)
    everywhere = _windows(corpus)
    lowered = list(map(lower_in, corpus.spellings, corpus.languages))
    lower = Counter(lowered[: corpus.known])
    keys = [
        key(word, lower) if language == ENGLISH else key_in(word, lower, language=language)
        for word, language in zip(lowered, corpus.languages, strict=True)
    ]
    _, term = np.unique(_codes(corpus, everywhere, words=keys), return_inverse=True)
    most = max(params.max_term_share * past, COMMON_ENOUGH)
    limits = (int(params.min_term_documents), most)
    early = corpus.document[everywhere.start] < past
    kept = _kept(corpus, everywhere, term=term, early=early, limits=limits)[term]
    windows = everywhere.only(kept)
    _, term = np.unique(term[kept], return_inverse=True)
    early = early[kept]
    names = _names(corpus, windows.only(early), term=term[early])
    term, names = _acronyms_joined(explained, names, term=term, lower=lower)
    order = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    column = np.argsort(order)[term]
    counts = sparse.csr_array(
        (np.ones(len(column), np.int32), (corpus.document[windows.start], column)),
        shape=(len(texts), len(names)),
    )
    ended = np.bincount(column[early], weights=~windows.goes_on[early], minlength=len(names))
    terms, acronyms = [names[i] for i in order], long_forms(explained)
    return Vocabulary(
        terms,
        counts,
        standalone=ended / np.bincount(column[early]),
        long_forms=[acronyms.get(singular(name)) for name in terms],
        languages=languages,
    )


def _phrases(explained: Sequence[Definitions]) -> dict[str, list[tuple[str, ...]]]:
    """Long forms that a window cannot see as one term, by their first word, the longest first.

    They are too long, or hold a word that ends a term: "support vector machine".
    """
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for words in defined_phrases(explained):
        roles = [role(word) for word in words]
        seen = len(words) <= LONGEST_TERM and Role.BREAK not in roles
        if seen or roles[-1] not in (Role.HEAD, Role.TAIL, Role.GERUND):
            continue
        for last in number_forms(words[-1]):
            found[words[0]].add((*words[:-1], last))
    return {first: sorted(forms, key=lambda form: -len(form)) for first, forms in found.items()}


def _tokenise(texts: Sequence[str], languages: Sequence[str], *, past: int) -> _Corpus:
    number = count()
    found = defaultdict[str, dict[str, int]](lambda: defaultdict(number.__next__))
    documents = [
        np.array([found[language][word] for word in (*words, "\n")], np.int32)
        for language, words in zip(languages, _words(texts, languages, past=past), strict=True)
    ]
    table = sorted((i, word, language) for language in found for word, i in found[language].items())
    early = np.concatenate(documents[:past])
    spelling = np.concatenate(documents)
    roles = np.array(
        [
            role(w.lower()) if lang == ENGLISH else role_in(lower_in(w, lang), lang)
            for _, w, lang in table
        ],
        dtype=np.int8,
    )
    return _Corpus(
        spellings=[word for _, word, _ in table],
        languages=[language for _, _, language in table],
        known=int(early.max()) + 1,
        spelling=spelling,
        role=_settle_gerunds(roles, early)[spelling],
        document=np.repeat(np.arange(len(texts), dtype=np.int32), [len(d) for d in documents]),
    )


def _words(texts: Sequence[str], languages: Sequence[str], *, past: int) -> Iterator[Sequence[str]]:
    """The words of each text, by the rules of its language."""
    foreign: dict[str, Iterator[list[str]]] = {}
    for language in {*languages} - {ENGLISH}:
        own = [place for place, other in enumerate(languages) if other == language]
        early = sum(place < past for place in own)
        foreign[language] = iter(
            words_of_language([texts[place] for place in own], language, past=early)
        )
    for text, language in zip(texts, languages, strict=True):
        yield words_of(text) if language == ENGLISH else next(foreign[language])


def _settle_gerunds(roles: np.ndarray, spelling: np.ndarray) -> np.ndarray:
    """Roles without GERUND: HEAD where the corpus qualifies the word, BREAK elsewhere."""
    here, before = spelling[1:], roles[spelling[:-1]]
    qualified = np.isin(before, (Role.MODIFIER, Role.HEAD))
    uses = np.bincount(spelling, minlength=len(roles))
    share = np.bincount(here[qualified], minlength=len(roles)) / np.maximum(uses, 1)
    settled = np.where(share >= GERUND_SHARE, Role.HEAD, Role.BREAK).astype(roles.dtype)
    return np.where(roles == Role.GERUND, settled, roles)


def _windows(corpus: _Corpus) -> _Windows:
    """All candidate n-grams of one to LONGEST_TERM words."""
    inner = np.isin(corpus.role, (Role.MODIFIER, Role.HEAD, Role.PART))
    last = np.isin(corpus.role, (Role.HEAD, Role.TAIL, Role.PART))
    part = corpus.role == Role.PART
    found = [np.flatnonzero(corpus.role == Role.HEAD)]
    starts = np.flatnonzero(inner)
    only_parts = part[starts]
    for length in range(2, LONGEST_TERM + 1):
        ends = starts + length - 1  # there is one: a corpus ends with a break
        only_parts &= part[ends]
        found.append(starts[last[ends] & ~only_parts])
        starts, only_parts = starts[inner[ends]], only_parts[inner[ends]]
    start = np.concatenate(found)
    length = np.repeat(np.arange(1, LONGEST_TERM + 1), [len(part) for part in found])
    return _Windows(start, length, last[start + length])


def _codes(corpus: _Corpus, windows: _Windows, *, words: Sequence[str]) -> np.ndarray:
    """A hash (uint64) per window, equal where the concatenated words are equal.

    `words` is what stands for each spelling. The number is a rolling hash of the string.
    """
    hashes = np.array([_hash(word) for word in words], dtype=np.uint64)
    powers = np.array([pow(_BASE, len(word), _MODULUS) for word in words], dtype=np.uint64)
    codes = np.zeros(len(windows.start), dtype=np.uint64)
    for offset in range(LONGEST_TERM):
        long_enough = np.flatnonzero(windows.length > offset)
        word = corpus.spelling[windows.start[long_enough] + offset]
        codes[long_enough] = codes[long_enough] * powers[word] + hashes[word]
    return codes


def _hash(word: str) -> int:
    value = 0
    for letter in word:
        value = (value * _BASE + ord(letter) + 1) % _MODULUS
    return value


def _kept(
    corpus: _Corpus,
    windows: _Windows,
    *,
    term: np.ndarray,
    early: np.ndarray,
    limits: tuple[int, float],
) -> np.ndarray:
    """A mask of terms within the document-frequency limits that are no fragments."""
    texts, terms = int(corpus.document[-1]) + 1, int(term.max(initial=-1)) + 1
    term, windows = term[early], windows.only(early)
    holders = np.unique(term * texts + corpus.document[windows.start]) // texts
    documents, uses = (np.bincount(each, minlength=terms) for each in (holders, term))
    going_on = np.bincount(term, weights=windows.goes_on, minlength=terms)
    fragment = going_on >= FRAGMENT_SHARE * uses
    return (documents >= limits[0]) & (documents <= limits[1]) & ~fragment


def _names(corpus: _Corpus, windows: _Windows, *, term: np.ndarray) -> list[str]:
    """The readable form of every term, unique.

    What counts is how a term is spelt where it stands by itself: "medical images", although
    "medical image segmentation" is more frequent.
    """
    spelt = _codes(corpus, windows, words=[f"{word} " for word in corpus.spellings])
    _, first, form = np.unique(spelt, return_index=True, return_inverse=True)
    uses = np.bincount(form, weights=np.where(windows.goes_on, _GOING_ON, 1))
    variants = [defaultdict[str, float](float) for _ in range(int(term.max(initial=-1)) + 1)]
    languages = [ENGLISH] * len(variants)
    for window, often in zip(first.tolist(), uses.tolist(), strict=True):
        start = windows.start[window]
        words = corpus.spelling[start : start + windows.length[window]]
        spelling = " ".join(corpus.spellings[i] for i in words).replace("_", " ")
        variants[term[window]][unsegmented(spelling)] += often
        languages[term[window]] = corpus.languages[words[0]]
    return list(map(_readable, variants, languages))


def _acronyms_joined(
    explained: list[Definitions], names: list[str], *, term: np.ndarray, lower: Mapping[str, int]
) -> tuple[np.ndarray, list[str]]:
    """The terms and their names, acronyms merged with their long forms: "world models (WMs)"."""

    def run_together(spelling: str) -> str:
        return "".join(key(word.lower(), lower) for word in words_of(spelling))

    joins = same_terms(explained, [run_together(name) for name in names], key=run_together)
    joins = {short: long for short, long in joins.items() if long not in joins}
    joined = {long: f"{names[long]} ({names[short]})" for short, long in joins.items()}
    places = np.arange(len(names))
    places[list(joins)] = list(joins.values())
    kept, term = np.unique(places[term], return_inverse=True)
    return term, [joined.get(place) or names[place] for place in kept.tolist()]


def _readable(spellings: Mapping[str, float], language: str) -> str:
    """The most frequent spelling; lower case unless capitals are nearly universal."""
    forms = {spelling: lower_in(spelling, language) for spelling in spellings}
    folded: dict[str, float] = defaultdict(float)
    for spelling, often in spellings.items():
        folded[forms[spelling]] += often
    usual = min(folded, key=lambda form: (-folded[form], form))
    cased = {form: n for form, n in spellings.items() if forms[form] == usual and form != usual}
    if not cased:
        return usual
    most = min(cased, key=lambda form: (-cased[form], form))
    least = LOWER_ACRONYM_SHARE if _has_acronym(most) else LOWER_SHARE
    return usual if spellings.get(usual, 0) >= least * folded[usual] else most


def _has_acronym(spelling: str) -> bool:
    parts = spelling.replace("-", " ").split()
    return any(part[1:] != part[1:].lower() for part in parts)
