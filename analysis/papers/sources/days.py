"""Days on which services list nothing, for saying why there is nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from analysis.papers.sources.service import Query

# Days without an announcement of arXiv, as its help page on availability lists them for the year.
_HOLIDAYS = frozenset(
    [
        *("2026-01-01", "2026-01-19", "2026-06-19", "2026-07-03", "2026-09-07", "2026-11-26"),
        *("2026-12-25", "2026-12-29", "2026-12-31"),
    ]
)


def days_of(query: Query) -> Iterator[date]:
    """The days of a query, in order."""
    for distance in range((query.until - query.since).days + 1):
        yield query.since + timedelta(days=distance)


def why_no_day(query: Query, *, today: date, service: str) -> str:
    """Why no paper was listed on the days of a query, as far as the days explain it."""
    days = list(days_of(query))
    if all(day.weekday() >= 5 for day in days):
        return f"{service} lists no papers on weekends, and {_named(query)} is one."
    if all(day.weekday() >= 5 or day.isoformat() in _HOLIDAYS for day in days):
        return f"{_named(query)}: a holiday of {service}."
    if all(day >= today - timedelta(days=1) or day.weekday() >= 5 for day in days):
        return f"The papers of {_named(query)} are not announced yet. Try again tomorrow."
    return f"{service} has no new paper of {_named(query)} for this query. Check its spelling."


def _named(query: Query) -> str:
    return str(query.since) if query.since == query.until else f"{query.since} to {query.until}"
