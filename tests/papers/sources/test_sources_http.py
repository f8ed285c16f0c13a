"""Answers that would fill the memory, keys that would leak, and addresses that are not trusted."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.errors import InputError, PapertidesError
from analysis.papers.sources.keys import keys_file, read_key
from tests.papers.sources.conftest import Desk
from tests.support.services import worlds
from tests.support.services.papers import papers
from tests.support.services.server import World, packed_zeros, saying

DeskAt = Callable[[World], Desk]


def test_answer_without_end_is_cut_off(desk_at: DeskAt) -> None:
    """Small on the wire, large unpacked."""
    desk = desk_at(worlds.openalex(papers(5)))
    desk.server.faults.append(packed_zeros(100_000_001))
    with pytest.raises(PapertidesError, match="more than 100 MB"):
        desk.fetch("openalex")


@pytest.mark.parametrize("wait", ["7", "Wed, 30 Sep 2099 00:00:00 GMT"])
def test_retry_after_is_honoured(desk_at: DeskAt, wait: str) -> None:
    desk = desk_at(worlds.biorxiv(papers(5)))
    desk.server.faults.append(saying("", 503, Retry_After=wait))
    if wait == "7":
        desk.fetch("biorxiv", words=None)
        assert max(desk.clock.slept) == pytest.approx(7, abs=1)
    else:
        with pytest.raises(PapertidesError, match="run the command again in"):
            desk.fetch("biorxiv", words=None)


def test_back_off_grows_and_is_never_twice_the_same(desk_at: DeskAt) -> None:
    desk = desk_at(worlds.biorxiv(papers(5)))
    desk.server.faults.extend([saying("", 503)] * 4)
    desk.fetch("biorxiv", words=None)
    waits = [seconds for seconds in desk.clock.slept if seconds > 1]
    assert len(waits) >= 3
    assert max(waits) >= 8
    assert len(set(waits)) == len(waits)


@pytest.mark.parametrize("url", ["http://example.org", "http://10.0.0.1", "ftp://127.0.0.1"])
def test_keys_are_sent_to_this_machine_or_over_https(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    desk = desk_at(worlds.openalex([]))
    monkeypatch.setenv("PAPERTIDES_SERVICES", url)
    with pytest.raises(InputError, match="PAPERTIDES_SERVICES: expected https"):
        desk.fetch("openalex")


@pytest.mark.parametrize(
    ("service", "name", "header"),
    [
        ("openalex", "OPENALEX_API_KEY", "authorization"),
        ("semanticscholar", "S2_API_KEY", "x-api-key"),
        ("huggingface", "HF_TOKEN", "authorization"),
        ("pubmed", "NCBI_API_KEY", None),
    ],
)
def test_key_is_sent_and_written_nowhere(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch, service: str, name: str, header: str | None
) -> None:
    secret = "s3cr3t-0f-a-test"
    monkeypatch.setenv(name, f"{secret}\r\n")
    world: dict[str, World] = {
        "openalex": worlds.openalex(papers(5)),
        "semanticscholar": worlds.semantic_scholar(papers(5)),
        "huggingface": worlds.hugging_face(papers(5)),
        "pubmed": worlds.pubmed(papers(5)),
    }
    desk = desk_at(world[service])
    desk.server.faults.extend([None, saying("", 503), saying("<html>")])
    words = None if service == "huggingface" else "ripples"
    desk.fetch(service, words=words)
    desk.server.faults.extend([saying("no", 403)] * 6)
    desk.clock.sleep(10)
    with pytest.raises(PapertidesError) as refused:
        desk.fetch(service, words=words)
    for asked in desk.server.asked:
        sent = asked.headers[header] if header else asked.given["api_key"]
        assert sent.removeprefix("Bearer ") == secret
        assert secret not in asked.target
    written = [path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()]
    told = [str(refused.value), repr(refused.value), *desk.said]
    assert written
    assert not [text for text in [*written, *map(str.encode, told)] if secret.encode() in text]


@pytest.mark.parametrize(
    ("server", "host", "tries"),
    [("https://services.invalid", "services.invalid", 3), ("http://127.0.0.1:1", "127.0.0.1", 6)],
    ids=["no such name (RFC 6761)", "a port where nobody listens"],
)
def test_who_is_offline_is_told_at_the_first_failure_and_what_to_do(
    desk_at: DeskAt, monkeypatch: pytest.MonkeyPatch, server: str, host: str, tries: int
) -> None:
    desk = desk_at(worlds.hugging_face(papers(4)))
    fake = desk.server.url
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAPERTIDES_SERVICES", server)
    with pytest.raises(PapertidesError, match=f"^Cannot reach {host} .*Nothing was fetched yet;"):
        desk.fetch("huggingface", words=None)
    assert re.search(rf"Cannot reach {host} .*: retrying \(2 of {tries}\)", desk.said[0])
    assert len(desk.said) == tries - 1
    monkeypatch.setenv("PAPERTIDES_SERVICES", fake)
    desk.fetch("huggingface", words=None)
    monkeypatch.setenv("PAPERTIDES_SERVICES", server)
    with pytest.raises(PapertidesError, match="What was fetched is kept;"):
        desk.fetch("huggingface", words=None, until="2026-10-01")


def write_keys(text: str, *, mode: int = 0o600) -> Path:
    path = keys_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


ONLY_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead")


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CONFIG_HOME moves the folder on Linux")
class TestFileOfKeys:
    def test_key_comes_from_the_environment_else_from_the_file(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_keys('S2_API_KEY = "from-the-file\\n"\n')
        assert read_key("S2_API_KEY") == "from-the-file"
        assert read_key("HF_TOKEN") is None
        monkeypatch.setenv("S2_API_KEY", "from-the-environment")
        assert read_key("S2_API_KEY") == "from-the-environment"

    @pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
    def test_file_that_others_can_read_is_refused(self, mode: int) -> None:
        path = write_keys('S2_API_KEY = "x"\n', mode=mode)
        with pytest.raises(InputError) as refused:
            read_key("S2_API_KEY")
        assert f"chmod 600 '{path}'" in str(refused.value)

    def test_damaged_file_is_named_and_not_quoted(self) -> None:
        write_keys("S2_API_KEY = s3cr3t\n")
        with pytest.raises(InputError, match="is not TOML") as refused:
            read_key("S2_API_KEY")
        assert "s3cr3t" not in str(refused.value)

    def test_key_on_two_lines_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("S2_API_KEY", "s3cr3t\nX-Other: 1")
        with pytest.raises(InputError, match="S2_API_KEY is no key") as refused:
            read_key("S2_API_KEY")
        assert "s3cr3t" not in str(refused.value)
