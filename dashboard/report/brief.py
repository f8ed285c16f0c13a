"""Content of the first pages of the report: what moved, what to read, all themes, the method."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.runs.corrections.corrected import corrections_of
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.signal_rows import discovery_rate, theme_signals
from dashboard.data.tables import load_prevalence, load_to_read
from dashboard.figures.parts.inline_svg import share_line
from dashboard.overview.headline import facts_line, first_sentences
from dashboard.overview.mover_rows import (
    course,
    growth_words,
    legend,
    shares_over_time,
)
from dashboard.report.papers import PaperLine, paper_line
from dashboard.style.verdicts import VERDICTS, dots, in_turn, look_of, movers, word_of
from dashboard.text.run_facts import corpus_name
from dashboard.text.wording import count, percent, readable_moment

_LEADING, _SPARK = 5, (84, 22)
_METHOD = """
**Themes.** Titles and abstracts are embedded as vectors, each paper is linked to its nearest
neighbours, and perturbed copies of these links are clustered; their consensus is the themes.

**In no theme**: {outliers} ({share}), farthest from the centres. {reassigned} of all papers lie
between themes and are in the nearest.

**Shares.** A theme’s share is its part of all papers of a period, those in no theme included.
Papers without a date count in no period.

**Tests.** Every theme is tested for growth over one window, allowing for season, overdispersion and
autocorrelation.

**Chance.** Of many themes some seem to move by chance: at most {rate} of the findings are expected
to be false.

**Growth** is a factor a year (×1: no change) with its 95% interval. A verdict is no forecast.

**Colours** of the map are growth too, drawn towards no change where papers are few.

**Papers to read** are recent, typical of their theme, and upvoted more than others of their month.
"""


@dataclass(frozen=True)
class MoverEntry:
    """A theme that moved: its row as on the overview, a sparkline (SVG) and papers to read."""

    name: str
    verdict: str
    course: str
    growth: str
    dots: str
    sparkline: str
    papers: list[PaperLine]


@dataclass(frozen=True)
class ThemeRow:
    """A theme in the table of all, with its verdict and what it rests on, as far as known."""

    topic: int
    name: str
    documents: int
    course: str = ""
    growth: str = ""
    dots: str = ""
    verdict: str = ""
    word: str = ""


@dataclass(frozen=True)
class Brief:
    """The first pages; `headline`, `facts`, `luck` and `method` are Markdown.

    `leading` are a few of the themes that moved, `themes` all themes, those that moved first.
    """

    title: str
    headline: str
    facts: str
    luck: str
    legend: str
    leading: list[MoverEntry]
    themes: list[ThemeRow]
    method: list[str]
    has_new: bool


def brief(run: Run) -> Brief:
    """The first pages of the report on `run`."""
    signals = theme_signals(run)
    said, luck = first_sentences(run, signals)
    corrected = len(corrections_of(run))
    made = f"Analysed {readable_moment(run.manifest.created)}"
    made += f", with {count(corrected, 'correction')} by people." if corrected else "."
    return Brief(
        title=corpus_name(run),
        headline=said,
        facts=f"{facts_line(run)} {made}",
        luck=luck,
        legend=legend(discovery_rate(run)),
        leading=_leading(run, signals),
        themes=theme_rows(run, signals),
        method=_method(run),
        has_new=bool((signals["verdict"] == "emerging").any()),
    )


def theme_rows(run: Run, signals: pd.DataFrame) -> list[ThemeRow]:
    """A row for every theme: those that moved, then the largest; `signals` as in `theme_signals`.

    Papers and growth are empty where a theme neither moved nor was tested.
    """
    told = {row["topic"]: row for row in signals.to_dict("records")}
    moved = {topic: place for place, topic in enumerate(movers(signals)["topic"])}
    themes = run.topics[(run.topics["topic"] != OUTLIER) & (run.topics["documents"] > 0)]
    themes = themes.assign(moved=themes["topic"].map(moved).fillna(len(moved)))
    themes = themes.sort_values(["moved", "documents", "topic"], ascending=[True, False, True])
    rows = []
    for theme in themes.to_dict("records"):
        topic = theme["topic"]
        row = told.get(topic)
        known = {} if row is None else _told(row, measured=topic in moved or row["tested"])
        rows.append(ThemeRow(topic, theme["label"], theme["documents"], **known))
    return rows


def _told(row: dict[Any, Any], *, measured: bool) -> dict[str, str]:
    return {
        "course": course(row, bare=True) if measured else "",
        "growth": growth_words(row, bare=True) if measured else "",
        "dots": dots(row["finding_q"]),
        "verdict": row["verdict"],
        "word": word_of(**look_of(row)),
    }


def _leading(run: Run, signals: pd.DataFrame) -> list[MoverEntry]:
    shares = load_prevalence(run, run.manifest.period)
    chosen = in_turn(signals, most=_LEADING)["topic"]
    rows = movers(signals)
    entries = []
    for row in rows[rows["topic"].isin(chosen)].to_dict("records"):
        values = shares_over_time(shares, row["topic"])
        colour = VERDICTS[row["verdict"]].light
        papers = load_to_read(run, row["topic"])
        entries.append(
            MoverEntry(
                name=row["name"],
                verdict=row["verdict"],
                course=course(row),
                growth=growth_words(row),
                dots=dots(row["finding_q"]),
                sparkline=share_line(values, colour=colour, size=_SPARK) if values else "",
                papers=[paper_line(paper) for paper in papers.to_dict("records")],
            )
        )
    return entries


def _method(run: Run) -> list[str]:
    counts = run.manifest.counts
    said = {
        "outliers": count(counts.outliers, "paper"),
        "share": percent(counts.outliers / max(counts.documents, 1)),
        "reassigned": percent(np.nan_to_num(run.manifest.quality.get("reassigned_share") or 0.0)),
        "rate": percent(discovery_rate(run)),
    }
    return _METHOD.format(**said).strip().split("\n\n")
