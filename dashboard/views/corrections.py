"""Corrections: edit themes, and undo edits."""

import streamlit as st

from analysis.runs.corrections.corrected import conflicts_of
from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import say_gone, theme_picker
from dashboard.components.correction_forms import (
    FORMS,
    correction_list,
    move_form,
    say_result,
    who_field,
)
from dashboard.data.loading import current_run, load_overlay
from dashboard.data.tables import all_periods
from dashboard.state.address import CHANGE, PAPER, bound, chosen_period, open_link, read_selection
from dashboard.text.wording import plain

run = current_run()
overlay, problem = load_overlay(run)
selection = read_selection(run, periods=all_periods(run, chosen_period(run)))

st.title("Corrections", anchor=False)
st.markdown(
    "What the model got wrong can be put right here: for everybody, on every page, in exports and "
    "reports. The run itself stays as it is, and every correction can be undone."
)
say_gone(selection)
say_result()
if problem:
    st.error(problem, icon=":material/error:")
    st.stop()
for conflict in conflicts_of(run):
    st.warning(plain(conflict), icon=":material/warning:")
who = who_field()
if selection.paper is not None:
    move_form(run, overlay, doc_id=selection.paper, who=who)
    st.page_link(label="Back to the paper", icon=":material/arrow_back:",
        **open_link("papers", **{PAPER: run.documents["paper_id"][selection.paper]}))  # fmt: skip
else:
    theme_picker(run, selection)
    if selection.topic in (None, OUTLIER):
        st.caption("Choose a theme to correct it. A paper is moved from its own page.")
    else:
        change = st.segmented_control(
            "What to do with it", list(FORMS), default="rename", required=True, **bound(CHANGE)
        )
        FORMS[change](run, overlay, topic=selection.topic, who=who)
correction_list(run, overlay)
