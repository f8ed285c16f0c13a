"""Themes: all of them as a list or a chart, or one with its keywords, papers and neighbours."""

from dataclasses import replace

import streamlit as st

from analysis.runs.schema import OUTLIER
from dashboard.components.blocks import (
    measure_switch,
    part_switch,
    period_picker,
    say_gone,
    show_chart,
    theme_dot,
    theme_picker,
)
from dashboard.components.correction_forms import edit_theme, say_result
from dashboard.components.merge_suggestions import merge_suggestions
from dashboard.components.verdict_lines import theme_verdict
from dashboard.data.forecasts import forecast_note
from dashboard.data.loading import current_run
from dashboard.data.records import records
from dashboard.data.tables import (
    all_periods,
    load_likeness,
    load_prevalence,
    load_skill,
    load_theme_forecast,
    load_typical,
)
from dashboard.figures.catalogue.chart import Options, largest
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.papers.paper_list import entries, narrowed, paper_list
from dashboard.state.address import (
    AREA,
    NAMED,
    TOPIC,
    chosen_period,
    linked,
    open_link,
    read_selection,
)
from dashboard.style.appearance import MOST_COLUMNS
from dashboard.text.run_facts import about_theme
from dashboard.text.wording import distinct, plain
from dashboard.trends.theme_table import neighbour_links, theme_table, theme_ways, themes_of_tree

TYPICAL, HEIGHT = 3, 480  # papers; pixels of the two charts that stand side by side
NAMES = 12
LIST, AREAS, TREE, PLACES = "list", "areas", "tree", "places"
# The charts as the screen and the link call them, and as the export does.
DRAWN = {
    AREAS: "area_prevalence",
    "peaks": "theme_heatmap",
    "ranks": "theme_ranks",
    "flows": "theme_flows",
    TREE: "hierarchy",
    PLACES: "strategic_diagram",
}
# The strategic diagram of fewer papers places hardly any theme for sure.
ENOUGH_TO_PLACE = 300
run = current_run()
period = chosen_period(run)
selection = read_selection(run, periods=all_periods(run, period))
shares = load_prevalence(run, period)


def all_themes() -> None:
    """The list of themes, or one of the charts of all of them."""
    st.title("Themes", anchor=False)
    say_result()
    say_gone(selection)
    if run.manifest.counts.topics == 0:
        st.caption("This run has no theme: its papers are too few or too different.")
        return
    if run.manifest.counts.topics == 1:
        theme_table(run, period)
        st.caption("With one theme there is nothing to set side by side.")
        return
    left_out = {
        PLACES: run.manifest.counts.documents < ENOUGH_TO_PLACE,
        AREAS: len(run.areas) < 2,
    }
    parts = [part for part in (LIST, *DRAWN) if not left_out.get(part)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = part_switch(parts)
        if shown == LIST:
            theme_picker(run, selection)
        elif shown != TREE:
            period_picker(run)
    if shown == LIST:
        theme_table(run, period)
        merge_suggestions(run)
    else:
        one_chart(shown)


def one_chart(shown: str) -> None:
    """One chart of all themes, with what can be chosen of it."""
    name, options = DRAWN[shown], Options(period=period)
    if guide := CHARTS[name].guide_text(run, options):
        st.markdown(guide)
    drawn = CHARTS[name].settled(run, options).period
    if drawn != period:
        st.caption(
            f"Drawn by {drawn}: these papers have more than {MOST_COLUMNS} {period}s, and no more "
            "columns than that fit side by side."
        )
    labels = distinct({topic: run.labels[topic] for topic in run.labels if topic != OUTLIER})
    if shown in ("peaks", AREAS):
        options = replace(options, measure=measure_switch())
    elif shown != TREE:
        options = replace(options, chosen=names_in_chart(labels))
    if shown == TREE:
        themes_of_tree(run)
        with st.container(key="tree-chart"):
            show_chart(name, run, options=options)
    else:
        show_chart(name, run, options=options)
    if shown == AREAS:
        one_area(options)
    with st.popover("Open a theme", icon=":material/category:", type="tertiary"):
        for topic, label in labels.items():
            st.page_link(label=plain(label), **open_link("themes", **{TOPIC: topic}))


def one_area(options: Options) -> None:
    """The themes of an area that is chosen, over time, the largest of them."""
    names = dict(zip(run.areas["area"].tolist(), run.areas["label"], strict=True))
    area = st.pills(
        "Open an area",
        list(names),
        format_func=lambda area: plain(names[area]),
        **linked(AREA, selection.area),
    )
    if area is not None:
        inside = run.topics[run.topics["area"] == area]
        largest_first = inside.sort_values("documents", ascending=False, kind="stable")["topic"]
        show_chart("prevalence", run, options=replace(options, chosen=tuple(largest_first[:NAMES])))


def names_in_chart(labels: dict[int, str]) -> tuple[int, ...]:
    """The themes that a chart names, chosen behind a button."""
    first = list(largest(run, NAMES))
    chosen = [topic for topic in selection.named if topic != OUTLIER][:NAMES] or first
    with st.popover(f"Choose themes ({len(chosen)})", icon=":material/tune:", type="tertiary"):
        st.multiselect(
            "Themes to name",
            list(labels),
            format_func=lambda topic: labels[topic],
            max_selections=NAMES,
            **linked(NAMED, chosen, left_out=first),
        )
    return tuple(chosen)


def one_theme(topic: int) -> None:
    """Details of one theme."""
    papers = run.documents[run.documents["topic"] == topic]
    theme_ways(topic)
    st.title(plain(run.labels[topic]), anchor=False)
    say_result()
    st.markdown(f"{theme_dot(run, topic)} {about_theme(run, topic)}")
    say_gone(selection)
    theme_verdict(run, topic)
    if topic != OUTLIER:
        edit_theme(run, topic)
    by = "prevalence"
    if len(shares):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            period_picker(run)
            by = measure_switch()
    with st.grid(2, min_column_width=420):
        if len(shares):
            with st.container():
                over_time(Options(period=period, topic=topic, measure=by))
        if topic != OUTLIER:
            show_chart("theme_terms", run, options=Options(topic=topic), height=HEIGHT)
    if topic != OUTLIER:
        st.header("Most typical papers", anchor=False)
        entries(records(load_typical(run, topic, most=TYPICAL)), name="typical", labels={})
        neighbour_links(run, load_likeness(run), topic=topic)
    st.header("All papers", anchor=False)
    if len(kept := narrowed(papers)):
        paper_list(kept, run=run, name=f"theme-{topic}-papers", labels={})


def over_time(options: Options) -> None:
    """Chart of one theme with the note on its forecast."""
    show_chart("theme_prevalence", run, options=options, height=HEIGHT)
    if options.topic == OUTLIER:
        return
    drawn = load_theme_forecast(run, options.topic, period=options.period, measure=options.measure)
    st.caption(forecast_note(run, load_skill(run), drawn=drawn, kind="topic"))


if selection.topic is None:
    all_themes()
else:
    one_theme(selection.topic)
