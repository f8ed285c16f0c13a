"""Papers: searched, most upvoted, cited late or saved; or one paper in detail."""

import streamlit as st

from analysis.trends.evidence.late_citations import cited_late
from dashboard.components.blocks import part_switch, say_gone
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods, load_late_peaks
from dashboard.papers.found_papers import found_papers
from dashboard.papers.late_papers import late_papers
from dashboard.papers.paper_page import one_paper
from dashboard.papers.saved_papers import saved_papers
from dashboard.papers.upvoted_papers import upvoted_papers
from dashboard.state.address import chosen_period, read_selection

LATE = "cited late"
PARTS = {
    "search": found_papers,
    "upvoted": upvoted_papers,
    LATE: late_papers,
    "saved": saved_papers,
}

run = current_run()
selection = read_selection(run, periods=all_periods(run, chosen_period(run)))

if selection.paper is not None:
    one_paper(run, selection.paper)
else:
    st.title("Papers", anchor=False)
    say_gone(selection)
    some_late = len(cited_late(load_late_peaks(run))) > 0
    PARTS[part_switch([part for part in PARTS if part != LATE or some_late])](run, selection)
