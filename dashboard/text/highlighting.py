"""Highlighting of words in otherwise escaped text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from analysis.words.segmentation import HANGUL, UNSPACED, marks
from dashboard.text.wording import plain

# Streamlit's colours of what was searched for, and of keywords.
SEARCHED, KEYWORD = "orange-background", "green-background"
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')
_BETWEEN = r"[\s\-‐-―]+"
_PATTERNS_AT_MOST = 100
# In these scripts a word may begin and end within what blanks enclose.
_WITHIN = re.compile(f"[{UNSPACED}{HANGUL}]")
_SENTENCE_END = re.compile(r"\. |。")
# Characters of an excerpt, which a list cuts to two lines, those that are surely within them, and
# of the longest word that is left out at its end rather than cut.
_EXCERPT, _READ_AT_ONCE, _LONGEST_WORD = 400, 80, 40


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
    ends = [end.end() for end in _SENTENCE_END.finditer(text, 0, first)]
    start = ends[-1] if ends and first > _READ_AT_ONCE else 0
    part = text[start : start + _EXCERPT]
    if start + _EXCERPT < len(text):
        whole, _, last = part.rpartition(" ")
        part = f"{whole if len(last) <= _LONGEST_WORD else part} …"
    return marked(part, keywords=[], query=query)


def _kept(text: str) -> str:
    """`text` escaped, with leading and trailing blanks kept."""
    body = plain(text)
    return " " * text[:1].isspace() + body + " " * (bool(body) and text[-1:].isspace())


def _spans(text: str, patterns: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans matched by the patterns, the longest first where several match."""
    wanted = sorted({one for one in patterns if one}, key=len, reverse=True)
    for match in re.finditer("|".join(wanted), text, re.IGNORECASE) if wanted else ():
        start, end = match.span()
        begins = _WITHIN.match(text[start]) or not _is_mark(text[start - 1 : start])
        if begins and not _is_mark(text[end : end + 1]):
            yield start, end


def _is_mark(character: str) -> bool:
    """Whether a character is a combining mark, which belongs to the letter before it."""
    return character > "\u02ff" and unicodedata.category(character)[0] == "M"


def _whole(pattern: str, words: str) -> str:
    """`pattern`, which matches `words`, not within a longer word."""
    before = "" if _WITHIN.match(words) else r"(?<!\w)"
    after = "" if _WITHIN.match(words[-1]) else r"(?!\w)"
    return f"{before}(?:{pattern}){after}"


def _keyword(term: str) -> str:
    words = [re.escape(word) for word in term.split()]
    if not words:
        return ""
    last = words[-1]
    words[-1] = f"{last[:-1] if last.endswith('s') and len(last) > 3 else last}(?:s|es)?"
    return _whole(_BETWEEN.join(words), term.strip())


def _searched(query: str) -> list[str]:
    """Terms of a full-text query; the last word is a prefix."""
    pieces = [(phrase or word, bool(word)) for phrase, word in _PIECE.findall(query)]
    pieces = [(text, one) for text, one in pieces if any(c.isalnum() for c in text)]
    letters = f"[\\w{marks()}]"
    patterns = []
    for number, (text, is_word) in enumerate(pieces[:_PATTERNS_AT_MOST], start=1):
        words = re.findall(f"{letters}+", text)
        last = words[-1][-1]
        is_prefix = is_word and number == len(pieces) and not _WITHIN.match(last)
        pattern = _BETWEEN.join(map(re.escape, words)) + (f"{letters}*" if is_prefix else "")
        patterns.append(_whole(pattern, "".join(words)))
    return patterns
