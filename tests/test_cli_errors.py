"""What a person sees when something else goes wrong: a sentence, an exit code, no traceback."""

import errno
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.support.builders import build_run
from tests.support.commands import command, process, refused, started, value_of, write_papers
from tests.support.sources import ROOT

COMMANDS = {
    "fit": ["fit", "p.csv"],
    "runs": ["runs"],
    "show": ["show", "latest"],
    "search": ["search", "latest", "x"],
    "check": ["check", "p.csv"],
}


def test_the_version_is_printed():
    done = command("--version")
    assert (done.exit_code, done.stdout) == (0, f"papertides {version('papertides')}\n")


@pytest.mark.parametrize(
    "arguments",
    [["foo"], ["fit"], ["show"], ["fit", "p.csv", "--sed", "1"], ["fit", "p.csv", "--seed", "x"],
     ["compare", "latest", "latest"], ["--wrong"], ["search", "latest"], ["check", "p", "--runs"]],
)  # fmt: skip
def test_an_unknown_call_is_refused(arguments):
    done = command(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage" in done.stderr


@pytest.mark.parametrize("name", ["fit", "check"])
def test_what_is_missing_is_called_as_the_readme_calls_it(name):
    assert "Missing argument 'CORPUS'" in command(name).stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_takes_debug(name):
    done = command(name, "--help")
    assert done.exit_code == 0
    flags = {"fit": "--runs --strict --force --set --params --encoder --seed", "check": "--strict"}
    for flag in ["--debug", *flags.get(name, "--json --runs").split()]:
        assert flag in done.stdout


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("topic=5", ["no parameter topic", "nearest is topics"]),
        ("seed", ["KEY=VALUE", "seed"]),
        ("seed=-1", ["seed", "-1"]),
        ("topics=many", ["topics", "many"]),
        ("encoder=minlm", ["minlm", "nearest is minilm"]),
    ],
)
def test_an_unknown_or_unfit_parameter_is_refused(tmp_path, setting, words):
    path = tmp_path / "p.csv"
    path.write_text("title,abstract\nSea ice,We measure sea ice.\n")
    refused(command("fit", path, "--set", setting), *words)


def test_a_parameter_file_that_is_none_is_refused(tmp_path):
    path = tmp_path / "params.toml"
    refused(command("fit", "p.csv", "--params", path), str(path), "cannot be read")
    path.write_text("topics = = 3")
    refused(command("fit", "p.csv", "--params", path), str(path), "not TOML")
    path.write_text("topcis = 3")
    refused(command("fit", "p.csv", "--params", path), "nearest is topics")


@pytest.fixture
def broken(monkeypatch):
    """Make every command fail in the middle with an error of this kind."""

    def break_with(error):
        def fail(*_, **__):
            raise error

        for place in (
            "runs.store.list_runs",
            "runs.store.resolve_run",
            "papers.readers.read_papers",
        ):
            monkeypatch.setattr(f"analysis.{place}", fail)

    return break_with


@pytest.mark.parametrize("name", COMMANDS)
def test_an_error_that_nobody_foresaw_is_one_sentence(broken, name):
    broken(RuntimeError("the sky fell"))
    done = command(*COMMANDS[name])
    said = refused(done, code=1)
    assert said == (
        "Error: RuntimeError: the sky fell. Run the command again with --debug for the details."
    )
    assert done.stdout == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_debug_shows_the_traceback_and_exits_alike(broken, name):
    broken(RuntimeError("the sky fell"))
    done = command(*COMMANDS[name], "--debug")
    assert done.exit_code == 1
    assert "Traceback" in done.stderr
    assert "test_cli_errors.py" in done.stderr


def test_debug_shows_where_a_refusal_comes_from():
    done = command("show", "latest", "--debug")
    assert done.exit_code == 2
    assert "Traceback" in done.stderr
    assert "There is no run to open" in done.stderr


@pytest.mark.parametrize("name", ["runs", "show", "search", "check"])
def test_json_is_one_value_even_then(broken, name):
    broken(RuntimeError("the sky fell"))
    done = command(*COMMANDS[name], "--json")
    assert done.exit_code == 1
    assert value_of(done) == {"error": "the sky fell"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full."),
        (ZeroDivisionError(), "ZeroDivisionError. Run"),
    ],
)
def test_what_stops_the_work_is_named(broken, error, words):
    broken(error)
    refused(command("runs"), words, code=1)


def test_ctrl_c_is_one_sentence_130_and_nothing_half_written(planted_corpus, data_dir):
    """Stopped in the middle of a fit, as from a terminal, once it has begun to find themes."""
    words = [sys.executable, "-m", "analysis", "fit", planted_corpus.path, "--encoder", "lsa"]
    with started(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=_hear_ctrl_c,
    ) as fit:  # fmt: skip
        assert fit.stderr is not None
        said = ""
        while "Finding themes" not in said:
            line = fit.stderr.readline()
            assert line, said
            said += line
        fit.send_signal(signal.SIGINT)
        printed, rest = fit.communicate(timeout=60)
    assert (fit.returncode, printed) == (130, "")
    assert rest.splitlines()[-1].startswith("Interrupted. Finished work is saved; ")
    assert "Traceback" not in rest
    assert not list((data_dir / "runs").iterdir())
    assert not list(data_dir.rglob(".papertides-*"))


def _hear_ctrl_c() -> None:
    # What a shell starts in the background ignores Ctrl+C, and so does all that it starts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_reader_who_has_seen_enough_is_no_error(data_dir):
    run_id = build_run(data_dir / "runs", papers=40, topics=3)
    command_line = f"{sys.executable} -m analysis show latest | head -n 1"
    done = subprocess.run(
        command_line, shell=True, cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ,
    )  # fmt: skip
    assert run_id in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", ["runs", "runs --json", "show latest", "show latest --json"])
@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        (">&-", 0, ""),
        pytest.param(
            ">/dev/full", 1, "Error: The disk is full.",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it"),
        ),
    ],
)  # fmt: skip
def test_a_closed_or_full_standard_output_is_no_traceback(data_dir, arguments, output, code, said):
    build_run(data_dir / "runs", papers=40, topics=3)
    command_line = f"{sys.executable} -m analysis {arguments} {output}"
    done = subprocess.run(
        command_line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ,
    )  # fmt: skip
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(said)


def test_a_terminal_without_unicode_is_served(data_dir, tmp_path):
    """Results on a console that knows ASCII alone, from another working directory."""
    build_run(data_dir / "runs", papers=40, topics=3)
    path = tmp_path / "海冰.csv"
    path.write_text("title,abstract\n海冰,\n", encoding="utf-8")
    done = process("check", path, "--json", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "海冰.csv" in done.stdout.encode().decode("unicode-escape")
    done = process("search", "latest", "diffusion", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_skipped_is_named_on_standard_error(data_dir, tmp_path):
    """Without a log of ours or a test's in between: as a person at a terminal sees it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_papers(corpus / "papers.jsonl", {"title": "Sea ice", "abstract": "We measure ice."})
    (corpus / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = process("check", corpus)
    assert done.returncode == 0
    assert "photo.png" in done.stderr
    assert done.stdout.startswith("Papers: 1 (1 read, 0 rejected, 0 duplicates).\n")
    whole, damaged = (build_run(data_dir / "runs", papers=20, topics=2) for _ in range(2))
    (data_dir / "runs" / damaged / "topics.parquet").unlink()
    done = process("show", "latest")
    assert done.returncode == 0
    assert f"Skipped: The run {damaged} is damaged: topics.parquet" in done.stderr
    assert whole in done.stdout
