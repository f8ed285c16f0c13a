"""A file is the old one or the new one, whatever stops its writer."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.atomic import write_atomically
from analysis.runs.store import open_run
from tests.support.builders import build_run
from tests.support.commands import started
from tests.support.sources import ROOT

WRITER = """
import sys
from itertools import cycle
from pathlib import Path
from analysis.atomic import write_atomically
path = Path(sys.argv[1])
write_atomically(path, b"a" * 500_000)
print("ready", flush=True)
for letter in cycle((b"b", b"a")):
    write_atomically(path, letter * 500_000)
"""


def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new_one(folder: Path) -> None:
    path, dice, left_behind = folder / "file", random.Random(1), 0
    for _ in range(20):
        words = [sys.executable, "-c", WRITER, path]
        with started(words, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
        assert path.read_bytes() in (b"a" * 500_000, b"b" * 500_000)
        left_behind = len(list(folder.iterdir())) - 1
    assert left_behind, "no writer was killed in the middle of its work"
    long_ago = time.time() - 7200
    for leftover in set(folder.iterdir()) - {path}:
        os.utime(leftover, (long_ago, long_ago))
    write_atomically(path, b"c")
    assert list(folder.iterdir()) == [path], "what dead writers left was not removed"


def test_the_file_of_a_living_writer_stays(folder: Path) -> None:
    write_atomically(folder / "file", b"a")
    unfinished = folder / ".papertides-of-another"
    unfinished.write_bytes(b"half")
    write_atomically(folder / "file", b"b")
    assert unfinished.exists()


def test_a_refused_write_leaves_the_old_file_alone(folder: Path) -> None:
    path = folder / "file"
    script = f"""
import resource, signal
from pathlib import Path
from analysis.atomic import write_atomically
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
write_atomically(Path({str(path)!r}), b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_atomically(Path({str(path)!r}), b"x" * 5000)
except OSError as error:
    print(error.errno)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()
    assert path.read_bytes() == b"old"
    assert list(folder.iterdir()) == [path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Every flush to the disk and every rename, in order, as they really happen."""
    found: list[tuple[str, Path]] = []
    flush, rename, replace = os.fsync, os.rename, os.replace

    def flushed(descriptor: int) -> None:
        found.append(("flush", Path(f"/proc/self/fd/{descriptor}").readlink()))
        flush(descriptor)

    def renamed(source: Path, target: Path) -> None:
        rename(source, target)
        found.append(("rename", Path(target)))

    def replaced(source: Path, target: Path) -> None:
        replace(source, target)
        found.append(("rename", Path(target)))

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "rename", renamed)
    monkeypatch.setattr(os, "replace", replaced)
    return found


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it has /proc")


@linux
def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, calls) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"content")
    (flush, unfinished), rename, folder = calls
    assert flush == "flush"
    assert unfinished.parent == tmp_path
    assert unfinished != path
    assert rename == ("rename", path)
    assert folder == ("flush", tmp_path)


@linux
def test_a_run_is_on_the_disk_before_it_has_its_name(tmp_path: Path, calls) -> None:
    run = open_run(tmp_path / build_run(tmp_path, papers=20, topics=2))
    (name,) = [place for place, call in enumerate(calls) if call == ("rename", run.path)]
    assert calls[name + 1] == ("flush", tmp_path)
    before = [path for kind, path in calls[:name] if kind == "flush"]
    unfinished = {path for path in before if path.name.startswith(".tmp-")}.pop()
    written = {path.relative_to(run.path) for path in run.path.rglob("*")}
    assert {unfinished / path for path in written} <= set(before)
