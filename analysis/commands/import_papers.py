"""The command `import`: files in any format as one Parquet file."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.options import Columns, Debug, Json, Strict
from analysis.console import (
    plain_errors,
    print_json,
    reading_json,
    reading_line,
    say_problems,
    stderr_console,
    steps,
    tell,
)

app = typer.Typer()


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
