"""What stands in the place of a table where the page is narrow: a list of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

ROWS = 30


@dataclass(frozen=True)
class NarrowRow:
    """A row: its name and what is known of it, both Markdown, and where it leads."""

    name: str
    said: str
    link: dict[str, Any]


def narrow_rows(rows: Sequence[NarrowRow], *, name: str, of: int) -> None:
    """The first `ROWS` rows of a table of `of` rows, which a wide page hides (style.css).

    `name` is that of the table.
    """
    with st.container(key=f"narrow-form-{name}", gap="small"):
        for place, row in enumerate(rows[:ROWS]):
            with st.container(gap=None, key=f"entry-narrow-{name}-{place}"):
                st.page_link(label=row.name, **row.link)
                st.caption(row.said)
        if (more := of - ROWS) > 0:
            st.caption(f"{more:,} more are in the file, and in the table of a wider window.")
