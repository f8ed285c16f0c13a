"""Short tour for first-time visitors."""

import streamlit as st

from dashboard.state import browser_storage
from dashboard.state.address import TOUR_STEP, asks_for_a_view

_MOVED = """**Overview.** What moved, in one sentence and on the map: green themes grow, orange ones
    shrink. Each was tested against chance."""
_STILL = """**Overview.** The map of the papers in the colours of their themes, the papers of each
    year and a card for each theme. None of them is known to grow or to shrink."""
_STEPS = (
    """**Map.** Every point is a paper, and similar ones lie close together. Search it, or loop
    round some of them.""",
    """**Themes** and **Trends.** Papers about the same thing make up a theme. “Themes” shows each
    with its papers, “Trends” how it changed, and on what evidence.""",
    """**Papers** and **Compare.** Search for papers, and keep them with “Save”. Charts,
    tables and lists are saved by the buttons below them.""",
)


def tour(*, moved: bool) -> None:
    """Show the tour until it is finished, stored in the browser; never on links to a view.

    It begins with what the overview shows, which is another page where no theme has `moved`.
    Nothing is shown before the browser has told what it holds. The card lies over the corner of
    the page, so nothing moves as it comes and goes; a narrow window has no corner to spare.
    """
    heard = browser_storage.has_told()
    if not heard or asks_for_a_view() or browser_storage.read(browser_storage.TOUR) is not None:
        return
    step = st.session_state.setdefault(TOUR_STEP, 0)
    steps = (_MOVED if moved else _STILL, *_STEPS)
    last = step == len(steps) - 1
    with st.container(border=True, key="tour", gap="small"):
        st.markdown(steps[step])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Done" if last else "Next", key="tour-next", on_click=_end if last else _next)
            if not last:
                st.button("Skip the tour", key="tour-skip", type="tertiary", on_click=_end)
            st.caption(f"{step + 1} of {len(steps)}")


def _next() -> None:
    st.session_state[TOUR_STEP] += 1


def _end() -> None:
    browser_storage.write(browser_storage.TOUR, "over")
