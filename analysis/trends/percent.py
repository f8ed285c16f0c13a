"""Relative changes as text: signed per cent, or a factor from two-fold on."""

# Factors of this size and more are shown as times, smaller changes in per cent.
TIMES = 1.95
_MOST = 100
_LEAST_TIMES = 0.05  # a smaller rise is no 1.1-fold


def signed_percent(change: float) -> str:
    """A change with its sign: `+120%`, `−25%`, `0%`."""
    rounded = round(100 * change)
    return f"{rounded:+,}%".replace("-", "−") if rounded else "0%"


def growth_range(low: float, high: float) -> str:
    """Two relative changes: `−25% and +80%`, `1.8-fold and 11.1-fold`, `−5% and 2.6-fold`."""
    # Two rises share one unit.
    times = 1 if low >= _LEAST_TIMES and 1 + high >= TIMES else TIMES
    return f"{_growth(low, times=times)} and {_growth(high, times=times)}"


def _growth(growth: float, *, times: float) -> str:
    factor = 1 + growth
    if factor < times:
        return signed_percent(growth)
    return f"{factor:.1f}-fold" if factor < _MOST else f"more than {_MOST}-fold"
