"""The command `check`: what is wrong with files of papers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from analysis.commands.options import Columns, Corpus, Debug, Json, Strict
from analysis.console import (
    plain_errors,
    print_json,
    reading_json,
    reading_line,
    say_problems,
    tell,
)
from analysis.errors import InputError, RowsRefusedError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.papers.problems import Problem

app = typer.Typer()


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
        reading["problems"] += [p.as_json() for p in unsuited(papers, encoder="auto")]
        if as_json:
            print_json(reading_json(reading))
        else:
            say_problems(reading["problems"])
            tell(reading_line(reading))
            for line in account_lines(reading):
                tell(line)
        if reading["rejected"]:
            raise typer.Exit(InputError.exit_code)


def unsuited(papers: "pd.DataFrame", *, encoder: str) -> "list[Problem]":
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
