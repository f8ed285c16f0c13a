"""Abstracts that services give as an inverted index: each word with its positions."""

import ast
import json
from typing import Any

# More words than any abstract has; a larger position is damage.
_LONGEST = 100_000


def text_of_inverted_index(value: Any) -> str | None:
    """The text of an inverted index `{word: [positions]}`, given as an object or as its text.

    The text of a cell may be JSON or Python. None for anything that is no inverted index.
    """
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, dict):
        return None
    words = {
        position: word
        for word, positions in value.items()
        if isinstance(positions, list)
        for position in positions
        if type(position) is int and 0 <= position < _LONGEST
    }
    return " ".join(str(words[position]) for position in sorted(words)) or None


def _parsed(text: str) -> Any:
    if not text.lstrip().startswith("{"):
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None
