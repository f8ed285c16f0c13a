"""Growth as a factor in words: `×1.8`, `×2.6 to ×16`; ×1 is no change."""

_MOST = 100
_ONE = 0.005  # so near to 1 a factor is not told from it by its digits
_EVEN, _WHOLE = 0.995, 4.95  # below, a part of; from there on, in whole times
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve")  # fmt: skip


def factor_text(factor: float) -> str:
    """A factor: `×0.4`, `×1.8`, `×16`, `more than ×100`; only no change at all is `×1`."""
    if factor > _MOST:
        return f"more than ×{_MOST}"
    if factor != 1 and abs(factor - 1) < _ONE:
        return f"just {'above' if factor > 1 else 'below'} ×1"
    digits = 2 if factor < 1.1 else 1 if factor < 9.95 else 0
    text = f"{factor:.{digits}f}"
    return f"×{text.rstrip('0').rstrip('.') if digits else text}"


def factor_range(low: float, high: float) -> str:
    """An interval of factors: `×0.4 to ×1.8`."""
    ends = [factor_text(factor) for factor in (low, high)]
    return " to ".join(dict.fromkeys(ends))


def likely_text(low: float, high: float) -> str:
    """The same in a sentence: `likely between ×0.4 and ×1.8`."""
    ends = [factor_text(factor) for factor in (low, high)]
    return f"likely between {' and '.join(ends)}" if ends[0] != ends[1] else f"likely {ends[0]}"


def times_text(factor: float) -> str:
    """How large a share is beside an earlier one, before "its share": `seven times`, `48% of`."""
    if factor > _MOST:
        return f"more than {_MOST} times"
    if factor < _EVEN:
        return f"{factor:.0%} of" if factor >= _ONE else "under 1% of"
    text = f"{factor:.1f}" if factor < _WHOLE else f"{factor:.0f}"
    whole = int(text.removesuffix(".0")) if text.endswith(".0") or factor >= _WHOLE else 0
    return "twice" if whole == 2 else f"{number_word(whole) if whole else text} times"


def number_word(number: int) -> str:
    """A small number as people write it: `no`, `one`, `twelve`, `13`, `1,024`."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"
