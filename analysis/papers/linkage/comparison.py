"""Comparing two rows: what speaks for one paper, weighed, and what rules it out.

Weights of evidence follow I. P. Fellegi and A. B. Sunter, A theory for record linkage, JASA 64
(1969): the weight of an observation is log2(m / u), with m the share of pairs of one paper that
show it and u that of other pairs. They are in bits, in round numbers near those counted among real
papers of two lists, whose arXiv ids told which are one. What is compared is what ASySD compares
(K. Hair et al., The Automated Systematic Search Deduplicator, BMC Biology 21, 2023): title,
authors, year and abstract, and no merge across different DOIs. No pair reaches the threshold by its
title and its authors if the abstracts are about different things.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz.distance import Indel

from analysis.papers.cleaning import modelled_text
from analysis.papers.linkage.identifiers import doi_kind
from analysis.papers.linkage.names import Name, persons, same_person, shared_persons
from analysis.papers.linkage.titles import Comparison, Title, compared, different_parts, titles_of
from analysis.papers.linkage.words import cleaned, word_lists

THRESHOLD = 11.0
_PRIOR = -4.0  # of pairs that are compared one in seventeen may be one paper, at worst
WEIGHTS = {
    "title": {"same": 10, "part": 6, "spelling": 8, "reworded": -1, "other": -2, "recurring": -1},
    "authors": {"all": 6, "first": 4, "some": 1, "unknown": 0},
    "years": {"same": 1, "one": 0, "few": -2, "many": -6, "unknown": 0},
    "abstract": {"same": 10, "alike": 4, "related": -6, "other": -9, "unknown": 0},
}
_LEAST_WORDS = 8  # an abstract of fewer is the same only if it is letter by letter
_LONGEST = 400  # words of an abstract that are compared
_IDENTIFIERS = ("arxiv_id", "doi")


@dataclass(frozen=True)
class Description:
    """What is compared of a row. `published` is an ISO date or None."""

    title: Title
    authors: tuple[Name, ...]
    year: int | None
    abstract: tuple[str, ...]
    arxiv_id: str | None
    doi: str | None
    doi_kind: str | None


@dataclass(frozen=True)
class Likeness:
    """How surely two rows are one paper: weight of evidence in bits, and the reason in words."""

    bits: float
    reason: str

    @property
    def sure(self) -> float:
        """The probability that it is one paper, 0 to 1."""
        return 1 / (1 + 2 ** (-_PRIOR - self.bits))


def descriptions(papers: pd.DataFrame, rows: Sequence[int]) -> dict[int, Description]:
    """What is compared of the rows at these positions of a paper table."""
    chosen = papers.iloc[list(rows)]
    bodies = [cleaned(modelled_text(text)) for text in chosen["abstract"]]
    fields = zip(
        rows,
        titles_of(chosen["title"].tolist()),
        persons([names if isinstance(names, list) else [] for names in chosen["authors"]]),
        chosen["published"].tolist(),
        word_lists(bodies),
        chosen["arxiv_id"].tolist(),
        chosen["doi"].tolist(),
        strict=True,
    )
    return {
        row: Description(
            title,
            authors,
            int(published[:4]) if isinstance(published, str) else None,
            words[:_LONGEST],
            arxiv_id if isinstance(arxiv_id, str) else None,
            doi if isinstance(doi, str) else None,
            doi_kind(doi),
        )
        for row, title, authors, published, words, arxiv_id, doi in fields
    }


def likeness(one: Description, other: Description) -> Likeness | None:
    """Why two rows are one paper; None if they are not, or if too little speaks for it."""
    if one == other:
        return Likeness(sum(max(levels.values()) for levels in WEIGHTS.values()), "same title")
    titles = compared(one.title, other.title)
    if contradict(one, other, titles=titles):
        return None
    recurs = one.title.recurs or other.title.recurs
    if recurs and not _same_issue(one, other, titles=titles):
        return None
    found = {
        "title": "recurring" if recurs else titles.level,
        "authors": _authors(one, other),
        "years": _years(one, other),
        "abstract": _abstracts(one.abstract, other.abstract),
    }
    bits = sum(WEIGHTS[field][level] for field, level in found.items())
    if bits < THRESHOLD:
        return None
    return Likeness(bits, _reason(found, titles, years=_years_apart(one, other)))


def _same_issue(one: Description, other: Description, *, titles: Comparison) -> bool:
    """Whether two rows with the title of a series are of one issue of it, word for word."""
    return (
        titles.level in ("same", "spelling")
        and not _years_apart(one, other)
        and Indel.normalized_similarity(one.abstract, other.abstract) > 0.97
    )


def contradict(one: Description, other: Description, *, titles: Comparison | None = None) -> bool:
    """Whether something rules out that two rows are one paper.

    Different arXiv ids, or DOIs of one kind; another part, version or number; a notice about the
    other; other authors; other years in the abstracts; or a word in the place of another in the
    title, of which its own abstract speaks and the other does not.
    """
    if one.arxiv_id and other.arxiv_id and one.arxiv_id != other.arxiv_id:
        return True
    if one.doi and one.doi_kind == other.doi_kind and one.doi != other.doi:
        return True
    if one.title.notice != other.title.notice or _authors(one, other) == "others":
        return True
    titles = titles or compared(one.title, other.title)
    if titles.level != "other" and different_parts(one.title, other.title):
        return True
    ours, theirs = _common_stretch(one.abstract, other.abstract)
    years = _years_in(ours), _years_in(theirs)
    if years[0] - years[1] and years[1] - years[0]:
        return True
    own = titles.ours & ours - theirs, titles.theirs & theirs - ours
    return any(own) if titles.is_substitution else all(own)


def _common_stretch(
    one: Sequence[str], other: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words of two abstracts, where the end of one may be cut off."""
    shown = min(len(one), len(other)) + _LEAST_WORDS
    return frozenset(one[:shown]), frozenset(other[:shown])


def _years_in(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w for w in words if len(w) == 4 and w.isdigit() and w[:2] in ("19", "20"))


def _authors(one: Description, other: Description) -> str:
    shared = shared_persons(one.authors, other.authors)
    if shared is None:
        return "unknown"
    share = shared / min(len(one.authors), len(other.authors))
    if share < 0.5:
        return "others"
    if shared > 1 and share >= 0.8:
        return "all"
    return "first" if same_person(one.authors[0], other.authors[0]) else "some"


def _years_apart(one: Description, other: Description) -> int | None:
    return None if one.year is None or other.year is None else abs(one.year - other.year)


def _years(one: Description, other: Description) -> str:
    apart = _years_apart(one, other)
    if apart is None:
        return "unknown"
    return "same" if apart == 0 else "one" if apart == 1 else "few" if apart < 4 else "many"


def _abstracts(one: Sequence[str], other: Sequence[str]) -> str:
    """Whether two abstracts are the same (but for a cut or a few words), alike, related or other.

    Related ones are of the same things in other sentences: half of their longer words are shared.
    """
    if one == other:
        return "same"
    shorter, longer = sorted((one, other), key=len)
    whole = Indel.normalized_similarity(one, other)
    alike = max(whole, *_parts_alike(shorter, longer)) if shorter else 0.0
    if alike < 0.5 and len(shorter) < _LEAST_WORDS:
        return "unknown"
    if alike < 0.5:
        ones, others = ({word for word in words if len(word) > 4} for words in (one, other))
        shared = len(ones & others)
        return "related" if shared and 2 * shared >= min(len(ones), len(others)) else "other"
    numbers = [{word for word in words if word.isdigit()} for words in (one, other)]
    contradictory = numbers[0] - numbers[1] and numbers[1] - numbers[0]
    is_same = alike >= 0.85 and len(shorter) >= _LEAST_WORDS and not contradictory
    return "same" if is_same else "alike"


def _parts_alike(shorter: Sequence[str], longer: Sequence[str]) -> Iterator[float]:
    """How alike an abstract is to the beginning and to the end of a longer one."""
    shown = len(shorter)
    if shown >= 2 * _LEAST_WORDS and len(longer) > shown:
        yield Indel.normalized_similarity(shorter, longer[:shown])
        yield Indel.normalized_similarity(shorter, longer[-shown:])
    else:
        yield 0.0


def _reason(found: dict[str, str], titles: Comparison, *, years: int | None) -> str:
    if titles.level == "same":
        return "same title"
    said = [
        f"title {titles.similarity:.0%}"
        + (" of the part that both have" if found["title"] == "part" else ""),
        {"all": "same authors", "first": "same first author", "some": "shared authors"}.get(
            found["authors"], ""
        ),
        "" if found["abstract"] == "other" else f"{found['abstract']} abstract",
        ""
        if years is None
        else "same year"
        if not years
        else f"dates {years} year{'s' * (years > 1)} apart",
    ]
    return f"alike: {', '.join(filter(None, said))}"
