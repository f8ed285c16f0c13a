"""What arXiv's three interfaces have in common: ids, withdrawn papers, the fields of a record."""

import re
from collections.abc import Mapping
from typing import Any

from analysis.papers.sources.service import Record

_ID = re.compile(r"(?:abs/|arXiv\.org:|arXiv:|^)((?:\d{4}\.\d{4,5})|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_WITHDRAWN = re.compile(r"(this|the) (paper|article|submission|manuscript) (has been |is |was )?"
                        r"(withdrawn|retracted)|^withdrawn\b", re.IGNORECASE)  # fmt: skip
NOT_PARSED = "not parsed"


def arxiv_id(text: str | None) -> str | None:
    """The id without its version in an address, an OAI identifier or a bare id."""
    found = _ID.search(text or "")
    return found[1] if found else None


def arxiv_record(text: str | None, fields: Mapping[str, Any], *, comment: str | None) -> Record:
    """The record of a paper whose id is in `text`; one that was withdrawn is refused."""
    found = arxiv_id(text)
    if found is None:
        return Record(f"?{fields.get('title')}{text}", fields, refused=NOT_PARSED)
    said = (comment or "", fields.get("abstract") or "")
    withdrawn = any(_WITHDRAWN.search(part[:200]) for part in said)
    known = {**fields, "arxiv_id": found, "url": f"https://arxiv.org/abs/{found}"}
    return Record(found, known, refused="withdrawn" if withdrawn else None)
