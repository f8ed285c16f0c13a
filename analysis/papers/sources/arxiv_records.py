"""What arXiv's three interfaces have in common: the record of a paper."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from analysis.papers.readers.arxiv_xml import arxiv_refused
from analysis.papers.readers.markup import text_of
from analysis.papers.sources.service import Record

NOT_PARSED = "not parsed"


def arxiv_record(part: ET.Element, fields: Mapping[str, Any]) -> Record:
    """The record of a paper with its fields; one that was withdrawn or has no id is refused."""
    if fields["arxiv_id"] is None:
        return Record(f"?{text_of(part)}"[:200], fields, refused=NOT_PARSED)
    return Record(fields["arxiv_id"], fields, refused=arxiv_refused(part))
