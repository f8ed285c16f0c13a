"""Relative changes as text: signed per cent."""


def signed_percent(change: float) -> str:
    """A change with its sign: `+120%`, `−25%`, `0%`."""
    rounded = round(100 * change)
    return f"{rounded:+,}%".replace("-", "−") if rounded else "0%"
