"""Formatting of words, numbers and dates."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from analysis.periods import readable_date

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$^=\"'&:@/])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# Shortcodes, arrows and bare addresses are replaced after the escapes are gone; a word joiner,
# which has no width, keeps them apart.
_SHORTCODE = re.compile(r":(?=[\w+\-/]+(?::|\[))")
_ARROW = re.compile(r"(<-|->|--|>=|<=|~=)")
_ADDRESS = re.compile(r"(?i)(https?|ftp)(?=://)|(www)(?=\.)|(\w)(?=@\w)")
_JOINER = "\u2060"


def plain(text: Any) -> str:
    """`text` escaped for a Markdown label or paragraph."""
    clean = _CONTROL.sub(" ", str(text)).strip()
    kept = _SHORTCODE.sub(f":{_JOINER}", clean)
    kept = _ARROW.sub(lambda arrow: arrow[0][0] + _JOINER + arrow[0][1:], kept)
    kept = _ADDRESS.sub(lambda start: start[0] + _JOINER, kept)
    return _PUNCTUATION.sub(r"\\\1", kept)


def count(number: int, thing: str) -> str:
    """A number with its noun: `1 paper`, `9,873 papers`."""
    return f"{number:,} {thing if number == 1 else thing + 's'}"


def distinct(labels: Mapping[Any, str]) -> dict[Any, str]:
    """`labels` by key, duplicates disambiguated by their key, since widgets return labels."""
    often = Counter(labels.values())
    return {
        key: label if often[label] == 1 else f"{label} ({key})" for key, label in labels.items()
    }


def percent(share: float) -> str:
    """A share, 0 to 1, as a percentage: `7%`, `0.4%`, `under 0.1%`."""
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{share:.1%}".replace(".0%", "%") if share < 0.0995 else f"{share:.0%}"


def readable_moment(created: str) -> str:
    """A UTC timestamp as `23 Nov 2026, 15:42 UTC`; empty: `no date`."""
    if not created:
        return "no date"
    moment = datetime.fromisoformat(created)
    return f"{readable_date(moment.date().isoformat())}, {moment:%H:%M} UTC"


def names(authors: Sequence[str] | None, *, most: int = 4) -> str:
    """Authors on one line, truncated as `and 7 more`."""
    known = [str(author) for author in (authors if authors is not None else [])]
    if len(known) <= most + 1:
        return ", ".join(known)
    return f"{', '.join(known[:most])} and {len(known) - most} more"


def web_address(url: Any) -> str | None:
    """`url` escaped for a Markdown link if it is http or https; else None."""
    if not isinstance(url, str):
        return None
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(url, safe=":/?#[]@!$&'*+,;=%~-._")
