"""Density of the papers on the map, as contours."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.style.appearance import LOOKS, Mode

# Squares from side to side, and the standard deviation by which they are smoothed.
_SQUARES, _SPREAD = 96, 1.5
_CONTOURS = 7
# Densities are sent as bytes, on a scale of square roots: a few large themes must not take it all.
_STEPS = 255


def density_contours(documents: pd.DataFrame, *, mode: Mode) -> go.Contour:
    """Contours of equal density of `documents` (x, y), in equal steps."""
    edges = [_edges(documents[axis].to_numpy(float)) for axis in ("x", "y")]
    counts, *_ = np.histogram2d(documents["y"], documents["x"], bins=(edges[1], edges[0]))
    smooth = np.sqrt(_blurred(_blurred(counts).T).T)
    middles = [(one[1:] + one[:-1]) / 2 for one in edges]
    steps = np.round(_STEPS * smooth / max(float(smooth.max()), 1e-9)).astype(np.uint8)
    look = LOOKS[mode]
    return go.Contour(
        x=middles[0].astype(np.float32),
        y=middles[1].astype(np.float32),
        z=steps,
        autocontour=False,
        contours={
            "coloring": "lines",
            "start": 2 * _STEPS / (_CONTOURS + 1),
            "end": _STEPS,
            "size": _STEPS / (_CONTOURS + 1),
        },
        colorscale=[[0, look.grid], [1, look.muted]],
        line={"width": 0.75},
        showscale=False,
        hoverinfo="skip",
        name="density",
    )


def _edges(places: np.ndarray) -> np.ndarray:
    """Edges of the grid cells, with padding for the contours to close."""
    low, high = float(places.min()), float(places.max())
    room = 0.08 * (high - low) or 1.0
    return np.linspace(low - room, high + room, _SQUARES + 1)


def _blurred(rows: np.ndarray) -> np.ndarray:
    """Rows smoothed by a Gaussian kernel."""
    reach = int(4 * _SPREAD)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SPREAD) ** 2)
    weights /= weights.sum()
    return np.apply_along_axis(np.convolve, 1, rows, weights, mode="same")
