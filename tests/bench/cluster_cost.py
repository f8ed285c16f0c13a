"""What the clusters of a corpus take, embeddings given, in a process of its own."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from analysis.modelling.clustering.areas import find_areas
from analysis.modelling.clustering.themes import find_themes
from tests.bench.refits import graph_of, settled
from tests.bench.rows import Row, cost


def cluster_cost_rows(embeddings: np.ndarray) -> Iterator[Row]:
    """Seconds and memory of neighbours, themes and areas."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "embeddings.npy"
        np.save(path, embeddings)
        spent = cost("-m", "tests.bench.cluster_cost", str(path), data=Path(folder))
    seconds = float(spent.output)
    name = f"{len(embeddings):,} papers, embeddings given"
    yield Row(f"{name}: neighbours, themes, areas", "at most 15 s",
              f"{seconds:.1f} s (whole process busy {spent.busy:.1f} s)",
              seconds <= 15)  # fmt: skip
    yield Row(f"{name}: memory", "at most 2 GB", f"{spent.gigabytes:.2f} GB", spent.gigabytes <= 2)


def main(path: str) -> None:
    """Print the seconds that it takes."""
    embeddings = np.load(path)
    params = settled(len(embeddings))
    started = time.perf_counter()
    graph = graph_of(embeddings)
    found = find_themes(embeddings, graph, params=params)
    find_areas(found.topic, graph, embeddings=embeddings, params=params)
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main(*sys.argv[1:])
