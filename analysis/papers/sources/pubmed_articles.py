"""An article or a chapter in the XML of PubMed, as a record."""

import re
import xml.etree.ElementTree as ET

from analysis.papers.sources.markup import text_of
from analysis.papers.sources.service import Record

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def article_record(part: ET.Element, *, damaged: bool) -> Record:
    """The record of an article; without a PMID it is refused.

    `damaged` says that characters of the answer could not be read; papers with such get a note.
    """
    identifiers = {one.get("IdType"): text_of(one) for one in part.iterfind(".//ArticleId")}
    pmid = text_of(part.find(".//PMID"))
    fields = {
        "title": text_of(part.find(".//ArticleTitle")) or text_of(part.find(".//BookTitle")),
        "abstract": _abstract(part),
        "authors": [name for one in part.iterfind(".//AuthorList/Author") if (name := _name(one))],
        "published": _published(part),
        "venue": text_of(part.find(".//Journal/Title")) or text_of(part.find(".//BookTitle")),
        "keywords": [text_of(one) for one in part.iterfind(".//Keyword")],
        "categories": [text_of(one) for one in part.iterfind(".//MeshHeading/DescriptorName")],
        "lang": text_of(part.find(".//Language")),
        "url": f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        "doi": identifiers.get("doi") or text_of(part.find(".//ELocationID[@EIdType='doi']")),
    }
    if not pmid:
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    kinds = {text_of(one) for one in part.iterfind(".//PublicationType")}
    texts = (fields["title"] or "") + (fields["abstract"] or "")
    is_hurt = damaged and _REPLACEMENT in texts
    return Record(
        pmid,
        fields,
        refused="withdrawn" if "Retracted Publication" in kinds else None,
        note="characters that cannot be read are replaced" if is_hurt else None,
    )


def _abstract(part: ET.Element) -> str | None:
    """The parts of an abstract, each after its label; of other languages none."""
    texts = []
    for one in part.iterfind(".//Abstract/AbstractText"):
        text, label = text_of(one), one.get("Label")
        if text:
            texts.append(f"{label.capitalize()}: {text}" if label else text)
    return " ".join(texts) or None


def _name(author: ET.Element) -> str | None:
    parts = (text_of(author.find("ForeName")), text_of(author.find("LastName")))
    return " ".join(part for part in parts if part) or text_of(author.find("CollectiveName"))


def _published(part: ET.Element) -> str | None:
    """The day of the electronic article, else of the issue, as far as it is known.

    A range in words, such as `2023 Jul-Aug`, counts at its beginning.
    """
    for path in (".//ArticleDate", ".//PubDate", ".//Book/PubDate"):
        found = part.find(path)
        if found is None:
            continue
        year, month = text_of(found.find("Year")), text_of(found.find("Month"))
        if year:
            return _iso(year, month, day=text_of(found.find("Day")))
        said = re.match(r"(\d{4})(?:\s+([A-Za-z]{3}))?", text_of(found.find("MedlineDate")) or "")
        if said:
            return _iso(said[1], said[2], day=None)
    return None


def _iso(year: str, month: str | None, *, day: str | None) -> str:
    word = (month or "").casefold()[:3]
    number = _MONTHS.index(word) + 1 if word in _MONTHS else int(word) if word.isdecimal() else 0
    if not 1 <= number <= 12:
        return year
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day and day.isdecimal() else "")
