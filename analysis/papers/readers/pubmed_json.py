"""Articles of PubMed's XML that were turned into JSON, with the XML's names."""

from typing import Any

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    as_list,
    at,
    first,
    names,
    text,
    texts,
)

_ARTICLE = "MedlineCitation.Article"


def _is_article(record: Record) -> bool:
    return at(record, f"{_ARTICLE}.ArticleTitle") is not None


def _content(value: Any) -> str | None:
    """The text of an element, which is an object if the element has attributes."""
    return text(at(value, "#text")) if isinstance(value, dict) else text(value)


def _abstract(value: Any) -> str | None:
    """The sections of an abstract, each after its label."""
    sections = [(at(part, "@Label"), _content(part)) for part in as_list(value)]
    parts = [f"{label}: {said}" if label else said for label, said in sections if said]
    return " ".join(parts) or None


def _date(value: Any) -> str | None:
    parts = (_content(at(first(value), key)) for key in ("Year", "Month", "Day"))
    return " ".join(filter(None, parts)) or _content(at(value, "MedlineDate"))


def _doi(ids: Any) -> str | None:
    found = (_content(part) for part in as_list(ids) if at(part, "@IdType") == "doi")
    return next(found, None)


_TAKEN = {
    "title": Taken(f"{_ARTICLE}.ArticleTitle", read=_content),
    "abstract": Taken(f"{_ARTICLE}.Abstract.AbstractText", read=_abstract),
    "authors": Taken(f"{_ARTICLE}.AuthorList.Author", read=names),
    "published": Taken(
        f"{_ARTICLE}.ArticleDate", f"{_ARTICLE}.Journal.JournalIssue.PubDate", read=_date
    ),
    "venue": Taken(f"{_ARTICLE}.Journal.Title", read=text),
    "categories": Taken(
        "MedlineCitation.MeshHeadingList.MeshHeading[].DescriptorName.#text", read=texts
    ),
    "keywords": Taken("MedlineCitation.KeywordList.Keyword[].#text", read=texts),
    "lang": Taken(f"{_ARTICLE}.Language", read=text),
    "doi": Taken("PubmedData.ArticleIdList.ArticleId", read=_doi),
    "id": Taken("MedlineCitation.PMID", read=_content),
}
PUBMED_JSON = Shape("PubMed", _is_article, _TAKEN)
