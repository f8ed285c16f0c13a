"""A run and its update, with a theme that only the update brings."""

import json
from dataclasses import dataclass
from pathlib import Path

from typer.testing import Result

from analysis.runs.store import Run, open_run
from tests.support.commands import command
from tests.support.planted import plant

LATE = "law"


@dataclass(frozen=True)
class Lineage:
    """The `parent`, the `child`, what its update said, and the true theme of papers by title.

    The folder holds `first.jsonl`, of which the parent is made, and `later.jsonl`, some of whose
    papers the parent has.
    """

    folder: Path
    themes: dict[str, str]
    parent: Run
    child: Run
    said: Result

    def update(self, run: Run, name: str) -> Result:
        """What updating one of the runs by the papers of a file says."""
        return command("update", run.path, self.folder / name, "--runs", run.path.parent)


def planted_lineage(folder: Path) -> Lineage:
    """Fit 120 papers without one of five themes, then update by 80 that bring it."""
    corpus = plant(folder / "all.jsonl", papers_a_theme=40)
    rows = [json.loads(line) for line in corpus.path.read_text(encoding="utf-8").splitlines()]
    others = [row for row in rows if corpus.themes[row["title"]] != LATE]
    late = [row for row in rows if corpus.themes[row["title"]] == LATE]
    write_rows(folder / "first.jsonl", others[:120])
    write_rows(folder / "later.jsonl", others[100:] + late)
    runs = folder / "runs"
    options = ("--encoder", "lsa", "--no-backtest", "--runs", runs)
    parent = open_run(runs / run_id(command("fit", folder / "first.jsonl", *options)))
    said = command("update", parent.path, folder / "later.jsonl", "--runs", runs)
    return Lineage(folder, corpus.themes, parent, open_run(runs / run_id(said)), said)


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Write papers as JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def run_id(result: Result) -> str:
    """The run that a command names in its last line."""
    assert result.exit_code == 0, result.output
    return result.stdout.split()[-1]
