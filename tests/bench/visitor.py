"""A visitor without a browser: speaks Streamlit's protocol over a websocket, as a browser does."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 120
MOST_BYTES = 2**28


@dataclass(frozen=True)
class Answer:
    """One rerun: seconds from the click to the last message, bytes received, errors shown."""

    seconds: float
    bytes: int
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Visitor:
    """An open page. `kept` are the messages that the browser would not need to be sent again."""

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def open(self, page: str, names: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """Go to a page (its path in the address) with `names` in the address, or rerun it."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(names)
        state.page_script_hash = self.pages.get(page, "")
        state.page_name = "" if state.page_script_hash else page
        state.cached_message_hashes.extend(sorted(self.kept))
        started = time.perf_counter()
        self.socket.send(message.SerializeToString())
        return self._read(started)

    def _read(self, started: float) -> Answer:
        received, errors = 0, []
        while True:
            content: Any = self.socket.recv(PATIENCE)
            received += len(content)
            message = ForwardMsg.FromString(content)
            if message.metadata.cacheable and message.hash:
                self.kept.add(message.hash)
            for page in message.navigation.app_pages:
                self.pages[page.url_pathname] = page.page_script_hash
            errors += _errors(message.delta.new_element)
            early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if message.WhichOneof("type") == "script_finished" and not early:
                return Answer(time.perf_counter() - started, received, tuple(errors))


@contextmanager
def visit(address: str) -> Iterator[Visitor]:
    """A visitor of the dashboard at `address` (http://host:port)."""
    socket = connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=MOST_BYTES,
        open_timeout=PATIENCE,
    )
    with socket:
        yield Visitor(socket)


def _errors(element: Element) -> list[str]:
    if element.WhichOneof("type") == "exception":
        return [element.exception.message]
    failed = element.alert.format == Alert.ERROR
    return [element.alert.body] if failed else []
