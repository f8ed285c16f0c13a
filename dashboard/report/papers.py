"""Papers in the lists of the report."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text.wording import count, names, readable_date, web_address


@dataclass(frozen=True)
class PaperLine:
    """One paper in a list: title, URL if any, date, and authors, date and votes in one line."""

    title: str
    address: str | None
    published: str
    about: str


def paper_line(paper: dict[Any, Any]) -> PaperLine:
    """The line of a paper, a row of `documents`."""
    votes = "" if pd.isna(paper["upvotes"]) else count(int(paper["upvotes"]), "upvote")
    published = readable_date(paper["published"])
    parts = [names(paper["authors"], most=1), published, votes]
    title = paper["title"] if isinstance(paper["title"], str) else ""
    return PaperLine(
        title=title or "Untitled",
        address=web_address(paper["url"]),
        published=published,
        about=" · ".join(part for part in parts if part),
    )
