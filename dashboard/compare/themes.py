"""Comparison of two themes."""

import numpy as np
import streamlit as st

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.trends.prevalence import too_few_for_shares
from dashboard.compare.sides import contrasted, say_in_vain, shown_times, two_sides
from dashboard.components.blocks import measure_switch, show_chart
from dashboard.components.verdict_lines import theme_verdict
from dashboard.data.records import records
from dashboard.data.tables import load_between, load_names, load_prevalence, load_typical
from dashboard.figures.catalogue.chart import Options
from dashboard.papers.paper_list import entries
from dashboard.state.address import LEFT, RIGHT, TOPIC, linked, open_link
from dashboard.text.run_facts import about_theme
from dashboard.text.wording import plain

_TYPICAL, _BETWEEN = 3, 5


def compare_themes(run: Run, asked: tuple[list[str], list[str]], *, period: str) -> None:
    """Compare shares, verdicts, keywords, intermediate and typical papers of two themes."""
    labels = load_names(run)
    filled = run.topics["topic"][run.topics["documents"] > 0]
    known = [topic for topic in filled if topic != OUTLIER]
    if len(known) < 2:
        st.caption("With fewer than two themes there is nothing to compare.")
        return
    pair = chosen_pair([str(topic) for topic in known], asked)
    say_in_vain("theme", [one for side in asked for one in side[:1] if one not in map(str, known)])
    one, other = int(pair[0]), int(pair[1])
    with st.grid(2, min_column_width=340):
        for name, picked, not_this in ((LEFT, one, other), (RIGHT, other, one)):
            st.selectbox(
                "Theme" if name == LEFT else "Other theme",
                [topic for topic in known if topic != not_this],
                format_func=lambda topic: labels[topic],
                **linked(name, picked),
            )
    topics = run.documents["topic"].to_numpy()
    two_sides(lambda side: _about(run, (one, other)[side]))
    shares = load_prevalence(run, period)
    if len(shares):
        measure = "documents" if too_few_for_shares(shares) else measure_switch()
        times = shown_times(run, period=period)
        options = Options(period=period, chosen=(one, other), times=times, measure=measure)
        show_chart("prevalence", run, options=options)
    names = [run.labels[topic] for topic in (one, other)]
    contrasted(run, (np.flatnonzero(topics == one), np.flatnonzero(topics == other)), names=names)
    _papers(run, one=one, other=other)


def chosen_pair(known: list[str], asked: tuple[list[str], list[str]]) -> tuple[str, str]:
    """Two distinct themes of `known`: those requested, else its first left, its second right.

    What is not requested stays as it is when the other side changes.
    """
    left, right = (next((one for one in side[:1] if one in known), None) for side in asked)
    left = left or (known[0] if right != known[0] else known[1])
    right = right if right and right != left else known[1] if left != known[1] else known[0]
    return left, right


def _about(run: Run, topic: int) -> None:
    with st.container(gap=None, key=f"entry-side-{topic}"):
        label = plain(run.labels[topic])
        st.page_link(label=label, **open_link("themes", **{TOPIC: topic}))
    st.markdown(about_theme(run, topic))
    theme_verdict(run, topic)


def _papers(run: Run, *, one: int, other: int) -> None:
    near = load_between(run, one=one, other=other).head(_BETWEEN)
    note = {
        doc_id: f"similarity to both {cosine:.2f} or more"
        for doc_id, cosine in zip(near.index.tolist(), near, strict=True)
    }
    st.header("Nearest between them", anchor=False)
    between = run.documents.loc[near.index]
    entries(records(between), name="between", labels=run.labels, note=note)
    st.header("Typical papers", anchor=False)
    two_sides(
        lambda side: entries(
            records(load_typical(run, (one, other)[side], most=_TYPICAL)),
            name=f"typical-{side}",
            labels=run.labels,
        )
    )
