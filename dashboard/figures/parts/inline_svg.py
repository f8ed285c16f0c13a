"""Small drawings inside a table or beside a name: an interval bar and a line of shares, as SVG."""

import base64
import math
from collections.abc import Sequence

from dashboard.style.appearance import LOOKS, Mode

# The axis of all interval bars: a factor from 1/20 to 20, logarithmic, no change in the middle.
MOST = 20
_WIDE, _HIGH = 168, 24


def interval_bar(
    low: float, high: float, *, value: float, tick: float | None, colour: str, mode: Mode
) -> str:
    """SVG of an interval of factors: a bar, a point at `value`, a stroke at `tick`.

    What lies beyond the axis ends in an arrow; `value` and `tick` stay within the interval.
    """
    left, right = _place(low), _place(high)
    y, look = _HIGH / 2, LOOKS[mode]
    middle = _place(1)
    parts = [
        f'<path d="M{middle} 2V{_HIGH - 2}" stroke="{look.muted}" stroke-width="1"/>',
        f'<path d="M{left} {y}H{right}" stroke="{colour}" stroke-width="4" opacity=".55"/>',
    ]
    if low < 1 / MOST:
        parts.append(f'<path d="M{left} {y - 5}v10l-5-5z" fill="{colour}"/>')
    if high > MOST:
        parts.append(f'<path d="M{right} {y - 5}v10l5-5z" fill="{colour}"/>')
    if tick is not None:
        x = _place(min(max(tick, low), high))
        parts.append(f'<path d="M{x} {y - 7}v14" stroke="{look.ink}" stroke-width="2"/>')
    x = _place(min(max(value, low), high))
    parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>')
    return _svg("".join(parts), wide=_WIDE, high=_HIGH)


def share_line(shares: Sequence[float], *, colour: str, size: tuple[int, int] = (132, 36)) -> str:
    """SVG of a line of shares from zero to their peak; a point where there is one share only."""
    wide, high = size
    top = max(*shares, 0.0) or 1.0
    step = (wide - 8) / max(len(shares) - 1, 1)
    places = [
        f"{4 + step * number:.1f},{high - 3 - (high - 8) * share / top:.1f}"
        for number, share in enumerate(shares)
    ]
    x, y = places[-1].split(",")
    drawn = (
        f'<path d="M0 {high - 2}H{wide}" stroke="{colour}" opacity=".35"/>'
        f'<polyline points="{" ".join(places)}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
    )
    return _svg(drawn, wide=wide, high=high)


def data_uri(svg: str) -> str:
    """An SVG as the address of an image."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _place(factor: float) -> float:
    inside = min(max(factor, 1 / MOST), MOST)
    return round(_WIDE / 2 + (_WIDE / 2 - 8) * math.log(inside) / math.log(MOST), 1)


def _svg(drawn: str, *, wide: int, high: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}">{drawn}</svg>'
    )
