"""The reference lists what the code has: commands, parameters, columns, pages and charts."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer

from analysis.papers.columns import ALIASES, plain_name
from analysis.runs.schema import SCHEMAS
from tests.support.sources import ROOT, sources

REFERENCE = ROOT / "docs" / "reference.md"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "data/README.md")
DOCUMENTS += tuple(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))
# What a row of each section is, and which of its cells are held to the code.
CELLS = {
    "Parameters": ("parameter", 2),
    "Pages": ("page", 2),
    "Charts": ("chart", 1),
    "Environment variables": ("variable", 1),
    "Input columns": ("field", 2),
}
# Arrow's names of the two lengths of floats say less than everybody else's.
FLOATS = {"float": "float32", "double": "float64"}
Fact = tuple[str, ...]


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for part, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {part}")


def of_commands() -> Iterator[Fact]:
    for program in ("analysis", "dashboard"):
        app = importlib.import_module(f"{program}.__main__").app
        for name, command in commands(typer.main.get_command(app), f"python -m {program}"):
            yield "command", name
            for param in command.params:
                is_option = param.param_type_name == "option"
                word = param.opts[0] if is_option else (param.metavar or str(param.name)).upper()
                yield "option", name, word


def of_columns() -> Iterator[Fact]:
    for table, schema in SCHEMAS.items():
        for column in schema:
            kind = re.sub(r"<\w+: ", "<", str(column.type))
            yield "column", table, column.name, FLOATS.get(kind, kind)


def of_parameters() -> Iterator[Fact]:
    text = (ROOT / "analysis" / "params.toml").read_text(encoding="utf-8")
    for name, value in tomllib.loads(text).items():
        yield "parameter", name, f'"{value}"' if isinstance(value, str) else str(value)


def of_pages() -> Iterator[Fact]:
    tree = ast.parse((ROOT / "dashboard" / "streamlit_app.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page":
            given = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
            stem = re.sub(r"views/|\.py", "", ast.literal_eval(node.args[0]))
            path = "" if given.get("default") else given.get("url_path", stem)
            yield "page", given["title"], f"/{path}"


def of_charts() -> Iterator[Fact]:
    for path in sorted((ROOT / "dashboard" / "figures").glob("*.py")):
        if f"def {path.stem}_figure(" in path.read_text(encoding="utf-8"):
            yield "chart", path.stem


def of_variables() -> Iterator[Fact]:
    text = "\n".join(source.text for source in sources() if source.is_product)
    for name in sorted(set(re.findall(r"\b(?:PAPERTIDES_[A-Z_]+|OPENAI_API_KEY)\b", text))):
        yield "variable", name


def of_fields() -> Iterator[Fact]:
    for field, names in ALIASES.items():
        yield "field", field, " ".join(names)


@cache
def facts_of_the_code() -> list[Fact]:
    kinds = (of_commands, of_columns, of_parameters, of_pages, of_charts, of_variables, of_fields)
    return [fact for kind in kinds for fact in kind()]


def documented(lines: list[str]) -> dict[Fact, int]:
    """What the lines of the reference document, and the place of the line that does."""
    found: dict[Fact, int] = {}
    section, owners = "", []
    for place, line in enumerate(lines):
        if heading := re.match(r"#+ (.+)", line):
            section, owners = heading[1], re.findall(r"`([^`]+)`", heading[1])
            facts = [("command", name) for name in owners if name.startswith("python -m")]
        elif line.startswith("| `"):
            facts = facts_of_row([cell.strip() for cell in line.split(" |")], section, owners)
        else:
            facts = []
        found |= dict.fromkeys(facts, place)
    return found


def facts_of_row(cells: list[str], section: str, owners: list[str]) -> list[Fact]:
    first = re.findall(r"`([^`]+)`", cells[0])[0]
    if owners and owners[0].startswith("python -m"):
        return [("option", owner, first.split()[0]) for owner in owners]
    if owners:
        return [("column", owner, first, cells[1].removeprefix("| ")) for owner in owners]
    if section not in CELLS:
        return []
    kind, held = CELLS[section]
    others = [cell.removeprefix("| ") for cell in cells[1:held]]
    if kind == "field":
        others = [" ".join(plain_name(name) for name in others[0].split(", "))]
    if kind == "parameter" and not others[0].startswith('"'):
        others = [str(ast.literal_eval(others[0]))]
    return [(kind, first, *others)]


def lines_of_the_reference() -> list[str]:
    return REFERENCE.read_text(encoding="utf-8").splitlines()


def missing(lines: list[str]) -> list[Fact]:
    there = documented(lines)
    return [fact for fact in facts_of_the_code() if fact not in there]


def test_reference_lists_everything_the_code_has() -> None:
    assert missing(lines_of_the_reference()) == []


def test_reference_lists_nothing_the_code_does_not_have() -> None:
    lines = lines_of_the_reference()
    known = set(facts_of_the_code())
    there = documented(lines)
    # One row may stand for columns of two tables, one of which has it.
    backed = {place for fact, place in there.items() if fact in known}
    stale = [lines[at] for at in there.values() if at not in backed]
    assert stale == []


@pytest.mark.parametrize("fact", facts_of_the_code(), ids=" ".join)
def test_a_line_less_in_the_reference_is_noticed(fact: Fact) -> None:
    lines = lines_of_the_reference()
    place = documented(lines)[fact]
    assert fact in missing(lines[:place] + lines[place + 1 :])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_of_the_documentation_leads_somewhere(name: str) -> None:
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        there = path.parent / file if file else path
        assert there.exists(), f"{name} links to {target}"
        headings = (
            re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE) if anchor else []
        )
        slugs = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs, f"{name} links to {target}"


@pytest.mark.parametrize("name", ["docs/architecture.md", "docs/methods.md", "docs/deployment.md"])
def test_every_file_that_the_documentation_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:analysis|dashboard|tests|docs)/[\w./]+)`", text)
    assert [one for one in named if not (ROOT / one).exists()] == []
