"""Facts of a run, its themes and papers as text."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from analysis.periods import readable_date
from analysis.runs.corrections.corrected import original_themes, renamed_from
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.runs.summary_text import recurrence
from analysis.trends.evidence.mixture_shift import mixture
from analysis.trends.postings import Postings
from analysis.trends.series import series, strays
from analysis.trends.verdicts.evidence_text import mixture_note, stray_note
from dashboard.text.wording import count, distinct, names, percent, plain

# The papers that come with Papertides, by the checksum of their file.
_SAMPLE = "24e0088204a346e9feb99d5a4cf89d69e83edd17d576f8dc7b25b13ec564b072"
# Nearly all papers of a corpus that goes by the name of its venue are from there.
_ONE_VENUE = 0.9
# A keyword with its acronym, as in `retrieval-augmented generation (RAG)`.
_WITH_ACRONYM = re.compile(r"(.+) \(([^()]+)\)")
LANGUAGES = {"en": "English", "zh": "Chinese", "de": "German", "fr": "French", "es": "Spanish"}


def corpus_name(run: Run) -> str:
    """A readable name of the papers: their venue where they share one, else that of their files."""
    if run.manifest.papers.get("sha256") == _SAMPLE:
        return "The sample that comes with Papertides"
    venues = run.documents["venue"].value_counts()
    if len(venues) and venues.iloc[0] >= _ONE_VENUE * len(run.documents):
        return str(venues.index[0])
    files = [one["name"] for one in run.manifest.papers.get("files", [])]
    words = [readable_file(str(name)) for name in files or [run.manifest.papers.get("name", "")]]
    first, *more = list(dict.fromkeys(filter(None, words))) or ["Papers"]
    return f"{first} and {count(len(more), 'more file')}" if more else first


def readable_file(name: str) -> str:
    """The name of a file of papers as a title: `my_papers-2024.csv` as `My papers 2024`."""
    words = PurePath(name).stem.replace("_", " ").replace("-", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"


def corpus_facts(documents: pd.DataFrame) -> dict[str, str]:
    """Description of the corpus: dates, length, languages, authors, links, sources."""
    papers = len(documents)
    words = documents["abstract"].fillna("").str.count(r"\S+")
    facts = {
        "Dates": _dates(documents),
        "Abstracts": f"{words.median():,.0f} words at the median, {words.max():,.0f} at most",
        "Languages": _most(documents["lang"].dropna().replace(LANGUAGES)),
        "Authors": f"named for {_of(documents['authors'].map(len).gt(0), papers)}",
        "Links": f"to the paper for {_of(documents['url'].notna(), papers)}, "
        f"to code for {_of(documents['code_url'].notna(), papers)}",
        "Venues": _most(documents["venue"].dropna()),
        "Categories": _most(documents["categories"].explode().dropna()),
        "Sources": _most(documents["source"].dropna()),
    }
    return {name: words for name, words in facts.items() if words}


def in_one_breath(run: Run) -> str:
    """The run in one sentence, in Markdown, without the counts shown beside it."""
    counts = run.manifest.counts
    papers = count(counts.documents, "paper")
    if counts.topics == 0:
        return f"This run has {papers}, too few or too dissimilar to form a theme."
    largest = run.topics[run.topics["topic"] >= 0].nlargest(1, "documents").iloc[0]
    share = percent(largest["documents"] / counts.documents)
    label = plain(largest["label"])
    if counts.topics == 1:
        return f"This run has {papers} in one theme, **{label}**."
    return f"The largest theme, **{label}**, has {share} of the papers."


def about_theme(run: Run, topic: int) -> str:
    """Size and assignment of one theme in a sentence or two, in Markdown."""
    inside = run.documents["topic"] == topic
    papers = int(inside.sum())
    share = percent(papers / max(len(run.documents), 1))
    corrected = _correction_note(run, topic)
    if topic == OUTLIER:
        return f"{count(papers, 'paper')} ({share} of all) belong to no theme.{corrected}"
    moved = int((run.documents["assigned"][inside] == "reassigned").sum())
    reassigned = f" {moved:,} of them lie between themes and were assigned to the nearest."
    said = reassigned if moved else ""
    fits = recurs(run.topics.set_index("topic")["stability"][topic])
    return f"{count(papers, 'paper')}, {share} of all.{said}{' ' if fits else ''}{fits}{corrected}"


def recurs(stability: float) -> str:
    """How often a theme recurs in other fits, as a sentence; empty where unknown."""
    return "" if pd.isna(stability) else f"The theme {recurrence(stability)}."


def _correction_note(run: Run, topic: int) -> str:
    """Former name or original themes of the papers of a corrected theme."""
    if label := renamed_from(run, topic):
        return f" Renamed from “{plain(label)}”."
    origins = original_themes(run, topic)
    if not origins:
        return ""
    named = ", ".join(f"“{plain(label)}” ({papers:,})" for label, papers in origins.items())
    return f" Corrected manually: the model assigned these papers to {named}."


def _dates(documents: pd.DataFrame) -> str:
    precision = documents["date_precision"].value_counts()
    if precision.empty:
        return "no paper has one"
    parts = [f"{number:,} to the {name}" for name, number in precision.items()]
    missing = len(documents) - int(precision.sum())
    return ", ".join([*parts, *([f"{missing:,} without"] if missing else [])])


def _of(has: pd.Series, papers: int) -> str:
    return f"{int(has.sum()):,} of {papers:,}"


def _most(values: pd.Series, *, most: int = 5) -> str:
    common = Counter(values.astype(str)).most_common()
    named = [f"{plain(name)} {number:,}" for name, number in common[:most]]
    return ", ".join([*named, *([f"{len(common) - most:,} more"] if len(common) > most else [])])


def about_mixture(run: Run) -> str:
    """Note on venues or categories that begin or end; empty where none does."""
    found = mixture(
        run.documents,
        period=run.manifest.period,
        as_of=run.as_of,
        params=run.trend_params,
    )
    return mixture_note(found)


def about_strays(run: Run) -> str:
    """Note on papers whose dates keep them out of trends; empty where there are none."""
    documents, nothing = run.documents, Postings(np.zeros(1, np.int32), np.zeros(0, np.int32))
    period = run.trend_params.tested_by(documents["published"])
    counted = series(documents, nothing, names=[], period=period, as_of=run.as_of)
    future = 0
    if run.as_of is not None:
        future = int((documents["published"] > run.as_of).sum())
    return stray_note(strays(counted), future=future, as_of=run.as_of)


def stands_for(run: Run, term: str) -> str:
    """Long form of an acronym, in brackets; empty for any other keyword."""
    known = run.vocabulary.loc[run.vocabulary["term"] == term, "long_form"].dropna()
    return f" ({plain(known.iloc[0])})" if len(known) else ""


def names_to_pick(run: Run) -> dict[int, str]:
    """The name of each theme for a picker, distinct, with the acronym that stands for it."""
    short = {
        found[1].casefold(): found[2]
        for term in run.vocabulary["term"]
        if (found := _WITH_ACRONYM.fullmatch(term))
    }
    named = distinct(run.labels)
    acronyms = {topic: short.get(label.casefold()) for topic, label in run.labels.items()}
    return {
        topic: f"{named[topic]} ({acronyms[topic]})" if acronyms[topic] else named[topic]
        for topic in named
    }


def paper_line(paper: Mapping[str, Any]) -> str:
    """Authors, date, venue and votes of a paper, in Markdown."""
    who, when = names(paper["authors"], most=12), readable_date(paper["published"])
    votes = "" if paper["upvotes"] is None else count(int(paper["upvotes"]), "upvote")
    return " · ".join(plain(part) for part in (who, when, paper["venue"], votes) if part)


def paper_facts(paper: Mapping[str, Any]) -> dict[str, str]:
    """Further metadata of a paper; unknown fields are omitted."""
    facts = {
        "Categories": plain(", ".join(paper["categories"])),
        "Keywords": plain(", ".join(paper["keywords"])),
        "Citations": _citations(paper),
        "arXiv": plain(paper["arxiv_id"] or ""),
        "DOI": plain(paper["doi"] or ""),
        "Source": plain(paper["source"] or ""),
        "Identifier": plain(paper["paper_id"]),
    }
    return {name: value for name, value in facts.items() if value}


def _citations(paper: Mapping[str, Any]) -> str:
    if paper["citations"] is None:
        return ""
    day = f", counted on {readable_date(paper['citations_on'])}" if paper["citations_on"] else ""
    return f"{int(paper['citations']):,}{day}"
