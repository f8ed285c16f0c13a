"""Addresses of earlier versions: the page and the parameters that they lead to now."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.state.address import (
    CHANGE,
    COMPARED,
    FROM,
    LEFT,
    NAMED,
    PAPER,
    RIGHT,
    SHOWN,
    TO,
    TOPIC,
)

# The view that an old page is a part of now, what its link asks for there, and what has been
# renamed.
_MOVED: Mapping[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "trending": ("papers", {SHOWN: "upvoted"}, {}),
    "reading_list": ("papers", {SHOWN: "saved"}, {}),
    "keywords": ("trends", {SHOWN: "keywords"}, {}),
    "field": ("themes", {SHOWN: "places"}, {"chart": SHOWN, TOPIC: NAMED}),
    "corrections": ("about", {}, {}),
}
_TIMES = ("trends", {"window": "between"}, {LEFT: FROM, RIGHT: TO})


def new_place(page: str, asked: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """Arguments of `st.switch_page` for an old address; None for one of today.

    `page` is its path, `asked` has all of its parameters.
    """
    if page == "compare" and list(asked.get(COMPARED, ())) == ["times"]:
        asked = {name: values for name, values in asked.items() if name != COMPARED}
        view, added, renamed = _TIMES
    elif page == "corrections" and PAPER in asked:
        view, added, renamed = "papers", {CHANGE: "move"}, {}
    elif page == "corrections" and TOPIC in asked:
        view, added, renamed = "themes", {CHANGE: "rename"}, {}
    elif page in _MOVED:
        view, added, renamed = _MOVED[page]
    else:
        return None
    kept = {renamed.get(name, name): list(values) for name, values in asked.items()}
    return {"page": f"views/{view}.py", "query_params": {**added, **kept}}
