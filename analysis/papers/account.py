"""Parts of the account of a reading: merges, examples and counts, as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.papers.duplicates import Merge
from analysis.papers.problems import Problem, Unit, shown


def merge_json(
    merge: Merge, *, ids: Sequence[str], titles: Sequence[str], place: tuple[str, Unit, int]
) -> dict[str, Any]:
    """A merge as `read_papers` documents it: `ids` of the papers kept, `titles` of all rows.

    `place` is the file, and the number and its unit, of what was dropped.
    """
    file, unit, row = place
    return {
        "kept": ids[merge.kept],
        "dropped": titles[merge.dropped],
        "file": file,
        "row": row,
        "unit": unit,
        "reason": merge.reason,
        "sure": round(merge.sure, 4),
    }


def example(values: pd.Series) -> str:
    """The first value of a field in a file, quoted; empty without one."""
    filled = (", ".join(v) if isinstance(v, list) else v for v in values if _is_filled(v))
    return shown(value) if (value := next(filled, None)) is not None else ""


def _is_filled(value: Any) -> bool:
    return bool(value) if isinstance(value, list) else bool(pd.notna(value))


def reasons(rejected: Iterable[Problem]) -> dict[str, int]:
    """Why rows were rejected, and how many for each reason, the most frequent first."""
    return dict(Counter(p.reason or f"not {p.expected}" for p in rejected).most_common())


def kinds(papers: pd.DataFrame) -> dict[str, dict[str, int]]:
    """The `languages` and `years` of the account: how many papers are of each."""
    return {
        "languages": _counted(papers["lang"].fillna("unknown")),
        "years": _counted(papers["published"].dropna().str[:4]),
    }


def _counted(values: pd.Series) -> dict[str, int]:
    """How often each value occurs, in the order of the values."""
    return {str(key): int(number) for key, number in values.value_counts().sort_index().items()}
