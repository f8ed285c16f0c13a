"""Cache of everything the dashboard computes, keyed by run, edition and arguments.

A run never changes, and neither does an edition of its corrections, so nothing expires. What is
kept is shared by everybody who looks at the dashboard and must not be changed.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np
import streamlit as st

from analysis.runs.corrections.corrected import CorrectedRun
from analysis.runs.store import Run

P = ParamSpec("P")
R = TypeVar("R")


def cached(
    *, entries: int = 4, spinner: str | bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache the last `entries` results of a function by its arguments, for all visitors.

    `spinner` is what a page shows while it is computed.
    """
    return st.cache_resource(
        max_entries=entries,
        show_spinner=spinner,
        # Streamlit hashes only a sample of a large array.
        hash_funcs={Run: run_key, CorrectedRun: run_key, np.ndarray: np.ndarray.tobytes},
    )


def run_key(run: Run) -> tuple[str, str]:
    """Cache key of a run: its folder and the edition of its corrections."""
    return str(run.path), run.edition
