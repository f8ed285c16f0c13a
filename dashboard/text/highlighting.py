"""Highlighting of words in otherwise escaped text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dashboard.text.wording import plain

# Streamlit's colours of what was searched for, and of keywords.
SEARCHED, KEYWORD = "orange-background", "green-background"
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
_BETWEEN = r"[\s\-‐-―]+"
_PATTERNS_AT_MOST = 100
# Characters of an excerpt, which a list cuts to two lines, and those that are surely within them.
_EXCERPT, _READ_AT_ONCE = 400, 80


def marked(text: str, *, keywords: Sequence[str], query: str) -> str:
    """`text` in Markdown with `keywords` and the terms of a full-text `query` highlighted.

    A keyword counts in singular and plural; where both claim a word, the search has it.
    """
    spans = [(*span, SEARCHED) for span in _spans(text, _searched(query))]
    for start, end in _spans(text, map(_keyword, keywords)):
        if all(end <= other[0] or other[1] <= start for other in spans):
            spans.append((start, end, KEYWORD))
    parts, place = [], 0
    for start, end, colour in sorted(spans):
        parts += [_kept(text[place:start]), f":{colour}[{plain(text[start:end])}]"]
        place = end
    return "".join([*parts, _kept(text[place:])])


def excerpt(text: str, query: str) -> str:
    """The part of an abstract to show in a list, in Markdown, with the terms of `query` marked.

    It is the beginning, or the sentence that has the first of the terms where that comes later.
    """
    first = min((start for start, _ in _spans(text, _searched(query))), default=0)
    before = text.rfind(". ", 0, first) if first > _READ_AT_ONCE else -1
    start = before + 2 if before >= 0 else 0
    part = text[start : start + _EXCERPT]
    if start + _EXCERPT < len(text):
        part = f"{part.rpartition(' ')[0]} …"
    return marked(part, keywords=[], query=query)


def _kept(text: str) -> str:
    """`text` escaped, with leading and trailing blanks kept."""
    body = plain(text)
    return " " * text[:1].isspace() + body + " " * (bool(body) and text[-1:].isspace())


def _spans(text: str, patterns: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans matched by the patterns, the longest first where several match."""
    wanted = sorted({one for one in patterns if one}, key=len, reverse=True)
    if wanted:
        whole = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)
        yield from (match.span() for match in whole.finditer(text))


def _keyword(term: str) -> str:
    words = [re.escape(word) for word in term.split()]
    if not words:
        return ""
    last = words[-1]
    words[-1] = f"{last[:-1] if last.endswith('s') and len(last) > 3 else last}(?:s|es)?"
    return _BETWEEN.join(words)


def _searched(query: str) -> list[str]:
    """Terms of a full-text query; the last word is a prefix."""
    pieces = [(phrase or word, bool(word)) for phrase, word in _PIECE.findall(query)]
    pieces = [(text, one) for text, one in pieces if any(c.isalnum() for c in text)]
    patterns = [
        _BETWEEN.join(map(re.escape, re.findall(r"\w+", text)))
        for text, _ in pieces[:_PATTERNS_AT_MOST]
    ]
    if patterns and pieces[-1][1] and len(pieces) <= _PATTERNS_AT_MOST:
        patterns[-1] += r"\w*"
    return patterns
