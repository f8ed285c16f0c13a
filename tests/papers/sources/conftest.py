"""What the tests of fetching share: a server in the place of every service."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.papers.sources.fetching import Account, Fetch
from analysis.papers.sources.registry import SERVICES
from analysis.papers.sources.service import Query
from tests.support.services.clocks import FastClock
from tests.support.services.server import FakeServer, World, serving

KEYS = ("OPENALEX_API_KEY", "S2_API_KEY", "NCBI_API_KEY", "HF_TOKEN")


@dataclass
class Desk:
    """Somebody who fetches: a folder, a clock, and the services they reach."""

    folder: Path
    server: FakeServer
    clock: FastClock = field(default_factory=FastClock)
    said: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return self.folder / "papers.parquet"

    def fetch(
        self,
        service: str,
        *,
        words: str | None = "ripples",
        categories: tuple[str, ...] = (),
        since: str = "2026-09-01",
        until: str = "2026-09-30",
    ) -> Account:
        days = date.fromisoformat(since), date.fromisoformat(until)
        query = Query(words, categories, *days)
        done = Fetch(SERVICES[service], query, self.path, self.said.append, self.clock).run()
        assert done.found == done.kept + sum(done.skipped.values()), "every record is accounted for"
        return done

    def table(self) -> pd.DataFrame:
        return pd.read_parquet(self.path)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No keys of the person who runs the tests, but one that OpenAlex needs."""
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("OPENALEX_API_KEY", "key-of-a-test\n")


@pytest.fixture
def desk_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[World], Desk]]:
    """A desk from which the services answer as a world does."""
    with ExitStack() as stack:

        def opened(world: World) -> Desk:
            server = stack.enter_context(serving(world))
            monkeypatch.setenv("PAPERTIDES_SERVICES", server.url)
            return Desk(tmp_path, server)

        yield opened
