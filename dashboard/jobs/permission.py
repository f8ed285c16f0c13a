"""Who may start work on the server's machine from a page."""

import os
from urllib.parse import urlsplit

import streamlit as st

from analysis.errors import InputError
from dashboard.server import is_private

NOT_HERE = (
    "New runs are made on the machine that serves this dashboard: whoever looks after it can open "
    "it there, or start it with `--allow-fits` to let everybody who sees it bring papers of their "
    "own."
)


def may_start() -> bool:
    """Whether this page may start and stop jobs.

    It may where the server listens on the loopback alone and the browser calls it by a name of the
    loopback, so that nobody comes through a proxy, or where `serve` allows it to everybody.
    """
    if os.environ.get("PAPERTIDES_ALLOW_FITS") == "1":
        return True
    called = urlsplit(f"//{st.context.headers.get('Host') or ''}").hostname
    return is_private(st.get_option("server.address") or "") and is_private(called or "")


def demand_permission() -> None:
    """Raise InputError where this page may start nothing."""
    if not may_start():
        raise InputError(NOT_HERE)
