"""The vocabulary: noun-like terms of one to three words, near duplicates joined, and who has them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.modelling.params import FitParams
from analysis.modelling.words import TOKEN, Role, key, role

LONGEST_TERM = 3
# A term of so few documents is never too common, however small the corpus.
COMMON_ENOUGH = 10
# A gerund names an activity where at least this share of its uses stands behind a modifier.
GERUND_SHARE = 0.3
# "multimodal large language" is a fragment: nearly always another noun follows.
FRAGMENT_SHARE = 0.8
# A spelling in lower case is shown as such unless nearly everybody writes it otherwise.
LOWER_SHARE = 0.3


@dataclass(frozen=True)
class Vocabulary:
    """`terms`, readable, sorted; `counts` (documents, terms) CSR int32: occurrences."""

    terms: list[str]
    counts: sparse.csr_array


@dataclass(frozen=True)
class _Corpus:
    """All tokens one after the other: spelling and key ids, roles, document of each."""

    spellings: list[str]
    spelling: np.ndarray
    key: np.ndarray
    role: np.ndarray
    document: np.ndarray


def fit_vocabulary(texts: Sequence[str], *, params: FitParams) -> Vocabulary:
    """The terms that enough and not too many texts hold; `params` settled for the corpus's size."""
    min_documents = int(params.min_term_documents)
    most = max(params.max_term_share * len(texts), COMMON_ENOUGH)
    corpus = _tokenise(texts)
    windows = [_windows(corpus, length) for length in range(1, LONGEST_TERM + 1)]
    kept = [
        _frequent(window, corpus, length=length, min_documents=min_documents)
        for length, window in enumerate(windows, start=1)
    ]
    names, term_of = _join(corpus, kept)
    rows = np.concatenate([corpus.document[starts] for starts, _ in kept])
    shape = (len(texts), len(names))
    counts = sparse.csr_array((np.ones(len(rows), np.int32), (rows, term_of)), shape=shape)
    holders = np.diff(counts.tocsc().indptr)
    chosen = [i for i in np.argsort(names, kind="stable") if holders[i] <= most]
    return Vocabulary([names[i] for i in chosen], counts[:, chosen])


def _tokenise(texts: Sequence[str]) -> _Corpus:
    tokens = [TOKEN.findall(text) for text in texts]
    spellings: dict[str, int] = {}
    ids = [spellings.setdefault(token, len(spellings)) for row in tokens for token in (*row, "\n")]
    spelling = np.array(ids, dtype=np.int64)
    lower = Counter(word.lower() for word in spellings)
    roles = np.array([role(word.lower()) for word in spellings], dtype=np.int8)
    keys: dict[str, int] = {}
    key_of = [keys.setdefault(key(word.lower(), lower), len(keys)) for word in spellings]
    lengths = [len(row) + 1 for row in tokens]
    role_of = _settle_gerunds(roles, spelling)
    return _Corpus(
        spellings=list(spellings),
        spelling=spelling,
        key=np.array(key_of, dtype=np.int64)[spelling],
        role=role_of[spelling],
        document=np.repeat(np.arange(len(texts)), lengths),
    )


def _settle_gerunds(roles: np.ndarray, spelling: np.ndarray) -> np.ndarray:
    """Roles without GERUND: HEAD where the corpus qualifies the word, BREAK elsewhere."""
    here, before = spelling[1:], roles[spelling[:-1]]
    qualified = np.isin(before, (Role.MODIFIER, Role.HEAD))
    uses = np.bincount(spelling, minlength=len(roles))
    share = np.bincount(here[qualified], minlength=len(roles)) / np.maximum(uses, 1)
    settled = np.where(share >= GERUND_SHARE, Role.HEAD, Role.BREAK).astype(roles.dtype)
    return np.where(roles == Role.GERUND, settled, roles)


def _windows(corpus: _Corpus, length: int) -> tuple[np.ndarray, np.ndarray]:
    """(starts, codes) of every run of `length` words that may be a term."""
    last = len(corpus.key) - length + 1
    fits = np.ones(max(last, 0), dtype=bool)
    for offset in range(length - 1):
        fits &= np.isin(corpus.role[offset : offset + last], (Role.MODIFIER, Role.HEAD))
    ends = (Role.HEAD, Role.TAIL) if length > 1 else (Role.HEAD,)
    fits &= np.isin(corpus.role[length - 1 : length - 1 + last], ends)
    starts = np.flatnonzero(fits)
    codes = np.zeros(len(starts), dtype=np.int64)
    base = int(corpus.key.max(initial=0)) + 1
    for offset in range(length):
        codes = codes * base + corpus.key[starts + offset]
    return starts, codes


def _frequent(
    window: tuple[np.ndarray, np.ndarray], corpus: _Corpus, *, length: int, min_documents: int
) -> tuple[np.ndarray, np.ndarray]:
    """The windows that enough documents hold and that are no fragments: starts, codes from 0."""
    starts, codes = window
    _, code = np.unique(codes, return_inverse=True)
    pairs = np.unique(np.stack([code, corpus.document[starts]]), axis=1)
    documents = np.bincount(pairs[0])
    goes_on = np.isin(corpus.role[starts + length], (Role.HEAD, Role.TAIL))
    fragment = np.bincount(code, weights=goes_on) >= FRAGMENT_SHARE * np.bincount(code)
    keep = ((documents >= min_documents) & ~fragment)[code]
    _, renumbered = np.unique(code[keep], return_inverse=True)
    return starts[keep], renumbered


def _join(
    corpus: _Corpus, kept: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[list[str], np.ndarray]:
    """Readable names of the joined terms, and the name id of every kept window.

    "fine tuning", "fine-tuning" and "finetuning" are one term: their joined keys are equal.
    """
    spellings: dict[str, Counter[str]] = {}
    joined: dict[str, int] = {}
    term_of = []
    for length, (starts, codes) in enumerate(kept, start=1):
        names = _spelt(corpus, starts, codes, length)
        local = [joined.setdefault(name, len(joined)) for name, _ in names]
        for name, counter in names:
            spellings.setdefault(name, Counter()).update(counter)
        term_of.append(np.array(local, dtype=np.int64)[codes])
    return _distinct([_readable(spellings[name]) for name in joined]), np.concatenate(term_of)


def _spelt(
    corpus: _Corpus, starts: np.ndarray, codes: np.ndarray, length: int
) -> list[tuple[str, Counter[str]]]:
    """For each code: its joined key, and how often it is spelt in which way."""
    words = corpus.spelling[starts[:, None] + np.arange(length)]
    rows, counts = np.unique(np.column_stack([codes, words]), axis=0, return_counts=True)
    lower = Counter(word.lower() for word in corpus.spellings)
    names: list[tuple[str, Counter[str]]] = []
    for (code, *ids), count in zip(rows.tolist(), counts.tolist(), strict=True):
        spelling = [corpus.spellings[i] for i in ids]
        if code == len(names):
            names.append(("".join(key(word.lower(), lower) for word in spelling), Counter()))
        names[code][1][" ".join(spelling)] += count
    return names


def _readable(spellings: Counter[str]) -> str:
    """The most usual spelling; in lower case unless nearly everybody writes capitals."""
    folded: Counter[str] = Counter()
    for spelling, count in spellings.items():
        folded[spelling.lower()] += count
    usual = min(folded, key=lambda form: (-folded[form], form))
    if spellings[usual] >= LOWER_SHARE * folded[usual]:
        return usual
    cased = {form: count for form, count in spellings.items() if form.lower() == usual}
    return min(cased, key=lambda form: (-cased[form], form))


def _distinct(names: list[str]) -> list[str]:
    """Names that stay unique: a spelling that two joined keys share is given once as it is."""
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[i] = f"{name} ({seen[name]})"
    return names
