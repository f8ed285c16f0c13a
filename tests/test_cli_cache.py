"""`cache`: how large it is, how it is emptied, and that a fit keeps it within its bound."""

import os
import time
from pathlib import Path

import pytest

from analysis.encoding import embed
from analysis.encoding.cache_files import bounded_cache, evict
from analysis.paths import cache_dir
from tests.encoding.test_cache import TEXTS, CountingEncoder
from tests.support.commands import command, refused, value_of, write_papers


def size() -> int:
    return sum(path.stat().st_size for path in cache_dir().rglob("*") if path.is_file())


def age(*paths: Path, seconds: float) -> None:
    moment = time.time() - seconds
    for path in paths:
        os.utime(path, (moment, moment))


def files() -> set[Path]:
    return {path for path in cache_dir().rglob("*") if path.is_file()}


def test_the_cache_says_how_large_it_is_and_is_emptied(data_dir: Path) -> None:
    empty = {"folder": str(data_dir / "cache"), "bytes": 0, "entries": 0, "limit": 4_000_000_000}
    assert value_of(command("cache", "--json")) == empty
    embed(TEXTS, encoder=CountingEncoder(), cache=cache_dir())
    old = cache_dir() / "embeddings" / "minilm-0123" / "0a1b2c.vectors"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"of an earlier version")
    shown = value_of(command("cache", "--json"))
    assert shown == empty | {"bytes": size(), "entries": len(TEXTS) + 1}
    said = command("cache").stdout
    for words in (str(data_dir / "cache"), f"{size():,} bytes", f"{len(TEXTS) + 1:,} vectors"):
        assert words in said
    embed(TEXTS, encoder=CountingEncoder(), cache=cache_dir())
    assert old.exists()
    freed = size()
    assert value_of(command("cache", "clear", "--json")) == empty | {"removed": freed}
    assert not files()
    assert command("cache", "clear").stdout.startswith("removed  0 bytes")
    assert command("cache", "cleer").exit_code == 2
    encoder = CountingEncoder()
    embed(TEXTS, encoder=encoder, cache=cache_dir())
    assert encoder.asked == TEXTS


def test_the_least_recently_used_is_evicted_first(tmp_path: Path) -> None:
    known: set[Path] = set()
    for name in "abcd":
        embed([name], encoder=CountingEncoder(), cache=tmp_path)
        new = set(tmp_path.rglob("*.vectors")) - known
        age(*new, seconds=3600 - ord(name))
        known |= new
    one = next(iter(known)).stat().st_size
    embed(["a"], encoder=CountingEncoder(), cache=tmp_path)  # used again
    evict(tmp_path, limit=2 * one, used_since=time.time() + 60)
    encoder = CountingEncoder()
    embed(["a", "d"], encoder=encoder, cache=tmp_path)
    assert not encoder.asked
    embed(["b", "c"], encoder=encoder, cache=tmp_path)
    assert encoder.asked == ["b", "c"]


def test_what_the_work_itself_uses_is_never_evicted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERTIDES_CACHE_BYTES", "0")
    embed(["old"], encoder=CountingEncoder(), cache=cache_dir())
    embed(["used"], encoder=CountingEncoder(), cache=cache_dir())
    age(*files(), seconds=3600)
    with bounded_cache(cache_dir()):
        embed(["used", "new"], encoder=CountingEncoder(), cache=cache_dir())
    encoder = CountingEncoder()
    embed(["used", "new", "old"], encoder=encoder, cache=cache_dir())
    assert encoder.asked == ["old"]


def test_a_fit_evicts_what_exceeds_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = write_papers(
        tmp_path / "three.jsonl",
        *({"title": f"Sea ice {n}", "abstract": "We measure sea ice."} for n in range(3)),
    )
    embed(TEXTS, encoder=CountingEncoder(), cache=cache_dir())
    unused = files()
    age(*unused, seconds=3600)
    assert command("fit", papers, "--encoder", "lsa").exit_code == 0
    assert unused < files(), "within the bound nothing is evicted"
    monkeypatch.setenv("PAPERTIDES_CACHE_BYTES", "1000")
    age(*files(), seconds=3600)
    assert command("fit", papers, "--encoder", "lsa", "--force").exit_code == 0
    assert not unused & files()
    assert files(), "what the fit used stays"


def test_a_bound_that_is_no_number_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERTIDES_CACHE_BYTES", "4GB")
    refused(command("cache"), "PAPERTIDES_CACHE_BYTES: expected", "4000000000", "found '4GB'")
    papers = write_papers(tmp_path / "p.jsonl", {"title": "Sea ice", "abstract": "It melts."})
    refused(command("fit", papers), "PAPERTIDES_CACHE_BYTES")
    assert not files()
