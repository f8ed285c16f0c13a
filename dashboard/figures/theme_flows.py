"""Alluvial diagram of themes over periods."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.parts.base_figure import blank, canvas
from dashboard.figures.parts.line_labels import End, name_ends
from dashboard.figures.parts.period_axis import column_axis, column_note, column_title
from dashboard.figures.parts.ribbons import Band, outlines
from dashboard.figures.parts.text import escaped
from dashboard.style.appearance import LOOKS, MOST_COLUMNS, Mode, line_colours
from dashboard.style.colour import faded
from dashboard.text.wording import percent

TITLE = "Theme flows over time"
_REST = -2  # all themes that are not shown, and the unassigned papers
_HEIGHT = 780
# Half the width of a node, in columns; the gap between nodes, as a share of all of them.
_HALF, _GAP = 0.06, 0.25
_OWN, _OTHER = 0.55, 0.3
# Bands thinner than this share of the height are not seen, only felt as noise.
_THIN = 0.003


@dataclass(frozen=True)
class Column:
    """Nodes of one period: topic to (lower, upper) edge."""

    place: int
    nodes: dict[int, tuple[float, float]]


def theme_flows_figure(
    flows: pd.DataFrame,
    shares: pd.DataFrame,
    *,
    topics: pd.DataFrame,
    chosen: Sequence[int],
    mode: Mode = "light",
) -> go.Figure:
    """One column per period, one node per theme by share, bands to the nearest themes.

    `flows` is what `theme_flows` returns, `shares` what `prevalence` returns
    for the same periods, `topics` needs topic, label and hue. What the `chosen` themes exchange
    with all others is grey. Draws the last 12 periods.
    """
    last = sorted(shares["period"].unique())[-MOST_COLUMNS:]
    rows = shares[shares["topic"].isin(list(chosen)) & shares["period"].isin(last)]
    if shares.empty or len(last) < 2 or rows.empty:
        return blank(TITLE, _lack(shares, last), mode=mode)
    order = [topic for topic in dict.fromkeys(chosen) if topic in set(rows["topic"])]
    widths = _widths(flows[flows["period"].isin(last)], rows, order=order)
    columns = _columns(rows, widths, order=order, periods=last)
    title = column_title(TITLE, rows)
    figure = canvas(title, mode=mode, height=_HEIGHT, subtitle=column_note(rows))
    colours = line_colours(topics, order, mode=mode) | {_REST: LOOKS[mode].outlier}
    _add_bands(figure, widths, columns=columns, order=order, colours=colours)
    labels = dict(zip(topics["topic"], topics["label"], strict=True))
    for topic in order:
        figure.add_trace(
            _nodes(topic, rows, columns=columns, name=labels[topic], colour=colours[topic])
        )
    figure.add_bar(
        x=[column.place for column in columns.values()],
        y=[column.nodes[_REST][1] for column in columns.values()],
        width=2 * _HALF,
        marker={"color": colours[_REST], "line": {"width": 0}},
        hoverinfo="skip",
    )
    ends = _ends(rows, columns[last[-1]], order=order, labels=labels, colours=colours)
    column_axis(figure, rows, room=0.35)
    figure.update_yaxes(range=[0, _top(columns)], visible=False, fixedrange=True)
    name_ends(figure, ends, mode=mode)
    return figure.update_layout(barmode="overlay", hovermode="closest")


def _lack(shares: pd.DataFrame, last: list[str]) -> str:
    if shares.empty:
        return "No paper has a date."
    if len(last) < 2:
        return "All papers are from one period."
    return "No theme is chosen."


def _widths(flows: pd.DataFrame, rows: pd.DataFrame, *, order: list[int]) -> pd.DataFrame:
    """Width of every band at both ends, in shares: period, source, target, left, right.

    Where one end is the rest, it is as wide there as at the other.
    """
    share = rows.set_index(["period", "topic"])["prevalence"].to_dict()
    pairs = zip(
        flows["period"], flows["source"], flows["next_period"], flows["target"], strict=True
    )
    ends = [(share.get((p, s), 0.0), share.get((q, t), 0.0)) for p, s, q, t in pairs]
    table = flows.assign(
        left=flows["sent"] * [left for left, _ in ends],
        right=flows["received"] * [right for _, right in ends],
        **{end: flows[end].where(flows[end].isin(order), _REST) for end in ("source", "target")},
    )
    table = table.groupby(["period", "source", "target"], as_index=False)[["left", "right"]].sum()
    table["left"] = table["left"].mask(table["source"] == _REST, table["right"])
    table["right"] = table["right"].mask(table["target"] == _REST, table["left"])
    return table[(table["source"] != _REST) | (table["target"] != _REST)]


def _columns(
    rows: pd.DataFrame, widths: pd.DataFrame, *, order: list[int], periods: list[str]
) -> dict[str, Column]:
    """Nodes of every period, the rest at the bottom, the first theme on top."""
    share = rows.fillna({"prevalence": 0.0}).set_index(["period", "topic"])["prevalence"]
    highest = rows.groupby("period")["prevalence"].sum().max()
    gap = _GAP * highest / len(order)
    sent = widths[widths["source"] == _REST].groupby("period")["left"].sum()
    received = widths[widths["target"] == _REST].groupby("period")["right"].sum()
    columns, before = {}, 0.0
    for place, period in enumerate(periods):
        rest = max(float(sent.get(period, 0.0)), before)
        nodes, edge = {_REST: (0.0, rest)}, rest + gap
        for topic in reversed(order):
            nodes[topic] = (edge, edge + float(share[period, topic]))
            edge = nodes[topic][1] + gap
        columns[period] = Column(place, nodes)
        before = float(received.get(period, 0.0))
    return columns


def _add_bands(
    figure: go.Figure,
    widths: pd.DataFrame,
    *,
    columns: dict[str, Column],
    order: list[int],
    colours: dict[int, str],
) -> None:
    """Add one trace per theme for continuation, and one for flows to others."""
    bands = _bands(widths, columns, order=[*order, _REST])
    for topic in (_REST, *order):
        for own, opacity in ((False, _OTHER), (True, _OWN)):
            drawn = [b for (s, t), b in bands if s == topic and (s == t) == own]
            x, y = outlines(drawn)
            figure.add_scatter(
                x=x,
                y=y,
                mode="lines",
                line={"width": 0},
                fill="toself",
                fillcolor=faded(colours[topic], opacity),
                hoverinfo="skip",
            )


def _bands(
    widths: pd.DataFrame, columns: dict[str, Column], *, order: list[int]
) -> list[tuple[tuple[int, int], Band]]:
    """All bands with their two themes, ordered at each node by destination."""
    steps = dict(zip(columns, list(columns.values())[1:], strict=False))
    rank = {topic: place for place, topic in enumerate(order)}
    rows = widths[widths["period"].isin(list(steps))]
    rows = rows.assign(s=rows["source"].map(rank), t=rows["target"].map(rank))
    before = rows.sort_values(["s", "t"]).groupby(["period", "source"])["left"].cumsum()
    after = rows.sort_values(["t", "s"]).groupby(["period", "target"])["right"].cumsum()
    rows = rows.assign(lead=before, come=after)
    thinnest, found = _THIN * _top(columns), []
    for row in rows.to_dict("records"):
        here, there = columns[row["period"]], steps[row["period"]]
        top = here.nodes[row["source"]][1] - row["lead"]
        other = there.nodes[row["target"]][1] - row["come"]
        band = Band(
            here.place + _HALF,
            there.place - _HALF,
            (top, top + row["left"]),
            (other, other + row["right"]),
        )
        own = row["source"] == row["target"]
        if own or max(row["left"], row["right"]) >= thinnest:
            found.append(((row["source"], row["target"]), band))
    return found


def _top(columns: dict[str, Column]) -> float:
    return max(high for column in columns.values() for _, high in column.nodes.values())


def _ends(
    rows: pd.DataFrame,
    column: Column,
    *,
    order: list[int],
    labels: dict[int, str],
    colours: dict[int, str],
) -> list[End]:
    middle = {topic: sum(edges) / 2 for topic, edges in column.nodes.items()}
    named = [End(labels[t], colours[t], middle[t], _course(rows, t)) for t in order]
    return [*named, End("Others", colours[_REST], middle[_REST])]


def _course(rows: pd.DataFrame, topic: int) -> str:
    """Share of a theme in the first and last complete period."""
    whole = rows if not rows["complete"].any() else rows[rows["complete"]]
    course = whole.loc[whole["topic"] == topic].sort_values("period")["prevalence"].dropna()
    return f"{percent(course.iloc[0])} → {percent(course.iloc[-1])}"


def _nodes(
    topic: int, rows: pd.DataFrame, *, columns: dict[str, Column], name: str, colour: str
) -> go.Bar:
    own = rows[(rows["topic"] == topic) & (rows["documents"] > 0)]
    return go.Bar(
        x=[columns[period].place for period in own["period"]],
        base=[columns[period].nodes[topic][0] for period in own["period"]],
        y=own["prevalence"].to_numpy(),
        width=2 * _HALF,
        marker={"color": colour, "line": {"width": 0}},
        name=escaped(name),
        customdata=own[["documents", "total"]].to_numpy(),
        hovertemplate="%{fullData.name}: %{y:.2~%} "
        "(%{customdata[0]:,} of %{customdata[1]:,} papers)<extra></extra>",
    )
