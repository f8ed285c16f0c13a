"""The shape of the code: names, parameters, work at import, who imports whom."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.builders import build_run
from tests.support.sources import ROOT, Source, imported_modules, sources

HEAVY = {
    *("numba", "bertopic", "umap", "graspologic_native", "pynndescent", "sklearn", "torch"),
    *("transformers", "scipy.stats"),
}
VAGUE_NAMES = {"utils", "util", "helpers", "common", "manager", "process_data", "misc"}
# What a module may call while it is imported: what makes constants and touches nothing outside.
# Capitalised names make values: Path(...), Field(...), a frozen dataclass of our own.
CONSTANT_MAKERS = r"""(?x) (hashlib|logging|np|pa|re|typer)\..*
    | (\w+\.)*_?[A-Z]\w*
    | dict|enumerate|fields|frozenset|len|list|map|max|min|range|set|sorted|str|sum|tuple|zip
    | (datetime\.)?(date|datetime|timedelta)
    | (.*\.)?(casefold|format|items|join|keys|lower|maketrans|resolve|split|values|with_name)"""

Violation = tuple[int, str]  # line, what is wrong there
Rule = Callable[[Source], Iterator[Violation]]


def parameters_are_few_and_named(source: Source) -> Iterator[Violation]:
    for function in source.functions():
        placed = [*function.args.posonlyargs, *function.args.args]
        placed = [arg for arg in placed if arg.arg not in ("self", "cls")]
        total = len(placed) + len(function.args.kwonlyargs)
        if _is_command(function) or function.name.startswith("__"):
            continue
        if total > 6:
            yield function.lineno, f"{function.name} takes {total} parameters, at most 6"
        if len(placed) > 2 and source.is_product:
            yield function.lineno, f"{function.name}: keyword-only after the second parameter"


def name_says_something(source: Source) -> Iterator[Violation]:
    for part in Path(source.name).with_suffix("").parts:
        if part in VAGUE_NAMES:
            yield 1, f"{part} says nothing about what is inside"


def folder_is_a_package(source: Source) -> Iterator[Violation]:
    """Without `__init__.py` a folder is invisible to the import contracts."""
    if source.is_product and not (source.path.parent / "__init__.py").exists():
        yield 1, "the folder has no __init__.py"


def import_does_no_work(source: Source) -> Iterator[Violation]:
    for node in [] if source.is_script else source.tree.body:
        if not isinstance(node, _allowed_statements()) and not _is_guard(node):
            yield node.lineno, f"a {type(node).__name__.lower()} statement runs at import"
        if isinstance(node, ast.Assign | ast.AnnAssign) and source.is_product:
            later = [part for part in ast.walk(node) if isinstance(part, ast.Lambda)]
            calls = _calls(node) - {call for part in later for call in _calls(part)}
            for call in sorted(calls, key=lambda call: call.lineno):
                if not _makes_a_constant(call):
                    yield call.lineno, f"{ast.unparse(call)} is called at import"


def globals_are_constants(source: Source) -> Iterator[Violation]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"
    for node in source.tree.body if source.is_product and not source.is_script else []:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            for name in (part.id for part in ast.walk(target) if isinstance(part, ast.Name)):
                if not re.fullmatch(r"_?[A-Z][A-Za-z0-9_]*|app|__all__", name):
                    yield node.lineno, f"{name} is a global that does not look like a constant"


def errors_are_caught_by_name(source: Source) -> Iterator[Violation]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            if not caught or re.search(r"\b(Base)?Exception\b", caught):
                yield node.lineno, f"except {caught}: name what is expected"


def public_functions_are_documented(source: Source) -> Iterator[Violation]:
    for node in source.tree.body if source.is_product and not source.is_script else []:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.lineno, f"{node.name} has no docstring"


def code_runs_on_every_system(source: Source) -> Iterator[Violation]:
    """Windows knows no `%-d` of a date, and reads texts as something else than UTF-8."""
    for node in ast.walk(source.tree) if source.is_product else []:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        words = {keyword.arg for keyword in node.keywords}
        if node.func.attr in ("read_text", "write_text") and "encoding" not in words:
            yield node.lineno, f"{ast.unparse(node)}: in which encoding?"
        if node.func.attr == "strftime" and not all(_is_portable(arg) for arg in node.args):
            yield node.lineno, f"{ast.unparse(node)}: a form that Windows may not know"


RULES: list[Rule] = [
    parameters_are_few_and_named,
    name_says_something,
    folder_is_a_package,
    import_does_no_work,
    globals_are_constants,
    errors_are_caught_by_name,
    public_functions_are_documented,
    code_runs_on_every_system,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    found = [f"{s.name}:{line}: {what}" for s in sources() for line, what in rule(s)]
    assert not found, "\n".join(["", *found])


def test_rooms_import_in_one_direction() -> None:
    """In a process of its own: import-linter silences the loggers of the one it runs in."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_dashboard_never_loads_the_heavy_libraries(data_dir: Path) -> None:
    """A fresh interpreter imports what any file of the dashboard imports and shows every page."""
    build_run(data_dir / "runs")
    rooms = [source for source in sources() if source.name.startswith("dashboard/")]
    wanted = {name for source in rooms for name in imported_modules(source.tree)}
    wanted |= {s.name.removesuffix(".py").replace("/", ".") for s in rooms if not s.is_script}
    pages = [s.name.removeprefix("dashboard/") for s in rooms if s.is_page]
    script = f"""
import importlib, sys
from streamlit.testing.v1 import AppTest
for name in {sorted(wanted)}:
    importlib.import_module(name)
app = AppTest.from_file("dashboard/streamlit_app.py", default_timeout=60).run()
for page in {pages}:
    assert not app.switch_page(page).run().exception, (page, app.exception)
print(*sorted({HEAVY} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def _is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        re.search(r"\b(app|command|callback)\b", ast.unparse(d)) for d in function.decorator_list
    )


def _allowed_statements() -> tuple[type[ast.stmt], ...]:
    definitions = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return (*definitions, ast.Assign, ast.AnnAssign, ast.AugAssign)


def _is_guard(node: ast.stmt) -> bool:
    """A docstring, lines under `if __name__ == "__main__"` or `if TYPE_CHECKING`, a command."""
    if ast.unparse(node).startswith("app.add_typer("):
        return True
    if isinstance(node, ast.If):
        return bool(re.match(r"__name__ ==|TYPE_CHECKING", ast.unparse(node.test)))
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _calls(node: ast.AST) -> set[ast.Call]:
    return {part for part in ast.walk(node) if isinstance(part, ast.Call)}


def _is_portable(form: ast.expr) -> bool:
    return isinstance(form, ast.Constant) and not re.search("%[-#]", str(form.value))


def _makes_a_constant(call: ast.Call) -> bool:
    return bool(re.fullmatch(CONSTANT_MAKERS, ast.unparse(call.func), re.DOTALL))
