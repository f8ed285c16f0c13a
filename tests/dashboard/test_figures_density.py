"""Contours on the map: high where papers lie densely, nowhere else."""

import base64

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gaussian_kde

from dashboard.figures.parts.density import density_contours


def heights(papers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x and y of the squares, and how high each is."""
    trace = density_contours(papers, mode="light").to_plotly_json()
    parts = [np.asarray(decoded(trace[name])) for name in ("x", "y", "z")]
    return parts[0], parts[1], parts[2]


def decoded(part):
    """Plotly keeps arrays as base64 in some versions."""
    if not isinstance(part, dict):
        return part
    numbers = np.frombuffer(base64.b64decode(part["bdata"]), part["dtype"])
    shape = part.get("shape")
    return numbers.reshape([int(one) for one in shape.split(",")]) if shape else numbers


def test_contours_follow_the_density_of_the_papers() -> None:
    """Against the kernel density of another library, in ranks."""
    rng = np.random.default_rng(0)
    near = rng.normal((0, 0), 1, (3_000, 2))
    far = rng.normal((6, 2), 0.5, (1_000, 2))
    papers = pd.DataFrame(np.r_[near, far], columns=["x", "y"])
    x, y, z = heights(papers)
    grid = np.stack(np.meshgrid(x, y)).reshape(2, -1)
    truth = gaussian_kde(papers.to_numpy().T, bw_method=0.1)(grid).reshape(z.shape)
    dense = truth > truth.max() / 50
    assert np.corrcoef(np.sqrt(truth[dense]), z[dense])[0, 1] > 0.95
    assert z[truth < truth.max() / 1e6].max() <= 10


@pytest.mark.parametrize("papers", [[(1, 1)], [(1, 1), (1, 1)], [(0, 0), (0, 5)]])
def test_few_papers_have_contours_too(papers) -> None:
    _, _, z = heights(pd.DataFrame(papers, columns=["x", "y"], dtype=float))
    assert z.max() == 255
    assert np.isfinite(z.astype(float)).all()
