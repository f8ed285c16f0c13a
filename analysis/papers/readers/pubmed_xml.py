"""Articles and chapters of books in the XML of PubMed."""

import re
import xml.etree.ElementTree as ET
from typing import Any

from analysis.papers.readers.markup import iso_date, text_of

ARTICLES = ("PubmedArticle", "PubmedBookArticle")


def pubmed_id(part: ET.Element) -> str | None:
    """The PMID of an article itself, not of one that it corrects or cites."""
    return _first_text(part, "MedlineCitation/PMID", "BookDocument/PMID", "PMID")


def pubmed_fields(part: ET.Element) -> dict[str, Any]:
    """The fields of an article or chapter, named as in `ALIASES`."""
    body = _body(part)
    book = _first_text(part, ".//BookTitle") if body is part else None
    identifiers = {
        one.get("IdType"): text_of(one)
        for path in ("*/ArticleIdList/ArticleId", "ArticleIdList/ArticleId")
        for one in part.iterfind(path)
    }
    return {
        "title": _first_text(body, ".//ArticleTitle", ".//VernacularTitle") or book,
        "abstract": _abstract(body),
        "authors": _authors(body),
        "published": _published(body),
        "venue": _first_text(body, ".//Journal/Title") or book,
        "keywords": [text_of(one) for one in body.iterfind(".//Keyword")],
        "categories": [text_of(one) for one in body.iterfind(".//MeshHeading/DescriptorName")],
        "lang": _first_text(body, ".//Language"),
        "url": _url(pubmed_id(part), identifiers.get("pmc")),
        "doi": identifiers.get("doi") or _first_text(body, ".//ELocationID[@EIdType='doi']"),
    }


def pubmed_refused(part: ET.Element) -> str | None:
    """Why an article is no paper: it was retracted."""
    kinds = {text_of(one) for one in _body(part).iter("PublicationType")}
    return "withdrawn" if "Retracted Publication" in kinds else None


def _body(part: ET.Element) -> ET.Element:
    """What has the fields of an article, without its history and references; a chapter as it is."""
    citation = part.find("MedlineCitation")
    return part if citation is None else citation


def _first_text(part: ET.Element, *paths: str) -> str | None:
    return next((text for path in paths if (text := text_of(part.find(path)))), None)


def _url(pmid: str | None, pmc: str | None) -> str | None:
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmc}/" if pmc else None


def _abstract(part: ET.Element) -> str | None:
    """The parts of an abstract, each after its label; of other languages none."""
    texts = []
    for one in part.iterfind(".//Abstract/AbstractText"):
        text, label = text_of(one), one.get("Label", "UNLABELLED")
        if text:
            texts.append(text if label == "UNLABELLED" else f"{label.capitalize()}: {text}")
    return " ".join(texts) or None


def _authors(part: ET.Element) -> list[str]:
    """The authors of an article or of a chapter, else of its book; no editors."""
    lists = [one for one in part.iterfind(".//AuthorList") if one.get("Type") != "editors"]
    # A chapter comes after its book.
    authors = lists[-1].iterfind("Author") if lists else []
    return [name for one in authors if (name := _name(one))]


def _name(author: ET.Element) -> str | None:
    given = _first_text(author, "ForeName", "Initials")
    parts = (given, *(text_of(author.find(name)) for name in ("LastName", "Suffix")))
    return " ".join(part for part in parts if part) or text_of(author.find("CollectiveName"))


def _published(part: ET.Element) -> str | None:
    """The day of the electronic article, else of the issue, as far as it is known.

    A range in words, such as `2023 Jul-Aug`, counts at its beginning.
    """
    for path in (".//ArticleDate", ".//PubDate"):
        found = part.find(path)
        if found is None:
            continue
        year, month = text_of(found.find("Year")), text_of(found.find("Month"))
        if year:
            return iso_date(year, month, day=text_of(found.find("Day")))
        said = re.search(
            r"\b(\d{4})\b(?:\s+(?:\d{1,2}\s+)?([A-Za-z]{3}))?",
            text_of(found.find("MedlineDate")) or "",
        )
        if said:
            return iso_date(said[1], said[2])
    return None
