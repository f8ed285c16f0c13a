"""arXiv's RSS: what was announced today, new and from other categories."""

import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime

from analysis.papers.readers.markup import name_of, text_of
from analysis.papers.sources.arxiv_records import arxiv_record
from analysis.papers.sources.markup import parse_xml
from analysis.papers.sources.service import Page, Record, UnreadableAnswerError


def read_list(content: bytes) -> Page:
    """The announcements of a feed; papers that were only replaced are refused."""
    root = parse_xml(content)
    if name_of(root) != "rss":
        raise UnreadableAnswerError(f"{name_of(root)} instead of a feed")
    return Page([_record(item) for item in root.iter("item")])


def _record(item: ET.Element) -> Record:
    inside = {name_of(part): text_of(part) for part in item}
    creators = [text_of(part) for part in item if name_of(part) == "creator"]
    fields = {
        "title": inside.get("title"),
        "abstract": (inside.get("description") or "").partition("Abstract:")[2].strip() or None,
        "authors": [name for text in creators for name in (text or "").split(", ") if name],
        "published": _day(inside.get("pubDate")),
        "categories": [text_of(part) for part in item if name_of(part) == "category"],
        "venue": inside.get("journal_reference"),
        "doi": inside.get("DOI"),
    }
    record = arxiv_record(inside.get("guid") or inside.get("link"), fields, comment=None)
    if (inside.get("announce_type") or "").startswith("replace") and record.refused is None:
        return Record(record.id, record.fields, refused="a new version of an earlier paper")
    return record


def _day(text: str | None) -> str | None:
    try:
        return parsedate_to_datetime(text or "").date().isoformat()
    except ValueError:
        return None
