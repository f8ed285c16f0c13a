"""The field: strategic diagram, flows, peaks and ranks of the themes."""

from dataclasses import replace

import streamlit as st

from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import measure_switch, say_gone, show_chart
from dashboard.data.loading import current_run
from dashboard.data.tables import all_periods
from dashboard.figures.catalogue.chart import Options, largest
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.state.address import (
    CHART,
    TOPIC,
    bound,
    chosen_period,
    linked,
    open_link,
    read_selection,
)
from dashboard.text.wording import distinct, plain

NAMED = 12
# The charts as the screen and the link call them, and as the export does.
FIELD = {
    "places": "strategic_diagram",
    "flows": "theme_flows",
    "peaks": "theme_heatmap",
    "ranks": "theme_ranks",
}

run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
labels = distinct(run.labels)
named = [topic for topic in labels if topic != OUTLIER]
asked = [topic for topic in selection.topics if topic != OUTLIER]
first = list(largest(run, NAMED))
chosen = asked[:NAMED] or first

st.title("The field", anchor=False)
say_gone(selection)
if len(named) < 2:
    st.caption("With fewer than two themes there is no field to look at.")
    st.stop()
shown = st.segmented_control("Show", list(FIELD), default="places", required=True, **bound(CHART))
name, options = FIELD[shown], Options(period=period)
st.markdown(CHARTS[name].guide_text(run, options))
if shown == "peaks":
    options = replace(options, measure=measure_switch())
else:
    st.multiselect(
        "Themes to name",
        named,
        format_func=lambda topic: labels[topic],
        max_selections=NAMED,
        **linked(TOPIC, chosen, left_out=first),
    )
    options = replace(options, chosen=tuple(chosen))
with st.container(key="wide"):
    show_chart(name, run, options=options)
with st.popover("Open a theme", icon=":material/category:", type="tertiary"):
    for topic in named:
        st.page_link(label=plain(labels[topic]), **open_link("themes", **{TOPIC: topic}))
