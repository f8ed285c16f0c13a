"""Papers as services write them: each service with its own habits; never used for tuning.

A paper is drawn once, then written down three times, by three of five services. An arXiv-like one
has LaTeX and the preprint's title and day; one like a registry of DOIs has HTML entities, tags in
the abstract and a journal's DOI, often a year later; a medical index has sentence case and initials
behind family names without accents; a bibliography has the year alone; an aggregator cuts titles,
lists of authors and abstracts.
"""

import html
import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.support.same_papers import words
from tests.support.same_papers.planted import Record

_LATEX = {
    "é": r"{\'e}", "è": r"{\`e}", "ü": r'{\"u}', "ö": r'{\"o}', "ä": r'{\"a}', "ñ": r"{\~n}",
    "á": r"{\'a}", "í": r"{\'i}", "ó": r"{\'o}", "ç": r"{\c{c}}", "ø": r"{\o}", "ß": r"{\ss}",
}  # fmt: skip
_FORMULAS = (("L1", "$L_1$"), ("β", r"$\beta$"), ("H2O", "H$_2$O"), ("∞", r"$\infty$"))
_ABROAD = ("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ø", "oe"), ("ß", "ss")


@dataclass(frozen=True)
class Paper:
    """A paper as its authors wrote it; `subtitle` may be empty."""

    title: str
    subtitle: str
    authors: tuple[tuple[str, str], ...]
    abstract: str
    year: int
    number: int

    @property
    def whole_title(self) -> str:
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


def held_out_records(*, papers: int, pairs: int, seed: int) -> list[Record]:
    """Three records a paper and two a pair of look-alikes, shuffled."""
    draw = random.Random(f"held out {seed}")
    records = []
    for number in range(papers):
        paper = a_paper(draw, number)
        services = draw.sample(SERVICES, 3)
        records += [Record(f"paper {number}", service(paper, draw)) for service in services]
    for number in range(pairs):
        for side, paper in enumerate(_look_alikes(draw, papers + 2 * number)):
            service = draw.choice(SERVICES)
            records.append(Record(f"pair {number} {'ab'[side]}", service(paper, draw)))
    draw.shuffle(records)
    return records


def a_paper(draw: random.Random, number: int) -> Paper:
    """A paper in one of six languages, mostly English."""
    title, subtitle = _title(draw)
    return Paper(
        title,
        subtitle,
        tuple(some_authors(draw)),
        an_abstract(draw),
        draw.randint(1998, 2024),
        number,
    )


def some_authors(draw: random.Random) -> Iterator[tuple[str, str]]:
    """One to nine authors (given, family), no family name twice."""
    for family in draw.sample(words.FAMILY, draw.choice((1, 2, 2, 3, 3, 4, 5, 6, 9))):
        given = draw.choice(words.GIVEN)
        yield (
            (f"{given} {draw.choice('ABCDEFGJKLMRST')}." if draw.random() < 0.3 else given),
            family,
        )


def an_abstract(draw: random.Random, sentences: int = 6) -> str:
    """Some sentences about subjects of their own, with numbers."""
    subjects = draw.sample(words.SUBJECTS, 2)
    methods = draw.sample(words.METHODS, 2)
    chosen = draw.sample(words.SENTENCES, sentences)
    return " ".join(
        sentence.format(
            s=subjects[0], t=subjects[1], m=methods[0], n=methods[1], p=draw.choice(words.PLACES),
            q=draw.choice(words.QUALITIES), a=draw.randint(20, 9_000), b=draw.randint(2, 98),
            c=draw.randint(3, 60),
        )
        for sentence in chosen
    )  # fmt: skip


def _title(draw: random.Random) -> tuple[str, str]:
    kind = draw.random()
    for share, patterns, parts in (
        (0.05, words.GERMAN, words.GERMAN_WORDS),
        (0.10, words.FRENCH, words.FRENCH_WORDS),
        (0.14, words.SPANISH, words.SPANISH_WORDS),
        (0.18, words.CHINESE, words.CHINESE_WORDS),
        (0.22, words.RUSSIAN, words.RUSSIAN_WORDS),
    ):
        if kind < share:
            x, y = draw.sample(parts, 2)
            return draw.choice(patterns).format(x=x, y=y), ""
    m, n = draw.sample(words.METHODS, 2)
    s, t = draw.sample(words.SUBJECTS, 2)
    q, p = draw.choice(words.QUALITIES), draw.choice(words.PLACES)
    formula = draw.choice(_FORMULAS)[0]
    name = "".join(draw.choice("BDFGKLMNPRST") + draw.choice("aeiou") for _ in range(2)) + "Net"
    main = draw.choice((
        f"{q.capitalize()} {m} for {s}", f"{name}", f"On {m} and {n} under {t}",
        f"Does {s} depend on {t}?", f"{s.capitalize()} in {p}", f"Revisiting {s} with {m}",
        f"{m[:1].upper() + m[1:]} meets {n} in {s}", f"{formula} effects in {s} and {t}",
        f"How {q} {m} changes {s}", f"{s.capitalize()} & {t}: trade-offs",
    ))  # fmt: skip
    if ":" not in main and (main == name or draw.random() < 0.4):
        return main, draw.choice((
            f"evidence from {p}", f"a {q} approach to {t}", f"{m} with {n} for {s}",
            f"a {draw.randint(3, 30)}-year study of {t} in {p}", f"{q} learning of {t}",
        ))  # fmt: skip
    return main, ""


def _latex(text: str) -> str:
    for plain, formula in _FORMULAS:
        text = text.replace(plain, formula)
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _arxiv(paper: Paper, draw: random.Random) -> dict[str, Any]:
    title = paper.whole_title
    if draw.random() < 0.15:  # the preprint had another title
        title = draw.choice((
            f"Towards {title[:1].lower() + title[1:]}", title.replace(" for ", " applied to "),
            title.replace("ing ", "ed "), f"{title} (extended version)",
        ))  # fmt: skip
    return {
        "title": _latex(title),
        "abstract": "  " + paper.abstract.replace("%", r"\%").replace(". ", ".\n"),
        "authors": [f"{given} {family}" for given, family in paper.authors],
        "published": f"{paper.year}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "arxiv_id": f"{paper.year % 100 if paper.year > 2007 else 8:02d}"
        f"{paper.number // 9_000 % 12 + 1:02d}.{paper.number % 9_000 + 1:04d}",
        "categories": ["cs.LG"],
    }


def _registry(paper: Paper, draw: random.Random) -> dict[str, Any]:
    title = paper.title if draw.random() < 0.25 else paper.whole_title
    if draw.random() < 0.3:
        title = title.title()
    return {
        "title": html.escape(title).encode("ascii", "xmlcharrefreplace").decode(),
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{paper.abstract}</jats:p>",
        "authors": [f"{family}, {given}" for given, family in paper.authors],
        "published": f"{paper.year + draw.choice((0, 0, 1, 1))}-{draw.randint(1, 12):02d}",
        "doi": f"10.{1000 + paper.number % 700}/j.{paper.number}",
        "venue": "Journal of Planted Results",
    }


def _medical(paper: Paper, draw: random.Random) -> dict[str, Any]:
    first, *others = paper.whole_title.split(" ")
    title = " ".join([first, *(w.lower() if w.istitle() else w for w in others)])
    abroad = draw.random() < 0.5
    names = []
    for given, family in paper.authors:
        written = family
        for letter, letters in _ABROAD if abroad else ():
            written = written.replace(letter, letters)
        initials = "".join(part[0] for part in given.split())
        names.append(f"{_plain(written)} {_plain(initials)}")
    return {
        "title": f"{title}.",
        "abstract": f"BACKGROUND: {paper.abstract} Copyright {paper.year} The Authors.",
        "authors": names,
        "published": f"{paper.year + draw.choice((0, 1))} {draw.choice(('Mar', 'Jul', 'Nov'))}",
    }


def _bibliography(paper: Paper, draw: random.Random) -> dict[str, Any]:
    cut = paper.abstract if draw.random() < 0.5 else paper.abstract.rsplit(". ", 1)[0] + "."
    return {
        "title": paper.whole_title.replace(": ", " - ") + ".",
        "abstract": cut,
        "authors": "; ".join(f"{given} {family}" for given, family in paper.authors),
        "published": str(paper.year + draw.choice((0, 1))),
    }


def _aggregator(paper: Paper, draw: random.Random) -> dict[str, Any]:
    title, shown = paper.whole_title, draw.choice((40, 60, 80))
    if len(title) > shown + 10:
        title = title[:shown].rsplit(" ", 1)[0] + draw.choice(("…", "...", " …"))
    names = [f"{given[0]}. {family}" for given, family in paper.authors]
    listed = ", ".join(names[:3]) + (", et al." if len(names) > 3 else "")
    return {
        "title": title.upper() if draw.random() < 0.1 else title,
        "abstract": paper.abstract[:300].rsplit(" ", 1)[0] + "…",
        "authors": listed,
        "published": f"{paper.year}-01-01",
        "doi": f"10.2139/ssrn.{paper.number}" if draw.random() < 0.3 else None,
    }


SERVICES: list[Callable[[Paper, random.Random], dict[str, Any]]] = [
    _arxiv, _registry, _medical, _bibliography, _aggregator,
]  # fmt: skip


Pair = tuple[Paper, Paper]


@dataclass(frozen=True)
class _Two:
    """What look-alikes are made of: a paper, one another, and the other as if by the same group."""

    one: Paper
    theirs: Paper
    ours: Paper
    subject: str
    method: str
    revised: str


def _look_alikes(draw: random.Random, number: int) -> Pair:
    """Two papers that are two: of one genre, series, group or subject."""
    one = a_paper(draw, number)
    theirs = replace(a_paper(draw, number + 1), year=one.year + draw.choice((0, 0, 1)))
    subject, method = draw.choice(words.SUBJECTS), draw.choice(words.METHODS)
    revised = one.abstract.rsplit(". ", 1)[0] + f". We extend it to {draw.choice(words.SUBJECTS)}."
    ours = replace(theirs, authors=one.authors)
    two = _Two(one, theirs, ours, subject, method, revised)
    return _KINDS[number // 2 % len(_KINDS)](two, draw)


def _stock_titles(two: _Two, draw: random.Random) -> Pair:
    stock = draw.choice(
        ("Editorial", "Introduction", "From the editors", "Preface", "Guest editorial")
    )
    return _titled(two.one, stock), _titled(draw.choice((two.ours, two.theirs)), stock)


def _parts(two: _Two, draw: random.Random) -> Pair:
    first, second = draw.choice((("I", "II"), ("1", "2"), ("one", "two"), ("II", "III")))
    stem = f"{two.method[:1].upper() + two.method[1:]} for {two.subject}, Part"
    second_part = replace(two.ours, abstract=two.revised)
    return _titled(two.one, f"{stem} {first}"), _titled(second_part, f"{stem} {second}")


def _notices(two: _Two, draw: random.Random) -> Pair:
    prefix = draw.choice((
        "Correction to: ", "Erratum: ", "Corrigendum to ", "Reply to ", "Comment on ",
        "Retraction: ",
    ))  # fmt: skip
    notice = draw.choice((two.ours, replace(two.one, number=two.one.number + 1)))
    return two.one, _titled(notice, f"{prefix}{two.one.whole_title}")


def _years(two: _Two, draw: random.Random) -> Pair:
    series = ("Annual report of the {} programme", "{} statistics", "The year in {}")
    stem = draw.choice(series).format(two.subject)
    one, later = two.one, replace(two.ours, year=two.one.year + 1)
    if draw.random() < 0.5:
        a, b = (
            replace(paper, abstract=f"{one.abstract} In {paper.year}, the number rose.")
            for paper in (one, later)
        )
        return _titled(a, stem), _titled(b, stem)
    later = replace(later, abstract=two.revised)
    return _titled(one, f"{stem} {one.year}"), _titled(later, f"{stem} {later.year}")


def _same_title(two: _Two, draw: random.Random) -> Pair:
    return two.one, replace(two.theirs, title=two.one.title, subtitle=two.one.subtitle)


def _surveys(two: _Two, draw: random.Random) -> Pair:
    opening = draw.choice(("A survey of", "A review on", "Advances in"))
    survey = f"{opening} {two.method} for {two.subject}"
    theirs, ours = two.theirs, two.one.authors
    if len(ours) > 1:
        theirs = replace(theirs, authors=(*theirs.authors, ours[-1]))
    return _titled(two.one, survey), _titled(theirs, survey)


def _versions(two: _Two, draw: random.Random) -> Pair:
    name = draw.choice(("YOLOv", "GPT-", "Qwen", "SAM ", "ResNet-", "LLaMA-"))
    version = draw.randint(2, 9)
    subtitle = f"{draw.choice(words.QUALITIES)} {two.subject}"
    return (
        replace(two.one, title=f"{name}{version}", subtitle=subtitle),
        replace(two.ours, title=f"{name}{version + 1}", subtitle=subtitle, abstract=two.revised),
    )


def _one_design(two: _Two, draw: random.Random) -> Pair:
    other = draw.choice([subject for subject in words.SUBJECTS if subject != two.subject])
    text = an_abstract(draw)
    a, b = (
        _titled(
            replace(paper, abstract=f"We study {subject}. {text}"),
            f"Effects of {two.method} on {subject}",
        )
        for paper, subject in ((two.one, two.subject), (two.ours, other))
    )
    return a, b


def _places(two: _Two, draw: random.Random) -> Pair:
    here, there = draw.sample(words.PLACES, 2)
    title = f"{two.subject.capitalize()} in {{}}: a national survey"
    return _titled(two.one, title.format(here)), _titled(two.ours, title.format(there))


def _replies(two: _Two, draw: random.Random) -> Pair:
    title = f"Reply to: {two.subject}"
    return _titled(two.one, title), _titled(two.theirs, title)


def _names(two: _Two, draw: random.Random) -> Pair:
    one, other = (f"{_name(draw)}: {two.subject}" for _ in range(2))
    return _titled(two.one, one), _titled(two.ours, other)


_KINDS: list[Callable[[_Two, random.Random], Pair]] = [
    _stock_titles, _parts, _notices, _years, _same_title, _surveys, _versions, _one_design,
    _places, _replies, _names,
]  # fmt: skip


def _titled(paper: Paper, title: str) -> Paper:
    return replace(paper, title=title, subtitle="")


def _name(draw: random.Random) -> str:
    """The name of a system."""
    letters = (draw.choice("BDFGKLMNPRST") + draw.choice("aeiou") for _ in range(3))
    return "".join(letters).capitalize()
