"""JSON of services: parsed strictly, and taken apart without trust in its types."""

import json
from typing import Any

from analysis.papers.readers.shapes import at
from analysis.papers.sources.service import UnreadableAnswerError


def parse_object(content: bytes) -> dict[str, Any]:
    """The JSON object of an answer. Raises UnreadableAnswerError for anything else."""
    value = _parse(content)
    if not isinstance(value, dict):
        raise UnreadableAnswerError(f"{type(value).__name__} instead of a JSON object")
    return value


def parse_list(content: bytes) -> list[Any]:
    """The JSON list of an answer. Raises UnreadableAnswerError for anything else."""
    value = _parse(content)
    if not isinstance(value, list):
        raise UnreadableAnswerError(f"{type(value).__name__} instead of a JSON list")
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def message_of(text: str) -> str:
    """What a service says in an error: the `message` or `error` of a JSON object, else the text."""
    try:
        said = json.loads(text)
    except ValueError:
        return " ".join(text.split())[:200]
    words = at(said, "message") or at(said, "error") or text
    return " ".join(str(words).split())[:200]


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("JSON that is damaged or cut off") from error
