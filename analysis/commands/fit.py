"""The command `fit`: a topic model of papers, saved as a run and backtested."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.commands.check import unsuited
from analysis.commands.options import Columns, Corpus, Debug, Runs, Strict
from analysis.console import plain_errors, say, say_reading, stderr_console, steps, tell
from analysis.encoding.registry import CHOICES
from analysis.errors import InputError
from analysis.paths import runs_dir

if TYPE_CHECKING:
    import pandas as pd

    from analysis.encoding.given import GivenVectors
    from analysis.runs.store import Run

app = typer.Typer()
_PATIENCE = 60.0  # seconds that `fit` waits for the backtest
_REPLAYS = 4  # fits that a backtest needs at most


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
        for problem in unsuited(papers, encoder=inputs.params.encoder):
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
    say_reading(reading)
    if len(papers) < SMALLEST_CORPUS:
        say(f"Fewer than {SMALLEST_CORPUS} papers form a single theme, on a circle on the map.")
