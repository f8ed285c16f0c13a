"""Command-line interface of the analysis: `python -m analysis`."""

from typing import Annotated

import typer

from analysis.commands import (
    backtest,
    cache,
    check,
    enrich,
    fetch,
    fit,
    import_papers,
    runs,
    update,
)
from analysis.console import show_version

app = typer.Typer(
    help="Themes, a map and trends of a corpus of research abstracts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Themes, a map and trends of a corpus of research abstracts."""


# In the order of the help.
app.add_typer(fit.app)
app.add_typer(update.app)
app.add_typer(runs.app)
app.add_typer(backtest.app)
app.add_typer(check.app)
app.add_typer(import_papers.app)
app.add_typer(fetch.app)
app.add_typer(enrich.app)
app.add_typer(cache.app)

if __name__ == "__main__":
    app(prog_name="python -m analysis")
