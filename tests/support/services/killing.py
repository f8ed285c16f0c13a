"""Fetches that are killed at random moments and started again until they are done."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.services import worlds
from tests.support.services.papers import Paper
from tests.support.services.server import Answer, Asked, FakeServer, Fault, World, cut, saying
from tests.support.sources import ROOT

FETCHED: dict[str, tuple[Callable[[list[Paper]], World], list[str]]] = {
    "openalex": (worlds.openalex, ["ripples"]),
    "pubmed": (worlds.pubmed, ["ripples"]),
    "biorxiv": (worlds.biorxiv, []),
}
_FAULTS: tuple[Fault, ...] = (
    saying("", 503), saying("", 429, Retry_After="1"), cut(0.5), cut(0.5, is_consistent=True),
)  # fmt: skip


def faulty(world: World, chance: random.Random) -> World:
    """A world of whose answers every tenth is a fault."""

    def answer(asked: Asked) -> Answer:
        return chance.choice(_FAULTS)(asked, world) if chance.random() < 0.1 else world(asked)

    return answer


def fetch_killed(
    service: str, path: Path, *, server: FakeServer, chance: random.Random, kills: int
) -> int:
    """Fetch into `path`, killing the process `kills` times, then to the end.

    A process is killed a few thousandths of a second after one of its first requests, whatever it
    then does. The number of kills that met a process at work.
    """
    words = [sys.executable, "-m", "tests.support.services.fetcher", service, str(path)]
    words += FETCHED[service][1]
    variables = os.environ | {"PAPERTIDES_SERVICES": server.url, "PYTHONPATH": str(ROOT)}
    met = 0
    for _ in range(kills):
        last = len(server.asked) + chance.randint(1, 4)
        with subprocess.Popen(words, cwd=ROOT, env=variables) as process:
            while process.poll() is None and len(server.asked) < last:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.05))
            met += process.poll() is None
            process.kill()
    subprocess.run(words, cwd=ROOT, env=variables, check=True)
    return met
