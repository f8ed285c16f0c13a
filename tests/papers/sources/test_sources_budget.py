"""The pace that services ask for is kept, by all processes together, whatever clocks do."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.errors import PapertidesError
from analysis.papers.sources.budget import Budget
from tests.papers.sources.conftest import Desk
from tests.support.commands import command
from tests.support.services import worlds
from tests.support.services.clocks import FastClock
from tests.support.services.papers import papers
from tests.support.services.server import World, saying
from tests.support.sources import ROOT

DeskAt = Callable[[World], Desk]


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def budget(tmp_path: Path, clock: FastClock) -> Budget:
    return Budget("arxiv", 3.0, tmp_path, clock, lambda _: None)


def waited(budget: Budget, clock: FastClock) -> float:
    before = sum(clock.slept)
    with budget.turn():
        pass
    return sum(clock.slept) - before


def test_requests_are_spaced(budget: Budget, clock: FastClock) -> None:
    assert waited(budget, clock) == 0
    assert waited(budget, clock) == pytest.approx(3, abs=0.5)
    clock.sleep(10)
    assert waited(budget, clock) == 0


def test_pause_holds_for_another_process(budget: Budget, clock: FastClock, tmp_path: Path) -> None:
    with budget.turn():
        budget.pause(600)
    clock.sleep(100)
    another = Budget("arxiv", 3.0, tmp_path, clock, lambda _: None)
    assert waited(another, clock) == pytest.approx(500, abs=1)


def test_long_pause_is_said_instead_of_waited_for(budget: Budget) -> None:
    with budget.turn():
        budget.pause(5_000)
    with pytest.raises(PapertidesError, match="run the command again in 84 minutes"), budget.turn():
        pytest.fail("a request was sent")


def test_machine_that_starts_anew_neither_blocks_nor_hurries(
    budget: Budget, clock: FastClock
) -> None:
    """The monotonic clock begins at zero: what was left to wait is waited, and no more."""
    with budget.turn():
        budget.pause(600)
    clock.origin = clock.monotonic()
    assert waited(budget, clock) == pytest.approx(600, abs=1)
    assert waited(budget, clock) == pytest.approx(3, abs=0.5)


def test_allowance_of_the_day_is_not_overdrawn(budget: Budget, clock: FastClock) -> None:
    with budget.turn(cost=10):
        budget.note_left(9)
    with pytest.raises(PapertidesError, match="after 2026-10-01 00:00 UTC"), budget.turn(cost=10):
        pytest.fail("a request was sent")
    clock.day = date(2026, 10, 1)
    with budget.turn(cost=10):
        assert budget.left() is None


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b'{"written": "x"}'])
def test_damaged_state_is_as_none(
    budget: Budget, clock: FastClock, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "arxiv.json").write_bytes(content)
    assert waited(budget, clock) == 0
    assert waited(budget, clock) == pytest.approx(3, abs=0.5)


def test_two_processes_at_once_keep_one_pace(desk_at: DeskAt, tmp_path: Path) -> None:
    """Two real processes, real time: never closer than the pace, never two connections."""
    desk = desk_at(worlds.hugging_face(papers(10)))
    words = [sys.executable, "-m", "analysis", "fetch", "huggingface", "--since", "2026-09-14"]
    words += ["--until", "2026-09-16", "-o"]
    running = [
        subprocess.Popen([*words, str(tmp_path / name)], cwd=ROOT, stderr=subprocess.DEVNULL)
        for name in ("one.parquet", "two.parquet")
    ]
    assert [process.wait() for process in running] == [0, 0]
    times = sorted(asked.at for asked in desk.server.asked)
    assert len(times) == 6
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.6


def test_what_openalex_says_is_left_is_in_the_account(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(250)))
    assert desk.fetch("openalex").left == 9_997


def test_used_up_day_is_not_asked_again(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.openalex(papers(5)))
    desk.server.faults.append(saying('{"message": "Insufficient budget. $0 left"}', 429))
    for _ in range(2):
        with pytest.raises(PapertidesError, match="00:00 UTC"):
            desk.fetch("openalex")
    assert len(desk.server.asked) == 1


def test_emptied_cache_does_not_shorten_a_pause(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.arxiv(papers(5)))
    desk.server.faults.extend([saying("Rate exceeded.", 429)] * 6)
    with pytest.raises(PapertidesError, match="failed 6 times"):
        desk.fetch("arxiv")
    command("cache", "clear")
    before = sum(desk.clock.slept)
    desk.fetch("arxiv")
    assert sum(desk.clock.slept) - before == pytest.approx(600, abs=5)
