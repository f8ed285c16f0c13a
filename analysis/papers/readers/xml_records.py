"""XML reader: the records of services and libraries, streamed, nothing loaded from elsewhere."""

import codecs
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from analysis.errors import InputError
from analysis.papers.problems import Problem, left_out, shown
from analysis.papers.raw import RawTable, table_of_records
from analysis.papers.readers.anthology_xml import anthology_fields, anthology_refused
from analysis.papers.readers.arxiv_xml import (
    arxiv_refused,
    entry_fields,
    harvested_fields,
    item_fields,
)
from analysis.papers.readers.content import decode
from analysis.papers.readers.encodings import utf16_variant
from analysis.papers.readers.pubmed_xml import ARTICLES, pubmed_fields, pubmed_refused
from analysis.papers.readers.reader import HEAD, StreamReader

_ROOT = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[\w.-]+:)?([\w.-]+)[\s/>]",
    re.DOTALL,
)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w.-]+)")
# Encodings of text alone, as Python calls them: it also knows ciphers and ways of packing.
_OF_TEXT = re.compile(
    r"ascii|utf-(8|16|32).*|cp\d+|iso8859-\d+|koi8-.|gb.*|big5.*|euc_.*|shift_jis.*"
)
_EAST_ASIAN = re.compile(r"cp9\d+|gb.*|big5.*|euc_.*|shift_jis.*")
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class _Form:
    """A kind of XML: its root, a mark in the head of the file, its records and their fields."""

    root: str
    mark: bytes
    records: tuple[str, ...]
    fields: Callable[[ET.Element], dict[str, Any]]
    refused: Callable[[ET.Element], str | None]


_FORMS = (
    _Form("PubmedArticleSet", b"", ARTICLES, pubmed_fields, pubmed_refused),
    _Form("feed", b"arxiv.org", ("entry",), entry_fields, arxiv_refused),
    _Form("rss", b"arxiv.org", ("item",), item_fields, arxiv_refused),
    _Form("OAI-PMH", b"arxiv.org", ("record",), harvested_fields, arxiv_refused),
    _Form("collection", b"<volume", ("paper",), anthology_fields, anthology_refused),
)


def _form_of(head: bytes) -> _Form | None:
    encoding = _encoding_of(head)
    if encoding is None:
        return None
    head = head.decode(encoding, "replace").removeprefix("\ufeff").encode()
    root = _ROOT.match(head)
    if root is None:
        return None
    name = root[1].decode("ascii", "replace")
    return next((form for form in _FORMS if form.root == name and form.mark in head), None)


def _read(file: IO[bytes], name: str) -> RawTable:
    """The records of a file, numbered from 1; what follows damage is a problem.

    Raises InputError for a file that defines entities, which may expand to any size.
    """
    head = file.read(HEAD)
    form = _form_of(head)
    assert form is not None
    text, encoding, problems = _text_of(file, head, name=name)
    records: list[tuple[int, dict[str, Any]]] = []
    row = 0
    try:
        for row, part in enumerate(
            _elements(_chunks(text, encoding), form.records, name=name), start=1
        ):
            refused = form.refused(part)
            if refused:
                problems.append(left_out(name, row, reason=f"a {refused} paper"))
            else:
                records.append((row, form.fields(part)))
    except etree.XMLSyntaxError as error:
        problems.append(_cut_off(name, row + 1, found=str(error)))
    return table_of_records(records, problems)


def _elements(chunks: Iterator[bytes], names: tuple[str, ...], *, name: str) -> Iterator[Any]:
    """The elements with these names, each emptied when the next is asked for."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{one}" for one in names],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",  # which it is by now, whatever it says of itself
        remove_comments=True,
        remove_pis=True,
    )
    for chunk in chunks:
        _refuse_entities(chunk, name=name)
        parser.feed(chunk)
        for _, part in parser.read_events():
            yield part
            part.clear()
    parser.close()


def _text_of(file: IO[bytes], head: bytes, *, name: str) -> tuple[IO[bytes], str, list[Problem]]:
    """The text of a file, its encoding, and a warning where that is not what XML says of itself.

    UTF-8 is told by its bytes, which other text hardly ever has by chance, but for East Asian text.
    """
    declared, stated = _declared(head), _encoding_of(head) or "utf-8"
    if utf16_variant(head) or (_EAST_ASIAN.match(stated) and _is_valid(file, stated)):
        return file, stated, []
    if _is_valid(file, "utf-8"):
        is_other = stated not in ("utf-8", "ascii") and not _is_valid(file, "ascii")
        return file, "utf-8", [_assumed(name, "UTF-8", declared=declared)] if is_other else []
    if declared is None:
        file.seek(0)
        text, assumed = decode(file.read(), name=name)
        remark = _assumed(name, assumed or "UTF-8", declared=None)
        return BytesIO(text.encode()), "utf-8", [remark]
    if _is_valid(file, stated):
        return file, stated, []
    damaged = f"{declared} with damaged bytes, shown as \N{REPLACEMENT CHARACTER}"
    return file, stated, [_assumed(name, damaged, declared=declared)]


def _is_valid(file: IO[bytes], encoding: str) -> bool:
    """Whether the whole file is text in an encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _assumed(name: str, encoding: str, *, declared: str | None) -> Problem:
    return Problem(
        file=name,
        row=None,
        column=None,
        expected=f"text in {declared}, as the file declares" if declared else "UTF-8 text",
        found=f"text that was read as {encoding}",
        fix="Download it again, or save it as UTF-8, if characters look wrong.",
        severity="warning",
    )


def _chunks(file: IO[bytes], encoding: str) -> Iterator[bytes]:
    """The text of a file in UTF-8; malformed characters are replaced by U+FFFD."""
    file.seek(0)
    chunk = file.read(_CHUNK)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(chunk).removeprefix("\ufeff")
    while chunk:
        yield text.encode()
        chunk = file.read(_CHUNK)
        text = decoder.decode(chunk, final=not chunk)


def _encoding_of(head: bytes) -> str | None:
    """The encoding that XML is in, or else says that it is in; None for one that is unknown."""
    variant = utf16_variant(head)
    try:
        name = codecs.lookup(variant or _declared(head) or "utf-8").name
    except LookupError:
        return None
    # Programs that hold text in UTF-16 declare that, too, where they write UTF-8.
    if name.startswith("utf-16") and not variant:
        name = "utf-8"
    return name if _OF_TEXT.fullmatch(name) else None


def _declared(head: bytes) -> str | None:
    """The encoding that XML in plain bytes says that it is in."""
    found = _ENCODING.search(head[:200])
    return found[1].decode() if found else None


def _refuse_entities(chunk: bytes, *, name: str) -> None:
    if b"<!ENTITY" in chunk:
        raise InputError(
            f"{name} defines entities of its own, which can expand to any size: expected XML as "
            "the service writes it. Download it again."
        )


def _cut_off(name: str, row: int, *, found: str) -> Problem:
    return Problem(
        file=name,
        row=row,
        column=None,
        expected="well-formed XML to the end of the file",
        found=shown(found),
        fix="Download it again: this record and those after it are not read.",
    )


XML = StreamReader("XML", lambda head: _form_of(head) is not None, _read)
