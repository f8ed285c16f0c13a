"""What moved, one row a theme or keyword, whether by its verdict or between two spans of time.

Both have the same columns: name, verdict, word and badge (Markdown), finding_q, first_documents and
last_documents, factor, factor_low, factor_high and tick (the factor that orders, within the
interval; null where there is none), said.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.trends.evidence.topicality import subjects
from analysis.trends.factors import likely_text, times_text
from dashboard.data.cache import cached
from dashboard.data.signal_rows import discovery_rate, mover_rows
from dashboard.data.tables import (
    load_changes,
    load_term_changes,
    load_term_signals,
    load_topic_signals,
)
from dashboard.style.verdicts import VERDICTS, badge, look_of, word_of
from dashboard.trends.windows import Spans

THEMES, KEYWORDS, GENERAL_WORDS = "themes", "keywords", "general words"
_SAID = 1.05  # a change of less is not stated
# What changed between two spans looks like these verdicts, and has words of its own.
_WORDS = {"rising": "Grew", "fading": "Shrank", "unknown": "No clear change"}
_PERHAPS = {"rising": "Perhaps grew", "fading": "Perhaps shrank"}


@cached(entries=64)
def load_tested(run: Run, shown: str, *, spans: Spans | None) -> pd.DataFrame:
    """Everything that was tested together with a list: all themes, or all keywords.

    `shown` is themes, keywords or general words; `spans` are compared, None for the whole time.
    """
    if shown == THEMES:
        return theme_changes(run, spans) if spans else verdict_rows(load_topic_signals(run))
    return keyword_changes(run, spans) if spans else verdict_rows(load_term_signals(run))


@cached(entries=64)
def load_listed(run: Run, shown: str, *, spans: Spans | None) -> pd.DataFrame:
    """The rows of one list of `load_tested`."""
    tested = load_tested(run, shown, spans=spans)
    if shown == THEMES:
        return tested
    return tested[tested["subject"] == (shown == KEYWORDS)].reset_index(drop=True)


def verdict_rows(signals: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of signals, what moved first."""
    rows = mover_rows(signals)
    looks = [look_of(row) for row in rows.to_dict("records")]
    low, high = 1 + rows["growth_low"], 1 + rows["growth_high"]
    return rows.assign(
        word=[word_of(**look) for look in looks],
        badge=[badge(**look) for look in looks],
        factor=1 + rows["growth"],
        factor_low=low,
        factor_high=high,
        tick=(1 + rows["growth_shrunk"]).clip(low, high),
    )


def theme_changes(run: Run, spans: Spans) -> pd.DataFrame:
    """The rows of all themes between two spans, what surely grew most first."""
    changes = load_changes(run, (spans.before, spans.after))
    changes = changes[changes["topic"] != OUTLIER]
    named = changes.assign(name=changes["topic"].map(run.labels))
    return _changed(named, spans, rate=discovery_rate(run))


def keyword_changes(run: Run, spans: Spans) -> pd.DataFrame:
    """The same of all keywords with a verdict; `subject` says which are no general words."""
    changes = load_term_changes(run, (spans.before, spans.after))
    subject = subjects(run.term_signals, params=run.trend_params).to_numpy()
    named = changes.assign(name=changes["term"], subject=subject)
    return _changed(named, spans, rate=discovery_rate(run))


def _changed(changes: pd.DataFrame, spans: Spans, *, rate: float) -> pd.DataFrame:
    rises, falls = changes["ratio_low"] > 1, changes["ratio_high"] < 1
    found = (changes["q"] <= rate) & (rises | falls)
    verdict = np.select([found & rises, found], ["rising", "fading"], "unknown")
    leaning = np.select([~found & rises, ~found & falls], ["rising", "fading"], "")
    rows = changes.assign(
        documents=changes["before"] + changes["after"],
        verdict=verdict,
        leaning=leaning,
        finding_q=changes["q"].where(found),
        first_documents=changes["before"],
        last_documents=changes["after"],
        factor=changes["ratio"],
        factor_low=changes["ratio_low"],
        factor_high=changes["ratio_high"],
        tick=np.nan,
    )
    every = rows.to_dict("records")
    together = int(changes["q"].notna().sum())
    rows = rows.assign(
        word=[_word(row) for row in every],
        badge=[_badge(row) for row in every],
        said=[_sentence(row, spans, together=together) for row in every],
    )
    # Few papers prove little: by the end of the interval that is nearer to no change.
    surest = rows["ratio_low"].where(~falls, 1 / rows["ratio_high"])
    place = np.select([rows["verdict"] == "rising", found, rises, falls], [0, 1, 2, 3], 4)
    order = np.lexsort((rows["name"], -surest.fillna(-1), place))
    return rows.iloc[order].reset_index(drop=True)


def _word(row: dict[Any, Any]) -> str:
    return _PERHAPS[row["leaning"]] if row["leaning"] else _WORDS[row["verdict"]]


def _badge(row: dict[Any, Any]) -> str:
    icon = VERDICTS[row["leaning"] or row["verdict"]].icon
    return f":{VERDICTS[row['verdict']].badge}-badge[{icon} {_word(row)}]"


def _sentence(row: dict[Any, Any], spans: Spans, *, together: int) -> str:
    before, after, ratio = row["before"], row["after"], row["ratio"]
    if pd.isna(ratio):
        return "No papers in either."
    stated = before and after and not 1 / _SAID < ratio < _SAID
    times = f": {times_text(ratio)} its share" if stated else ""
    likely = likely_text(row["ratio_low"], row["ratio_high"])
    change = "rise" if row["leaning"] == "rising" else "fall"
    chance = f" With {together:,} tested together, a {change} of this strength can be chance."
    return (
        f"From {before:,} to {after:,} papers{times} ({likely}{spans.apart})."
        f"{chance if row['leaning'] else ''}"
    )
