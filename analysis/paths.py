"""Locations of runs, caches, jobs, budgets: $PAPERTIDES_DATA, by default `data/` of the checkout.

Where Papertides is installed without a checkout, the default is the user's data folder.

$PAPERTIDES_RUNS names another folder of runs: `dashboard serve --runs DIR` hands it to the pages.
"""

import os
import tomllib
from pathlib import Path

from platformdirs import user_data_path


def data_dir() -> Path:
    """The folder that holds runs, caches and jobs, independent of the working directory."""
    configured = os.environ.get("PAPERTIDES_DATA")
    if configured:
        return Path(configured)
    home = Path(__file__).resolve().parent.parent
    return home / "data" if _is_checkout(home) else user_data_path("papertides", appauthor=False)


def runs_dir() -> Path:
    """The folder that holds the runs."""
    configured = os.environ.get("PAPERTIDES_RUNS")
    return Path(configured) if configured else data_dir() / "runs"


def cache_dir() -> Path:
    """The cache folder: embeddings and encoder graphs, which can be recomputed."""
    return data_dir() / "cache"


def budgets_dir() -> Path:
    """The folder of the pace of requests to services; not in the cache, which can be emptied."""
    return data_dir() / "budgets"


def jobs_dir() -> Path:
    """The folder of the jobs: what runs in the background, and how it ended."""
    return data_dir() / "jobs"


def _is_checkout(folder: Path) -> bool:
    """Whether `folder` is a checkout: it has this project's pyproject.toml."""
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return project.get("project", {}).get("name") == "papertides"
