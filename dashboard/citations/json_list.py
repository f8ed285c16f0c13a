"""Papers as a JSON list that `python -m analysis` reads back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def json_list(papers: Sequence[Mapping[str, Any]]) -> str:
    """One object per paper by column, in input order; unknown values are omitted."""
    known = [{name: value for name, value in paper.items() if _says(value)} for paper in papers]
    return json.dumps(known, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _says(value: Any) -> bool:
    return value is not None and not (isinstance(value, list | np.ndarray) and len(value) == 0)


def _plain(value: Any) -> Any:
    """A numpy value as JSON types."""
    return value.tolist()
