"""Whole fits from the command line: their time beside stock BERTopic's, names, quality, maps."""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from analysis.modelling.clustering.projection import SIDE
from analysis.papers.table import to_documents
from analysis.runs.store import Run, open_run
from tests.bench.refits import Corpus, jaccard
from tests.bench.rows import Cost, Row, cost

SEED, OTHER_SEEDS = 42, (1, 2)
TIMES = 3
# Themes of two fits with this Jaccard index are nearly the same, and should be called the same.
NEARLY_THE_SAME = 0.8


def first_fit_rows(sample: Path) -> Iterator[Row]:
    """The fit of a new checkout: nothing is kept, and nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        kept, compiled = Path(folder) / "data", Path(folder) / "compiled"
        environment = {"NUMBA_CACHE_DIR": str(compiled)}
        spent = cost("-m", "analysis", "fit", str(sample), data=kept, environment=environment)
    yield Row("sample: the first fit on a machine", "at most 20 s",
              f"{spent.seconds:.1f} s (busy {spent.busy:.1f} s)",
              spent.seconds <= 20)  # fmt: skip


def whole_fit_rows(path: Path, corpus: Corpus, *, data: Path) -> Iterator[Row]:
    """Every row of whole fits of `path`, whose embeddings are kept in `data`."""
    others, _ = zip(*(_fitted(path, data, seed=seed) for seed in OTHER_SEEDS), strict=True)
    texts, vectors = data / "texts.parquet", data / "embeddings.npy"
    to_documents(corpus.papers)[["text"]].to_parquet(texts)
    np.save(vectors, corpus.embeddings)
    fits, stock = [], []
    for _ in range(TIMES):
        fits.append(_fitted(path, data, seed=SEED))
        stock.append(cost("-m", "tests.bench.stock", str(texts), str(vectors), data=data))
    yield _beside_stock_row([spent for _, spent in fits], stock)
    run, _ = fits[0]
    yield from _quality_rows(run)
    yield _names_row([run, *others])
    yield _maps_row(run, others[0])


def _beside_stock_row(ours: Sequence[Cost], stock: Sequence[Cost]) -> Row:
    one, other = (statistics.median(spent.seconds for spent in each) for each in (ours, stock))
    busy = [statistics.median(spent.busy for spent in each) for each in (ours, stock)]
    return Row("hf_daily, embeddings cached: fit beside stock BERTopic with its map, medians of 3",
               "at most 0.60 of it", f"{one:.1f} s, {other:.1f} s: {one / other:.2f} "
               f"(busy {busy[0]:.1f} s, {busy[1]:.1f} s)", one / other <= 0.6)  # fmt: skip


def _fitted(path: Path, data: Path, *, seed: int) -> tuple[Run, Cost]:
    """The run, and what the whole command took."""
    command = ("-m", "analysis", "fit", str(path), "--force", "--seed", str(seed))
    spent = cost(*command, data=data)
    return open_run(data / "runs" / spent.output.split()[-1]), spent


def _quality_rows(run: Run) -> Iterator[Row]:
    for name, shown, least in (("npmi", "NPMI", 0.34), ("diversity", "diversity", 0.94)):
        value = run.manifest.quality[name] or 0
        yield Row(f"hf_daily: {shown}", f"at least {least:.2f}", f"{value:.3f}", value >= least)
    value = _category_ami(run)
    yield Row("hf_daily: AMI of theme and first category", "at least 0.208", f"{value:.4f}",
              value >= 0.208)  # fmt: skip


def _category_ami(run: Run) -> float:
    """Over all papers that have a category."""
    from sklearn.metrics import adjusted_mutual_info_score

    categories = run.documents["categories"]
    some = run.documents[categories.str.len() > 0]
    return float(adjusted_mutual_info_score(some["categories"].str[0], some["topic"]))


def _names_row(runs: Sequence[Run]) -> Row:
    """Themes that are nearly the same in two fits, and those of them that are called the same."""
    same, pairs = 0, 0
    for one, other in combinations(runs, 2):
        alike = jaccard(*(run.documents["topic"].to_numpy() for run in (one, other)))
        names, others = (run.topics.set_index("topic")["label"] for run in (one, other))
        near = np.argwhere(alike >= NEARLY_THE_SAME)
        same += sum(names[left] == others[right] for left, right in near.tolist())
        pairs += len(near)
    share = same / max(pairs, 1)
    seeds = (SEED, *OTHER_SEEDS)
    return Row(f"hf_daily, seeds {seeds}: nearly the same themes with the same name",
               "at least 0.90", f"{share:.3f} ({same} of {pairs})", share >= 0.90)  # fmt: skip


def _maps_row(one: Run, other: Run) -> Row:
    places = [run.documents[["x", "y"]].to_numpy() for run in (one, other)]
    apart = float(np.median(np.linalg.norm(places[0] - places[1], axis=1))) / SIDE
    return Row("hf_daily: two maps, median distance of a paper to itself, in map widths",
               "at most 0.05", f"{apart:.4f}", apart <= 0.05)  # fmt: skip
