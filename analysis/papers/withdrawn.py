"""Withdrawn papers: those whose abstract or comment is a notice of it."""

import re

_NOUN = r"(?:paper|article|submission|manuscript|preprint|work|note|letter|report|thesis|document)"
_NOTICE = re.compile(
    rf"\W*(?:(?:this|the|our)\s+(?:arxiv\s+)?{_NOUN}\s+"
    r"(?:has\s+been|have\s+been|is|was|is\s+being)\s+(?:\w+\s+)?withdrawn"
    rf"|(?:the|we,?\s+the)\s+authors?\s+(?:have|has)\s+withdrawn\s+(?:this|the|their)\s+{_NOUN}"
    r"|withdrawal\s+statement)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"\W*withdrawn\b(?!\s+(?:from|at|in)\b)", re.IGNORECASE)
_LONGEST_NOTICE = 300


def is_withdrawn(abstract: object, *, comment: object = None) -> bool:
    """Whether an abstract, or a part of a comment such as arXiv has, says "withdrawn".

    "This paper has been withdrawn by the author" and "12 pages; withdrawn" do, "replaces a
    withdrawn paper" and "withdrawn from the conference" do not.
    """
    text = abstract if isinstance(abstract, str) else ""
    if _NOTICE.match(text) or (len(text) <= _LONGEST_NOTICE and _BARE.match(text)):
        return True
    parts = re.split(r"[.;,\n]", comment) if isinstance(comment, str) else []
    return any(_NOTICE.match(part) or _BARE.match(part) for part in parts)
