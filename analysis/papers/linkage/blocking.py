"""Blocking: the few pairs of rows, out of all, that are worth comparing.

Rows are compared that share a key: the beginning of a title, two rare words of it, a word of it
with a name of the first author, the beginning or the end of an abstract. Keys are numbers, computed
for all rows at once. A key that very many rows share says little: they are compared with their
neighbours in alphabetical order alone (sorted neighbourhood, M. A. Hernández and S. J. Stolfo, The
merge/purge problem for large databases, SIGMOD 1995).
"""

# Arrow makes its functions while it is imported, which pyright does not see.
# pyright: reportAttributeAccessIssue=false

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from analysis.papers.linkage.identifiers import doi_kind
from analysis.papers.linkage.names import UMLAUT
from analysis.papers.linkage.words import all_cleaned, cleaned, spaced

_LARGEST_BLOCK = 20  # rows that are compared all with all
_NEIGHBOURS = 6  # with how many a row of a larger block is compared
_OPENING = 4  # words of a title that are a key
_EDGE_WORDS = 6  # words of the beginning or end of an abstract that are a key
_EDGE = 160  # letters of both that are looked at
_ALIKE = 70  # percent of letters
_SIGNS, _COMMON = 64, 0.4  # bits that stand for words; the share of them that alike texts have
_FEW_WORDS = 3  # so few tell nothing by their bits
_CHUNK = 500_000
_LABEL = (
    r"^(?:abstract|background|objectives?|purpose|introduction|aims?|motivation|context|summary) "
)
_TEXTS = ("titles", "authors", "openings", "endings")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@dataclass(frozen=True)
class _Rows:
    """What keys are made of, in the order of the content of the rows: words between blanks.

    `order` are the positions in the table, `identifiers` the kind and the value of each as numbers.
    """

    order: np.ndarray
    titles: pa.LargeStringArray
    authors: pa.LargeStringArray
    openings: pa.LargeStringArray
    endings: pa.LargeStringArray
    identifiers: Sequence[tuple[np.ndarray, np.ndarray]]


def candidate_pairs(papers: pd.DataFrame) -> np.ndarray:
    """Pairs of positions in a paper table that may be one paper, an int array of shape (n, 2).

    Left out are pairs of different arXiv ids or of DOIs of one kind, and pairs whose titles differ
    if their first authors or their abstracts do too. The order of the rows decides nothing.
    """
    rows = _rows(papers)
    words = {name: _Words(getattr(rows, name)) for name in _TEXTS}
    signs = {name: words[name].signs() for name in _TEXTS if name != "authors"}
    names = words["authors"].at(0), words["authors"].at(-1)
    found = [np.empty((0, 2), np.int64)]
    for keyed, keys in _keys(rows, words):
        for pairs in _pairs_of_blocks(keyed, keys):
            one, other = pairs.T
            possible = _may_be_alike(pairs, signs["titles"]) | (
                _share_author(pairs, names)
                & (_may_be_alike(pairs, signs["openings"]) | _may_be_alike(pairs, signs["endings"]))
            )
            for kinds, codes in rows.identifiers:
                possible &= (
                    (kinds[one] != kinds[other]) | (codes[one] == codes[other]) | (kinds[one] < 0)
                )
            found.append(pairs[possible])
    pairs = np.concatenate(found)
    size = len(rows.order)
    pairs = np.stack(np.divmod(np.unique(pairs.min(axis=1) * size + pairs.max(axis=1)), size), 1)
    parts = np.array_split(pairs, len(pairs) // _CHUNK + 1)
    return rows.order[np.concatenate([part[_are_alike(part, rows, names=names)] for part in parts])]


def _may_be_alike(pairs: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """Whether the texts of each pair have as many words in common as alike ones have.

    By the bits of the words: those that share one are taken for one word, so that it errs to yes.
    """
    ones, others = signs[pairs].T
    fewer = np.minimum(np.bitwise_count(ones), np.bitwise_count(others))
    return (np.bitwise_count(ones & others) >= _COMMON * fewer) | (fewer <= _FEW_WORDS)


def _share_author(pairs: np.ndarray, names: Sequence[np.ndarray]) -> np.ndarray:
    """Whether the first authors have a first or last name in common."""
    one, other = pairs.T
    shared = [(a[one] == b[other]) & (a[one] != 0) for a in names for b in names]
    return np.any(shared, axis=0)


def _are_alike(pairs: np.ndarray, rows: _Rows, *, names: Sequence[np.ndarray]) -> np.ndarray:
    """Whether the titles of each pair are alike, or an author and an end of the abstract."""
    alike = _begin_alike(pairs, rows.titles)
    left = np.flatnonzero(~alike)
    left = left[_share_author(pairs[left], names)]
    for texts in (rows.openings, rows.endings):
        alike[left] |= _begin_alike(pairs[left], texts)
    return alike


def _rows(papers: pd.DataFrame) -> _Rows:
    first = (names[0] if isinstance(names, list) and names else "" for names in papers["authors"])
    abstracts = _texts(papers["abstract"])
    texts = {
        "titles": spaced(all_cleaned(_texts(papers["title"]))),
        "authors": pc.replace_substring_regex(spaced(map(cleaned, first)), UMLAUT, r"\1"),
        "openings": pc.replace_substring_regex(
            spaced(all_cleaned(pc.utf8_slice_codeunits(abstracts, 0, _EDGE))), _LABEL, ""
        ),
        "endings": spaced(all_cleaned(pc.utf8_slice_codeunits(abstracts, -_EDGE))),
    }
    others = ("doi", "arxiv_id", "published")
    content = texts | {name: _texts(papers[name]) for name in others}
    order = pc.sort_indices(pa.table(content), sort_keys=[(name, "ascending") for name in content])
    at = order.to_numpy()
    identifiers = (
        _codes(papers["arxiv_id"].notna(), papers["arxiv_id"]),
        _codes(papers["doi"].map(doi_kind), papers["doi"]),
    )
    return _Rows(
        order=at,
        identifiers=[(kinds[at], values[at]) for kinds, values in identifiers],
        **{name: words.take(order) for name, words in texts.items()},
    )


def _texts(column: pd.Series) -> pa.LargeStringArray:
    texts = pa.array(column, pa.large_string())
    # The parts of a table that was read by parts are kept apart in it.
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def _codes(kinds: pd.Series, values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Numbers for the kind and the value of an identifier, -1 for none."""
    codes = pd.factorize(values)[0]
    return np.where(codes < 0, -1, pd.factorize(kinds)[0]), codes


def _joined(texts: pa.LargeStringArray) -> np.ndarray:
    return pc.replace_substring(texts, " ", "").to_numpy(zero_copy_only=False)


def _keys(rows: _Rows, words: Mapping[str, "_Words"]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For every kind of key the rows that have it and their keys; 0 is none."""
    everyone = np.arange(len(rows.order))
    title, author, opening, ending = (words[name] for name in _TEXTS)
    yield everyone, pd.util.hash_array(_joined(rows.titles))
    yield everyone, _mixed(*(title.at(place) for place in range(_OPENING)))
    first, second, third = title.rarest(3)
    pairs = _mixed(first, second), _mixed(first, third), _mixed(second, third)
    yield np.tile(everyone, 3), np.concatenate(pairs)
    names, chosen = (author.at(0), author.at(-1)), (title.at(0), first, second)
    yield np.tile(everyone, 6), np.concatenate([_mixed(n, w) for n in names for w in chosen])
    yield everyone, _mixed(*(opening.at(place) for place in range(_EDGE_WORDS)))
    yield everyone, _mixed(*(ending.at(-1 - place) for place in range(_EDGE_WORDS)))


class _Words:
    """The words of texts as numbers that are the same in every corpus."""

    def __init__(self, texts: pa.LargeStringArray) -> None:
        lists = pc.split_pattern(texts, " ")
        encoded = lists.flatten().dictionary_encode()
        self.codes = encoded.indices.to_numpy()
        words = encoded.dictionary.to_numpy(zero_copy_only=False)
        self.hashes = pd.util.hash_array(words) if len(words) else np.zeros(0, np.uint64)
        self.hashes[words == ""] = 0
        lengths = pc.list_value_length(lists).to_numpy()
        self.starts = np.concatenate([[0], np.cumsum(lengths)])

    def at(self, place: int) -> np.ndarray:
        """The word at a place of every text, counted from the end if negative; 0 where none is."""
        starts, ends = self.starts[:-1], self.starts[1:]
        at = (ends if place < 0 else starts) + place
        return self._hashed(np.where((at >= starts) & (at < ends), at, -1), self.codes)

    def rarest(self, number: int) -> list[np.ndarray]:
        """The rarest words of every text, the rarest first; those in no other text do not count."""
        counted = np.bincount(self.codes, minlength=len(self.hashes))
        by_rarity = np.lexsort((self.hashes, counted, counted == 1))
        rank = np.empty(len(by_rarity), np.int64)
        rank[by_rarity] = np.arange(len(by_rarity))
        text = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        ranked = np.sort(text * max(len(rank), 1) + rank[self.codes]) % max(len(rank), 1)
        shared = counted[by_rarity[ranked]] > 1
        at = [self.starts[:-1] + place for place in range(number)]
        known = [np.where(place < self.starts[1:], place, -1) for place in at]
        known = [np.where((p >= 0) & np.append(shared, False)[p], p, -1) for p in known]
        return [self._hashed(place, by_rarity[ranked]) for place in known]

    def signs(self) -> np.ndarray:
        """For every text a number with the bits of its words."""
        bit = np.uint64(1) << (self.hashes % np.uint64(_SIGNS))
        bits = np.append(bit[self.codes], np.uint64(0))
        signs = np.bitwise_or.reduceat(bits, self.starts[:-1]) if len(self.starts) > 1 else bits[:0]
        return np.where(self.starts[1:] > self.starts[:-1], signs, np.uint64(0))

    def _hashed(self, places: np.ndarray, codes: np.ndarray) -> np.ndarray:
        return np.append(self.hashes[codes], np.uint64(0))[places]


def _mixed(*parts: np.ndarray) -> np.ndarray:
    """One number of several, the order of which counts; 0 where the first is."""
    mixed = np.zeros_like(parts[0])
    for part in parts:
        mixed = (mixed ^ part) * _MULTIPLIER
        mixed ^= mixed >> _SHIFT
    return np.where(parts[0] == 0, np.uint64(0), mixed)


def _pairs_of_blocks(rows: np.ndarray, keys: np.ndarray) -> Iterator[np.ndarray]:
    """Pairs of rows with the same key, part by part; in large blocks those of neighbours alone."""
    order = np.lexsort((rows, keys))
    order = order[keys[order] != 0]
    keys, rows = keys[order], rows[order]
    _, block, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    several = sizes[block] > 1
    rows, block, size = rows[several], block[several], sizes[block][several]
    for distance in range(1, min(_LARGEST_BLOCK, len(rows))):
        together = block[:-distance] == block[distance:]
        if distance > _NEIGHBOURS:
            together &= size[:-distance] <= _LARGEST_BLOCK
        pairs = np.stack([rows[:-distance][together], rows[distance:][together]], axis=1)
        yield pairs[pairs[:, 0] != pairs[:, 1]]


def _begin_alike(pairs: np.ndarray, texts: pa.LargeStringArray) -> np.ndarray:
    """Whether the texts of each pair are alike as far as the shorter one goes."""
    ones, others = (_joined(texts.take(pa.array(side))) for side in pairs.T)
    both = [
        (a, b) if len(a) == len(b) else (a[: len(b)], b[: len(a)])
        for a, b in zip(ones, others, strict=True)
    ]
    cut = [a for a, _ in both], [b for _, b in both]
    return process.cpdist(*cut, score_cutoff=_ALIKE) > 0
