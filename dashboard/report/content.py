"""Content of the full report: keywords that moved, every theme, method, facts of the run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.runs.corrections.apply_edits import described
from analysis.runs.corrections.corrected import conflicts_of, corrections_of
from analysis.runs.queries.similarity import typical_papers
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.trends.verdicts.evidence_text import tested_note
from dashboard.data.signal_rows import discovery_rate, keyword_signals, theme_signals
from dashboard.overview.mover_rows import growth_words
from dashboard.report.papers import PaperLine, paper_line
from dashboard.style.verdicts import (
    VERDICTS,
    about_window,
    look_of,
    movers,
    word_of,
)
from dashboard.text.manifest_facts import (
    encoder_facts,
    made_of,
    param_facts,
    quality_facts,
    version_facts,
)
from dashboard.text.run_facts import about_strays, about_theme, corpus_facts
from dashboard.text.wording import count, percent, plain, readable_moment

# Keywords of each verdict in the table; papers listed of a theme.
KEYWORDS, PAPERS = 8, 3
_TERMS = 8
_METHOD = """
**Themes.** Titles and abstracts are embedded as vectors, and each paper is linked to its nearest
neighbours. Many perturbed copies of these links are clustered: the consensus clusters are the
themes, and how often a theme recurs in the copies is its stability. {outliers} ({share}), those
farthest from the centre of their theme, belong to none; {reassigned} lie between themes and were
assigned to the nearest. Keywords are the phrases that distinguish a theme from the others.

**Shares.** A share is a theme’s part of all papers of a period, those in no theme included, with
Wilson’s 95% confidence interval. Papers without a date count in no period. Hollow points are
periods that are unfinished or partly covered. Shares describe these papers, not everything that
was published.

**Verdicts.** Every theme and keyword was tested for growth over one window, allowing for season,
overdispersion and autocorrelation, and corrected for multiple testing (Benjamini and Hochberg: at
most {rate} of the findings are expected to be false positives). A verdict is not a forecast.

**Papers.** The most typical papers are those nearest to the centre of their theme; reassigned
papers come after all others. The most upvoted ones are listed where the papers have votes.
"""


@dataclass(frozen=True)
class Keywords:
    """Keywords that changed: notes in Markdown, and rows with the columns of `keyword_signals`."""

    notes: str
    rows: list[dict[Any, Any]]
    more: int


@dataclass(frozen=True)
class ThemeEntry:
    """One theme on half a page; `about` is Markdown, `verdict` a key of `VERDICTS` or empty.

    `area` is the name of its area, empty where there is one area only.
    """

    topic: int
    area: str
    label: str
    documents: int
    about: str
    keywords: str
    verdict: str
    word: str
    said: str
    lists: Mapping[str, list[PaperLine]]

    @property
    def anchor(self) -> str:
        """Anchor of the theme in the page."""
        return f"theme-{self.topic}"


def keywords_that_changed(run: Run) -> Keywords:
    """Keywords with a reported change, with their evidence."""
    terms = keyword_signals(run)
    keywords = movers(terms[terms["subject"]])
    listed = keywords.groupby("verdict", sort=False).head(KEYWORDS)
    notes = (
        about_window(terms),
        about_strays(run),
        tested_note(terms, of="keywords", rate=discovery_rate(run)),
    )
    rows = [row | {"growth": growth_words(row, bare=True)} for row in listed.to_dict("records")]
    return Keywords(" ".join(filter(None, notes)), rows, more=len(keywords) - len(listed))


def theme_entries(run: Run) -> list[ThemeEntry]:
    """Entries of all themes, by size of their area, then by their own."""
    told = theme_signals(run)
    terms = run.terms[run.terms["rank"] <= _TERMS].groupby("topic")["term"].agg(", ".join)
    papers = dict(list(run.documents.groupby("topic")))
    themes = run.topics[(run.topics["topic"] != OUTLIER) & (run.topics["documents"] > 0)]
    areas = run.areas.set_index("area")["label"] if len(run.areas) > 1 else pd.Series(dtype="str")
    place = themes["area"].map({area: place for place, area in enumerate(areas.index)}).fillna(0)
    themes = themes.assign(place=place).sort_values(
        ["place", "documents", "topic"], ascending=[True, False, True]
    )
    return [
        ThemeEntry(
            topic=topic,
            area=areas.get(area, ""),
            label=label,
            documents=documents,
            about=about_theme(run, topic),
            keywords=terms.get(topic, ""),
            **_verdict(told, topic),
            lists=_lists(papers[topic], typical_papers(run, topic, most=PAPERS)),
        )
        for topic, area, label, documents in themes[
            ["topic", "area", "label", "documents"]
        ].itertuples(index=False)
    ]


def limits(run: Run) -> list[str]:
    """Method and limits, in paragraphs of Markdown."""
    counts = run.manifest.counts
    said = _METHOD.format(
        outliers=count(counts.outliers, "paper"),
        share=percent(counts.outliers / max(counts.documents, 1)),
        reassigned=percent(run.manifest.quality.get("reassigned_share") or 0.0),
        rate=percent(discovery_rate(run)),
    )
    verdicts = [f"**{look.word}**: {look.meaning}" for look in VERDICTS.values()]
    return [*said.strip().split("\n\n"), *verdicts]


def run_facts(run: Run) -> dict[str, dict[str, str]]:
    """Facts of the run by heading: names and values in Markdown."""
    manifest = run.manifest
    created = {"Run": f"`{run.run_id}`", "Created": readable_moment(manifest.created)}
    created |= {"Filters": "none, all papers of the run"}
    facts = {
        "The run": created | made_of(manifest),
        "The papers": corpus_facts(run.documents),
        "Quality": quality_facts(manifest),
        "Text encoder": encoder_facts(manifest),
        "Parameters": param_facts(manifest),
        "Versions": version_facts(manifest),
    }
    facts["Corrections"] = {
        str(place): plain(described(edit)) for place, edit in enumerate(corrections_of(run), 1)
    }
    facts["Corrections that were not applied"] = {
        str(place): plain(why) for place, why in enumerate(conflicts_of(run), 1)
    }
    return {heading: rows for heading, rows in facts.items() if rows}


def _verdict(told: pd.DataFrame, topic: int) -> dict[str, str]:
    for row in told[told["topic"] == topic].to_dict("records"):
        word = word_of(**look_of(row))
        return {"verdict": row["verdict"], "word": word, "said": row["said"]}
    return {"verdict": "", "word": "", "said": ""}


def _lists(papers: pd.DataFrame, typical: pd.DataFrame) -> dict[str, list[PaperLine]]:
    lists = {"Most typical": typical}
    if papers["upvotes"].notna().any():
        lists["Most upvoted"] = papers.nlargest(PAPERS, "upvotes")
    return {
        name: [paper_line(row) for row in rows.to_dict("records")] for name, rows in lists.items()
    }
