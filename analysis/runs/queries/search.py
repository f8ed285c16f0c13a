"""Search in a run: full text, semantic, and by similarity to a paper."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

import numpy as np
import pandas as pd

from analysis.encoding.encoder import Encoder
from analysis.errors import InputError
from analysis.runs.catalogue import damage
from analysis.runs.search_index import CONTROL, indexed_words
from analysis.runs.store import Run

_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
_PIECES_AT_MOST = 100
_WEIGHTS = "8.0, 1.0, 4.0"  # a word in the title says more than one in the abstract
_BLOCK = 16_384


def search_text(run: Run, query: str, *, limit: int = 200) -> pd.DataFrame:
    """Full-text search for all words of `query`, best first: doc_id, score.

    The score is BM25, larger is better. Words between double quotes are a phrase, the last word may
    be unfinished. Any text is safe; one without a word finds nothing.
    """
    match = _match(query)
    if not match:
        return _hits([], [])
    statement = (
        f"SELECT rowid, -bm25(papers, {_WEIGHTS}) AS score FROM papers"  # noqa: S608  (constants)
        " WHERE papers MATCH ? ORDER BY score DESC, rowid LIMIT ?"
    )
    address = f"{run.search_path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            rows = database.execute(statement, (match, limit)).fetchall()
    except sqlite3.DatabaseError as error:
        name = run.search_path.name
        raise InputError(damage(run.path, f"{name} cannot be read ({error})")) from error
    return _hits([row[0] - 1 for row in rows], [row[1] for row in rows])


def search_meaning(run: Run, query: str, *, encoder: Encoder, limit: int = 200) -> pd.DataFrame:
    """Semantic search for `query`, best first: doc_id, score (cosine, above 0).

    `encoder` is the run's own, as `load_query_encoder` gives it.
    """
    if not query.strip() or not len(run.embeddings):
        return _hits([], [])
    return _nearest(run, encoder.encode([query])[0], limit=limit)


def papers_like(run: Run, doc_id: int, *, limit: int = 200) -> pd.DataFrame:
    """The papers most similar to the paper `doc_id`, itself first: doc_id, score (cosine).

    Unlike `similar_papers`, it is not limited to the stored nearest neighbours.
    """
    return _nearest(run, np.asarray(run.embeddings[doc_id], dtype=np.float32), limit=limit)


def similar_papers(run: Run, doc_id: int, *, limit: int = 10) -> pd.DataFrame:
    """The nearest neighbours of the paper `doc_id`, best first: doc_id, score (cosine).

    Raises InputError where the run has no such paper.
    """
    indices, distances = run.neighbours
    if not 0 <= doc_id < len(indices):
        raise InputError(
            f"The run {run.run_id} has no paper {doc_id}: it has {len(indices)}, counted from 0."
        )
    known = indices[doc_id] >= 0
    return _hits(indices[doc_id][known][:limit], 1.0 - distances[doc_id][known][:limit])


def _match(query: str) -> str:
    """`query` in FTS5 syntax, every piece quoted so that nothing is an operator."""
    pieces = [
        (phrase or word, bool(word))
        for phrase, word in _PIECE.findall(CONTROL.sub(" ", query))
        if any(character.isalnum() for character in phrase or word)
    ][:_PIECES_AT_MOST]
    quoted = [f'"{indexed_words(text).strip()}"' for text, _ in pieces]
    if pieces and pieces[-1][1]:
        quoted[-1] += " *"
    return " AND ".join(quoted)


def _nearest(run: Run, vector: np.ndarray, *, limit: int) -> pd.DataFrame:
    scores = np.concatenate(list(_cosines(run.embeddings, vector)))
    best = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
    best = best[np.lexsort((best, -scores[best]))]
    best = best[scores[best] > 0]
    return _hits(best, scores[best])


def _cosines(embeddings: np.ndarray, vector: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(embeddings), _BLOCK):
        yield np.asarray(embeddings[start : start + _BLOCK], dtype=np.float32) @ vector


def _hits(doc_ids: Iterable[int], scores: Iterable[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "doc_id": np.asarray(list(doc_ids), dtype=np.int32),
            "score": np.asarray(list(scores), dtype=np.float64),
        }
    )
