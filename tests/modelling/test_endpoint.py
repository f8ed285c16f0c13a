"""Names of themes from a language model: a real server answers, well, badly or not at all."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import numpy as np
import pytest

from analysis.modelling.naming import llm_labels as endpoint
from analysis.runs.store import Run, open_run
from tests.support.commands import command, refused, write_papers
from tests.support.planted import plant

GOOD = '{"name": "Drift of sea ice"}'


def completion(content: Any) -> bytes:
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}]}
    ).encode()


@contextmanager
def serving(
    *answers: tuple[int, bytes], hangs: bool = False, retry_after: str = ""
) -> Iterator[tuple[str, list[Any]]]:
    """The address of a server that gives `answers` in turn, the last for ever; what it was asked.

    One that `hangs` takes what it is sent and closes the door without an answer. Refusals have the
    header Retry-After, where one is given.
    """
    asked: list[Any] = []
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                status, content = answers[min(len(asked), len(answers) - 1)]
                asked.append((self.path, self.headers, body, time.monotonic()))

            if hangs:
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if retry_after and status != 200:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object, **options: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint is asked again after a twentieth of the time."""
    monkeypatch.setattr(endpoint, "SECONDS_BEFORE_AGAIN", endpoint.SECONDS_BEFORE_AGAIN / 20)


@pytest.fixture
def fit(tmp_path: Path, data_dir: Path):
    """Fit papers, by default three of one theme, with names from an address; the run."""
    three = [
        {"title": f"Sea ice {word}", "abstract": f"We measure how sea ice {word} over the ocean."}
        for word in ("grows", "melts", "drifts")
    ]

    def fit_named(address: str, corpus: Path | None = None) -> Run:
        path = corpus or write_papers(tmp_path / "three.jsonl", *three)
        settings = [f"label_endpoint={address}", "label_model=some-model", "partitions=10"]
        flags = [word for setting in settings for word in ("--set", setting)]
        done = command("fit", path, "--encoder", "lsa", "--force", *flags)
        assert done.exit_code == 0, done.output
        return open_run(data_dir / "runs" / done.stdout.split()[-1])

    return fit_named


def test_a_good_answer_is_the_name_and_the_run_says_so(fit, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-real-key")
    with serving((200, completion(f"Of course!\n```json\n{GOOD}\n```"))) as (address, asked):
        topics = fit(address).topics
    assert topics["label"].tolist() == ["Unassigned", "Drift of sea ice"]
    assert topics["label_source"].tolist()[1] == "endpoint"
    [(path, headers, body, _)] = asked
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer not-a-real-key"
    assert body["model"] == "some-model"
    assert "Sea ice melts" in body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (200, b"<html>Welcome</html>", "not the requested JSON"),
        (200, b'{"choices": []}', "not the requested JSON"),
        (200, completion(None), "not the requested JSON"),
        (200, completion("Drift of sea ice"), "not the requested JSON"),
        (200, completion('{"name": " ... "}'), "an empty name"),
        (200, completion(json.dumps({"name": "ice " * 40})), "longer than 60 characters"),
        (500, b"", "HTTP status 500"),
        (302, b"", "HTTP status 302"),
        (401, b"", "OPENAI_API_KEY"),
        (404, completion(GOOD), "check label_endpoint and label_model"),
    ],
)
def test_a_bad_answer_leaves_the_name_made_here_and_is_said(fit, caplog, status, content, said):
    with serving((status, content)) as (address, _):
        topics = fit(address).topics
    check_made_here(topics, caplog.text)
    assert said in caplog.text


def test_nobody_at_the_address_leaves_the_names_made_here(fit, caplog):
    with serving((200, b"")) as (address, _):
        pass  # and gone again: the connection is refused
    check_made_here(fit(address).topics, caplog.text)
    assert "no response" in caplog.text


def test_a_door_that_closes_leaves_the_names_made_here(fit, caplog):
    with serving((200, b""), hangs=True) as (address, _):
        check_made_here(fit(address).topics, caplog.text)
    assert "no response" in caplog.text


def check_made_here(topics, said):
    assert topics["label_source"].tolist()[1] == "terms"
    assert "The label endpoint named 0 of 1 themes" in said
    assert topics["label"].tolist()[1] in said


def test_one_failure_by_chance_is_asked_again(fit):
    with serving((503, b""), (200, completion(GOOD))) as (address, asked):
        assert fit(address).topics["label"].tolist()[1] == "Drift of sea ice"
    assert len(asked) == 2


def test_an_endpoint_that_stays_busy_is_asked_later_and_later_and_then_left(fit):
    with serving((429, b"")) as (address, asked):
        topics = fit(address).topics
    assert topics["label_source"].tolist()[1] == "terms"
    assert len(asked) == endpoint.ATTEMPTS
    gaps = np.diff([when for *_, when in asked])
    least = endpoint.SECONDS_BEFORE_AGAIN * 2 ** np.arange(len(gaps))
    assert (gaps >= least).all()


@pytest.mark.parametrize("status", [429, 503])
def test_an_endpoint_that_names_a_time_is_left_alone_until_then(fit, status):
    with serving((status, b""), (200, completion(GOOD)), retry_after="1") as (address, asked):
        assert fit(address).topics["label"].tolist()[1] == "Drift of sea ice"
    first, second = (when for *_, when in asked)
    assert second - first >= 1


def test_an_endpoint_that_asks_for_an_hour_is_not_waited_for(fit, caplog):
    with serving((429, b""), retry_after="3600") as (address, asked):
        check_made_here(fit(address).topics, caplog.text)
    assert len(asked) == 1
    assert "HTTP status 429 (Retry-After: 3,600 seconds)" in caplog.text


def test_a_time_named_by_a_date_an_hour_away_is_not_waited_for(fit, caplog):
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with serving((503, b""), retry_after=later) as (address, asked):
        check_made_here(fit(address).topics, caplog.text)
    assert len(asked) == 1


def test_a_busy_endpoint_is_not_asked_for_every_theme(fit, tmp_path):
    corpus = plant(tmp_path / "planted.jsonl").path
    with serving((429, b"")) as (address, asked):
        topics = fit(address, corpus).topics
    assert len(topics) - 1 > endpoint.AT_ONCE
    assert len(asked) <= endpoint.AT_ONCE * endpoint.ATTEMPTS


def test_of_many_themes_each_says_where_its_name_comes_from(fit, tmp_path, caplog):
    """One name for all of them: the first theme has it, no other does."""
    corpus = plant(tmp_path / "planted.jsonl").path
    with serving((200, completion(GOOD))) as (address, _):
        topics = fit(address, corpus).topics
    themes = topics[topics["topic"] >= 0]
    assert len(themes) > 2
    assert themes["label"].is_unique
    assert themes["label_source"].value_counts().to_dict() == {
        "endpoint": 1, "terms": len(themes) - 1,
    }  # fmt: skip
    assert f"named 1 of {len(themes)} themes" in caplog.text


def test_an_endpoint_that_nobody_runs_is_not_asked_for_every_theme(fit, tmp_path):
    corpus = plant(tmp_path / "planted.jsonl").path
    with serving((404, b"")) as (address, asked):
        topics = fit(address, corpus).topics
    assert len(topics) - 1 > endpoint.AT_ONCE >= len(asked)


@pytest.mark.parametrize("address", ["http://models.example.org/v1", "http://192.0.2.7:8000"])
def test_a_key_is_never_sent_in_the_clear_to_another_machine(tmp_path, monkeypatch, address):
    corpus = write_papers(tmp_path / "p.jsonl", {"title": "A", "abstract": "B."})
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-real-key")
    settings = ["--set", f"label_endpoint={address}", "--set", "label_model=m"]
    done = command("fit", corpus, "--encoder", "lsa", *settings)
    words = refused(done, address, "OPENAI_API_KEY", "https://")
    assert "not-a-real-key" not in words
    assert "Embedding" not in words, "refused before the work"


def test_a_proxy_does_not_hear_the_key_for_an_endpoint_of_this_machine(fit, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-real-key")
    with serving((502, b"")) as (proxy, heard), serving((200, completion(GOOD))) as (address, _):
        monkeypatch.setenv("HTTP_PROXY", proxy.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert fit(address).topics["label"].tolist()[1] == "Drift of sea ice"
    assert heard == []


@pytest.mark.parametrize(
    "address", ["https://example.org/v1", "http://localhost:1", "http://[::1]:1"]
)
def test_a_key_goes_to_https_and_to_this_machine(monkeypatch, address):
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-real-key")
    assert endpoint.authorization(address) == {b"Authorization": b"Bearer not-a-real-key"}
