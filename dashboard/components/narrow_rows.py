"""What stands in the place of a table where the page is narrow: a list of its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

# Rows at first, and rows that one more press shows.
_FIRST, _MORE = 10, 30


@dataclass(frozen=True)
class NarrowRow:
    """A row: its name and what is known of it, both Markdown, and where it leads."""

    name: str
    said: str
    link: dict[str, Any]


@st.fragment
def narrow_rows(
    rows: pd.DataFrame, made: Callable[[dict[Any, Any]], NarrowRow], *, name: str
) -> None:
    """The rows of a table as `made` of each, a few at first; a wide page hides them (style.css).

    `name` is that of the table.
    """
    key = f"shown-{name}"
    shown = st.session_state.get(key, _FIRST)
    with st.container(key=f"narrow-form-{name}", gap="small"):
        for place, record in enumerate(rows.head(shown).to_dict("records")):
            row = made(record)
            with st.container(gap=None, key=f"entry-narrow-{name}-{place}"):
                st.page_link(label=row.name, **row.link)
                st.caption(row.said)
        if (more := len(rows) - shown) > 0:
            st.button(
                f"Show {min(more, _MORE):,} more of {len(rows):,}",
                key=f"more-{name}",
                on_click=_show_more,
                args=(key, shown),
            )


def _show_more(key: str, shown: int) -> None:
    st.session_state[key] = shown + _MORE
