"""The figures of fetching: killed two hundred times among faults, it ends as undisturbed."""

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Row
from tests.support.services.killing import FETCHED, faulty, fetch_killed
from tests.support.services.papers import papers
from tests.support.services.server import serving

_TRIALS, _KILLS = 7, 10  # fetches of each service, and how often each is killed
_PAPERS = 3_000


def fetching_rows(_: Path | None) -> Iterator[Row]:
    """One row a service."""
    os.environ["OPENALEX_API_KEY"] = "key-of-the-bench"
    there = papers(_PAPERS)
    for service, (world, _words) in FETCHED.items():
        chance = random.Random(service)
        met = same = 0
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PAPERTIDES_DATA"] = folder
            whole = Path(folder, "whole.parquet")
            with serving(world(there)) as server:
                fetch_killed(service, whole, server=server, chance=chance, kills=0)
            for trial in range(_TRIALS):
                path = Path(folder, f"{trial}.parquet")
                with serving(faulty(world(there), chance)) as server:
                    met += fetch_killed(service, path, server=server, chance=chance, kills=_KILLS)
                same += path.read_bytes() == whole.read_bytes()
        yield Row(
            f"{service}: fetches of {_PAPERS:,} papers that end as the undisturbed one, a tenth of "
            f"the answers faults, killed {met} times in all",
            f"{_TRIALS} of {_TRIALS}", f"{same} of {_TRIALS}", same == _TRIALS,
        )  # fmt: skip
