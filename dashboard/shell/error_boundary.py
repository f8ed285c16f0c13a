"""The error boundary: what is wrong is said in words, on whatever part of a page it happens."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analysis.errors import PapertidesError


@contextmanager
def said_in_words() -> Iterator[None]:
    """Show an error of Papertides as its sentence, and end there.

    The router is inside it, and so is every fragment: that runs again without the router.
    """
    try:
        yield
    except PapertidesError as error:
        st.error(str(error), icon=":material/error:")
        st.stop()
