"""The command `fetch`: papers from a service."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from analysis.commands.options import Debug, Json
from analysis.console import plain_errors, print_json, say, stderr_console, steps, tell

app = typer.Typer()
Source = Literal["arxiv", "huggingface", "openalex", "semanticscholar", "pubmed", "biorxiv"]


def _day(text: str) -> date:
    """The day of an option. Raises BadParameter, which names the option, for any other text."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        expected = "expected a day such as 2026-11-01 (year-month-day)"
        raise typer.BadParameter(f"{expected}, found {text}.") from error


@app.command()
def fetch(
    source: Annotated[Source, typer.Argument(help="The service to fetch from.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The Parquet file of papers.")],
    query: Annotated[
        str | None, typer.Option(help="Words that the papers contain, as the service reads them.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="A category of the service; repeatable.")
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(parser=_day, metavar="DAY", help="First day; by default a week ago."),
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=_day, metavar="DAY", help="Last day; by default today.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the next requests and their cost, send none.")
    ] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Fetch papers by words, category and dates; run again, it goes on, or fetches what is new."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.papers.sources.clock import SystemClock
        from analysis.papers.sources.fetching import Fetch, asked_for
        from analysis.papers.sources.registry import SERVICES
        from analysis.papers.sources.report_text import (
            describe_account,
            describe_cost,
            request_lines,
        )

        service = SERVICES[source]
        asked = asked_for(
            output,
            words=query,
            categories=category or [],
            since=since,
            until=until or SystemClock().today(),
        )
        if dry_run:
            planned = Fetch(service, asked, output)
            requests, spacing = planned.plan(), planned.spacing()
            if as_json:
                print_json([asdict(request) for request in requests])
            else:
                for line in request_lines(requests):
                    tell(line)
                tell(describe_cost(service, requests, spacing=spacing))
            return
        with steps(stderr_console()) as report:
            account = Fetch(service, asked, output, report=report).run()
        if account.nothing:
            say(account.nothing)
        if as_json:
            print_json(asdict(account) | {"path": str(output) if account.kept else None})
            return
        say(describe_account(account))
        if account.kept:
            tell(str(output))
