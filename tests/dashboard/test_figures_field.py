"""Themes that flow, peak and overtake: the right things in the right places."""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.trends.mapping.flows import theme_flows
from analysis.trends.mapping.ranks import peaks, theme_ranks
from analysis.trends.prevalence import prevalence
from dashboard.figures.strategic_diagram import strategic_diagram_figure
from dashboard.figures.theme_flows import theme_flows_figure
from dashboard.figures.theme_heatmap import theme_heatmap_figure
from dashboard.figures.theme_ranks import theme_ranks_figure
from tests.support.planted_field import CHOSEN, DIAGRAM, DOCUMENTS, FLOWS, SHARES, TOPICS, corpus


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def named(figure: go.Figure, topic: int) -> Any:
    """The trace of one theme."""
    label = TOPICS.set_index("topic").loc[topic, "label"]
    return next(trace for trace in traces(figure) if trace.name == label)


def bands(figure: go.Figure) -> list[list[tuple[int, float, float]]]:
    """The two ends of every band: the column, the lower and the upper edge."""
    found = []
    for trace in traces(figure):
        if trace.type != "scatter" or trace.fill != "toself":
            continue
        ends = np.flatnonzero(np.isnan(trace.x))
        for start, end in zip([0, *(ends[:-1] + 1)][: len(ends)], ends, strict=True):
            x, y = trace.x[start:end], trace.y[start:end]
            found.append(
                [
                    (round(edge), y[x == edge].min(), y[x == edge].max())
                    for edge in (x.min(), x.max())
                ]
            )
    return found


def test_a_node_is_as_high_as_the_share_of_its_theme() -> None:
    figure = theme_flows_figure(FLOWS, SHARES, topics=TOPICS, chosen=CHOSEN)
    truth = SHARES[(SHARES["topic"] == 4) & (SHARES["documents"] > 0)]
    bars = named(figure, 4)
    assert list(bars.y) == pytest.approx(truth["prevalence"].tolist())
    assert len(figure.layout.xaxis.ticktext) == 10


def test_bands_start_and_end_inside_of_their_nodes() -> None:
    figure = theme_flows_figure(FLOWS, SHARES, topics=TOPICS, chosen=CHOSEN)
    bars = [trace for trace in traces(figure) if trace.type == "bar"]
    nodes = {}
    for bar in bars:
        bases = bar.base if bar.base is not None else np.zeros(len(bar.x))
        for x, low, high in zip(bar.x, bases, bar.y, strict=True):
            nodes.setdefault(x, []).append((low, low + high))
    drawn = bands(figure)
    assert len(drawn) > 100
    for band in drawn:
        for column, low, high in band:
            assert any(a - 1e-9 <= low and high <= b + 1e-9 for a, b in nodes[column])


def test_bands_from_a_theme_fill_its_node_where_none_is_too_thin_to_draw(monkeypatch) -> None:
    monkeypatch.setattr("dashboard.figures.theme_flows._THIN", 0.0)
    figure = theme_flows_figure(FLOWS, SHARES, topics=TOPICS, chosen=[0, 1])
    bar = named(figure, 1)
    node = float(bar.base[0]), float(bar.base[0] + bar.y[0])
    inside = [
        high - low
        for (column, low, high), _ in bands(figure)
        if column == 0 and node[0] - 1e-9 <= low and high <= node[1] + 1e-9
    ]
    assert sum(inside) == pytest.approx(bar.y[0])


def test_only_the_last_twelve_periods_flow() -> None:
    documents, neighbours, topics = corpus(400, months=20, themes=5)
    shares = prevalence(documents, period="month")
    flows = theme_flows(documents, neighbours, period="month")
    figure = theme_flows_figure(flows, shares, topics=topics, chosen=[0, 1, 2])
    last = sorted(shares["period"].unique())[-12:]
    assert figure.layout.xaxis.ticktext[0].startswith(pd.Period(last[0]).strftime("%b %Y"))
    assert len(figure.layout.xaxis.ticktext) == 12


@pytest.mark.parametrize("measure", ["prevalence", "documents"])
def test_cells_hold_the_shares_or_the_papers_in_the_order_of_the_peaks(measure) -> None:
    figure = theme_heatmap_figure(SHARES, TOPICS, measure=measure)
    cells = traces(figure)[0]
    order = peaks(SHARES[SHARES["topic"] >= 0])["topic"].tolist()
    truth = SHARES.pivot_table(index="topic", columns="period", values=measure).loc[order]
    assert np.array(cells.z, dtype=float) == pytest.approx(truth.to_numpy())
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    dots = traces(figure)[1]
    assert [truth.columns[x] for x in dots.x] == peaks(SHARES[SHARES["topic"] >= 0])[
        "period"
    ].tolist()


def test_the_unfinished_month_is_framed_starred_and_explained() -> None:
    assert SHARES.loc[~SHARES["complete"], "period"].unique().tolist() == ["2024-10"]
    papers = SHARES.loc[SHARES["period"] == "2024-10", "total"].max()
    figure = theme_heatmap_figure(SHARES, TOPICS)
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1) == (8.5, 9.5)
    assert "unfinished" in figure.layout.title.subtitle.text
    assert [text for text in figure.layout.xaxis.ticktext if "*" in text] == [
        f"Oct 2024*<br>{papers:,}"
    ]
    whole = theme_heatmap_figure(SHARES.assign(complete=True), TOPICS)
    assert not whole.layout.shapes
    assert "unfinished" not in whole.layout.title.subtitle.text


def test_a_month_without_papers_is_blank_and_not_a_zero() -> None:
    kept = DOCUMENTS[~DOCUMENTS["published"].str.startswith("2024-04")]
    cells = traces(theme_heatmap_figure(prevalence(kept, period="month"), TOPICS))[0]
    assert np.isnan(np.array(cells.z, dtype=float)[:, 3]).all()


def test_a_hundred_themes_are_cut_to_the_largest_and_that_is_said() -> None:
    documents, _, topics = corpus(3_000, themes=100)
    figure = theme_heatmap_figure(prevalence(documents, period="quarter"), topics)
    assert len(traces(figure)[0].z) == 40
    assert "40 largest of 100" in figure.layout.title.subtitle.text


@pytest.mark.parametrize("period", ["month", "quarter"])
def test_ranks_and_flows_say_which_periods_they_draw(period) -> None:
    names = sorted(SHARES["period"].unique())[:4]
    other = dict(zip(names, ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"], strict=True))
    shares = SHARES[SHARES["period"].isin(names)]
    if period == "quarter":
        shares = shares.assign(period=shares["period"].map(other))
    ranks = theme_ranks(shares, chosen=CHOSEN)
    for figure in (
        theme_ranks_figure(ranks, TOPICS, chosen=CHOSEN),
        theme_flows_figure(FLOWS.head(0), shares, topics=TOPICS, chosen=CHOSEN),
    ):
        assert f"by {period}" in figure.layout.title.text
        assert f"papers of the {period}" in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_lines_run_through_the_ranks_of_whole_months_and_dotted_to_the_unfinished() -> None:
    ranks = theme_ranks(SHARES, chosen=CHOSEN)
    figure = theme_ranks_figure(ranks, TOPICS, chosen=CHOSEN)
    own = ranks[ranks["topic"] == 5].sort_values("period")
    points = named(figure, 5)
    assert list(points.y) == own["rank"].tolist()
    background = figure.layout.template.layout.paper_bgcolor
    assert [colour == background for colour in points.marker.color] == [False] * 9 + [True]
    dotted = [trace for trace in traces(figure) if trace.line.dash == "dot"]
    assert {(np.nanmin(trace.x), np.nanmax(trace.x)) for trace in dotted} == {(8.0, 9.0)}
    # Rank 1 is on top, and every theme is named beside its last rank.
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert len(figure.layout.annotations) == len(CHOSEN)


def test_a_theme_has_no_point_where_it_has_no_papers() -> None:
    gone = (SHARES["topic"] == 5) & (SHARES["period"] == "2024-03")
    table = SHARES.assign(
        documents=SHARES["documents"].mask(gone, 0), prevalence=SHARES["prevalence"].mask(gone, 0)
    )
    figure = theme_ranks_figure(theme_ranks(table, chosen=CHOSEN), TOPICS, chosen=CHOSEN)
    sizes = np.array(named(figure, 5).marker.size)
    assert sizes[2] == 0
    assert (np.delete(sizes, 2) > 0).all()


def charts(shares: pd.DataFrame, *, chosen: list[int]) -> list[go.Figure]:
    flows = FLOWS if len(shares) == len(SHARES) else FLOWS.head(0)
    return [
        theme_flows_figure(flows, shares, topics=TOPICS, chosen=chosen),
        theme_heatmap_figure(shares, TOPICS),
        theme_ranks_figure(theme_ranks(shares, chosen=chosen), TOPICS, chosen=chosen),
    ]


@pytest.mark.parametrize("dates", [None, "2024-03-01", ("2024-03-01", "2024-04-01")])
def test_no_dates_one_period_and_two_are_each_drawn_or_explained(dates) -> None:
    published = np.resize(dates, len(DOCUMENTS)) if isinstance(dates, tuple) else dates
    documents = DOCUMENTS.assign(published=published)
    for figure in charts(prevalence(documents, period="month"), chosen=CHOSEN):
        assert traces(figure) or figure.layout.annotations[0].text
        if dates is None:
            assert "No paper has a date" in figure.layout.annotations[0].text


def test_no_theme_and_themes_that_do_not_exist_are_no_traceback() -> None:
    for chosen in ([], [99]):
        for figure in charts(SHARES, chosen=chosen):
            assert traces(figure) or figure.layout.annotations[0].text
        assert traces(strategic_diagram_figure(DIAGRAM, TOPICS, chosen=chosen))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_names_are_written_letter_for_letter(mode) -> None:
    ranks = theme_ranks(SHARES, chosen=CHOSEN)
    for figure in (
        strategic_diagram_figure(DIAGRAM, TOPICS, chosen=CHOSEN, mode=mode),
        theme_flows_figure(FLOWS, SHARES, topics=TOPICS, chosen=CHOSEN, mode=mode),
        theme_heatmap_figure(SHARES, TOPICS, mode=mode),
        theme_ranks_figure(ranks, TOPICS, chosen=CHOSEN, mode=mode),
    ):
        assert "<script>" not in json.dumps(figure.to_dict(), default=str)
        assert figure.layout.meta["mode"] == mode
