"""Papers are found by words, by meaning and by likeness, whatever is typed."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.encoding.encoder import Fitted
from analysis.errors import InputError
from analysis.runs.queries.search import search_meaning, search_text, similar_papers
from analysis.runs.search_index import write_search
from analysis.runs.store import Run, open_run
from tests.support.builders import build_run

PAPERS = [
    ("Diffusion models for speech", "We generate voices.", ["Zoë Müller"]),
    ("Speech recognition", "Diffusion is used, the model is a transformer.", ["Bo Writer"]),
    ("Protein folding", "State-of-the-art results with C++ and E(3) networks.", ["Ada Author"]),
    ("深度学习模型", "图像识别中的应用", []),
    ("<script>alert('x')</script>", None, None),
    ("การเรียนรู้เชิงลึก", "ディープラーニングによる音声認識", ["Zoe\u0308 Bauer"]),
    ("தமிழ் மொழி செயலாக்கம்", "التَّعَلُّم العميق، 영상을 분할한다", []),
]


@dataclass(frozen=True)
class OneDirection(Fitted):
    """An encoder whose only vector is given."""

    vector: np.ndarray
    name: str = "one"
    revision: str = "1"
    sha256: str = "0" * 64
    dimensions: int = 16

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.tile(self.vector, (len(texts), 1)).astype(np.float32)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return open_run(tmp_path / build_run(tmp_path, papers=60, topics=4))


@pytest.fixture
def indexed(run: Run) -> Run:
    """A run whose full-text index holds PAPERS."""
    run.search_path.unlink()
    documents = pd.DataFrame(PAPERS, columns=["title", "abstract", "authors"])
    write_search(run.search_path, documents.assign(doc_id=range(len(documents))))
    return run


def _found(run: Run, query: str) -> list[int]:
    hits = search_text(run, query)
    assert list(hits.columns) == ["doc_id", "score"]
    assert hits["score"].is_monotonic_decreasing
    return hits["doc_id"].tolist()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("diffusion", [0, 1]),  # the title counts more than the abstract
        ("DIFFUSION voices", [0]),
        ("diff", [0, 1]),  # the last word may be unfinished
        ("diff voices", []),  # only the last
        ('"diffusion models"', [0]),
        ('"diffusion model"', []),
        ("muller zoe", [0]),
        ("zoë", [0, 5]),
        ("state-of-the-art", [2]),
        ("C++", [2]),
        ("深度", [3]),
        ("识别", [3]),
        ("度深", []),
        ("เรียนรู้", [5]),
        ("เชิงลึก", [5]),
        ("รูเรียน", []),
        ("ラーニング", [5]),
        ("தமிழ்", [6]),
        ("தமி", [6]),  # the last word may be unfinished
        ("தம மொழி", []),  # but a letter without its signs is no word
        ("التعلم", [6]),  # few type the vowels
        ("분할", [6]),
        ("script", [4]),
        ("nowhere", []),
    ],
)
def test_words_find_the_papers_that_hold_them(indexed: Run, query: str, found: list[int]) -> None:
    assert _found(indexed, query) == found


def test_the_index_of_an_older_run_still_finds_words(run: Run) -> None:
    """Its words end at every combining mark, and only Chinese, Japanese and Korean are split."""
    run.search_path.unlink()
    with closing(sqlite3.connect(run.search_path, isolation_level=None)) as database:
        database.execute(
            "CREATE VIRTUAL TABLE papers USING fts5(title, abstract, authors, content='',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        titles = [" 深  度  学  习 ", "தமிழ் மொழி", "Diffusion models"]
        rows = enumerate(titles, start=1)
        database.executemany("INSERT INTO papers(rowid, title) VALUES (?, ?)", rows)
    for query, found in (("学习", [0]), ("தமிழ்", [1]), ("diffusion model", [2])):
        assert _found(run, query) == found


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', '"" ""', "*", "()", "+++", "- -", ":", "😀", "\x00", "\ud800", "'; --"],
)
def test_punctuation_is_no_word(indexed: Run, query: str) -> None:
    assert _found(indexed, query) == []


@pytest.mark.parametrize(
    "query",
    ["AND", "NEAR(", "title:", "^a", "\u202e", "%", "a" * 10_000, "a b " * 2_500, '"a" OR' * 999],
)
def test_no_query_is_too_hostile(indexed: Run, query: str) -> None:
    _found(indexed, query)


@pytest.mark.parametrize(
    "query", ["speech AND diffusion", "speech NOT diffusion", "title:speech", "speech*", "(speech"]
)
def test_operators_are_words(indexed: Run, query: str) -> None:
    words = set(query.replace("*", "").replace("(", "").split())
    assert _found(indexed, query) == ([0, 1] if words == {"speech"} else [])


def test_a_pasted_abstract_finds_its_paper(run: Run) -> None:
    abstract = run.documents["abstract"][7]
    same = run.documents.index[run.documents["abstract"] == abstract].tolist()
    assert sorted(_found(run, abstract)) == same


def test_the_limit_is_kept(run: Run) -> None:
    assert len(search_text(run, "paper", limit=7)) == 7
    assert len(search_meaning(run, "x", encoder=_towards(run, 3), limit=5)) == 5


def test_a_damaged_index_is_named(indexed: Run) -> None:
    indexed.search_path.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 500)
    with pytest.raises(InputError, match="damaged"):
        search_text(indexed, "speech")


def test_meaning_ranks_by_cosine(run: Run) -> None:
    hits = search_meaning(run, "anything", encoder=_towards(run, 3))
    cosines = run.embeddings @ run.embeddings[3]
    expected = [int(i) for i in np.argsort(-cosines) if cosines[i] > 0]
    assert hits["doc_id"].tolist() == expected
    assert hits["score"].to_numpy() == pytest.approx(cosines[expected], abs=1e-6)
    assert hits["score"].iloc[0] == pytest.approx(1, abs=1e-5)


def test_an_empty_query_means_nothing(run: Run) -> None:
    assert search_meaning(run, " ", encoder=_towards(run, 3)).empty


def test_similar_papers_are_the_nearest_in_order(run: Run) -> None:
    hits = similar_papers(run, 5, limit=4)
    cosines = run.embeddings @ run.embeddings[5]
    cosines[5] = -1
    assert hits["doc_id"].tolist() == np.argsort(-cosines, kind="stable")[:4].tolist()
    assert hits["score"].to_numpy() == pytest.approx(np.sort(cosines)[::-1][:4], abs=1e-5)


@pytest.mark.parametrize("doc_id", [-1, 60])
def test_a_paper_that_is_not_there_is_refused(run: Run, doc_id: int) -> None:
    with pytest.raises(InputError, match=f"no paper {doc_id}"):
        similar_papers(run, doc_id)


def _towards(run: Run, doc_id: int) -> OneDirection:
    return OneDirection(np.asarray(run.embeddings[doc_id]))
