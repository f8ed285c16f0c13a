"""Printed factors, read as a person reads them: `×2.6` stands for anything from ×2.55 to ×2.65."""

import re

FACTOR = re.compile(r"(more than |just above |just below )?×(\d+(?:\.\d+)?)")


def factors(text: str) -> list[tuple[float, float]]:
    """For every factor in a text the least and the largest that it may stand for."""
    return [_meant(word, digits) for word, digits in FACTOR.findall(text)]


def stands_for(printed: tuple[float, float], factor: float) -> bool:
    """Whether a printed factor may be this one."""
    return printed[0] - 1e-9 <= factor <= printed[1] + 1e-9


def _meant(word: str, digits: str) -> tuple[float, float]:
    number, decimals = float(digits), len(digits.partition(".")[2])
    if word == "more than ":
        return 100, float("inf")
    if word:
        return (1, 1.005) if "above" in word else (0.995, 1)
    if digits == "1":
        return 1, 1
    # A zero behind the point is left out: ×2 is ×2.0, ×0.4 is ×0.40; from ten on there is none.
    shown = 2 if number < 1.1 else 1 if number < 9.95 else 0
    rounding = 0.5 * 10.0 ** -max(decimals, shown)
    return number - rounding, number + rounding
