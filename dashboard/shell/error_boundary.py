"""Error boundary: shows errors of Papertides as messages on any page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analysis.errors import PapertidesError


@contextmanager
def said_in_words() -> Iterator[None]:
    """Show a Papertides error as a message and stop the page.

    The router is inside it, and so is every fragment: that runs again without the router.
    """
    try:
        yield
    except PapertidesError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()
