"""Tables of verdicts: every tested theme or keyword with its evidence in words."""

import pandas as pd

from analysis.runs.store import Run
from analysis.runs.summary_text import UNSTABLE, recurrence
from analysis.trends.evidence.citation_ranks import theme_citations
from analysis.trends.evidence.citation_text import citation_sentences
from analysis.trends.evidence.topicality import subjects
from analysis.trends.verdicts.evidence_text import evidence
from analysis.trends.verdicts.strength import finding_q
from analysis.trends.verdicts.time_words import RecentTime, recent_time
from dashboard.style.verdicts import movers

# What people read of it, in this order; the rest of the evidence follows.
_FIRST = ("name", "verdict", "growth_shrunk", "growth_low", "growth_high", "first_documents",
          "last_documents", "first_share", "last_share", "documents", "finding_q",
          "said")  # fmt: skip


def discovery_rate(run: Run) -> float:
    """The false discovery rate of the verdicts of a run."""
    return run.trend_params.false_discoveries


def theme_signals(run: Run) -> pd.DataFrame:
    """Verdict on every theme, with its name and evidence in words.

    Adds the columns `name`, `said` (the evidence), `finding_q` (the q of what was found), those of
    `theme_citations`, null where that says nothing, and `cited_said`, which is in `said` as well
    where the theme is clearly cited more or less.
    """
    cited = theme_citations(run.documents, params=run.trend_params).set_index("topic")
    rows = theme_words(run, run.topic_signals).join(cited, on="topic")
    sentences = citation_sentences(rows)
    clear = rows["cited_found"].isin(("more", "fewer"))
    said = rows["said"] + (" " + sentences).where(clear, "")
    return rows.assign(said=said, cited_said=sentences)


def theme_words(run: Run, signals: pd.DataFrame) -> pd.DataFrame:
    """The columns of `theme_signals` added to `signals` on themes of `run`."""
    labels = {str(topic): label for topic, label in run.labels.items()}
    said = evidence(signals, recent=_recent_time(run), labels=labels)
    return signals.assign(
        name=signals["topic"].astype(str).map(labels),
        said=said + _unstable(run, signals["topic"]),
        finding_q=finding_q(signals),
    )


def _recent_time(run: Run) -> RecentTime:
    return recent_time(run.documents, params=run.trend_params, as_of=run.as_of)


def _unstable(run: Run, topics: pd.Series) -> pd.Series:
    """Caution on each unstable theme, by the index of `topics`; else empty."""
    stability = topics.map(run.topics.set_index("topic")["stability"])
    said = [
        f" Unstable theme: it {recurrence(share)}, so interpret its trend with caution."
        if share < UNSTABLE
        else ""
        for share in stability
    ]
    return pd.Series(said, index=topics.index, dtype="str")


def keyword_signals(run: Run) -> pd.DataFrame:
    """Verdict on every keyword, columns as in `theme_signals`, and `subject`: no general word."""
    return run.term_signals.assign(
        name=run.term_signals["term"],
        said=evidence(run.term_signals, recent=_recent_time(run)),
        finding_q=finding_q(run.term_signals),
        subject=subjects(run.term_signals, params=run.trend_params),
    )


def mover_rows(signals: pd.DataFrame) -> pd.DataFrame:
    """Rows with a reported change first, as in `movers`, then the rest by growth."""
    moving = movers(signals)
    rest = signals.drop(moving.index).sort_values("growth_shrunk", ascending=False)
    rows = pd.concat([moving, rest]).reset_index(drop=True)
    return rows[[*_FIRST, *(name for name in rows if name not in _FIRST)]]


# Tables that an export has beside those of the run, named as the charts of the same things.
MOVER_TABLES = {
    "theme_movers": lambda run: mover_rows(theme_signals(run)),
    "keyword_movers": lambda run: mover_rows(keyword_signals(run)),
}
