"""Articles of Europe PMC."""

from analysis.papers.readers.jats import plain_jats
from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    authors,
    number,
    text,
    texts,
)


def _is_article(record: Record) -> bool:
    return "title" in record and "authorString" in record


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstractText", read=plain_jats),
    "authors": Taken("authorList.author", "authorString", read=authors),
    "published": Taken("firstPublicationDate", "electronicPublicationDate", "pubYear", read=text),
    "venue": Taken("journalInfo.journal.title", "journalTitle", read=text),
    "categories": Taken("meshHeadingList.meshHeading[].descriptorName", read=texts),
    "keywords": Taken("keywordList.keyword", read=texts),
    "lang": Taken("language", read=text),
    "doi": Taken("doi", read=text),
    "id": Taken("pmid", "id", read=text),
    "citations": Taken("citedByCount", read=number),
}
EUROPE_PMC = Shape("Europe PMC", _is_article, _TAKEN)
