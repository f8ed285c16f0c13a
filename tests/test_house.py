"""What a newcomer relies on: locks that install, parts in use, commands that are explained."""

import importlib.util
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.support.sources import ROOT, imported_modules, sources

OTHERS = {".git", ".venv", "build", "runs", "cache", "test-results", "sample", "__pycache__"}
OTHERS |= {".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "node_modules"}
TEXTS = {"", ".css", ".html", ".in", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yml"}
# What is nobody's business outside: a machine's folders, package hosts, unfinished thoughts.
FORBIDDEN = r"/work[/]|/root[/]|pypi[.]org|pythonhosted[.]|npmjs[.]|deb[.]debian[.]"
FORBIDDEN += r"|\b(TO[D]O|FIX[M]E|X[X]X)\b|\bissues? #?\d"
# What a part is called in code, where that is not its own name; kaleido works behind plotly.
MODULES = {"scikit-learn": "sklearn", "umap-learn": "umap", "kaleido": "kaleido|to_image"}
MODULES |= {"markdown-it-py": "markdown_it"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def parts(requirements: list[str]) -> list[str]:
    return [re.split(r"[\[<>=!~; ]", requirement)[0] for requirement in requirements]


def locked(path: str) -> list[str]:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return parts([line for line in lines if re.match(r"[a-z]", line)])


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every text file of the project."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in OTHERS)
        # In a worktree `.git` is a file.
        for path in (Path(folder, name) for name in sorted({*files} - OTHERS)):
            if path.suffix in TEXTS:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def commands(program: str) -> list[str]:
    """Every command of `python -m program`; none while the program does not exist."""
    if not importlib.util.find_spec(f"{program}.__main__"):
        return []
    group = typer.main.get_command(importlib.import_module(f"{program}.__main__").app)
    return [f"{program} {name}" for name in getattr(group, "commands", {})]


@pytest.mark.parametrize("command", [*commands("analysis"), *commands("dashboard")])
def test_command_explains_itself(command: str) -> None:
    program, name = command.split()
    group: Any = typer.main.get_command(importlib.import_module(f"{program}.__main__").app)
    assert group.commands[name].help, "a command has help"
    unexplained = [p.name for p in group.commands[name].params if not getattr(p, "help", None)]
    assert not unexplained, f"without help: {unexplained}"


def test_every_file_that_names_the_version_names_the_same() -> None:
    version = project()["project"]["version"]
    citation, changes = ((ROOT / name).read_text() for name in ("CITATION.cff", "CHANGELOG.md"))
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [version]
    assert re.findall(r"^## (\d\S+)", changes, re.MULTILINE)[0] == version


def test_requirements_lock_every_part_and_bring_no_torch() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# pip install --no-deps -r requirements.txt"
    assert lines[-1] == "-e ."
    names = locked("requirements.txt")
    assert set(parts(project()["project"]["dependencies"])) <= set(names)
    assert not [name for name in names if re.search(r"torch|nvidia|sentence|transformers", name)]


def test_tools_of_the_tests_are_locked_at_the_versions_of_the_product() -> None:
    group = parts(project()["dependency-groups"]["dev"])
    assert set(group) <= set(locked("locks/dev.txt"))
    pins = [
        {line for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if "==" in line}
        for path in ("requirements.txt", "locks/dev.txt")
    ]
    shared = set(locked("requirements.txt")) & set(locked("locks/dev.txt"))
    assert {
        name for name in shared if not any(name in parts([p]) for p in pins[0] & pins[1])
    } == set()


def test_every_part_is_used_and_says_why() -> None:
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    written = "\n".join(source.text for source in sources() if source.is_product)
    for part in parts(project()["project"]["dependencies"]):
        assert re.search(rf'^ +"{part}[^"]*", +# \S', listed, re.MULTILINE), f"{part}: why?"
        module = MODULES.get(part, part.replace("-", "_"))
        assert re.search(rf"\b({module}|{part})\b", written), f"{part} is used nowhere"


def test_every_import_is_a_declared_part() -> None:
    extras = project()["project"]["optional-dependencies"].values()
    declared = [
        *project()["project"]["dependencies"],
        *(part for extra in extras for part in extra),
    ]
    known = {part.replace("-", "_") for part in parts(declared)} | set(MODULES.values())
    known |= set(sys.stdlib_module_names) | {"analysis", "dashboard"}
    trees = [source.tree for source in sources() if source.is_product]
    imported = {name.split(".")[0] for tree in trees for name in imported_modules(tree)}
    assert imported - known == set()


def test_nothing_speaks_of_the_workshop() -> None:
    found = [f"{n}: {m.group()}" for n, text in texts() for m in re.finditer(FORBIDDEN, text)]
    assert found == []
