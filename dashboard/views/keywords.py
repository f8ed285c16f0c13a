"""Keywords: any of them compared over time, and what rises most."""

import streamlit as st

from dashboard.blocks import chart, mode, say_gone
from dashboard.facts import about_windows
from dashboard.figures.keyword_trends import keyword_trends_figure
from dashboard.keyword_picker import pick_terms
from dashboard.keyword_table import frequent_table, shift_table
from dashboard.loading import all_periods, current_run, load_prevalence, load_shifts, load_terms
from dashboard.state import WINDOW, bound, chosen_period, read_selection

SHOWN_AT_FIRST = 4
LONGEST, USUAL = 24, 6

run = current_run()
period = chosen_period(run)
shares = load_prevalence(run, period)
windows = min(int(shares.loc[shares["complete"], "period"].nunique()) // 2, LONGEST)

st.title("Keywords", anchor=False)
say_gone(read_selection(run, periods=all_periods(run, period)))
if run.vocabulary.empty:
    st.caption("This run has no keywords: its abstracts hold no words to count.")
    st.stop()
st.markdown("Words and phrases of titles and abstracts, and the share of papers that have them.")
if shares.empty:
    st.caption("No paper of this run has a date, so keywords cannot be followed over time.")
    frequent_table(run)
    st.stop()

comparison = st.container()
st.header("What rises most", anchor=False)
rising = run.vocabulary.nlargest(SHOWN_AT_FIRST, "documents")
if windows == 0:
    st.caption(f"It takes two complete {period}s to say what rises. These are the most frequent.")
    frequent_table(run)
else:
    length = min(windows, USUAL)
    if windows > 1:
        label = f"How many {period}s to compare with as many before"
        length = st.slider(label, 1, windows, value=length, **bound(WINDOW))
    shifts = load_shifts(run, period, length=length)
    rising = shifts[shifts["change"] > 0]
    st.markdown(about_windows(shares, length=length))
    shift_table(run, rising)

with comparison:
    terms = pick_terms(run.vocabulary, default=rising["term"].head(SHOWN_AT_FIRST).tolist())
    chart(
        keyword_trends_figure(load_terms(run, terms, period=period), mode=mode()),
        run=run,
        name="keyword_trends",
        alt=f"Share of the papers of every {period} that have each keyword",
    )
