"""A web server on the loopback that answers in the place of every service."""

import gzip
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as the service got it; `at` is seconds of the monotonic clock."""

    address: str  # host and path
    given: dict[str, str]  # parameters and form together
    headers: Mapping[str, str]
    target: str  # as in the request line
    at: float


@dataclass(frozen=True)
class Answer:
    """An answer; `promised` is the Content-Length where that is not the length of the body."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int | None = None


World = Callable[[Asked], Answer]
Fault = Callable[[Asked, World], Answer]


@dataclass
class FakeServer:
    """What was asked, and the faults that take the place of the next answers, one each."""

    world: World
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    faults: deque[Fault | None] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            self.asked.append(asked)
            fault = self.faults.popleft() if self.faults else None
        return fault(asked, self.world) if fault else self.world(asked)


@contextmanager
def serving(world: World) -> Iterator[FakeServer]:
    """Answer as `world` does; `.url` is what PAPERTIDES_SERVICES is set to."""
    fake = FakeServer(world)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._reply(dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True)))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: a test says what went wrong."""

        def _reply(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            given = dict(parse_qsl(parts.query, keep_blank_values=True)) | form
            at = time.monotonic()
            headers = {name.casefold(): value for name, value in self.headers.items()}
            answer = fake.answer(Asked(parts.path.lstrip("/"), given, headers, self.path, at))
            with suppress(ConnectionError):
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                promised = len(answer.body) if answer.promised is None else answer.promised
                self.send_header("Content-Length", str(promised))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(answer.body)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(body: str | bytes, status: int = 200, **headers: str) -> Fault:
    """A fault: this answer, whatever is asked."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda *_: Answer(content, status, named)


def altered(change: Callable[[bytes], bytes]) -> Fault:
    """A fault: the right answer with another body."""
    return lambda asked, world: Answer(change(world(asked).body))


def cut(share: float, *, is_consistent: bool = False) -> Fault:
    """A fault: an answer that breaks off, with the right length or that of what was sent."""

    def fault(asked: Asked, world: World) -> Answer:
        whole = world(asked).body
        part = whole[: int(len(whole) * share)]
        return Answer(part, promised=None if is_consistent else len(whole))

    return fault


def packed_zeros(size: int) -> Fault:
    """A fault: `size` zeros, which are small while they are packed."""
    body = gzip.compress(bytes(size), 1)
    return lambda *_: Answer(body, headers={"Content-Encoding": "gzip"})
