"""Shares over time: the right numbers at the right dates, and what is unfinished looks so."""

import itertools
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.periods import readable_period
from analysis.trends.prevalence import prevalence
from dashboard.figures.keyword_trends import keyword_trends_figure
from dashboard.figures.papers_per_period import papers_per_period_figure
from dashboard.figures.parts.line_labels import spread
from dashboard.figures.prevalence import prevalence_figure
from dashboard.figures.theme_prevalence import theme_prevalence_figure

TOPICS = pd.DataFrame(
    {
        "topic": [-1, 0, 1, 2],
        "label": ["Unassigned", "Graphs <b>&</b> trees", "Speech", "Robots"],
        "documents": [4, 9, 8, 7],
        "hue": [np.nan, 20.0, 140.0, 260.0],
    }
)


def of_topic(table: pd.DataFrame, topic: int) -> pd.DataFrame:
    return table[table["topic"] == topic]


def shares(*, period: str = "month", as_of: str = "2024-06-10") -> pd.DataFrame:
    """Two papers a week from January to early June 2024, none in March."""
    days = pd.date_range("2024-01-01", "2024-06-09", freq="3D")
    days = days[days.month != 3]
    topic = np.arange(len(days)) % 4 - 1
    documents = pd.DataFrame({"published": days.strftime("%Y-%m-%d"), "topic": topic})
    return prevalence(documents, period=period, as_of=as_of)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def lines(figure: go.Figure) -> dict[str, pd.Series]:
    """The solid lines of a figure: share by date, by name."""
    return {
        trace.name: pd.Series(trace.y, index=pd.to_datetime(trace.x))
        for trace in traces(figure)
        if trace.mode == "lines+markers"
    }


def test_a_line_has_the_share_of_every_whole_month_at_its_first_day() -> None:
    table = shares()
    figure = prevalence_figure(table, TOPICS, chosen=[1, 2])
    assert list(lines(figure)) == ["Speech", "Robots"]
    for topic, name in ((1, "Speech"), (2, "Robots")):
        truth = table[table["topic"] == topic].set_index("period")["prevalence"]
        for month in ("2024-01", "2024-02", "2024-04", "2024-05"):
            assert lines(figure)[name][pd.Timestamp(f"{month}-01")] == pytest.approx(truth[month])


def test_a_month_without_papers_is_a_gap_and_not_a_zero() -> None:
    drawn = lines(prevalence_figure(shares(), TOPICS, chosen=[1]))["Speech"]
    assert np.isnan(drawn[pd.Timestamp("2024-03-01")])


@pytest.mark.parametrize("period", ["month", "day"])
def test_lines_are_told_apart_where_print_has_no_colour(period: str) -> None:
    figure = prevalence_figure(shares(period=period), TOPICS, chosen=[0, 1, 2, -1])
    drawn = [trace for trace in traces(figure) if trace.mode == "lines+markers"]
    readable = [trace.marker.size > 4 for trace in drawn]
    shapes = [
        trace.marker.symbol if large else trace.line.dash
        for trace, large in zip(drawn, readable, strict=True)
    ]
    assert len(set(shapes)) == len(drawn) == 4
    assert "dot" not in shapes, "dotted means unfinished"


def test_the_unfinished_month_is_dotted_and_hollow_and_explained() -> None:
    table = shares()
    assert not table[table["period"] == "2024-06"]["complete"].any()
    figure = prevalence_figure(table, TOPICS, chosen=[1])
    june = pd.Timestamp("2024-06-01")
    share = table[(table["topic"] == 1) & (table["period"] == "2024-06")]["prevalence"].item()
    assert np.isnan(lines(figure)["Speech"][june])
    dotted = next(trace for trace in traces(figure) if trace.line.dash == "dot")
    hollow = next(trace for trace in traces(figure) if trace.marker.symbol == "circle-open")
    for trace in (dotted, hollow):
        assert pd.Series(trace.y, index=pd.to_datetime(trace.x))[june] == pytest.approx(share)
    assert "unfinished" in figure.layout.title.subtitle.text
    noted = [row[2] for row in hollow.customdata]
    assert "unfinished" in noted[-1]


def test_nothing_is_dotted_when_every_period_is_whole() -> None:
    table = shares().assign(complete=True)
    figure = prevalence_figure(table, TOPICS, chosen=[0, 1])
    assert len(traces(figure)) == 2
    assert figure.layout.title.subtitle.text is None


def test_every_line_is_named_at_its_end_or_in_a_legend() -> None:
    figure = prevalence_figure(shares(), TOPICS, chosen=[0, 1, 2])
    written = [note.text.replace("<br>", " ") for note in figure.layout.annotations]
    assert written == ["Graphs &lt;b&gt;&amp;&lt;/b&gt; trees", "Speech", "Robots"]
    many = pd.DataFrame({"topic": range(40), "label": "Theme", "documents": 1, "hue": 0.0})
    rows = [shares().query("topic == 1").assign(topic=topic) for topic in range(40)]
    crowd = prevalence_figure(pd.concat(rows), many, chosen=range(40))
    assert not crowd.layout.annotations
    assert crowd.layout.showlegend


def test_names_beside_lines_leave_most_of_a_telephone_to_the_lines() -> None:
    label = "Parameter-efficient transfer learning of multimodal foundation models"
    long = TOPICS.assign(label=TOPICS["label"].where(TOPICS["topic"] != 0, label))
    figure = prevalence_figure(shares(), long, chosen=[0, 1, 2])
    assert figure.layout.margin.r < 390 * 0.4
    assert figure.layout.annotations[0].text.startswith("Parameter-<br>efficient transfer")


def test_names_at_the_ends_of_lines_do_not_touch() -> None:
    centres, heights = [100.0, 101.0, 99.0, 0.0, 400.0], [20.0, 20.0, 36.0, 20.0, 20.0]
    placed = spread(centres, heights, room=400)
    boxes = sorted((c - h / 2, c + h / 2) for c, h in zip(placed, heights, strict=True))
    assert boxes[0][0] >= 0
    assert boxes[-1][1] <= 400
    assert all(a[1] <= b[0] + 1e-9 for a, b in itertools.pairwise(boxes))


def test_shares_are_in_per_cent_of_papers_from_zero() -> None:
    axis = prevalence_figure(shares(), TOPICS, chosen=[1]).layout.yaxis
    assert "%" in axis.tickformat
    assert axis.title.text == "Share of papers"
    assert axis.range[0] == 0


def test_one_theme_comes_with_its_interval() -> None:
    table = shares()
    figure = theme_prevalence_figure(of_topic(table, 2), TOPICS)
    band = next(trace for trace in traces(figure) if trace.fill == "toself")
    rows = table[(table["topic"] == 2) & table["low"].notna()]
    assert band.y.tolist() == [*rows["high"], *rows["low"][::-1]]
    assert "Robots" in figure.layout.title.text
    assert "95%" in figure.layout.title.subtitle.text
    assert figure.layout.yaxis.range[1] >= rows["high"].max()


def test_an_unfinished_month_does_not_flatten_the_whole_ones_and_is_said() -> None:
    rows = of_topic(shares(), 2).sort_values("period").reset_index(drop=True)
    high = rows["high"].where(rows["complete"]).max()
    last = rows.index[-1]
    rows.loc[last, ["prevalence", "high", "complete"]] = [0.9, 0.99, False]
    figure = theme_prevalence_figure(rows, TOPICS)
    assert high <= figure.layout.yaxis.range[1] <= 1.2 * high
    said = figure.layout.title.subtitle.text.replace("<br>", " ")
    assert f"above the plot: {readable_period(rows['period'][last])}, 90%." in said
    assert all(trace.cliponaxis for trace in traces(figure) if trace.mode != "lines")


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_bars_count_all_papers_of_a_period_once(period) -> None:
    table = shares(period=period)
    figure = papers_per_period_figure(table)
    counted = sum(int(count) for trace in traces(figure) for count in trace.y)
    assert counted == table["documents"].sum()
    hollow = [trace for trace in traces(figure) if "unfinished" in trace.name]
    assert bool(hollow) == (not table["complete"].all())
    assert figure.layout.xaxis.type == "date"


def test_a_few_papers_are_ticked_by_whole_papers() -> None:
    one = pd.DataFrame({"period": ["2024"], "topic": 0, "total": 1, "documents": 1})
    shares = one.assign(prevalence=1.0, low=0.2, high=1.0, complete=True)
    assert papers_per_period_figure(shares).layout.yaxis.dtick == 1


def test_keywords_are_drawn_like_themes_in_the_order_given() -> None:
    table = shares().query("topic >= 1").rename(columns={"topic": "term"})
    table["term"] = table["term"].map({1: "zebra", 2: "<i>ant</i>"})
    figure = keyword_trends_figure(table.sort_values("term", ascending=False))
    assert list(lines(figure)) == ["zebra", "&lt;i&gt;ant&lt;/i&gt;"]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_handful_of_rows_is_enough(rows) -> None:
    table = shares(period="year").query("topic == 1").head(rows)
    for figure in (
        prevalence_figure(table, TOPICS, chosen=[1]),
        theme_prevalence_figure(of_topic(table, 1), TOPICS),
        papers_per_period_figure(table),
        keyword_trends_figure(table.rename(columns={"topic": "term"}).astype({"term": "str"})),
    ):
        assert figure.layout.title.text
        if not rows:
            assert "date" in figure.layout.annotations[0].text


def test_a_theme_that_does_not_exist_is_no_traceback() -> None:
    assert prevalence_figure(shares(), TOPICS, chosen=[]).layout.annotations[0].text
    assert theme_prevalence_figure(of_topic(shares(), 99), TOPICS).layout.annotations[0].text


def test_papers_are_drawn_in_the_place_of_shares_where_asked() -> None:
    table = shares()
    truth = table[table["topic"] == 1].set_index("period")["documents"]
    for figure in (
        prevalence_figure(table, TOPICS, chosen=[1], measure="documents"),
        theme_prevalence_figure(of_topic(table, 1), TOPICS, measure="documents"),
    ):
        drawn = lines(figure)["Speech"]
        for month in ("2024-01", "2024-02", "2024-04", "2024-05"):
            assert drawn[pd.Timestamp(f"{month}-01")] == truth[month]
        assert np.isnan(drawn[pd.Timestamp("2024-03-01")])
        axis = figure.layout.yaxis
        assert (axis.title.text, axis.tickformat) == ("Papers", ",d")
        assert axis.range[1] >= truth.max()
    assert "95%" not in figure.layout.title.subtitle.text
    assert not [trace for trace in traces(figure) if trace.fill == "toself"]
