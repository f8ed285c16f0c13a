"""Histogram of a column of the papers beside the map: the bin of every paper."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.text.run_facts import LANGUAGES

# As many names as fit side by side under the map; all others are one bin.
_NAMES = 8
# Upvotes spread over orders of magnitude: bins begin at 1, 3, 10, 30 and so on.
_STEPS = (1, 3)


@dataclass(frozen=True)
class Bins:
    """The bin of every paper, row i = doc_id i, as an index into `names`."""

    codes: np.ndarray
    names: tuple[str, ...]


_COLUMNS: dict[str, Callable[[pd.DataFrame], Bins]] = {
    "upvotes": lambda documents: _of_numbers(documents["upvotes"]),
    "venue": lambda documents: _of_names(documents["venue"]),
    "category": lambda documents: _of_names(documents["categories"].str[0]),
    "language": lambda documents: _of_names(documents["lang"]),
}


@cached()
def binned_columns(run: Run) -> list[str]:
    """The columns in which papers differ, which are those worth a histogram."""
    return [name for name in _COLUMNS if len(paper_bins(run, name).names) > 1]


@cached(entries=8)
def paper_bins(run: Run, name: str) -> Bins:
    """`bins_of` the papers of a run."""
    return bins_of(run.documents, name)


def bins_of(documents: pd.DataFrame, name: str) -> Bins:
    """Bins of upvotes by value, or of the venue, category or language, the most common first.

    All other names are one bin; papers without a value are the last. No bin is empty.
    """
    return _COLUMNS[name](documents)


def has_bins(name: str) -> bool:
    """Whether there is a histogram called `name`, in any run."""
    return name in _COLUMNS


def known_bin(run: Run, column: str | None, *, code: int | None) -> int | None:
    """The bin `code`, if the column that is counted has it."""
    if column is None or code is None:
        return None
    return code if code < len(paper_bins(run, column).names) else None


def of_bin(papers: pd.DataFrame, bins: Bins, *, code: int) -> pd.DataFrame:
    """The `papers` in one bin."""
    return papers[bins.codes[papers["doc_id"].to_numpy()] == code]


def _of_names(values: pd.Series) -> Bins:
    found, names = pd.factorize(values)
    common = np.argsort(-np.bincount(found[found >= 0], minlength=len(names)), kind="stable")
    common = common[:_NAMES]
    # The last place is that of -1, which stands for no name.
    places = np.full(len(names) + 1, len(common))
    places[common], places[-1] = np.arange(len(common)), len(common) + 1
    called = [LANGUAGES.get(name, name) for name in map(str, names[common])]
    return _without_empty(pd.Series(places[found]), names=[*called, "Others", "Not given"])


def _of_numbers(values: pd.Series) -> Bins:
    numbers = values.to_numpy(float, na_value=np.nan)
    most = np.nan_to_num(numbers).max(initial=0)
    starts = [0, *(10**power * step for power in range(1 + len(f"{most:.0f}")) for step in _STEPS)]
    names = [
        f"{first:,}" if first == last else f"{first:,}–{last:,}"
        for first, last in zip(starts, [start - 1 for start in starts[1:]], strict=False)
    ]
    codes = pd.Series(np.searchsorted(starts, numbers, side="right") - 1)
    return _without_empty(codes.where(~np.isnan(numbers), len(names)), names=[*names, "Not given"])


def _without_empty(codes: pd.Series, *, names: list[str]) -> Bins:
    """Bins numbered anew, without those that have no paper."""
    used, numbered = np.unique(codes.to_numpy(int), return_inverse=True)
    return Bins(numbered.astype(np.uint16), tuple(str(names[code]) for code in used.tolist()))
