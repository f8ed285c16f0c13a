"""Groups that are known, because the vectors were made of them: whether the themes are those."""

from collections.abc import Iterator

import numpy as np

from tests.bench.refits import ari, fit
from tests.bench.rows import Row

VECTORS, DIMENSIONS = 2_000, 64
CLEAR, BLURRED = 0.45, 2.0
# By groups: how many must be found at least where they are clear, and the least ARI clear, blurred.
GROUPS = {5: (5, 1.0, 0.85), 20: (20, 1.0, 0.85), 60: (51, 0.98, 0.60)}


def planted_rows() -> Iterator[Row]:
    """Clear groups found, and the ARI of clear and blurred ones."""
    for groups, (least, clear, blurred) in GROUPS.items():
        found, same = _found(groups, noise=CLEAR)
        some = least < groups
        yield Row(f"{groups} clear groups: found", f"at least {least}" if some else str(least),
                  str(found), found >= least if some else found == least)  # fmt: skip
        yield _ari_row(f"{groups} clear groups", clear, same)
        found, same = _found(groups, noise=BLURRED)
        yield _ari_row(f"{groups} blurred groups ({found} found)", blurred, same)


def _ari_row(name: str, limit: float, same: float) -> Row:
    wanted = "1" if limit == 1 else f"at least {limit:.2f}"
    return Row(f"{name}: ARI, none unassigned", wanted, f"{same:.3f}", same >= limit)


def _found(groups: int, *, noise: float) -> tuple[int, float]:
    """How many themes are found, and how far they are the groups."""
    vectors, group = _planted(groups, noise=noise)
    themes = fit(vectors, settings=["max_outliers=0"])
    return themes.count, ari(group, themes.topic)


def _planted(groups: int, *, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of length one round the random centres of equal groups, and the group of each."""
    rng = np.random.default_rng(0)
    group = rng.permutation(np.arange(VECTORS) % groups)
    centres = rng.normal(size=(groups, DIMENSIONS))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = centres[group] + rng.normal(0, noise / np.sqrt(DIMENSIONS), (VECTORS, DIMENSIONS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), group
