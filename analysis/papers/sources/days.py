"""Days on which services list nothing, for saying why there is nothing."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from analysis.papers.sources.service import Query


def days_of(query: Query) -> Iterator[date]:
    """The days of a query, in order."""
    for distance in range((query.until - query.since).days + 1):
        yield query.since + timedelta(days=distance)


def why_no_day(
    query: Query,
    *,
    today: date,
    service: str,
    holiday: Callable[[date], str | None] = lambda _: None,
) -> str:
    """Why no paper was listed on the days of a query, as far as the days explain it.

    `holiday` says what a day is to the service, if it is a holiday: `a holiday of arXiv`.
    """
    days = list(days_of(query))
    weekdays = [day for day in days if day.weekday() < 5]
    if not weekdays:
        return f"{service} lists no papers on weekends, and {_named(query)} is one."
    holidays = list(dict.fromkeys(map(holiday, weekdays)))
    if all(holidays):
        return f"{_named(query)}: {', '.join(filter(None, holidays))}."
    if all(day >= today - timedelta(days=1) for day in weekdays):
        # Papers of these days may be there already: a list grows during its day.
        return (
            f"{service} lists no new paper of {_named(query)} so far; more may be announced. Try "
            "again tomorrow."
        )
    return (
        f"{service} has no new paper of {_named(query)} for this query. If some are missing, "
        "check its spelling."
    )


def _named(query: Query) -> str:
    return str(query.since) if query.since == query.until else f"{query.since} to {query.until}"
