"""Days on which services list nothing, for saying why there is nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from analysis.papers.sources.service import Query


def days_of(query: Query) -> Iterator[date]:
    """The days of a query, in order."""
    for distance in range((query.until - query.since).days + 1):
        yield query.since + timedelta(days=distance)


def why_no_day(
    query: Query, *, today: date, service: str, holidays: frozenset[str] = frozenset()
) -> str:
    """Why no paper was listed on the days of a query, as far as the days explain it.

    `holidays` are days as ISO strings.
    """
    days = list(days_of(query))
    if all(day.weekday() >= 5 for day in days):
        return f"{service} lists no papers on weekends, and {_named(query)} is one."
    if all(day.weekday() >= 5 or day.isoformat() in holidays for day in days):
        return f"{_named(query)}: a holiday of {service}."
    if all(day >= today - timedelta(days=1) or day.weekday() >= 5 for day in days):
        return f"The papers of {_named(query)} are not announced yet. Try again tomorrow."
    return f"{service} has no new paper of {_named(query)} for this query. Check its spelling."


def _named(query: Query) -> str:
    return str(query.since) if query.since == query.until else f"{query.since} to {query.until}"
