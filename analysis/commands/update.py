"""The command `update`: new papers into the themes of a run, as a new run."""

import typer

from analysis.commands.options import Columns, Corpus, Debug, RunName, Runs, Strict
from analysis.console import plain_errors, say, say_reading, stderr_console, steps, tell
from analysis.paths import runs_dir

app = typer.Typer()


@app.command()
def update(
    run: RunName,
    corpus: Corpus,
    runs: Runs = None,
    columns: Columns = None,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Put the papers of CORPUS into the themes of RUN and save the result as a new run.

    Themes keep their papers, numbers, names and colours, papers their places on the map. Papers
    that fit no theme open new ones.
    """
    with plain_errors(debug=debug):
        from analysis.encoding.progress import embedding_progress
        from analysis.modelling.update import update_run
        from analysis.papers.columns import named_columns
        from analysis.papers.readers import read_papers
        from analysis.runs.corrections.carry_over import carry_over
        from analysis.runs.store import open_run, resolve_run
        from analysis.runs.summary_text import update_lines

        folder = runs or runs_dir()
        parent = open_run(resolve_run(run, runs=folder))
        papers = read_papers(corpus, strict=strict, columns=named_columns(columns or ()))
        say_reading(papers.attrs["reading"])
        console = stderr_console()
        with steps(console) as report, embedding_progress(console) as progress:
            made = update_run(parent, papers, runs=folder, report=report, progress=progress)
        if not made.is_new:
            say(
                f"Already there: all papers are in {made.run_id}, with the same text."
                if made.run_id == parent.run_id
                else "Already there: the same update of the same run."
            )
        else:
            child = open_run(folder / made.run_id)
            for message in (*update_lines(child), *carry_over(child)):
                say(message)
        tell(f"run {made.run_id}")
