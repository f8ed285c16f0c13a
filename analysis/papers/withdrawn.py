"""Withdrawn papers: those whose abstract or comment is a notice of it."""

import re

_NOUN = r"(?:paper|article|submission|manuscript|preprint|work|note|letter|report|thesis|document)"
_GONE = r"(?:withdrawn|retracted|removed)"
_NOTICE = re.compile(
    rf"\W*(?:(?:this|the|our)\s+(?:arxiv\s+)?{_NOUN}\s+"
    rf"(?:has\s+been|have\s+been|is|was|is\s+being)\s+(?:\w+\s+)?{_GONE}"
    rf"|(?:the|we,?\s+the)\s+authors?\s+(?:have|has)\s+{_GONE}\s+(?:this|the|their)\s+{_NOUN}"
    r"|withdrawal\s+statement)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\W*(?:withdrawn\b(?!\s+(?:from|at|in)\b)|retracted(?:\s+by\s+the\s+authors?)?\W*$)",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 600
_LONGEST_BARE = 300


def is_withdrawn(abstract: object, *, comment: object = None) -> bool:
    """Whether an abstract, or a part of a comment such as arXiv has, is a notice of withdrawal.

    "This paper has been withdrawn by the author", "Retracted" and "12 pages; withdrawn" are,
    "replaces a withdrawn paper" and "withdrawn from the conference" are not, nor is a long
    abstract that begins with such words.
    """
    text = abstract if isinstance(abstract, str) else ""
    if len(text) <= _LONGEST_NOTICE and _NOTICE.match(text):
        return True
    if len(text) <= _LONGEST_BARE and _BARE.match(text):
        return True
    parts = re.split(r"[.;,\n]", comment) if isinstance(comment, str) else []
    return any(_NOTICE.match(part) or _BARE.match(part) for part in parts)
