"""PubMed: articles by words, MeSH headings and dates.

A search gives a place on the server from which its articles are fetched. It reaches 9,999 articles,
so that a range with more is halved. The key travels in the form that is posted, because the service
takes it from no header; never in the address.
"""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

from analysis.errors import InputError
from analysis.papers.readers.markup import name_of
from analysis.papers.readers.pubmed_xml import (
    ARTICLES,
    pubmed_fields,
    pubmed_id,
    pubmed_refused,
)
from analysis.papers.readers.shapes import at
from analysis.papers.sources.json_answers import message_of, parse_object
from analysis.papers.sources.markup import parse_xml
from analysis.papers.sources.service import (
    Page,
    Query,
    Record,
    Refusal,
    Request,
    Service,
    Step,
    Takes,
    UnreadableAnswerError,
)

_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
_PAGE = 200
_REACH = 9_998  # articles that a search can go through
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _steps(query: Query, today: date) -> list[Step]:
    terms = [f"({query.words})"] if query.words else []
    headings = " OR ".join(f'"{name}"[mh]' for name in query.categories)
    terms += [f"({headings})"] if headings else []
    days = [query.since.isoformat(), min(query.until, today).isoformat()]
    return [{"term": " AND ".join(terms), "days": days}]


def _request(step: Step) -> Request:
    asked = {"db": "pubmed", "tool": "papertides"}
    if "webenv" in step:
        place = {"WebEnv": step["webenv"], "query_key": step["key"]}
        page = {"retstart": str(step["start"]), "retmax": str(_PAGE), "retmode": "xml"}
        return Request(f"{_URL}efetch.fcgi", form=asked | place | page)
    first, last = (day.replace("-", "/") for day in step["days"])
    days = {"datetype": "pdat", "mindate": first, "maxdate": last}
    options = {"usehistory": "y", "retmax": "0", "retmode": "json"}
    return Request(f"{_URL}esearch.fcgi", form=asked | days | options | {"term": step["term"]})


def _read(content: bytes, step: Step) -> Page:
    return _articles(content, step) if "webenv" in step else _search(content, step)


def _search(content: bytes, step: Step) -> Page:
    result = parse_object(content).get("esearchresult")
    said = at(result, "ERROR")
    if said:
        raise UnreadableAnswerError(f"a failed search ({said})"[:200])
    count = str(at(result, "count") or "")
    if not count.isdecimal():
        raise UnreadableAnswerError("a search without a count")
    if int(count) > _REACH:
        return Page([], _halves(step, int(count)))
    if int(count) == 0:
        _refuse_unknown(at(result, "errorlist.phrasesnotfound"))
        return Page([])
    webenv, key = at(result, "webenv"), at(result, "querykey")
    if not webenv or not key:
        raise UnreadableAnswerError("a search without its place on the server")
    found = {"webenv": webenv, "key": str(key), "start": 0, "count": int(count)}
    return Page([], [step | found])


def _refuse_unknown(phrases: object) -> None:
    if isinstance(phrases, list) and phrases:
        raise InputError(
            f"PubMed knows no {', '.join(map(str, phrases))[:200]}. Check the spelling."
        )


def _halves(step: Step, count: int) -> list[Step]:
    first, last = (date.fromisoformat(day) for day in step["days"])
    if first == last:
        raise InputError(
            f"PubMed has {count:,} articles of {first} for this query, and gives at most "
            f"{_REACH:,}. Narrow it."
        )
    middle = first + (last - first) // 2
    slices = ((first, middle), (middle + timedelta(days=1), last))
    return [step | {"days": [a.isoformat(), b.isoformat()]} for a, b in slices]


def _articles(content: bytes, step: Step) -> Page:
    """The articles of a page; a place that the server has forgotten leads back to its search."""
    root = parse_xml(content)
    if name_of(root) != "PubmedArticleSet":
        said = " ".join("".join(root.itertext()).split())
        if "WebEnv" in said or "Cannot retrieve history" in said:
            return Page([], [{"term": step["term"], "days": step["days"]}])
        raise UnreadableAnswerError(f"no articles ({said[:150]})")
    damaged = _is_damaged(content)
    records = [_record(part, damaged=damaged) for part in root if name_of(part) in ARTICLES]
    start = step["start"] + _PAGE
    return Page(records, [step | {"start": start}] if start < step["count"] else [])


def _record(part: ET.Element, *, damaged: bool) -> Record:
    """The record of an article; without a PMID it is refused.

    `damaged` says that characters of the answer could not be read; papers with such get a note.
    """
    fields, pmid = pubmed_fields(part), pubmed_id(part)
    if not pmid:
        return Record(f"?{fields['title']}", fields, refused="not parsed")
    is_hurt = damaged and _REPLACEMENT in (fields["title"] or "") + (fields["abstract"] or "")
    return Record(
        pmid,
        fields,
        refused=pubmed_refused(part),
        note="characters that cannot be read are replaced" if is_hurt else None,
    )


def _is_damaged(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _refusal(status: int, text: str) -> Refusal | None:
    if status == 429:
        return Refusal(message_of(text), pause=2.0)
    if status == 400:
        return Refusal(f"the request is refused: {message_of(text)}")
    return None


def _nothing(query: Query, _: date) -> str:
    return (
        f"PubMed has no new article of {query.since} to {query.until} for this query. Check its "
        "spelling, or name more days."
    )


PUBMED = Service(
    name="pubmed",
    title="PubMed",
    takes=Takes(
        query=True, category="a MeSH heading such as Neoplasms", needed=("query", "category")
    ),
    steps=_steps,
    request=_request,
    read=_read,
    nothing=_nothing,
    refusal=_refusal,
    spacing=0.34,
    spacing_with_key=0.1,
    overlap=30,
    key="NCBI_API_KEY",
    key_field="api_key",
)
