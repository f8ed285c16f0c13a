"""The key of a label endpoint, as people paste it, and as a real server then hears it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support.commands import command
from tests.support.planted import PlantedCorpus


@pytest.fixture
def heard() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server that knows no key, and the keys it was shown."""
    keys: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            keys.append(self.headers["Authorization"].encode("latin-1"))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing of each request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1", keys
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("key", ["sk-secret\n", "  sk-se\ncret ", "sk-secr\u00e9t"])
def test_a_pasted_key_is_sent_and_neither_printed_nor_the_end_of_the_fit(
    planted_corpus: PlantedCorpus, heard: tuple[str, list[bytes]],
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, key: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("OPENAI_API_KEY", key)
    address, keys = heard
    settings = ["encoder=lsa", f"label_endpoint={address}", "label_model=m"]
    flags = [word for setting in settings for word in ("--set", setting)]
    done = command("fit", planted_corpus.path, *flags)
    assert done.exit_code == 0, done.stderr
    assert "401" in caplog.text
    assert "sk-" not in done.output + caplog.text
    assert set(keys) == {f"Bearer {''.join(key.split())}".encode()}
