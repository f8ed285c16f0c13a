"""Command-line interface of the dashboard: `python -m dashboard`."""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.console import plain_errors, say, show_version
from analysis.paths import runs_dir
from dashboard.export.formats import FORMATS, SIZES, TABLE_FORMATS

if TYPE_CHECKING:
    from analysis.runs.store import Run

app = typer.Typer(
    help="Explore runs in a browser, and export their charts and tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Runs = Annotated[
    Path | None,
    typer.Option("--runs", help="The folder that holds the runs.", show_default="data/runs"),
]
_NO_PAGE = "streamlit.runtime.scriptrunner_utils.script_run_context"
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Explore runs in a browser, and export their charts and tables."""


@app.command()
def serve(
    runs: Runs = None,
    host: Annotated[str, typer.Option(help="The network address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    allow_fits: Annotated[
        bool,
        typer.Option(
            "--allow-fits",
            envvar="PAPERTIDES_ALLOW_FITS",
            help="Let everybody who sees the dashboard make runs of papers of their own.",
        ),
    ] = False,
    debug: Debug = False,
) -> None:
    """Serve the dashboard to a browser."""
    from dashboard import server

    with plain_errors(debug=debug):
        folder = server.folder_of_runs(runs or runs_dir(), named=runs is not None)
        server.check_address(host, port)
        if not server.is_private(host):
            say(
                f"Warning: anyone who can reach port {port} of this machine can see every run: "
                "the dashboard has no password."
            )
        typer.echo(f"Papertides is at {server.address(host, port)} (Ctrl+C stops it)")
        sys.stdout.flush()
        server.serve(host, port, runs=folder, allow_fits=allow_fits)


@app.command()
def export(
    run: Annotated[str, typer.Argument(metavar="RUN", help="An id, a path, or latest.")],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into.")],
    charts: Annotated[str, typer.Option(help="all, or comma-separated names.")] = "all",
    formats: Annotated[
        str, typer.Option(help=f"Of the charts: {', '.join(FORMATS)}.")
    ] = "html,png",
    tables: Annotated[
        str, typer.Option(help=f"Of the tables: {', '.join(TABLE_FORMATS)}.")
    ] = "csv",
    themes: Annotated[
        str | None,
        typer.Option(
            help="Theme numbers, for charts of one theme.", show_default="the ten largest"
        ),
    ] = None,
    size: Annotated[str, typer.Option(help=f"Of the pictures: {', '.join(SIZES)}.")] = "screen",
    runs: Runs = None,
    debug: Debug = False,
) -> None:
    """Export the charts and tables of a run as files."""
    from dashboard.export.files import export_run, read_order

    with plain_errors(debug=debug):
        opened = _open_corrected(run, runs=runs)
        order = read_order(charts, formats, tables=tables, themes=themes, size=size, run=opened)
        with typer.progressbar(
            length=1000, label="Exporting", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            written = export_run(
                opened,
                out=out,
                order=order,
                step=lambda done, of: bar.update(1000 * done // of - bar.pos),
            )
        typer.echo(f"Exported {len(written)} files of run {opened.run_id} to {out}")


@app.command()
def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="An id, a path, or latest.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The HTML file to write.")],
    full: Annotated[
        bool, typer.Option("--full", help="Go on with keywords, charts and every theme.")
    ] = False,
    runs: Runs = None,
    debug: Debug = False,
) -> None:
    """Write a brief of a few pages on a run as one HTML page, for offline reading and printing."""
    from dashboard.report.page import write_report

    with plain_errors(debug=debug):
        opened = _open_corrected(run, runs=runs)
        write_report(opened, out=out, full=full)
        typer.echo(f"Wrote the report on run {opened.run_id} to {out}")


def _open_corrected(run: str, *, runs: Path | None) -> "Run":
    """The run with its corrections; prints those that could not be applied."""
    # The cache that pages and files share warns that no page is shown.
    # Streamlit sets the level of this logger itself when it is imported.
    logging.getLogger(_NO_PAGE).disabled = True
    from analysis.runs.corrections.corrected import open_corrected
    from analysis.runs.store import resolve_run

    opened, conflicts = open_corrected(resolve_run(run, runs=runs or runs_dir()))
    for conflict in conflicts:
        say(f"Warning: {conflict}")
    return opened


if __name__ == "__main__":
    app()
