"""Backtest of verdicts: those at earlier dates, with their outcomes."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from analysis.encoding.cache_files import bounded_cache
from analysis.errors import InputError
from analysis.modelling.backtesting.replay import Replay, replay
from analysis.modelling.params import known_params
from analysis.modelling.tables import followed_terms
from analysis.paths import cache_dir
from analysis.periods import choose_period, period_bounds, period_of
from analysis.runs.store import Run
from analysis.trends.forecasting.backtest import CALLS
from analysis.trends.forecasting.forecast_scores import outcomes
from analysis.trends.postings import Postings
from analysis.trends.prevalence import complete_periods
from analysis.trends.series import members, series
from analysis.trends.verdict_codes import CALLED
from analysis.trends.verdicts.signals import Corpus, signals

# Months before the end at which verdicts are replayed, and the fewest months of data before.
MONTHS_BACK = (6, 12, 24, 36)
_SHORTEST_PAST = 12


def earlier_calls(run: Run, *, report: Callable[[str], None]) -> pd.DataFrame:
    """The calls at every date that can be replayed, columns CALLS; `report` receives each date.

    A date is scored over the months from it to the end of the corpus, at most twelve. Raises
    InputError where the span of the papers is too short.
    """
    first, end = _span(run)
    tables = []
    with bounded_cache(cache_dir()):
        for months in MONTHS_BACK:
            cut, until = _back(end, months), _back(end, max(months - 12, 0))
            if _months(first, cut) >= max(_SHORTEST_PAST, months):
                report(f"Backtesting as of {cut}")
                tables.append(calls(replay(run, cut=cut, until=until), run=run))
    if not tables:
        raise InputError(
            f"The dated papers of the run {run.run_id} span {_months(first, end)} whole months; "
            f"a backtest needs at least {_SHORTEST_PAST + MONTHS_BACK[0]}."
        )
    return pd.concat(tables, ignore_index=True)


def calls(then: Replay, *, run: Run) -> pd.DataFrame:
    """The verdicts on the themes and terms of one replay, with their outcomes."""
    past = then.documents[: then.past]
    params = known_params(run.manifest.params)
    period = choose_period(past["published"]) if params.period == "auto" else params.period
    known = Corpus(
        past, then.embeddings[: then.past], past["runner_up"].to_numpy(), period, str(then.cut)
    )
    terms = then.vocabulary["term"].tolist()
    followed = followed_terms(terms, keywords=then.keywords)
    held = then.postings.of(followed)
    names = [terms[i] for i in followed]
    on_topics, on_terms = signals(known, names, postings=_before(held, then.past), params=params)
    favoured = members(then.documents["favoured"].to_numpy(), on_topics["topic"].tolist())
    labels = on_topics["topic"].map(then.labels)
    scored = [
        _scored(on_topics.assign(name=labels), favoured, then=then, kind="topic"),
        _scored(on_terms.assign(name=names), held, then=then, kind="term"),
    ]
    tables = []
    for table, of in zip(scored, (favoured, held), strict=True):
        whole = series(then.documents, of, names=table["name"].tolist(), period=period)
        came = outcomes(whole, table["share_before"].to_numpy(), cut=then.cut, params=params)
        called = table["tested"] | table["verdict"].isin(CALLED)
        tables.append(table.join(came).loc[called, CALLS])
    return pd.concat(tables, ignore_index=True)


def _scored(found: pd.DataFrame, members: Postings, *, then: Replay, kind: str) -> pd.DataFrame:
    """All series: shares in the year before the cut and after it, and growth in that year."""
    day = _days(then.documents["published"])
    cut = then.cut.toordinal()
    year = min(365, (cut - int(np.nanmin(day))) // 2)
    stretches = {
        "earlier": (day >= cut - 2 * year) & (day < cut - year),
        "share_before": (day >= cut - year) & (day < cut),
        "share_after": np.arange(len(day)) >= then.past,
    }
    shares = {name: _shares(members, inside) for name, inside in stretches.items()}
    earlier = shares.pop("earlier")
    last_year = np.divide(
        shares["share_before"], earlier, out=np.full(len(found), np.nan), where=earlier > 0
    )
    return found[["name", "verdict", "tested"]].assign(
        cut=str(then.cut), kind=kind, last_year=last_year - 1, **shares
    )


def _shares(members: Postings, inside: np.ndarray) -> np.ndarray:
    running = np.r_[0, np.cumsum(inside[members.doc_ids])]
    counts = running[members.indptr[1:]] - running[members.indptr[:-1]]
    return counts / max(int(inside.sum()), 1)


def _before(postings: Postings, past: int) -> Postings:
    """The postings restricted to the first `past` documents."""
    kept = postings.doc_ids < past
    running = np.r_[0, np.cumsum(kept)]
    return Postings(running[postings.indptr].astype(np.int32), postings.doc_ids[kept])


def _days(published: pd.Series) -> np.ndarray:
    days = {value: period_bounds(value)[0].toordinal() for value in published.unique()}
    return published.map(days).to_numpy()


def _span(run: Run) -> tuple[date, date]:
    """The first day of the first whole month with papers, and the day after the last one."""
    documents = run.documents
    months = period_of(documents["published"], period="month").dropna()
    if months.empty:
        raise InputError(
            f"No paper of the run {run.run_id} has a date precise to the month, which a backtest "
            "needs."
        )
    whole = complete_periods(documents, period="month", as_of=run.as_of)
    known = whole.index[whole].tolist() or [months.min()]
    return period_bounds(known[0])[0], period_bounds(known[-1])[1]


def _back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
