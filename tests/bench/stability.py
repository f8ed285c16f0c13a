"""The figures of themes that come back: in another order, under noise, seeds, and fewer papers."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.modelling.clustering.themes import Clusters
from analysis.papers.readers import read_papers
from tests.bench.cluster_cost import cluster_cost_rows
from tests.bench.planted_groups import planted_rows
from tests.bench.refits import (
    Corpus,
    Part,
    ari,
    by_paper,
    came_back,
    data_folder,
    embedded,
    fit,
    graph_of,
    jaccard,
    noisy,
    part,
    partners,
    shuffled_from_file,
)
from tests.bench.rows import ROOT, Row, left_out
from tests.bench.whole_fits import first_fit_rows, whole_fit_rows

SAMPLE = ROOT / "data" / "sample"
SEEDS = (42, 1, 2)
NOISES = 2


@dataclass(frozen=True)
class Limits:
    """What must hold of a corpus: least and most themes, and least ARI and J (share of themes with
    a partner) of other `seeds` and of `parts`, of which there are `draws`; least ARI of `noise`.
    """

    themes: tuple[int, float] | None
    noise: float | None
    seeds: tuple[float, float]
    parts: tuple[float, float]
    draws: int = 3
    order: bool = True


LIMITS = {
    "sample": Limits((6, 14), 1.00, (0.93, 0.93), (0.78, 0.88), draws=6),
    "1,000 papers": Limits(None, 0.95, (0.93, 0.97), (0.77, 0.90), order=False),
    "3,000 papers": Limits(None, 0.95, (0.93, 0.97), (0.78, 0.90)),
    "hf_daily": Limits((50, 100), 0.92, (0.90, 0.92), (0.77, 0.85)),
    "arxiv_daily": Limits((100, np.inf), None, (0.80, 0.93), (0.66, 0.90), draws=2, order=False),
}


def stability_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=stability; `corpora` is the folder of hf_daily and arxiv_daily."""
    with tempfile.TemporaryDirectory() as folder, data_folder(Path(folder)):
        yield from planted_rows()
        yield from first_fit_rows(SAMPLE)
        yield from _refit_rows("sample", embedded(read_papers([SAMPLE])))
        yield from _daily_rows(corpora, Path(folder))
        yield from _arxiv_rows(corpora)


def _daily_rows(corpora: Path | None, data: Path) -> Iterator[Row]:
    path = _corpus(corpora, "hf_daily.parquet")
    if path is None:
        yield left_out("hf_daily: all rows, and those of 1,000 and 3,000 papers", "", "no CORPORA")
        return
    papers = read_papers([path])
    whole = embedded(papers)
    for size in (1_000, 3_000):
        drawn = embedded(papers.sample(size, random_state=0))
        yield from _refit_rows(f"{size:,} papers", drawn)
    yield from _refit_rows("hf_daily", whole)
    yield from cluster_cost_rows(whole.embeddings)
    yield from whole_fit_rows(path, whole, data=data)


def _arxiv_rows(corpora: Path | None) -> Iterator[Row]:
    path = _corpus(corpora, "arxiv_daily.parquet")
    if path is None:
        yield left_out("arxiv_daily: all rows", "", "no CORPORA")
        return
    yield from _refit_rows("arxiv_daily", embedded(read_papers([path]), encoder="lsa"))


def _corpus(corpora: Path | None, name: str) -> Path | None:
    return corpora / name if corpora and (corpora / name).is_file() else None


def _refit_rows(name: str, corpus: Corpus) -> Iterator[Row]:
    limits, vectors = LIMITS[name], corpus.embeddings
    graph = graph_of(vectors)
    fits = [fit(vectors, graph, settings=[f"seed={SEEDS[0]}"])]
    yield _themes_row(name, fits[0].count)
    if limits.order:
        yield _order_row(name, by_paper(corpus, fits[0].topic), corpus)
    if limits.noise is not None:
        draws = [fit(noisy(vectors, draw=draw)) for draw in range(1, NOISES + 1)]
        same = [ari(fits[0].topic, one.topic) for one in draws]
        yield _at_least(f"{name}: noise of 1e-6, ARI", limits.noise, same)
    fits += [fit(vectors, graph, settings=[f"seed={seed}"]) for seed in SEEDS[1:]]
    pairs = [(one.topic, other.topic) for one, other in combinations(fits, 2)]
    yield from _agreement(f"{name}: seeds {SEEDS}", limits.seeds, pairs)
    parts = [part(vectors, draw=draw) for draw in range(1, limits.draws + 1)]
    pairs = [(fits[0].topic[some.rows], some.found.topic) for some in parts]
    yield from _agreement(f"{name}: nine tenths of the papers", limits.parts, pairs)
    if name == "hf_daily":
        yield _honest_row(name, fits[0], pairs)
        yield _movers_row(name, fits[0], parts)


def _themes_row(name: str, count: int) -> Row:
    wanted = LIMITS[name].themes
    if wanted is None:
        return Row(f"{name}: themes", "", str(count), None)
    least, most = wanted
    limit = f"{least} to {most}" if np.isfinite(most) else f"at least {least}"
    return Row(f"{name}: themes", limit, str(count), least <= count <= most)


def _order_row(name: str, first: pd.Series, corpus: Corpus) -> Row:
    """From a file to themes, all anew."""
    with tempfile.TemporaryDirectory() as folder:
        again = shuffled_from_file(corpus, Path(folder)).reindex(first.index, fill_value=-2)
    moved = int((first != again).sum())
    same = ari(first.to_numpy(), again.to_numpy())
    return Row(f"{name}: other order, from file to theme, ARI", "1.000, the same numbers",
               f"{same:.3f}, {moved} papers differ", moved == 0)  # fmt: skip


def _agreement(
    measure: str, limits: tuple[float, float], pairs: Sequence[tuple[np.ndarray, np.ndarray]]
) -> Iterator[Row]:
    yield _at_least(f"{measure}, ARI", limits[0], [ari(*pair) for pair in pairs])
    yield _at_least(f"{measure}, J", limits[1], [partners(*pair) for pair in pairs])


def _at_least(measure: str, limit: float, values: Sequence[float]) -> Row:
    mean = float(np.mean(values))
    each = ", ".join(f"{value:.3f}" for value in values)
    return Row(measure, f"at least {limit:.2f}", f"{mean:.3f} ({each})", mean >= limit)


def _honest_row(name: str, first: Clusters, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Row:
    said = float(first.stability.mean())
    true = float(np.mean([came_back(*pair) for pair in pairs]))
    return Row(f"{name}: stability said, and themes that came back in nine tenths",
               "within 0.10", f"{said:.3f}, {true:.3f}", abs(said - true) <= 0.10)  # fmt: skip


def _movers_row(name: str, first: Clusters, parts: Sequence[Part]) -> Row:
    shares = np.mean([_movers(first, some) for some in parts], axis=0)
    low, high = (float(share) for share in shares)
    return Row(f"{name}: papers of least and most probability that move in nine tenths",
               "most: at most a tenth of least", f"{low:.3f}, {high:.4f}",
               high <= low / 10)  # fmt: skip


def _movers(first: Clusters, some: Part) -> tuple[float, float]:
    """Of the papers with a theme in both fits, the share that left its theme's partner: of the
    fifth with the lowest probability in the first fit, and of that with the highest.
    """
    before, after = first.topic[some.rows], some.found.topic
    both = (before >= 0) & (after >= 0)
    moved = jaccard(before, after).argmax(axis=1)[before[both]] != after[both]
    order = np.argsort(first.probability[some.rows][both], kind="stable")
    fifth = len(order) // 5
    return float(moved[order[:fifth]].mean()), float(moved[order[-fifth:]].mean())
