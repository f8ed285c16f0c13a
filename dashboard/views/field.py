"""The field: where its themes stand, how they flow, when they were at their height, who leads."""

import plotly.graph_objects as go
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.trends.mapping.ranks import theme_ranks
from dashboard.components.blocks import chart, measure_switch, mode, say_gone
from dashboard.data.loading import (
    all_periods,
    current_run,
    load_columns,
    load_diagram,
    load_flows,
    load_prevalence,
)
from dashboard.figures.strategic_diagram import strategic_diagram_figure
from dashboard.figures.theme_flows import theme_flows_figure
from dashboard.figures.theme_heatmap import theme_heatmap_figure
from dashboard.figures.theme_ranks import theme_ranks_figure
from dashboard.papers.paper_list import theme_labels
from dashboard.state.address import (
    CHART,
    TOPIC,
    bound,
    chosen_period,
    linked,
    open_link,
    read_selection,
)
from dashboard.text.chart_guides import FIELD, how_to_read
from dashboard.text.wording import distinct, plain

NAMED = 12

run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
labels = distinct(theme_labels(run))
named = [topic for topic in labels if topic != OUTLIER]
asked = [topic for topic in selection.topics if topic != OUTLIER]
chosen = (asked or named)[:NAMED]

st.title("The field", anchor=False)
say_gone(selection)
if len(named) < 2:
    st.caption("With fewer than two themes there is no field to look at.")
    st.stop()
shown = st.segmented_control("Show", list(FIELD), default="places", required=True, **bound(CHART))
wide = load_columns(run, period)
st.markdown(how_to_read(shown, period=period if shown in ("places", "peaks") else wide))


def drawn() -> go.Figure:
    """The chart that is chosen."""
    if shown == "peaks":
        measure, shares = measure_switch(), load_prevalence(run, period)
        return theme_heatmap_figure(shares, run.topics, measure=measure, mode=mode())
    st.multiselect(
        "Themes to name",
        named,
        format_func=lambda topic: labels[topic],
        max_selections=NAMED,
        **linked(TOPIC, chosen, left_out=named[:NAMED]),
    )
    if shown == "places":
        places = load_diagram(run, period)
        return strategic_diagram_figure(places, run.topics, chosen=chosen, mode=mode())
    shares = load_prevalence(run, wide)
    if shown == "ranks":
        ranks = theme_ranks(shares, chosen=chosen)
        return theme_ranks_figure(ranks, run.topics, chosen=chosen, mode=mode())
    flows = load_flows(run, wide)
    return theme_flows_figure(flows, shares, topics=run.topics, chosen=chosen, mode=mode())


with st.container(key="wide"):
    chart(drawn(), run=run, name=FIELD[shown], alt=how_to_read(shown, period=wide))
with st.popover("Open a theme", icon=":material/category:", type="tertiary"):
    for topic in named:
        st.page_link(label=plain(labels[topic]), **open_link("themes", **{TOPIC: topic}))
