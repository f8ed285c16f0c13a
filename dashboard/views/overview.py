"""Overview: what moved, where on the map, and what to read."""

import streamlit as st

from dashboard.components.blocks import say_gone
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods, load_topic_signals
from dashboard.overview.brief import map_and_movers, read_now
from dashboard.overview.few_papers import map_and_years, theme_cards
from dashboard.overview.first_lines import load_lines
from dashboard.shell.last_visit import whats_new
from dashboard.shell.tour import tour
from dashboard.state.address import chosen_period, read_selection
from dashboard.style.verdicts import MOVING

run = current_run()
period = chosen_period(run)
signals = load_topic_signals(run)
headline, facts = load_lines(run)

with st.container(key="headline", gap="small"):
    st.title("Overview", anchor=False)
    st.header(headline, anchor=False)
    st.markdown(facts)
whats_new(run)
say_gone(read_selection(run, periods=all_periods(run, period)))
moved = bool(signals["verdict"].isin(MOVING).any())
if moved:
    map_and_movers(run, period)
    read_now(run, period)
else:
    map_and_years(run, period)
    theme_cards(run)
tour(moved=moved)
