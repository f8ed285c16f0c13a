"""A reverse proxy that serves a web server below a path, which it takes off every request."""

import asyncio
import contextlib
import re
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def stripping_proxy(path: str, *, port: int) -> Iterator[str]:
    """Pass `path` on to the server at `port` as its root, WebSockets too; gives the new address."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def passed_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            asked = re.match(rb"(\w+ )" + path.encode() + rb"(?=/)", head)
            if asked is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n")
                writer.write(b"Content-Length: 4\r\nConnection: close\r\n\r\nnone")
            else:
                head = asked[1] + head[asked.end() :]
                # One request a connection: the bodies need not be told apart.
                head = re.sub(rb"(?i)\r\nconnection: keep-alive", b"\r\nConnection: close", head)
                there, back = await asyncio.open_connection("127.0.0.1", port)
                back.write(head)
                await asyncio.gather(_pipe(reader, back), _pipe(there, writer))
        writer.close()

    listening = asyncio.run_coroutine_threadsafe(
        asyncio.start_server(passed_on, "127.0.0.1", 0), loop
    ).result()
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}{path}"
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    writer.close()


async def _end(listening: asyncio.Server) -> None:
    listening.close()
    at_work = asyncio.all_tasks() - {asyncio.current_task()}
    for task in at_work:
        task.cancel()
    await asyncio.gather(*at_work, return_exceptions=True)
