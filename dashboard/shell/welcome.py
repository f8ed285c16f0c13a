"""Welcome page: what is shown without a run, or where the requested one is missing."""

import streamlit as st

from dashboard.data.loading import whole_runs
from dashboard.jobs.new_papers import new_papers_button, sample_button
from dashboard.jobs.permission import NOT_HERE, may_start
from dashboard.jobs.progress import watch
from dashboard.state.address import NEW_PAPERS, RUN, asked_run, open_link
from dashboard.text.wording import plain


def welcome() -> None:
    """Instructions where no run can be shown: none exists, or the requested one is missing."""
    latest = next(iter(whole_runs()), None)
    if latest is None:
        _first_run()
    else:
        _gone(asked_run() or "", latest=latest)


def _gone(run_id: str, *, latest: str) -> None:
    st.title("This run is not here", anchor=False)
    st.markdown(
        f"There is no run {plain(run_id)} here: it was deleted, it is damaged, or the link to it "
        "is not whole. Choose another one under “Run” in the sidebar, or:"
    )
    st.page_link(
        label="Open the latest run",
        icon=":material/home:",
        **open_link("overview", **{RUN: latest}),
    )


def _first_run() -> None:
    st.title("Welcome to Papertides", anchor=False)
    st.markdown(
        "Papertides reads research abstracts, finds their themes, and shows which of them are "
        "rising and which are ebbing. There is no run to look at yet."
    )
    if not may_start():
        st.markdown(NOT_HERE)
        return
    st.markdown("Start with papers of your own, or look round in those that come with Papertides:")
    with st.container(horizontal=True):
        new_papers_button("welcome")
        sample_button("welcome")
    if NEW_PAPERS not in st.session_state:  # its dialog shows the same
        watch("welcome", command=("fit",))
