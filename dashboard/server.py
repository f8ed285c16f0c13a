"""Server start-up: address checks and Streamlit."""

import errno
import ipaddress
import os
import socket
from pathlib import Path

from analysis.errors import InputError

APP = Path(__file__).with_name("asgi.py")
_TRIED = 100


def check_address(host: str, port: int) -> None:
    """Raise InputError unless `host` and `port` are free; suggests a free port."""
    problem = _problem(host, port)
    if problem is None:
        return
    if problem.errno == errno.EADDRINUSE:
        free = next((p for p in range(port + 1, port + _TRIED) if _problem(host, p) is None), None)
        hint = f" Port {free} is free: --port {free}." if free else ""
        raise InputError(f"Port {port} is in use.{hint}") from problem
    if problem.errno == errno.EACCES:
        raise InputError(
            f"Port {port} needs administrator rights. Choose one above 1023."
        ) from problem
    raise InputError(
        f"{host} is not an address of this machine ({problem.strerror}). The usual one is "
        "127.0.0.1."
    ) from problem


def folder_of_runs(runs: Path, *, named: bool) -> Path:
    """The folder `runs`; raises InputError where it was `named` and does not exist."""
    if named and not runs.is_dir():
        raise InputError(f"There is no folder {runs}. --runs takes the folder that holds the runs.")
    return runs


def is_private(host: str) -> bool:
    """Whether `host` is reachable only from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """URL of the dashboard for a browser on this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  named, not bound to
    name = everywhere.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def serve(host: str, port: int, *, runs: Path, allow_fits: bool) -> None:
    """Serve the runs in the folder `runs` until the process is stopped.

    With `allow_fits` everybody who sees the pages may make new ones.
    """
    from streamlit.web import cli

    os.environ["PAPERTIDES_RUNS"] = str(runs.resolve())
    os.environ["PAPERTIDES_ALLOW_FITS"] = "1" if allow_fits else "0"
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.hideWelcomeMessage": "true",
    }
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    cli.main(["run", str(APP), *flags], standalone_mode=False)


def _problem(host: str, port: int) -> OSError | None:
    """Why this machine cannot listen on `host` and `port`; None if it can."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                # As the server does: a port whose last connection still lingers is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        return error
    return None
