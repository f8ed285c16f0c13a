"""Table rows as dictionaries."""

from typing import Any

import pandas as pd


def records(papers: pd.DataFrame) -> list[dict[str, Any]]:
    """Papers as dictionaries by column, None where a value is missing."""
    return [
        {str(name): value if _is_known(value) else None for name, value in paper.items()}
        for paper in papers.to_dict("records")
    ]


def _is_known(value: Any) -> bool:
    return bool(pd.api.types.is_list_like(value) or not pd.isna(value))
