"""Papers changed field by field, one difference at a time: what the merging was tuned on.

A record is the paper's own with a few edits drawn from lists of edits of titles, names, abstracts,
dates and identifiers, whatever service might make them.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from tests.support.same_papers import words
from tests.support.same_papers.planted import Record

Edit = Callable[[str, random.Random], str]


def tuning_records(*, papers: int, pairs: int, seed: int) -> list[Record]:
    """Three records a paper and two a pair of look-alikes, shuffled."""
    draw = random.Random(f"tuning {seed}")
    records: list[Record] = []
    for number in range(papers):
        original = _original(draw, number)
        kinds = draw.sample(("arxiv", "journal", "server", "none", "none"), 3)
        records += [Record(f"paper {number}", _edited(original, kind, draw)) for kind in kinds]
    for number in range(pairs):
        one, other = _alike(draw, papers + 2 * number)
        for side, fields in (("a", one), ("b", other)):
            kind = draw.choice(("arxiv", "journal", "none", "none"))
            records.append(Record(f"pair {number} {side}", _edited(fields, kind, draw)))
    draw.shuffle(records)
    return records


def _original(draw: random.Random, number: int) -> dict[str, Any]:
    topic, other = draw.sample(words.SUBJECTS, 2)
    means, more = draw.sample(words.METHODS, 2)
    adjective, place = draw.choice(words.QUALITIES), draw.choice(words.PLACES)
    head = draw.choice((
        "{means}-based analysis of {topic}", "Understanding {topic} through {means}",
        "A {adjective} model of {topic} and {other}", "Why {topic} matters for {other}",
        "From {topic} to {other}", "Measuring {topic} in {place}",
        "Combining {means} and {more} to study {topic}",
        "{topic}, {other} and the limits of {means}", "Acronym{n}", "Learning {topic}",
    )).format(
        means=means, topic=topic, other=other, adjective=adjective, place=place, more=more, n=number
    )  # fmt: skip
    if head.startswith("Acronym"):
        head = "".join(draw.choice("ABCDEFGHIKLMNOPRSTUVWXYZ") for _ in range(5))
    tail = draw.choice((
        "", "", f": lessons from {place}", f": {means} revisited", f": a case study of {other}",
        f" - {adjective} methods and {topic}", f": {draw.randint(5, 90)} years of {other}",
    ))  # fmt: skip
    if len(head) == 5:
        tail = tail or f": {adjective} {topic}"
    if draw.random() < 0.15:
        patterns, parts = draw.choice((
            (words.GERMAN, words.GERMAN_WORDS), (words.FRENCH, words.FRENCH_WORDS),
            (words.SPANISH, words.SPANISH_WORDS), (words.CHINESE, words.CHINESE_WORDS),
            (words.RUSSIAN, words.RUSSIAN_WORDS),
        ))  # fmt: skip
        x, y = draw.sample(parts, 2)
        head, tail = draw.choice(patterns).format(x=x, y=y), ""
    return {
        "title": head[:1].upper() + head[1:] + tail,
        "names": _names(draw),
        "abstract": _text(draw, topic, other),
        "year": draw.randint(1995, 2024),
        "number": number,
    }


def _names(draw: random.Random) -> list[tuple[str, str]]:
    count = min(1 + int(draw.expovariate(0.4)), 12)
    return [(draw.choice(words.GIVEN), family) for family in draw.sample(words.FAMILY, count)]


def _text(draw: random.Random, topic: str, other: str) -> str:
    """Five to eight sentences, some of nouns alone that no other abstract has in this order."""
    sentences = [
        pattern.format(
            s=topic, t=other, m=draw.choice(words.METHODS), n=draw.choice(words.METHODS),
            p=draw.choice(words.PLACES), q=draw.choice(words.QUALITIES), a=draw.randint(10, 999),
            b=draw.randint(1, 99), c=draw.randint(2, 48),
        )
        for pattern in draw.sample(words.SENTENCES, draw.randint(3, 5))
    ]  # fmt: skip
    for _ in range(2):
        listed = ", ".join(draw.sample(words.SUBJECTS + words.METHODS, 4))
        sentences.append(f"Related questions concern {listed}.")
    draw.shuffle(sentences)
    return " ".join(sentences)


def _edited(paper: dict[str, Any], kind: str, draw: random.Random) -> dict[str, Any]:
    number, year = paper["number"], paper["year"]
    later = draw.choice((0, 0, 0, 1)) if kind in ("none", "server") else int(kind == "journal")
    day = draw.choice(("", f"-{draw.randint(1, 12):02d}", f"-{draw.randint(1, 12):02d}-05"))
    return {
        "title": _several(paper["title"], TITLE_EDITS, draw, (0, 1, 1, 2)),
        "abstract": _several(paper["abstract"], ABSTRACT_EDITS, draw, (0, 1, 1)),
        "authors": _written(paper["names"], draw),
        "published": f"{year + later}{day}",
        "arxiv_id": f"0{7 + number // 100_000}01.{number % 10_000:04d}"
        if kind == "arxiv"
        else None,
        "doi": {"journal": f"10.5555/{number}", "server": f"10.1101/2020.01.{number:08d}"}.get(
            kind
        ),
    }


def _several(text: str, edits: Sequence[Edit], draw: random.Random, counts: Sequence[int]) -> str:
    for edit in draw.sample(edits, draw.choice(counts)):
        text = edit(text, draw)
    return text


def _cut(text: str, draw: random.Random) -> str:
    listed = text.split(" ")
    kept = max(4, round(len(listed) * draw.uniform(0.5, 0.9)))
    return text if kept >= len(listed) or "…" in text else " ".join(listed[:kept]) + "…"


def _without_subtitle(text: str, draw: random.Random) -> str:
    return re.split(r": | - ", text)[0]


def _with_subtitle(text: str, draw: random.Random) -> str:
    return (
        text
        if ":" in text or "…" in text
        else f"{text}: {draw.choice(words.QUALITIES)} perspectives"
    )


def _typo(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text) // 2, len(text) - 1)
    return text[:at] + text[at + 1 :] if text[at].isalpha() and text[at].isascii() else text


def _other_words(text: str, draw: random.Random) -> str:
    for one, other in (
        ("A ", "An improved and "), ("through", "using"), ("Measuring", "Measurement of"),
        ("Combining", "Integrating"), ("analysis", "analyses"), ("model ", "modelling "),
        ("to study", "for studying"), (" and ", " & "),
    ):  # fmt: skip
        if one in text:
            return text.replace(one, other, 1)
    return text


def _without_accents(text: str, draw: random.Random) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


TITLE_EDITS: tuple[Edit, ...] = (
    _cut, _without_subtitle, _with_subtitle, _typo, _other_words, _without_accents,
    lambda text, _: text.upper(), lambda text, _: text.title(), lambda text, _: text + ".",
    lambda text, _: text.replace("&", "&amp;").replace("é", "&eacute;").replace("ü", "&#252;"),
    lambda text, _: text.replace("é", r"\'{e}").replace("ü", r"\"u").replace("ö", r"\"{o}"),
    lambda text, _: text.replace("-", " "), lambda text, _: f"<i>{text}</i>",
    lambda text, _: text.replace(" ", "  "), lambda text, _: f"[{text}]",
)  # fmt: skip
ABSTRACT_EDITS: tuple[Edit, ...] = (
    _cut, lambda text, _: f"Abstract: {text}", lambda text, _: f"<p>{text}</p>",
    lambda text, _: text + " © The Author(s). All rights reserved.",
    lambda text, _: " ".join(text.split(". ")[1:]) or text,
    lambda text, _: text.replace("percent", "%"),
    lambda text, _: text.replace("show", "demonstrate"),
    lambda text, _: f"OBJECTIVE: {text[:80]} METHODS: {text[80:]}",
)  # fmt: skip


def _written(names: list[tuple[str, str]], draw: random.Random) -> list[str] | str:
    style = draw.randrange(6)
    if style == 0:
        return [f"{family} {given}" for given, family in names]
    if style == 1:
        return "; ".join(f"{family}, {given[0]}." for given, family in names)
    if style == 2 and len(names) > 2:
        return f"{names[0][0]} {names[0][1]} et al."
    if style == 3:
        return [_without_accents(f"{given} {family}", draw).upper() for given, family in names]
    if style == 4:
        return [f"{given[0]} {family}" for given, family in names]
    return [f"{given} {family}" for given, family in names]


def _alike(draw: random.Random, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    one, other = _original(draw, number), _original(draw, number + 1)
    same_group = other | {"names": one["names"], "year": one["year"] + draw.choice((0, 1))}
    near = same_group | {"abstract": _typo(one["abstract"], draw) + " A second part follows."}
    topic, means = draw.choice(words.SUBJECTS), draw.choice(words.METHODS)
    cases: tuple[tuple[Any, Any], ...] = (
        (one | {"title": "Editorial"}, other | {"title": "Editorial"}),
        (one | {"title": "Book reviews"}, same_group | {"title": "Book Reviews"}),
        (one | {"title": f"{topic} II"}, near | {"title": f"{topic} III"}),
        (one | {"title": f"{topic}: first part"}, near | {"title": f"{topic}: second part"}),
        (one, near | {"title": f"Erratum to: {one['title']}"}),
        (one, other | {"title": f"Comments on “{one['title']}”"}),
        (one | {"title": f"Report on {topic} 2019"}, near | {"title": f"Report on {topic} 2020"}),
        (one, other | {"title": one["title"]}),
        (one | {"title": f"A survey on {topic}"}, other | {"title": f"A survey on {topic}"}),
        (one | {"title": f"Net v3: {means}"}, near | {"title": f"Net v4: {means}"}),
        (one | {"title": f"{means} in mice"}, same_group | {"title": f"{means} in rats"}),
        (
            one
            | {"title": f"{topic} with {means}", "abstract": f"{topic} is old. {one['abstract']}"},
            same_group | {"title": f"{draw.choice(words.SUBJECTS[:50])} with {means}"},
        ),
    )
    return cases[number // 2 % len(cases)]
