"""What the links of a page are called."""

import re

from streamlit.testing.v1 import AppTest

_DOT = re.compile(r'^:color\[●\]\{foreground="#[0-9a-f]{6}"\} ')


def link_names(app: AppTest, *, to: str = "") -> list[str]:
    """The names of the links whose address has `to`, without the dots of their themes."""
    links = [link for link in app.page_link if to in link.proto.query_string]
    return [_DOT.sub("", link.value) for link in links]
