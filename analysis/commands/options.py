"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Corpus = Annotated[
    list[Path], typer.Argument(metavar="CORPUS", help="Files of papers, or folders of such files.")
]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="An id, a path, or latest.")]
Runs = Annotated[Path | None, typer.Option("--runs", help="The folder that holds the runs.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="FIELD=NAME", help="The column of a field; repeatable."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail if any row is unusable.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
