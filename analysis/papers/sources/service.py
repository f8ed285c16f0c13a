"""What a service is: its requests, and how its answers are read.

A fetch is a list of steps that are still to do. A *step* is a JSON object that says what to ask
for: a day, a page, a token. The service turns a step into a request, and the answer into papers and
the steps that take its place: the next page, the two halves of a range that is too large, or none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from analysis.errors import InputError, PapertidesError

Step = dict[str, Any]


class UnreadableAnswerError(Exception):
    """An answer is damaged or incomplete: worth asking again. Its text says what is wrong."""


class ServiceError(PapertidesError):
    """A service could not be reached, or gives no answer that can be read."""


class UnreachableError(ServiceError):
    """No connection to a service could be made, however often it was tried."""


class RequestRefusedError(ServiceError):
    """A service refuses this very request: asking it again is of no use."""


@dataclass(frozen=True)
class Query:
    """What is asked for: words, categories, and the days from `since` to `until`, inclusive."""

    words: str | None
    categories: tuple[str, ...]
    since: date
    until: date


@dataclass(frozen=True)
class Takes:
    """What a service can be asked for besides days; the command line and the dashboard go by it.

    `query` says whether it takes words, `category` what a category is, None where it takes none.
    Of `needed` at least one has to be given, where it names any.
    """

    query: bool = False
    category: str | None = None
    needed: tuple[Literal["query", "category"], ...] = ()


@dataclass(frozen=True)
class Request:
    """A request without its key: a URL with parameters, or with a form that is posted.

    `cost` is what it takes from an allowance of the day.
    """

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    cost: int = 0


@dataclass(frozen=True)
class Record:
    """A record of an answer: its id at the service, and its fields, named as in `ALIASES`.

    `refused` says why it is not taken as a paper, `note` what is odd about one that is.
    """

    id: str
    fields: Mapping[str, Any]
    refused: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Page:
    """What an answer holds: records, and the steps that follow from it."""

    records: list[Record]
    following: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class Refusal:
    """How a service refuses a request, read from an answer that is not 200.

    `pause` is the seconds to leave the service alone before asking again, None if asking again is
    of no use; `used_up`, that the allowance of the day is.
    """

    message: str
    pause: float | None = None
    used_up: bool = False


@dataclass(frozen=True)
class Service:
    """A service: what it takes, how it is asked, at which pace, and how it is read.

    `steps` gives the steps of a query, given today, and raises InputError for a query that the
    service does not know; `request` the request of a step; `read` the page of an answer, raising
    UnreadableAnswerError if it is damaged. `refusal` reads the answer to a refused request, given
    its status and text; None leaves it to the HTTP layer. `nothing` says why a query
    found nothing, given today. `left` reads the allowance of the day from headers.

    `exhausted` reads from headers for how many seconds no further request is allowed.

    `key` is the name of the key, sent as `key_header` with `key_prefix`, or as the field
    `key_field` of a form; `needs_key` is what people without one are told, where none is given an
    answer. `spacing` and `spacing_with_key` are seconds between requests. `overlap` is the days
    before the last fetch that are asked for again, because papers are listed late.
    """

    name: str
    title: str
    takes: Takes
    steps: Callable[[Query, date], list[Step]]
    request: Callable[[Step], Request]
    read: Callable[[bytes, Step], Page]
    nothing: Callable[[Query, date], str]
    spacing: float
    overlap: int
    refusal: Callable[[int, str], Refusal | None] = lambda *_: None
    left: Callable[[Mapping[str, str]], int | None] = lambda _: None
    exhausted: Callable[[Mapping[str, str]], float | None] = lambda _: None
    spacing_with_key: float | None = None
    key: str | None = None
    key_header: str | None = None
    key_prefix: str = ""
    key_field: str | None = None
    needs_key: str | None = None

    def refuse_unfit(self, query: Query) -> None:
        """Raise InputError for a query with what the service does not take, or without its need."""
        given = {"query": bool(query.words), "category": bool(query.categories)}
        taken = {"query": self.takes.query, "category": self.takes.category is not None}
        unfit = [name for name in given if given[name] and not taken[name]]
        if unfit:
            raise InputError(f"{self.title} takes no {' and no '.join(unfit)}: leave it out.")
        needed = self.takes.needed
        if needed and not any(given[name] for name in needed):
            raise InputError(
                f"{self.title} needs a {' or a '.join(needed)}{', or both' * (len(needed) > 1)}."
            )
