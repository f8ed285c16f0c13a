"""The commands `runs`, `show` and `search`: which runs there are, and what is in one."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from analysis.commands.options import Debug, Json, RunName, Runs
from analysis.console import plain_errors, print_json, say, tell
from analysis.errors import InputError
from analysis.paths import runs_dir

app = typer.Typer()


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
