"""Saved papers: the reading list, with its downloads."""

from typing import Any

import streamlit as st

from analysis.runs.store import Run
from dashboard.data.loading import whole_runs
from dashboard.papers.downloads import paper_files
from dashboard.papers.paper_list import entry_line
from dashboard.papers.reading_list import as_table, forget_unreadable, keep_button, reading_list
from dashboard.state.address import PAPER, RUN, Selection, open_link
from dashboard.state.browser_storage import problem
from dashboard.text.wording import count, plain


def saved_papers(run: Run, selection: Selection) -> None:
    """The papers kept in this browser, whichever run they come from."""
    del selection  # what is saved is not narrowed
    st.markdown("Papers are saved in this browser only: nobody else sees them.")
    kept = reading_list()
    if trouble := problem():
        st.warning(trouble, icon=":material/warning:")
    if kept.unreadable:
        st.caption(
            f":material/info: Left out: {count(kept.unreadable, 'saved paper')} that cannot be "
            "read, since something else wrote there."
        )
        if st.button("Remove", type="tertiary"):
            forget_unreadable()
            st.rerun()
    if not kept.papers:
        st.caption("No paper is saved yet: “Save” beside a paper puts it here.")
        return
    st.markdown(count(len(kept.papers), "saved paper"))
    here = set(run.documents["paper_id"])
    for place, paper in enumerate(kept.papers):
        _entry(paper, place=place, known=paper["paper_id"] in here)
    paper_files(as_table(kept.papers, run), run=run, name="reading-list", of_all=True)


def _entry(paper: dict[str, Any], *, place: int, known: bool) -> None:
    """One paper; greyed out with its stored fields where it is not `known` in this run."""
    title = plain(paper["title"])
    with st.container(horizontal=True, key=f"entry-kept-{place}"):
        with st.container(gap=None):
            if known:
                st.page_link(label=title, **open_link("papers", **{PAPER: paper["paper_id"]}))
            else:
                st.markdown(f":gray[**{title}**]")
            st.caption(entry_line(paper, {}))
            if not known:
                st.caption(":material/info: Not in this run. This is what was known of it.")
            if not known and paper["run"] in whole_runs():
                link = open_link("papers", **{RUN: paper["run"], PAPER: paper["paper_id"]})
                st.page_link(label="See it in the run it comes from", **link)
        keep_button(paper, key=f"keep-{place}", kept=True)
