"""python -m analysis: parses, calls, prints, exits; nothing else."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from analysis.console import plain_errors, print_json, say, show_version
from analysis.errors import InputError
from analysis.paths import runs_dir

app = typer.Typer(
    help="Research abstracts in; themes, a map and trends out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Corpus = Annotated[list[Path], typer.Argument(help="Files of papers, or folders that hold some.")]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="An id, a path, or latest.")]
Runs = Annotated[Path | None, typer.Option("--runs", help="The folder of run folders.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a corpus with any unusable row.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, help="Print the version.")
    ] = False,
) -> None:
    """Research abstracts in; themes, a map and trends out."""


@app.command()
def fit(
    corpus: Corpus,
    params: Annotated[Path | None, typer.Option(help="A TOML file of parameters.")] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="One parameter.")
    ] = None,
    encoder: Annotated[str | None, typer.Option(help="auto, minilm, lsa or st:MODEL.")] = None,
    seed: Annotated[int | None, typer.Option(help="What every random choice comes from.")] = None,
    runs: Runs = None,
    force: Annotated[bool, typer.Option("--force", help="Fit what is fitted already.")] = False,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Model the papers of CORPUS into themes, and keep the result as a run."""
    with plain_errors(debug=debug):
        from analysis.encoding.reporting import embedding_progress
        from analysis.modelling.inputs import gather_inputs
        from analysis.modelling.params import read_params
        from analysis.modelling.pipeline import fit_inputs
        from analysis.papers.readers import read_papers
        from analysis.runs.store import find_run

        named = {"encoder": encoder, "seed": seed}
        flags = [f"{name}={json.dumps(value)}" for name, value in named.items() if value is not None]
        settings = read_params(params, settings=[*(setting or []), *flags])
        papers = read_papers(corpus, strict=strict)
        _say_reading(papers.attrs["reading"])
        inputs = gather_inputs(papers, params=settings)
        folder = runs or runs_dir()
        run_id = None if force else find_run(inputs.sha256, runs=folder)
        if run_id is not None:
            say("Already there: a run of the same papers and parameters. --force fits it again.")
        else:
            with embedding_progress() as progress:
                run_id = fit_inputs(inputs, runs=folder, report=say, progress=progress)
        typer.echo(f"run {run_id}")


@app.command("runs")
def list_command(as_json: Json = False, runs: Runs = None, debug: Debug = False) -> None:
    """List the runs, oldest first."""
    with plain_errors(debug=debug):
        from analysis.runs.describing import summary_line
        from analysis.runs.store import list_runs

        summaries = list_runs(runs or runs_dir())
        for summary in summaries:
            if summary.damaged:
                say(summary.damaged)
        if as_json:
            print_json([asdict(summary) for summary in summaries])
            return
        for summary in summaries:
            typer.echo(summary_line(summary))


@app.command()
def show(run: RunName, as_json: Json = False, runs: Runs = None, debug: Debug = False) -> None:
    """Describe a run: its papers, themes, parameters and quality."""
    with plain_errors(debug=debug):
        from analysis.runs.store import open_run, resolve_run
        from analysis.runs.describing import describe

        opened = open_run(resolve_run(run, runs=runs or runs_dir()))
        if as_json:
            print_json(opened.manifest.model_dump(mode="json"))
        else:
            typer.echo(describe(opened))


@app.command()
def search(
    run: RunName,
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    as_json: Json = False,
    runs: Runs = None,
    debug: Debug = False,
) -> None:
    """Find papers of a run by their words, the best first."""
    with plain_errors(debug=debug):
        from analysis.runs.search import search_text
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
            typer.echo(f"{hit['score']:8.3f}  {hit['paper_id']}  {hit['title']}")
        if not found:
            say(f"Nothing in {opened.run_id} holds these words.")


@app.command()
def check(
    corpus: Corpus, as_json: Json = False, strict: Strict = False, debug: Debug = False
) -> None:
    """Say what is wrong with the papers of CORPUS, without modelling them."""
    with plain_errors(debug=debug):
        from analysis.papers.readers import read_papers

        reading = read_papers(corpus, strict=strict).attrs["reading"]
        if as_json:
            keys = ("read", "rejected", "duplicates", "problems")
            print_json({key: reading[key] for key in keys})
        else:
            _say_reading(reading)
            typer.echo(_counted(reading))
        if reading["rejected"]:
            raise typer.Exit(InputError.exit_code)


def _say_reading(reading: dict) -> None:
    from analysis.papers.problems import Problem

    for problem in reading["problems"]:
        say(Problem(**problem).sentence())
    say(_counted(reading))


def _counted(reading: dict) -> str:
    counts = (f"{reading[key]:,} {key}" for key in ("read", "rejected", "duplicates"))
    return f"Papers: {', '.join(counts)}."


if __name__ == "__main__":
    app(prog_name="python -m analysis")
