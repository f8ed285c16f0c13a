"""Papers as JSON: a list that `python -m analysis` reads again."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def json_list(papers: Sequence[Mapping[str, Any]]) -> str:
    """One object a paper, in their order, by column; what is not known is left out."""
    known = [{name: value for name, value in paper.items() if _says(value)} for paper in papers]
    return json.dumps(known, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _says(value: Any) -> bool:
    return value is not None and not (isinstance(value, list | np.ndarray) and len(value) == 0)


def _plain(value: Any) -> Any:
    """What numpy holds, as JSON has it."""
    return value.tolist()
