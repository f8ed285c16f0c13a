"""What stands in the place of a table where the page is narrow: a list of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

_MOST = 30


@dataclass(frozen=True)
class NarrowRow:
    """A row: its name and what is known of it, both Markdown, and where it leads."""

    name: str
    said: str
    link: dict[str, Any]


def narrow_rows(rows: Sequence[NarrowRow], *, name: str) -> None:
    """The first rows of a table, which a wide page hides (style.css); `name` is of the table."""
    with st.container(key=f"narrow-form-{name}", gap="small"):
        for place, row in enumerate(rows[:_MOST]):
            with st.container(gap=None, key=f"entry-narrow-{name}-{place}"):
                st.page_link(label=row.name, **row.link)
                st.caption(row.said)
        if (more := len(rows) - _MOST) > 0:
            st.caption(f"{more:,} more are in the file, and in the table of a wider window.")
