"""What a search finds in a run: a few papers, themes, keywords and authors, the best first."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.runs.queries.search import search_text
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.records import records

_EACH = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """The best papers and the number of all; themes, keywords and authors with their papers.

    `themes` has topic and number of papers, `terms` and `authors` a name and that number.
    """

    papers: Sequence[Mapping[str, Any]]
    papers_in_all: int
    themes: Sequence[tuple[int, int]]
    terms: Sequence[tuple[str, int]]
    authors: Sequence[tuple[str, int]]

    def __bool__(self) -> bool:
        return bool(self.papers or self.themes or self.terms or self.authors)


@cached(entries=64)
def find(run: Run, query: str) -> Found:
    """What `query` finds: papers by their text, all else by its name."""
    hits = search_text(run, query, limit=len(run.documents))["doc_id"]
    topics = run.topics[(run.topics["topic"] != OUTLIER) & (run.topics["documents"] > 0)]
    sizes = dict(zip(topics["topic"].tolist(), topics["documents"].tolist(), strict=True))
    themes = {topic: run.labels[topic] for topic in sizes}
    terms = dict(zip(run.vocabulary["term"], run.vocabulary["documents"].tolist(), strict=True))
    authors = _authors(run)
    return Found(
        papers=records(run.documents.loc[hits.head(_EACH)]),
        papers_in_all=len(hits),
        themes=[(one, sizes[one]) for one in _best(themes, query, sizes=sizes)],
        terms=[(one, terms[one]) for one in _best(_itself(terms), query, sizes=terms)],
        authors=[
            (one, authors[one]) for one in _best({a: a for a in authors}, query, sizes=authors)
        ],
    )


@cached()
def _authors(run: Run) -> dict[str, int]:
    """All authors, and how many papers each has."""
    return Counter(str(one) for some in run.documents["authors"] for one in dict.fromkeys(some))


def _itself(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _best(names: Mapping[Any, str], query: str, *, sizes: Mapping[Any, int]) -> list[Any]:
    """Keys whose name has every word of `query`, the last word perhaps unfinished.

    The whole name comes before a name with the whole words, which comes before the start of one;
    then the larger one comes first.
    """
    wanted = _WORD.findall(query.casefold())
    if not wanted:
        return []
    *whole, last = wanted
    ranks: dict[Any, tuple[int, int]] = {}
    for key, name in names.items():
        folded = name.casefold()
        if last not in folded:
            continue
        words = _WORD.findall(folded)
        if all(word in words for word in whole) and any(word.startswith(last) for word in words):
            ranks[key] = (0 if words == wanted else 1 if last in words else 2, -sizes[key])
    return sorted(ranks, key=lambda key: (*ranks[key], str(names[key])))[:_EACH]
