"""Each service as its documentation describes it, with made-up papers."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from tests.support.services.papers import Paper
from tests.support.services.server import Answer, Asked, World

_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
)
_OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'


def openalex(papers: Sequence[Paper], *, page: int = 100) -> World:
    """Works by cursor. The last page has no cursor, also where it is full."""

    def world(asked: Asked) -> Answer:
        assert asked.address == "api.openalex.org/works"
        if "authorization" not in asked.headers:
            return json_answer({"error": "Invalid or missing API key"}, status=401)
        days = dict(part.split(":", 1) for part in asked.given["filter"].split(","))
        first, last = days["from_publication_date"], days["to_publication_date"]
        found = [paper for paper in papers if first <= paper.day.isoformat() <= last]
        at = 0 if asked.given["cursor"] == "*" else int(asked.given["cursor"].removeprefix("c"))
        end = at + page
        answer = {
            "meta": {"count": len(found), "next_cursor": f"c{end}" if end < len(found) else None},
            "results": [_selected(work(paper), asked) for paper in found[at:end]],
        }
        return json_answer(answer, headers={"X-RateLimit-Remaining": str(9_999 - at // page)})

    return world


def _selected(record: dict[str, Any], asked: Asked) -> dict[str, Any]:
    return {key: record[key] for key in asked.given["select"].split(",") if key in record}


def work(paper: Paper) -> dict[str, Any]:
    """A work of OpenAlex."""
    index: dict[str, list[int]] = {}
    for place, word in enumerate(paper.abstract.split()):
        index.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{paper.number}",
        "doi": f"https://doi.org/{paper.doi}",
        "title": paper.title,
        "display_name": paper.title,
        "publication_date": paper.day.isoformat(),
        "language": "en",
        "primary_location": {"source": {"display_name": "Journal of Ripples"}},
        "authorships": [{"author": {"display_name": name}} for name in paper.authors],
        "is_authors_truncated": False,
        "cited_by_count": paper.number,
        "counts_by_year": [{"year": 2026, "cited_by_count": paper.number}],
        "topics": [{"display_name": "Waves"}],
        "keywords": [{"display_name": "ripple"}],
        "referenced_works": ["https://openalex.org/W1"],
        "abstract_inverted_index": index,
        "is_retracted": False,
        "is_paratext": False,
    }


def semantic_scholar(papers: Sequence[Paper], *, page: int = 1000) -> World:
    """Papers by token; no token on the last page, and a total that is rough."""

    def world(asked: Asked) -> Answer:
        assert asked.address == "api.semanticscholar.org/graph/v1/paper/search/bulk"
        first, last = asked.given["publicationDateOrYear"].split(":")
        found = [paper for paper in papers if first <= paper.day.isoformat() <= last]
        at = int(asked.given.get("token", "T0").removeprefix("T"))
        end = at + page
        more = {"token": f"T{end}"} if end < len(found) else {}
        data = [scholar_paper(paper) for paper in found[at:end]]
        return json_answer({"total": len(found) // 2, "data": data} | more)

    return world


def scholar_paper(paper: Paper) -> dict[str, Any]:
    """A paper of Semantic Scholar."""
    return {
        "paperId": f"{paper.number:040x}",
        "externalIds": {"ArXiv": paper.arxiv_id, "DOI": paper.doi},
        "title": paper.title,
        "abstract": paper.abstract,
        "venue": "arXiv.org",
        "year": paper.day.year,
        "publicationDate": paper.day.isoformat(),
        "citationCount": 3,
        "s2FieldsOfStudy": [{"category": "Physics", "source": "s2-fos-model"}],
        "authors": [{"authorId": "1", "name": name} for name in paper.authors],
        "url": "https://www.semanticscholar.org/paper/1",
    }


def biorxiv(papers: Sequence[Paper], *, page: int = 100) -> World:
    """Papers by cursor, of bioRxiv alone; medRxiv has none."""

    def world(asked: Asked) -> Answer:
        host, details, server, first, last, cursor = asked.address.split("/")
        assert (host, details) == ("api.biorxiv.org", "details")
        found = [p for p in papers if first <= p.day.isoformat() <= last and server == "biorxiv"]
        at = int(cursor)
        shown = [preprint(paper) for paper in found[at : at + page]]
        status = "ok" if shown else "no posts found"
        message = {"status": status, "cursor": at, "count": len(shown), "total": str(len(found))}
        return json_answer({"messages": [message], "collection": shown})

    return world


def preprint(paper: Paper) -> dict[str, Any]:
    """A preprint of bioRxiv."""
    return {
        "title": paper.title,
        "authors": "Quill, A.; Reed, B.",
        "doi": paper.doi,
        "date": paper.day.isoformat(),
        "version": "1",
        "type": "new results",
        "category": "biophysics",
        "abstract": paper.abstract,
        "published": "NA",
        "server": "bioRxiv",
    }


def hugging_face(papers: Sequence[Paper], *, today: date = date(2026, 9, 30)) -> World:
    """The list of every weekday; a day of the future is refused, and more than a hundred."""

    def world(asked: Asked) -> Answer:
        assert asked.address == "huggingface.co/api/daily_papers"
        day, limit, page = (
            date.fromisoformat(asked.given["date"]),
            *map(int, (asked.given["limit"], asked.given["p"])),
        )
        if day > today or limit > 100:
            return json_answer({"error": "Invalid input"}, status=400)
        found = [paper for paper in papers if paper.day == day and day.weekday() < 5]
        shown = found[page * limit : (page + 1) * limit]
        return json_answer(
            [daily_paper(p) for p in shown], headers={"RateLimit": '"api";r=400;t=200'}
        )

    return world


def daily_paper(paper: Paper) -> dict[str, Any]:
    """An item of Hugging Face's daily papers, without what is missing on fresh ones."""
    return {
        "paper": {
            "id": paper.arxiv_id,
            "title": paper.title,
            "summary": paper.abstract,
            "authors": [{"_id": "1", "name": name, "hidden": False} for name in paper.authors],
            "publishedAt": f"{paper.day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{paper.day}T00:00:00.000Z",
            "upvotes": paper.number,
        },
        "publishedAt": f"{paper.day}T09:00:00.000Z",
        "title": paper.title,
        "summary": paper.abstract,
        "numComments": 1,
    }


def pubmed(papers: Sequence[Paper], *, reach: int = 9_998) -> World:
    """A search, whose count is text, and the articles of its place on the server."""

    def found(first: str, last: str) -> list[Paper]:
        return [p for p in papers if first <= p.day.isoformat() <= last]

    def world(asked: Asked) -> Answer:
        given = asked.given
        if asked.address.endswith("/esearch.fcgi"):
            first, last = (given[key].replace("/", "-") for key in ("mindate", "maxdate"))
            count = len(found(first, last))
            result = {"count": str(count), "retmax": "0", "retstart": "0", "idlist": []}
            result |= {"webenv": f"MCID_{first}_{last}", "querykey": "1"}
            if count > reach:
                note = f"Restrictions achieved. start and count adjusted to 0, {reach + 1}"
                result |= {"warninglist": {"outputmessages": [note]}, "count": str(9_999)}
            return json_answer({"header": {}, "esearchresult": result})
        assert asked.address == "eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi"
        first, last = given["WebEnv"].removeprefix("MCID_").split("_")
        at = int(given["retstart"])
        articles = found(first, last)[at : at + int(given["retmax"])]
        body = "".join(map(article, articles))
        return Answer(f"<PubmedArticleSet>{body}</PubmedArticleSet>".encode())

    return world


def article(paper: Paper, date_xml: str = "") -> str:
    """An article of PubMed."""
    day = paper.day
    dated = date_xml or f"<Year>{day.year}</Year><Month>{day:%b}</Month><Day>{day.day:02d}</Day>"
    authors = "".join(
        f"<Author><LastName>{last}</LastName><ForeName>{first}</ForeName></Author>"
        for first, last in (name.split() for name in paper.authors)
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{paper.number + 1}</PMID><Article>"
        f"<Journal><JournalIssue><PubDate>{dated}</PubDate></JournalIssue>"
        f"<Title>Ripples</Title></Journal><ArticleTitle>{escape(paper.title)}</ArticleTitle>"
        f"<Abstract><AbstractText>{escape(paper.abstract)}</AbstractText></Abstract>"
        f"<AuthorList>{authors}</AuthorList></Article></MedlineCitation><PubmedData>"
        f"<ArticleIdList><ArticleId IdType='doi'>{paper.doi}</ArticleId></ArticleIdList>"
        "</PubmedData></PubmedArticle>"
    )


def arxiv(papers: Sequence[Paper], *, page: int = 40, window: int = 10_000) -> World:
    """The list of today, the harvest and the search, each at its own host."""

    def world(asked: Asked) -> Answer:
        if asked.address == "oaipmh.arxiv.org/oai":
            return Answer(_harvest(papers, asked, page).encode())
        if asked.address == "export.arxiv.org/api/query":
            return Answer(_search(papers, asked, window).encode())
        assert asked.address.startswith("rss.arxiv.org/rss/")
        items = "".join(map(announcement, papers))
        return Answer(
            f"<rss {_RSS_NAMES}><channel><title>x</title>{items}</channel></rss>".encode()
        )

    return world


_RSS_NAMES = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def announcement(paper: Paper, kind: str = "new") -> str:
    """An item of arXiv's RSS."""
    moment = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001
    return (
        f"<item><title>{escape(paper.title)}</title><link>https://arxiv.org/abs/{paper.arxiv_id}"
        f"</link><description>arXiv:{paper.arxiv_id}v1 Announce Type: {kind} \nAbstract: "
        f"{escape(paper.abstract)}</description><guid>oai:arXiv.org:{paper.arxiv_id}v1</guid>"
        f"<category>cs.CL</category><pubDate>{moment:%a, %d %b %Y} 00:00:00 -0400</pubDate>"
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        f"<dc:creator>{', '.join(paper.authors)}</dc:creator></item>"
    )


def entry(paper: Paper) -> str:
    """An entry of arXiv's query API."""
    authors = "".join(f"<author><name>{name}</name></author>" for name in paper.authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.arxiv_id}v1</id><title>{escape(paper.title)}"
        f"</title><published>{paper.day}T10:00:00Z</published><updated>{paper.day}T10:00:00Z"
        f"</updated><summary>  {escape(paper.abstract)}\n</summary>{authors}"
        '<category term="cs.CL"/></entry>'
    )


def feed(entries: Sequence[str], *, total: int, title: str = "arXiv Query:") -> str:
    """A feed of arXiv's query API."""
    return (
        f"{_ATOM}<title>{escape(title)}</title><opensearch:totalResults>{total}"
        f"</opensearch:totalResults>{''.join(entries)}</feed>"
    )


def _search(papers: Sequence[Paper], asked: Asked, window: int) -> str:
    query = asked.given["search_query"]
    first, last = query.rpartition("submittedDate:[")[2].rstrip("]").split(" TO ")
    found = [p for p in papers if first[:8] <= f"{p.day:%Y%m%d}" <= last[:8]]
    start, most = int(asked.given["start"]), int(asked.given["max_results"])
    assert start + most <= window + most
    shown = [entry(paper) for paper in found[start : start + most]]
    return feed(shown, total=len(found), title=f"arXiv Query: search_query={query}&start={start}")


def _harvest(papers: Sequence[Paper], asked: Asked, page: int) -> str:
    """Records by the day of their change, which is a day after they were submitted."""
    given = asked.given
    token = given.get("resumptionToken")
    if token:
        given = dict(part.split("=") for part in token.split("&"))
    first, last, skip = given["from"], given["until"], int(given.get("skip", 0))
    found = [p for p in papers if first <= (p.day + timedelta(days=1)).isoformat() <= last]
    if not found:
        return f"{_OAI}<error code='noRecordsMatch'>none</error></OAI-PMH>"
    end = skip + page
    # The next page begins at the day that was reached, and skips what was given of that day.
    changed = [(paper.day + timedelta(days=1)).isoformat() for paper in found]
    more = "<resumptionToken/>"
    if end < len(found):
        reached = changed[end]
        there = f"from={reached}&amp;until={last}&amp;skip={end - changed.index(reached)}"
        more = f"<resumptionToken>{there}</resumptionToken>"
    body = "".join(map(record, found[skip:end]))
    return f"{_OAI}<ListRecords>{body}{more}</ListRecords></OAI-PMH>"


def record(paper: Paper) -> str:
    """A record of arXiv's harvest."""
    authors = "".join(
        f"<author><keyname>{last}</keyname><forenames>{first}</forenames></author>"
        for first, last in (name.split() for name in paper.authors)
    )
    return (
        f"<record><header><identifier>oai:arXiv.org:{paper.arxiv_id}</identifier><datestamp>"
        f"{paper.day + timedelta(days=1)}</datestamp></header><metadata>"
        f'<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{paper.arxiv_id}</id><created>{paper.day}'
        f"</created><authors>{authors}</authors><title>{escape(paper.title)}</title><categories>"
        f"cs.CL cs.AI</categories><abstract>{escape(paper.abstract)}</abstract></arXiv></metadata>"
        "</record>"
    )


def json_answer(
    value: Any, *, status: int = 200, headers: Mapping[str, str] = MappingProxyType({})
) -> Answer:
    """A JSON value as an answer."""
    return Answer(json.dumps(value).encode(), status, headers)
