"""`python -m analysis fetch`, as a user types it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from tests.support.commands import command, refused, value_of
from tests.support.services import worlds
from tests.support.services.papers import papers
from tests.support.services.server import FakeServer, saying, serving

TODAY = datetime.now(UTC).date()
SATURDAY, SUNDAY = "--since 2026-09-19", "--until 2026-09-20"
THERE = papers(4, first=date(2026, 9, 14), days=2)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeServer]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("OPENALEX_API_KEY", "S2_API_KEY", "NCBI_API_KEY", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with serving(worlds.hugging_face(THERE, today=TODAY)) as fake:
        monkeypatch.setenv("PAPERTIDES_SERVICES", fake.url)
        yield fake


def arguments(path: Path, *days: str, source: str = "huggingface") -> list[str]:
    given = [
        word for day in days or ("--since 2026-09-14", "--until 2026-09-15") for word in day.split()
    ]
    return ["fetch", source, *given, "-o", str(path)]


def test_fetch_prints_the_path_and_says_what_it_found(server: FakeServer, tmp_path: Path) -> None:
    path = tmp_path / "papers.parquet"
    server.faults.append(
        saying('[{"paper": {"id": "2609.1", "title": "Ripples without an abstract"}}]')
    )
    result = command(*arguments(path))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(path)
    said = " ".join(result.stderr.split())
    for row in ("found 3", "kept 2", "skipped: no title or abstract 1", "requests 2"):
        assert row in said
    assert len(pd.read_parquet(path)) == 2


def test_fetched_papers_are_a_corpus(server: FakeServer, tmp_path: Path) -> None:
    path = tmp_path / "papers.parquet"
    command(*arguments(path))
    checked = value_of(command("check", path, "--json"))
    assert (checked["read"], checked["rejected"], checked["duplicates"]) == (4, 0, 0)


def test_json_is_one_value(server: FakeServer, tmp_path: Path) -> None:
    path = tmp_path / "papers.parquet"
    account = value_of(command(*arguments(path), "--json"))
    assert account["path"] == str(path)
    assert (account["found"], account["kept"], account["skipped"]) == (4, 4, {})
    failed = command(*arguments(path, source="biorxiv"), "--json")
    assert "another query" in value_of(failed)["error"]


def test_dry_run_sends_nothing_and_shows_what_it_would_cost(
    server: FakeServer, tmp_path: Path
) -> None:
    result = command(*arguments(tmp_path / "p.parquet"), "--dry-run")
    assert result.exit_code == 0, result.output
    assert "GET  https://huggingface.co/api/daily_papers date=2026-09-14" in result.stdout
    assert "2 requests known so far" in result.stdout
    asked = ["--query", "ripples", "--dry-run"]
    planned = command(*arguments(tmp_path / "p.parquet", source="openalex"), *asked)
    assert "10 credits" in planned.stdout
    assert server.asked == []
    assert list(tmp_path.glob("p.parquet*")) == []


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ((SATURDAY, SUNDAY), "lists no papers on weekends"),
        ((f"--since {TODAY}",), "(no new paper of .* so far|on weekends)"),
        (("--since 2026-09-16", "--until 2026-09-18"), "no new paper of 2026-09-16 to 2026-09-18"),
    ],
)
def test_nothing_is_explained(
    server: FakeServer, tmp_path: Path, days: tuple[str, ...], why: str
) -> None:
    path = tmp_path / "papers.parquet"
    server.world = worlds.hugging_face([], today=TODAY)
    result = command(*arguments(path, *days))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert not path.exists()
    assert re.search(why, " ".join(result.stderr.split()))


def test_a_list_that_was_fetched_is_not_said_to_be_missing(
    server: FakeServer, tmp_path: Path
) -> None:
    server.world = worlds.hugging_face(papers(4, first=TODAY, days=1), today=TODAY)
    words = arguments(tmp_path / "papers.parquet", f"--since {TODAY}")
    command(*words)
    result = command(*words)
    assert "kept 4" in " ".join(result.stderr.split())
    assert "not announced" not in result.stderr


def test_failure_is_told_from_nothing(server: FakeServer, tmp_path: Path) -> None:
    server.faults.append(saying('{"error": "Invalid date"}', 400))
    said = refused(command(*arguments(tmp_path / "p.parquet")), "Invalid date", code=1)
    assert "weekend" not in said


def test_first_day_is_a_week_before_the_last_and_then_stays(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "key-of-a-test")
    server.world = worlds.openalex(THERE)
    for last in ("2026-09-15", "2026-09-16"):
        days = f"--until {last}"
        command(*arguments(tmp_path / "p.parquet", days, source="openalex"), "--query", "ripples")
    first, second = (asked.given["filter"] for asked in server.asked)
    assert first == "from_publication_date:2026-09-08,to_publication_date:2026-09-15"
    assert second == "from_publication_date:2026-09-08,to_publication_date:2026-09-16"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["fetch", "scholar", "-o", "x.parquet"], "'scholar' is not one of"),
        (["fetch", "arxiv"], "Missing option '-o'"),
        (
            ["fetch", "arxiv", "-o", "x.parquet", "--since", "November"],
            "'--since': expected a day such as 2026-11-01",
        ),
        (["fetch", "openalex", "-o", "x.parquet", "--query", "x"], "OPENALEX_API_KEY"),
        (["fetch", "huggingface", "-o", "no/such/folder/x.parquet"], "no/such/folder"),
        (["fetch", "huggingface", "-o", "x.csv"], "x.csv"),
    ],
)
def test_what_cannot_be_fetched_is_refused(
    server: FakeServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = command(*words)
    refused(result, sentence)
    assert server.asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
