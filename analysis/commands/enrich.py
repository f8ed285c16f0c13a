"""The command `enrich`: empty cells of a file of papers filled from records."""

from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.options import Debug, Json
from analysis.console import plain_errors, print_json, stderr_console, steps, tell
from analysis.errors import InputError

app = typer.Typer()


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
            describe_enrichment,
            describe_undoing,
            enrich_file,
            undo_file,
        )

        if undo == (source is not None):
            raise InputError("enrich FILE: expected either --from SOURCE or --undo.")
        if source is None:
            undone = undo_file(papers)
            if as_json:
                whose = {"source": undone.source.name, "at": undone.source.at}
                print_json(whose | {"emptied": undone.taken, "kept": undone.kept})
            else:
                tell(describe_undoing(undone))
            return
        with steps(stderr_console()) as report:
            report("Matching records to papers")
            result = enrich_file(papers, source, overwrite=overwrite or ())
        if as_json:
            names = ("papers", "matched", "ambiguous", "filled")
            print_json({name: getattr(result, name) for name in names})
        else:
            tell(describe_enrichment(result))
