"""The account of a fetch and the plan of one, as text."""

from analysis.papers.sources.fetching import Account
from analysis.papers.sources.service import Request, Service


def describe_account(account: Account) -> str:
    """The account as a table of two columns."""
    rows = [
        ("found", f"{account.found:,}"),
        ("new", f"{account.new:,}"),
        ("kept", f"{account.kept:,}"),
        *((f"skipped: {reason}", f"{n:,}") for reason, n in sorted(account.skipped.items())),
        *((f"noted: {what}", f"{n:,}") for what, n in sorted(account.notes.items())),
        ("requests", f"{account.requests:,}"),
        ("left today", "no limit known" if account.left is None else f"{account.left:,} credits"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:{width}}  {value}" for name, value in rows)


def request_lines(requests: list[Request]) -> list[str]:
    """The first requests of a fetch, without keys, a line each."""
    return [_line(request) for request in requests]


def describe_cost(service: Service, requests: list[Request], *, spacing: float) -> str:
    """What the first requests of a fetch cost in time and of the day's allowance."""
    spent = sum(request.cost for request in requests)
    cost = f", {spent:,} credits" if spent else ""
    known = f"{len(requests):,} request{'s' * (len(requests) != 1)} known so far"
    seconds = spacing * max(0, len(requests) - 1)
    return (
        f"{service.title}: {known}{cost}, at least {seconds:,.0f} seconds. One every "
        f"{spacing:g} seconds; further pages follow."
    )


def _line(request: Request) -> str:
    given = request.form if request.form is not None else request.params
    words = " ".join(f"{name}={value}" for name, value in given.items())
    return f"{'GET ' if request.form is None else 'POST'} {request.url} {words}".rstrip()
