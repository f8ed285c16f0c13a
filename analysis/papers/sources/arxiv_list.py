"""arXiv's RSS: what was announced today, new and from other categories."""

import xml.etree.ElementTree as ET

from analysis.papers.readers.arxiv_xml import item_fields
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
    record = arxiv_record(item, item_fields(item))
    kind = next((text_of(part) for part in item if name_of(part) == "announce_type"), None)
    if (kind or "").startswith("replace") and record.refused is None:
        return Record(record.id, record.fields, refused="a new version of an earlier paper")
    return record
