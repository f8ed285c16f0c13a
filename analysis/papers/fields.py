"""Parsing of single cells: text, names, links, identifiers, counts."""

import ast
import json
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

# Control characters, lone surrogates, invisible and direction-forcing characters. Tab, line feed
# and carriage return are layout; the joiners U+200C and U+200D stay, Persian and Hindi words need
# them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = frozenset(("", "nan", "none", "null", "n/a", "na", "<na>", "-", "--"))
_LONGEST_NOTHING = max(map(len, _NOTHING))
_YEARLY = re.compile(r"((?:18|19|20)\d\d)\s*:\s*(\d{1,9})", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|]+", re.IGNORECASE)
# A link whose host needs no parsing to be found.
_PLAIN_HOST = re.compile(r"https?://[a-z0-9.-]+(?=[/?#]|$)", re.IGNORECASE | re.ASCII)
# Older DOIs hold the pages of an article between angle brackets: `43:4<338::AID-JBM1>3.0.CO;2-B`.
_DOI = re.compile(r"10\.\d{4,9}/(?:[^\s\"<>]|<[\w.-]+::?[\w.-]+>)+", re.ASCII)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|10\.48550/arxiv\.|(?:arxiv\.org|alphaxiv\.org)/(?:abs|pdf|html)/|huggingface\.co/papers/|^)"
    r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?(?:\.pdf)?(?=$|[\s?#\]/)])",
    re.IGNORECASE | re.ASCII,
)
# How NumPy writes an array of texts: `['a' 'b']`, without commas.
_ARRAY = re.compile(r"\[\s*(?:'[^']*'|\"[^\"]*\")(?:\s+(?:'[^']*'|\"[^\"]*\"))+\s*\]")
_BETWEEN_ITEMS = re.compile(r"(?<=['\"])\s+(?=['\"])")
# Ids, footnote marks and affiliations behind a name.
_BEHIND_NAME = re.compile(
    r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|\s*(?:https?://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dXx]|[*†‡§]+$"
)
_ET_AL = re.compile(r"[,;\s]*\bet\.? al\b\.?$|[,;\s]+(?:and )?others$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_FAMILY_INITIALS = re.compile(r"([^\W\d_][^\d,.]*?)\s+((?:[^\W\d_a-z]\.[\s-]?)+|[A-Z]{1,2})")
_INITIALS = re.compile(r"(?:[A-Z]\.?[\s-]?){1,4}")
# With one of these a family name of several words begins.
_PARTICLES = frozenset((
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "san", "ten", "ter", "van", "von", "zu",
))  # fmt: skip
_ARXIV_CATEGORIES = re.compile(
    r"[a-z-]+(?:\.[A-Za-z-]+)?(?:\s+[a-z-]+(?:\.[A-Za-z-]+)?)*", re.ASCII
)


def visible(text: str) -> str:
    """A text without surrounding whitespace and invisible or direction-changing characters."""
    if not text.isprintable():
        text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text.replace("\r\n", "\n")))
    return text.strip()


def as_text(value: Any) -> str:
    """A cell as text; empty if it has no value. A list of texts is joined."""
    if isinstance(value, str):
        return visible(value)
    if value is None:
        return ""
    if isinstance(value, bytes):
        return visible(value.decode("utf-8", errors="replace"))
    if isinstance(value, dict | bool) or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(as_text, value)))
    return str(value)


def as_optional(value: Any) -> str | None:
    """A cell as text on one line, None if blank (`n/a`, `null` and `-` included)."""
    text = as_text(value)
    return None if says_nothing(text) else " ".join(text.split())


def is_blank(value: Any) -> bool:
    """Whether a cell is empty or a placeholder such as `n/a`."""
    return says_nothing(as_text(value))


def says_nothing(text: str) -> bool:
    """Whether the text of a cell is empty or a placeholder such as `n/a`."""
    return len(text) <= _LONGEST_NOTHING and text.casefold() in _NOTHING


def as_names(value: Any) -> list[str]:
    """Authors in order, from a list, a JSON list, or a text with common separators."""
    if isinstance(value, list | tuple):
        return _distinct(map(_author, map(_name, value)))
    text = as_optional(value)
    if text is None:
        return []
    listed = _listed(text)
    if listed is not None:
        return as_names(listed)
    plain = _ET_AL.sub("", _BEHIND_NAME.sub("", text))
    return _distinct(map(_author, _split_names(plain)))


def as_labels(value: Any) -> list[str]:
    """Categories or keywords, from a list, a JSON list, or a text split at `;`, `|` or `,`.

    A text that is nothing but arXiv categories (`cs.CV cs.LG`) is split at its blanks.
    """
    if isinstance(value, list | tuple):
        return _distinct(map(_label, map(_name, value)))
    text = as_optional(value)
    if text is None:
        return []
    listed = _listed(text)
    if listed is not None:
        return as_labels(listed)
    for separator in ";|,":
        if separator in text:
            return _distinct(map(_label, text.split(separator)))
    return (
        _distinct(map(_label, text.split()))
        if "." in text and _ARXIV_CATEGORIES.fullmatch(text)
        else [text]
    )


def as_references(value: Any) -> list[str]:
    """The ids of cited papers: the arXiv id or DOI of each, else its id; prose without one goes."""
    if value is None:
        return []
    listed = value if isinstance(value, list | tuple) else _listed(as_text(value))
    parts = listed if listed is not None else re.split(r"[;|\n]", as_text(value))
    return _distinct(_label(_reference(part)) for part in parts)


def as_yearly_counts(value: Any) -> list[str]:
    """Citations by year as `2019:3`, the earliest first; years without any are left out.

    They are read from such texts, listed or split at `;`, and from objects as OpenAlex has them,
    `{"year": 2019, "cited_by_count": 3}`. Of two counts of a year the last one counts.
    """
    listed = value if isinstance(value, list | tuple) else _listed(as_text(value))
    parts = listed if listed is not None else as_text(value).split(";")
    counts = dict(filter(None, map(_yearly_count, parts)))
    return [f"{year}:{counts[year]}" for year in sorted(counts) if counts[year]]


def as_link(value: Any) -> str | None:
    """An http or https link; None for everything else, `javascript:` and `data:` links included."""
    text = as_text(value)
    if text.casefold().startswith("www."):
        text = "https://" + text
    if not _LINK.fullmatch(text):
        return None
    if _PLAIN_HOST.match(text):
        return text
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:
        return None


def as_count(value: Any) -> int | None:
    """A count such as upvotes: a non-negative integer, or None."""
    if value is None or isinstance(value, bool):
        return None
    text = as_text(value).replace(",", "")
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and 0 <= number < 2**53 else None


def arxiv_id_of(value: Any) -> str | None:
    """The arXiv id in an id, link or DOI, without its version: `2311.01043`, `hep-th/9901001`."""
    match = _ARXIV.search(as_text(value))
    return re.sub(r"\.[a-z]{2}(?=/)", "", match[1].lower()) if match else None


def doi_of(value: Any) -> str | None:
    """The DOI in a DOI or DOI link, in lower case: `10.1000/xyz`."""
    match = _DOI.search(as_text(value))
    return _without_sentence(match[0]).lower() if match else None


def _without_sentence(doi: str) -> str:
    """A DOI without trailing punctuation; brackets that it opens are part of it."""
    end = doi[-1]
    opening = _BRACKETS.get(end, "")
    if end in ".,;" or (opening and doi.count(end) > doi.count(opening)):
        return _without_sentence(doi[:-1])
    return doi


def _name(part: Any) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, dict):
        whole = (
            part.get("name")
            or part.get("full_name")
            or part.get("display_name")
            or part.get("term")
        )
        given, family = (
            part.get("given") or part.get("first"),
            part.get("family") or part.get("last"),
        )
        return as_optional(whole) or as_optional([given, family]) or ""
    return as_text(part)


def _reference(part: Any) -> str:
    if isinstance(part, dict):
        named = (part.get(key) for key in ("doi", "DOI", "arxiv_id", "id", "paperId"))
        part = next(filter(None, named), None)
    text = as_text(part)
    return arxiv_id_of(text) or doi_of(text) or (text if len(text.split()) == 1 else "")


def _yearly_count(part: Any) -> tuple[int, int] | None:
    """The year and the count in one entry of citations by year."""
    if isinstance(part, dict):
        part = f"{part.get('year')}:{part.get('cited_by_count')}"
    match = _YEARLY.fullmatch(as_text(part))
    return (int(match[1]), int(match[2])) if match else None


def _listed(text: str) -> list[Any] | None:
    """A list serialised in a cell as JSON or Python; None if it is none."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    if _ARRAY.fullmatch(text):
        text = _BETWEEN_ITEMS.sub(", ", text)
    for parse in (json.loads, ast.literal_eval):
        try:
            parsed = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return parsed if isinstance(parsed, list) else None
    return None


def _split_names(text: str) -> list[str]:
    for separator in (";", "|"):
        if separator in text:
            return text.split(separator)
    parts = re.split(r"\s+(?:and|&)\s+", text)
    commas = [part.count(",") for part in parts]
    family_first = all(count == 1 for count in commas) and len(parts) > 1
    if family_first or (commas == [1] and _is_one_name(text)):
        return [" ".join(reversed([piece.strip() for piece in part.split(",")])) for part in parts]
    pieces = [piece.strip() for part in parts for piece in part.split(",")]
    if len(pieces) > 1 and len(pieces) % 2 == 0 and all(map(_INITIALS.fullmatch, pieces[1::2])):
        return [
            f"{initials} {family}"
            for family, initials in zip(pieces[::2], pieces[1::2], strict=True)
        ]
    return pieces


# Authors and labels recur: most are found in the cache.
@lru_cache(maxsize=200_000)
def _author(name: str) -> str:
    """A name as `Given Family` on one line; empty without a letter, as `...` for further ones."""
    return _label(_given_first(visible(name))) if any(map(str.isalpha, name)) else ""


@lru_cache(maxsize=50_000)
def _label(text: str) -> str:
    """A text on one line; empty if blank."""
    return as_optional(text) or ""


def _given_first(name: str) -> str:
    """A name as `Given Family`: of "Family, Given", "Family, Jr., Given" and "Family G."."""
    name = _ET_AL.sub("", _BEHIND_NAME.sub("", name)).strip()
    pieces = [piece.strip() for piece in name.split(",")]
    if len(pieces) == 3 and any(map(_SUFFIX.fullmatch, pieces[1:])):
        suffix = next(piece for piece in pieces[1:] if _SUFFIX.fullmatch(piece))
        given = next(piece for piece in pieces[1:] if piece != suffix)
        return f"{given} {pieces[0]} {suffix}"
    if len(pieces) == 2 and all(pieces):
        family, given = pieces
        return f"{family} {given}" if _SUFFIX.fullmatch(given) else f"{given} {family}"
    match = _FAMILY_INITIALS.fullmatch(name)
    if match and not _SUFFIX.fullmatch(match[2]) and len(match[1]) > 1:
        return f"{match[2].strip()} {match[1]}"
    return name


def _is_one_name(text: str) -> bool:
    """Whether "A, B" is the family and given name of one author, not the names of two.

    It is where A is one word or begins with a particle, and where B is one given name with or
    without initials behind it. "Lee A, Chen B" are two.
    """
    family, given = (piece.split() for piece in text.split(","))
    if len(family) < 2 or family[0] in _PARTICLES:
        return True
    initials = [bool(_INITIALS.fullmatch(word)) for word in given]
    is_given = bool(given) and not initials[0] and all(initials[1:])
    return is_given and not any(map(_INITIALS.fullmatch, family))


def _distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once."""
    return [text for text in dict.fromkeys(texts) if text]
