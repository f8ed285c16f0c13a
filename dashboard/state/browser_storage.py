"""Storage of a visit in the browser's localStorage, never on the server.

The browser tells what it holds once a page is open, and again whenever another tab changes it; the
page is run anew then.
"""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2

from dashboard.state.address import STORAGE, STORAGE_WRITES

VISIT, TOUR = "visit", "tour"

_PROBLEMS = {
    "SecurityError": "This browser does not let pages store data.",
    "QuotaExceededError": "This browser's storage is full.",
}


def read(name: str) -> Any:
    """The value stored as `name`; None where there is none, or invalid JSON."""
    return read_all().get(name)


def read_all() -> dict[str, Any]:
    """All stored values by name; None for invalid JSON.

    What was just written is there at once, before the browser has confirmed it.
    """
    items = _told().get("items")
    kept = dict(items) if isinstance(items, Mapping) else {}
    kept |= {name: one["value"] for name, one in _unwritten().items()}
    return {
        name: _value(text) for name, text in kept.items() if text is not None and _is_text(name)
    }


def write(name: str, value: Any) -> None:
    """Store `value` (any JSON) as `name`, or delete it where it is None.

    The browser gets it when the app is run the next time: `st.rerun` after the last one.
    """
    text = None if value is None else json.dumps(value, ensure_ascii=False)
    one = {"id": uuid.uuid4().hex, "value": text}
    st.session_state[STORAGE_WRITES] = _unwritten() | {name: one}


def has_told() -> bool:
    """Whether the browser has sent its storage."""
    return bool(_told())


def problem() -> str | None:
    """Why nothing can be stored, in a sentence or two; None where all is well."""
    name = _told().get("problem")
    if not name:
        return None
    why = _PROBLEMS.get(str(name), "This browser stores no data.")
    return f"{why} What you collect is lost when this page is closed: save it as a file."


def connect() -> None:
    """Synchronise with the browser: once per run of the app, before any read.

    Not in a fragment: what the browser says would take a click of the same moment along, and the
    page would not see it.
    """
    done = _told().get("done")
    done = done if isinstance(done, list) else []
    waiting = {name: one for name, one in _unwritten().items() if one["id"] not in done}
    st.session_state[STORAGE_WRITES] = waiting
    writes = [{"name": name, **one} for name, one in waiting.items()]
    with st.container(key="storage-place"):
        _component()(
            key=STORAGE,
            data={"writes": writes, "heard": has_told()},
            on_stored_change=lambda: None,
        )


@st.cache_resource
def _component() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return v2.component("papertides-browser-storage", js=script)


def _unwritten() -> dict[str, dict[str, Any]]:
    """Values not yet sent or confirmed: id and value by name."""
    return st.session_state.get(STORAGE_WRITES, {})


def _told() -> Mapping[str, Any]:
    state = st.session_state.get(STORAGE)
    told = state.get("stored") if isinstance(state, Mapping) else None
    return told if isinstance(told, Mapping) else {}


def _value(text: Any) -> Any:
    try:
        value = json.loads(text) if isinstance(text, str) else None
        return value if _is_text(json.dumps(value, ensure_ascii=False)) else None
    except (ValueError, RecursionError):
        return None


def _is_text(text: str) -> bool:
    """Whether text is valid UTF-8; JavaScript strings may hold lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
