"""The JSON values of a text: one, one after the other, or one a line."""

import json
import re
from typing import Any

from analysis.errors import InputError

_GAP = re.compile("[ \t\r\n\x1e,]*")


class Damaged(str):
    """The text of a line that is no JSON."""

    __slots__ = ()


def json_values(text: str, *, name: str) -> list[tuple[int, Any]]:
    """The values of a text, each with the line in which it begins.

    A line that is no JSON is `Damaged`. Raises InputError for a list that is not valid JSON.
    """
    try:
        return [(1, json.loads(text))]
    except (ValueError, RecursionError) as error:
        values = _in_succession(text) or _by_lines(text)
        is_list = text.lstrip().startswith("[")
        if is_list and not any(isinstance(value, dict | list) for _, value in values):
            raise InputError(
                f"{name} starts like a JSON list but cannot be read: {error}. Expected "
                '[{"title": …}, …] or, more robust, JSON Lines: one object per line.'
            ) from error
        return values


def parsed(text: str | bytes) -> Any:
    """The JSON value of a text, `Damaged` if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return Damaged(text if isinstance(text, str) else text.decode("utf-8", errors="replace"))


def _by_lines(text: str) -> list[tuple[int, Any]]:
    # Only line feeds end a line: JSON strings may hold other separators such as U+2028.
    lines = enumerate((line.strip() for line in text.split("\n")), start=1)
    # A list may have been written with one object a line.
    return [(row, parsed(line.rstrip(","))) for row, line in lines if line not in ("", "[", "]")]


def _in_succession(text: str) -> list[tuple[int, Any]] | None:
    """Values one after the other, on any number of lines; None if anything else is in the text."""
    decoder, values = json.JSONDecoder(), []
    position, line, counted = 0, 1, 0
    while True:
        gap = _GAP.match(text, position)
        position = gap.end() if gap else position
        if position >= len(text):
            return values
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None
        values.append((line, value))
