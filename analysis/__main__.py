"""Command-line interface of the analysis: `python -m analysis`."""

import json
import math
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from analysis.console import (
    plain_errors,
    print_json,
    reading_json,
    reading_line,
    say,
    say_problems,
    show_version,
    stderr_console,
    steps,
    tell,
)
from analysis.encoding.registry import CHOICES
from analysis.errors import InputError, RowsRefusedError
from analysis.paths import cache_dir, runs_dir

if TYPE_CHECKING:
    import pandas as pd

    from analysis.encoding.given import GivenVectors
    from analysis.papers.problems import Problem
    from analysis.runs.store import Run

app = typer.Typer(
    help="Themes, a map and trends of a corpus of research abstracts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Corpus = Annotated[
    list[Path], typer.Argument(metavar="CORPUS", help="Files of papers, or folders of such files.")
]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="An id, a path, or latest.")]
Source = Literal["arxiv", "huggingface", "openalex", "semanticscholar", "pubmed", "biorxiv"]
Runs = Annotated[Path | None, typer.Option("--runs", help="The folder that holds the runs.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="FIELD=NAME", help="The column of a field; repeatable."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail if any row is unusable.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
_PATIENCE = 60.0  # seconds that `fit` waits for the backtest
_REPLAYS = 4  # fits that a backtest needs at most


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Themes, a map and trends of a corpus of research abstracts."""


@app.command()
def fit(
    corpus: Corpus,
    params: Annotated[Path | None, typer.Option(help="A TOML file with parameters.")] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set one parameter; repeatable."),
    ] = None,
    encoder: Annotated[
        str | None, typer.Option(help=f"Text encoder: {', '.join(CHOICES)}.")
    ] = None,
    embeddings: Annotated[
        Path | None,
        typer.Option(help="A .npy file of vectors, a row for every row of the one file CORPUS."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Random seed.")] = None,
    runs: Runs = None,
    force: Annotated[
        bool, typer.Option("--force", help="Fit even if the same run exists.")
    ] = False,
    backtest: Annotated[
        bool,
        typer.Option(
            envvar="PAPERTIDES_BACKTEST",
            help="Backtest the verdicts of the run, in the background if it takes long.",
        ),
    ] = True,
    columns: Columns = None,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Fit a topic model to the papers of CORPUS and save the result as a run."""
    with plain_errors(debug=debug):
        from analysis.encoding.progress import embedding_progress
        from analysis.modelling.inputs import gather_inputs
        from analysis.modelling.params import read_params
        from analysis.modelling.pipeline import fit_inputs
        from analysis.papers.columns import named_columns
        from analysis.papers.readers import read_papers
        from analysis.runs.backtest_file import read_backtest
        from analysis.runs.corrections.carry_over import carry_over
        from analysis.runs.store import open_run

        named = {"encoder": encoder, "seed": seed}
        flags = [f"{key}={_toml(value)}" for key, value in named.items() if value is not None]
        settings = read_params(params, settings=[*(setting or []), *flags])
        if embeddings and any(text.startswith("encoder=") for text in [*(setting or []), *flags]):
            raise InputError("--embeddings takes the place of an encoder: name only one of them.")
        given = _given_vectors(embeddings, corpus) if embeddings else None
        papers = read_papers(corpus, strict=strict, columns=named_columns(columns or ()))
        _say_papers(papers)
        inputs = gather_inputs(papers, params=settings, given=given)
        for problem in _unsuited(papers, encoder=inputs.params.encoder):
            say(problem.sentence())
        folder = runs or runs_dir()
        console = stderr_console()
        with steps(console) as report, embedding_progress(console) as progress:
            run_id, is_new = fit_inputs(
                inputs, runs=folder, force=force, report=report, progress=progress
            )
        if not is_new:
            say("Already there: a run with the same papers and parameters. --force fits it again.")
        run = open_run(folder / run_id)
        for message in carry_over(run) if is_new else ():
            say(message)
        if backtest and read_backtest(run) is None:
            with steps(console) as report:
                report("Backtesting the verdicts")
                outcome = _backtest_in_time(run, runs=folder)
            say(outcome)
        tell(f"run {run_id}")


@app.command("runs")
def runs_command(
    action: Annotated[
        Literal["delete"] | None, typer.Argument(help="Delete RUN, its corrections and backtest.")
    ] = None,
    run: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="An id, a path, or latest.")
    ] = None,
    as_json: Json = False,
    runs: Runs = None,
    debug: Debug = False,
) -> None:
    """List the runs, oldest first, or delete one (without confirmation)."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.runs.store import list_runs
        from analysis.runs.summary_text import summary_line

        folder = runs or runs_dir()
        if action:
            _delete(run, folder=folder, as_json=as_json)
            return
        summaries = list_runs(folder)
        for summary in summaries:
            if summary.damaged:
                say(f"Skipped: {summary.damaged}")
        if not summaries:
            say(
                f"There is no run in {folder} yet. Create one: "
                "`python -m analysis fit data/sample`."
            )
        if as_json:
            print_json([asdict(summary) for summary in summaries])
            return
        for summary in summaries:
            tell(summary_line(summary))


@app.command()
def show(run: RunName, as_json: Json = False, runs: Runs = None, debug: Debug = False) -> None:
    """Summarise a run with its corrections applied: papers, themes, parameters and quality.

    With --json: the manifest of the model as fitted, without corrections.
    """
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.runs.corrections.corrected import open_corrected
        from analysis.runs.store import open_run, resolve_run
        from analysis.runs.summary_text import describe

        path = resolve_run(run, runs=runs or runs_dir())
        if as_json:
            print_json(open_run(path).manifest.model_dump(mode="json"))
            return
        opened, problems = open_corrected(path)
        for problem in problems:
            say(problem)
        tell(describe(opened))


@app.command()
def search(
    run: RunName,
    query: Annotated[str, typer.Argument(help="The words to search for.")],
    as_json: Json = False,
    runs: Runs = None,
    debug: Debug = False,
) -> None:
    """Search the full text of a run's papers; best match first."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.runs.queries.search import search_text
        from analysis.runs.store import open_run, resolve_run

        opened = open_run(resolve_run(run, runs=runs or runs_dir()))
        hits = search_text(opened, query).merge(
            opened.documents[["doc_id", "paper_id", "title"]], on="doc_id", how="left"
        )
        found = hits[["doc_id", "paper_id", "title", "score"]].to_dict("records")
        if as_json:
            print_json(found)
            return
        for hit in found:
            tell(f"{hit['paper_id']}  {hit['title']}")
        if not found:
            say(f"No paper of the run {opened.run_id} contains all of these words.")


@app.command()
def backtest(run: RunName, as_json: Json = False, runs: Runs = None, debug: Debug = False) -> None:
    """Backtest a run: how often verdicts made at past dates proved correct."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.modelling.backtesting.past_verdicts import earlier_calls
        from analysis.runs.backtest_file import write_backtest
        from analysis.runs.store import open_run, resolve_run
        from analysis.runs.summary_text import describe_rules
        from analysis.trends.forecasting.backtest import rules, score
        from analysis.trends.forecasting.track_record import track_json, track_sentences

        opened = open_run(resolve_run(run, runs=runs or runs_dir()))
        with steps(stderr_console()) as report:
            calls = earlier_calls(opened, report=report)
        found = rules(score(calls))
        say(f"Saved to {write_backtest(opened, calls)}")
        if as_json:
            print_json({"cuts": sorted(set(calls["cut"])), "rules": found} | track_json(calls))
        else:
            tell("\n".join([describe_rules(found), "", *track_sentences(calls)]))


@app.command("import")
def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Files of papers, or folders of such files."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The Parquet file to write.")],
    columns: Columns = None,
    category: Annotated[
        list[str] | None,
        typer.Option(help="Only papers in a category, cs.CL or all of cs; repeatable."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only papers from this date on: 2024-03-01 or 2024.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only papers up to the end of this date.")
    ] = None,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the papers of files in any format as one Parquet file, which `fit` reads."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.papers.columns import named_columns
        from analysis.papers.importing import import_papers
        from analysis.papers.narrowing import Narrowing
        from analysis.papers.paper_file import check_target, write_paper_file

        wanted = Narrowing(tuple(category or ()), since, until)
        named = named_columns(columns or ())
        check_target(output)
        with steps(stderr_console()) as report:
            report("Reading papers")
            papers = import_papers(files, wanted=wanted, columns=named, strict=strict)
            report("Writing")
            write_paper_file(papers, output)
        reading = papers.attrs["reading"]
        if as_json:
            print_json(reading_json(reading) | {"path": str(output)})
            return
        say_problems(reading["problems"])
        tell(reading_line(reading))
        tell(str(output))


@app.command()
def enrich(
    papers: Annotated[
        Path, typer.Argument(metavar="FILE", help="The Parquet file of papers, from `import`.")
    ],
    source: Annotated[
        Path | None, typer.Option("--from", help="A file of records, in any format.")
    ] = None,
    overwrite: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD", help="Also replace what the field holds; repeatable."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last enrichment.")] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Fill empty cells of FILE from records of the same papers, or take that back."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.papers.enriching.enrich_file import (
            describe_cells,
            describe_enrichment,
            enrich_file,
            undo_file,
        )

        if undo == (source is not None):
            raise InputError("enrich FILE: expected either --from SOURCE or --undo.")
        if source is None:
            origin, taken = undo_file(papers)
            if as_json:
                print_json({"source": origin.name, "at": origin.at, "emptied": taken})
            else:
                cells = describe_cells(taken)
                tell(f"Took back what {origin.name} gave on {origin.at}: {cells}.")
            return
        with steps(stderr_console()) as report:
            report("Matching records to papers")
            result = enrich_file(papers, source, overwrite=overwrite or ())
        if as_json:
            names = ("papers", "matched", "ambiguous", "filled")
            print_json({name: getattr(result, name) for name in names})
        else:
            tell(describe_enrichment(result))


@app.command()
def cache(
    action: Annotated[
        Literal["clear"] | None, typer.Argument(help="Empty the cache, without confirmation.")
    ] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Show the size of the embedding cache, or empty it."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.encoding.cache_files import cache_files, cache_limit, evict

        folder = cache_dir()
        removed = evict(folder, limit=-1, used_since=math.inf) if action else []
        files = cache_files(folder)
        facts = {
            "folder": str(folder),
            "bytes": sum(file.bytes for file in files),
            "entries": sum(file.entries for file in files),
            "limit": cache_limit(),
        }
        if as_json:
            print_json(facts | ({"removed": sum(x.bytes for x in removed)} if action else {}))
            return
        if action:
            tell(f"removed  {sum(file.bytes for file in removed):,} bytes")
        tell(f"folder   {folder}")
        tell(f"size     {facts['bytes']:,} bytes")
        tell(f"entries  {facts['entries']:,} vectors and models")
        tell(f"limit    {facts['limit']:,} bytes, set by PAPERTIDES_CACHE_BYTES")


@app.command()
def check(
    corpus: Corpus,
    columns: Columns = None,
    as_json: Json = False,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Validate the papers of CORPUS without fitting a model."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.papers.account_text import account_lines
        from analysis.papers.columns import named_columns
        from analysis.papers.readers import read_papers

        try:
            papers = read_papers(corpus, strict=strict, columns=named_columns(columns or ()))
        except RowsRefusedError:
            raise
        except InputError as error:
            raise RowsRefusedError(str(error), reading=_unread(corpus, error)) from error
        reading = papers.attrs["reading"]
        unsuited = _unsuited(papers, encoder="auto")
        reading["problems"] += [problem.as_json() for problem in unsuited]
        if as_json:
            print_json(reading_json(reading))
        else:
            say_problems(reading["problems"])
            tell(reading_line(reading))
            for line in account_lines(reading):
                tell(line)
        if reading["rejected"]:
            raise typer.Exit(InputError.exit_code)


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
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day; by default a week ago."),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; by default today.")
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
            since=since.date() if since else None,
            until=until.date() if until else SystemClock().today(),
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


def _backtest_in_time(run: "Run", *, runs: Path) -> str:
    """What came of the backtest of a run, a job that this waits for if it takes under a minute.

    It waits for none that has to wait itself, perhaps for the job that runs this very command.
    """
    from analysis.jobs import AT_WORK, is_busy, start_job, stop_job, wait_for_job
    from analysis.paths import jobs_dir

    words = ["backtest", run.run_id, "--runs", str(runs.resolve())]
    is_long = _REPLAYS * _seconds_of_replay(run) > _PATIENCE
    patience = 0 if is_long or is_busy(jobs_dir()) else _PATIENCE
    job = start_job(words, folder=jobs_dir())
    try:
        found = wait_for_job(job, seconds=patience)
    except KeyboardInterrupt:
        stop_job(job)
        raise
    if found.state in AT_WORK:
        return "The backtest goes on in the background; the dashboard shows it once it is done."
    said = found.messages[-1] if found.messages else ""
    return said if found.state == "done" else f"There is no backtest. {said}"


def _seconds_of_replay(run: "Run") -> float:
    """The time of a fit without what a replay finds in the cache, or does not need."""
    spared = ("Embedding", "Drawing the map")
    return sum(took for step, took in run.manifest.seconds.items() if step not in spared)


def _delete(run: str | None, *, folder: Path, as_json: bool) -> None:
    from analysis.runs.delete import delete_run
    from analysis.runs.store import resolve_run

    if run is None:
        raise InputError("`runs delete` needs the RUN to delete: an id, a path, or latest.")
    deleted = delete_run(resolve_run(run, runs=folder))
    if as_json:
        print_json({"deleted": [str(path) for path in deleted]})
        return
    for path in deleted:
        tell(f"deleted {path}")


def _given_vectors(path: Path, corpus: list[Path]) -> "GivenVectors":
    from analysis.encoding.given import given_vectors
    from analysis.papers.readers.rows import texts_of_rows

    if len(corpus) != 1 or corpus[0].is_dir():
        raise InputError(
            "--embeddings: expected one file of papers, in whose order the vectors are, found "
            f"{'a folder' if len(corpus) == 1 else f'{len(corpus)} files or folders'}. "
            "`python -m analysis import` makes one file of them, for which to make the vectors."
        )
    return given_vectors(path, texts_of_rows(corpus[0]), papers=corpus[0].name)


def _toml(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)


def _say_papers(papers: "pd.DataFrame") -> None:
    from analysis.modelling.clustering.neighbours import SMALLEST_CORPUS

    reading = papers.attrs["reading"]
    say_problems(reading["problems"])
    say(reading_line(reading))
    if len(papers) < SMALLEST_CORPUS:
        say(f"Fewer than {SMALLEST_CORPUS} papers form a single theme, on a circle on the map.")


def _unsuited(papers: "pd.DataFrame", *, encoder: str) -> "list[Problem]":
    """Warnings about all papers together: too short, or in languages that `encoder` misreads."""
    from analysis.encoding.registry import unread_languages
    from analysis.papers.checks import short_abstracts

    found = short_abstracts(papers["abstract"]), unread_languages(encoder, papers["lang"])
    return [problem for problem in found if problem]


def _unread(corpus: list[Path], error: InputError) -> dict[str, Any]:
    """The result of `check` for a corpus with an unreadable file."""
    problem = {
        "file": ", ".join(path.name for path in corpus),
        "row": None,
        "column": None,
        "expected": "files of papers",
        "found": str(error),
        "fix": "Repair the file, or choose another one.",
        "severity": "rejected",
    }
    empty = {"reasons": {}, "merges": [], "columns": {}, "examples": {}}
    return (
        {"read": 0, "rejected": 0, "duplicates": 0, "problems": [problem]}
        | empty
        | {"languages": {}, "years": {}}
    )


if __name__ == "__main__":
    app(prog_name="python -m analysis")
