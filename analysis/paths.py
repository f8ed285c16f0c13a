"""Where runs and caches live: $PAPERTIDES_DATA, by default the checkout's own `data/`.

$PAPERTIDES_RUNS names another folder of runs: `dashboard serve --runs DIR` hands it to the pages.
"""

import os
from pathlib import Path


def data_dir() -> Path:
    """The folder that holds runs and caches, whatever the working directory is."""
    configured = os.environ.get("PAPERTIDES_DATA")
    return Path(configured) if configured else Path(__file__).resolve().parent.parent / "data"


def runs_dir() -> Path:
    """The folder of run folders."""
    configured = os.environ.get("PAPERTIDES_RUNS")
    return Path(configured) if configured else data_dir() / "runs"


def cache_dir() -> Path:
    """The folder of what can be computed again: embeddings and encoder graphs."""
    return data_dir() / "cache"
