"""Starting the dashboard from the command line."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from dashboard.server import is_private
from tests.support.builders import build_run

ROOT = Path(__file__).resolve().parents[2]


def dashboard(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(*words: str, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", *words],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(url: str, *, seconds: float = 60) -> str:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:  # refused, or late on a busy machine
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_the_dashboard_is_where_it_says_until_it_is_stopped(tmp_path: Path) -> None:
    port = free_port()
    words = ("--port", str(port), "--host", "0.0.0.0", "--runs", str(tmp_path))
    with served(*words, cwd=tmp_path) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        assert address[0] == f"http://127.0.0.1:{port}"
        assert wait_for(f"{address[0]}/_stcore/health") == "ok"
        assert "<title>" in wait_for(address[0])
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert "no password" in err
    assert "Traceback" not in out + err


def test_below_a_path_of_the_server_the_map_finds_its_numbers(tmp_path, monkeypatch) -> None:
    run = build_run(tmp_path, papers=50)
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "tides")
    port = free_port()
    with served("--port", str(port), "--runs", str(tmp_path), cwd=tmp_path):
        here = f"http://127.0.0.1:{port}/tides"
        assert wait_for(f"{here}/_stcore/health") == "ok"
        with urlopen(f"{here}/runs/{run}/map/x") as answer:
            assert len(answer.read()) == 4 * 50


def test_a_page_of_somebody_else_cannot_talk_to_the_dashboard(tmp_path: Path) -> None:
    """A browser that is led to a hostile page must not start work here in its owner's name."""
    port = free_port()
    with served("--port", str(port), "--runs", str(tmp_path), cwd=tmp_path):
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        own, foreign = (
            handshake(port, origin=origin)
            for origin in (f"http://127.0.0.1:{port}", "http://hostile.example")
        )
    assert own == 101
    assert foreign == 403


def handshake(port: int, *, origin: str) -> int:
    """What the server answers to a page of `origin` that asks for its websocket."""
    words = {
        "Host": f"127.0.0.1:{port}",
        "Origin": origin,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    asked = "".join(f"{name}: {value}\r\n" for name, value in words.items())
    with socket.create_connection(("127.0.0.1", port), timeout=20) as talk:
        talk.sendall(f"GET /_stcore/stream HTTP/1.1\r\n{asked}\r\n".encode())
        return int(talk.recv(100).split()[1])


def test_a_taken_port_is_refused_and_a_free_one_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = dashboard("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr
    named = int(re.findall(r"--port (\d+)", done.stderr)[0])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", named))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--host", "203.0.113.7"), "203.0.113.7"),
        (("serve", "--port", "0"), "--port"),
        (("serve", "--port", "99999"), "--port"),
        (("serve", "--runs", "no/such/folder"), "no/such/folder"),
        (("report", "latest"), "report"),
        (("serve", "--colour", "red"), "--colour"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(words, said) -> None:
    done = dashboard(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_version_and_help() -> None:
    assert re.fullmatch(r"papertides \d+\.\d+\.\d+\S*\n", dashboard("--version").stdout)
    helped = dashboard("--help")
    assert helped.returncode == 0
    assert "export" in helped.stdout


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
    ],
)
def test_only_the_loopback_is_private(host, private) -> None:
    assert is_private(host) is private


def test_the_command_line_starts_without_what_draws_and_serves() -> None:
    script = (
        "import sys, dashboard.__main__; "
        "print(*{'pandas', 'plotly', 'streamlit', 'pyarrow', 'kaleido'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
