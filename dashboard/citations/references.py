"""Reference metadata of a paper: parsed author names, date, type, citation key."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["article", "proceedings", "preprint", "other"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ARXIV_MONTH = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# Lists that papers are on, and servers that keep preprints, are no journals.
_NO_JOURNAL = re.compile(
    r"^(arxiv|biorxiv|medrxiv|ssrn|corr|hugging ?face)\b|\b(daily|trending) papers\b",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(proc|proceedings|conference|workshop|symposium|congress|meeting)\b", re.IGNORECASE
)
# Many together, who have no given name.
_GROUP = re.compile(
    r"\b(collaboration|consortium|team|group|project|initiative|foundation|institute|community"
    r"|laboratory|society|network|and)\b|^the\b|[,&@/]",
    re.IGNORECASE,
)
_PARTICLES = {
    *("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la"),
    *("le", "ten", "ter", "van", "von", "zu", "zur"),
}
_SUFFIX = re.compile(r"(jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Words that tell nothing apart at the start of a title.
_EMPTY_WORDS = {"a", "an", "and", "are", "by", "for", "from", "how", "in", "is", "of", "on", "the"}
_EMPTY_WORDS |= {"to", "towards", "toward", "what", "when", "why", "with"}


@dataclass(frozen=True)
class Name:
    """A parsed author name; `given` is empty for a group and for a single name."""

    family: str
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Reference:
    """Citation metadata of a paper; text on one line, empty where unknown.

    `date` holds the year, then the month, then the day, as far as they are known.
    """

    key: str
    kind: Kind
    title: str
    names: tuple[Name, ...]
    date: tuple[str, ...]
    venue: str
    arxiv_id: str
    category: str
    doi: str
    url: str
    abstract: str
    keywords: tuple[str, ...]


def references(papers: Sequence[Mapping[str, Any]]) -> list[Reference]:
    """References of `papers` (dictionaries by run column; all but the title optional).

    Every key is its paper's own, whatever its case, and the same whenever the same papers come in
    the same order.
    """
    taken: set[str] = set()
    return [_reference(paper, taken) for paper in papers]


def name_of(author: str) -> Name:
    """Parse a name written `Given Family` or `Family, Given`."""
    parts = author.split()
    if author.count(",") == 1 and not _SUFFIX.fullmatch(author.split(",")[1].strip()):
        family, given = (part.strip() for part in author.split(","))
        return Name(family, given) if family and given else Name(author.strip(" ,"))
    if len(parts) > 1 and _SUFFIX.fullmatch(parts[-1]):
        alone = name_of(" ".join(parts[:-1]).rstrip(","))
        return Name(alone.family, alone.given, suffix=parts[-1])
    if len(parts) < 2 or _GROUP.search(author):
        return Name(" ".join(parts))
    start = len(parts) - 1
    while start > 1 and parts[start - 1] in _PARTICLES:
        start -= 1
    return Name(" ".join(parts[start:]), " ".join(parts[:start]))


def one_line(text: Any) -> str:
    """`text` without line breaks and control characters; empty if not text."""
    return " ".join(_CONTROL.sub(" ", text).split()) if isinstance(text, str) else ""


def _reference(paper: Mapping[str, Any], taken: set[str]) -> Reference:
    listed = {name: _texts(paper.get(name)) for name in ("authors", "categories", "keywords")}
    texts = {name: one_line(paper.get(name)) for name in ("title", "venue", "arxiv_id", "doi")}
    kind = _kind(texts["venue"], texts["arxiv_id"])
    if kind == "preprint":
        texts["venue"] = ""
    names = tuple(name_of(author) for author in listed["authors"])
    date = _date(paper, kind=kind)
    arxiv_id, url = texts["arxiv_id"], one_line(paper.get("url"))
    return Reference(
        key=_key(names, date, title=texts["title"], arxiv_id=arxiv_id, taken=taken),
        kind=kind,
        names=names,
        date=date,
        category=next(iter(listed["categories"]), "") if arxiv_id else "",
        url=url or (f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else ""),
        abstract=one_line(paper.get("abstract")),
        keywords=listed["keywords"],
        **texts,
    )


def _date(paper: Mapping[str, Any], *, kind: Kind) -> tuple[str, ...]:
    """The year, month and day of a paper; of a preprint those of its first version.

    An arXiv identifier begins with the year and month of that version; the date may be later, as
    that of the list that the paper was on.
    """
    match = _DATE.fullmatch(one_line(paper.get("published")))
    date = tuple(part for part in match.groups() if part) if match else ()
    first = _ARXIV_MONTH.match(one_line(paper.get("arxiv_id"))) if kind == "preprint" else None
    posted = (f"20{first[1]}", first[2]) if first else ()
    return posted if posted and posted != date[:2] else date


def _texts(values: Any) -> tuple[str, ...]:
    lines = [one_line(value) for value in (values if values is not None else [])]
    return tuple(line for line in lines if line)


def _kind(venue: str, arxiv_id: str) -> Kind:
    if not venue or _NO_JOURNAL.search(venue):
        return "preprint" if arxiv_id else "other"
    return "proceedings" if _PROCEEDINGS.search(venue) else "article"


def _key(
    names: Sequence[Name], date: Sequence[str], *, title: str, arxiv_id: str, taken: set[str]
) -> str:
    """Citation key: first family name, year, first content word; a suffix if taken."""
    family = _ascii(names[0].family) if names else ""
    words = [word for word in map(_ascii, title.split()) if word]
    word = next((word for word in words if word not in _EMPTY_WORDS and len(word) > 1), "")
    year = "".join(date[:1])
    base = f"{family}{year}{word}" if family or word else f"paper{_ascii(arxiv_id) or year}"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}{chr(95 + count)}" if count <= 27 else f"{base}-{count}"
    taken.add(key)
    return key


def _ascii(text: str) -> str:
    """Lower-case ASCII letters and digits of `text`, allowed in keys everywhere."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())[:40]
