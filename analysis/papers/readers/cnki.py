"""CNKI reader: its own tagged text and that of CNKI E-Study, with tags in two languages."""

import re
from dataclasses import replace

from analysis.papers.raw import RawTable
from analysis.papers.readers.reader import TextReader
from analysis.papers.readers.tagged import TaggedForm, read_tagged

# `Title-题名: …`; the Chinese half of a tag differs between the exports, the English one does not.
_LINE = re.compile(r"(DataType|[A-Z][A-Za-z]+(?=-\S+?[:：]))\S*?[:：]\s*(.*)")
_FORM = TaggedForm(
    "CNKI",
    _LINE,
    {
        "title": ("Title",),
        "abstract": ("Summary",),
        "authors": ("Author",),
        "published": ("PubTime",),
        "year": ("Year",),
        "venue": ("Source",),
        "keywords": ("Keyword",),
        "doi": ("DOI",),
        "url": ("URL", "Link"),
    },
    first="SrcDatabase",
)


def _read(text: str, name: str) -> RawTable:
    """The records of a text; each begins with the line that the first one begins with."""
    begun = _LINE.match(text.lstrip())
    assert begun is not None
    return read_tagged(text, name, form=replace(_FORM, first=begun[1]))


CNKI = TextReader(
    _FORM.name,
    lambda text: bool(
        re.match(r"\s*(DataType: ?\d|(SrcDatabase|Title)-[\u4e00-\u9fff]+[:：])", text)
    ),
    _read,
)
