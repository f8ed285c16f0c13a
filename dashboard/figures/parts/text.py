"""Text in figures: escaped, wrapped, and measured."""

import html
import re
import textwrap
import unicodedata

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# Widths in ems. Those of DejaVu Sans, the widest font that `appearance.FONT` may end in.
_NARROW, _WIDE, _CAPITAL, _LETTER, _FULL = 0.35, 0.92, 0.71, 0.61, 1.02


def escaped(text: str) -> str:
    """`text` escaped for Plotly, without tags and control characters."""
    return html.escape(_CONTROL.sub(" ", text), quote=False)


def wrapped(text: str, *, width: int = 60, lines: int = 6) -> str:
    """`text` escaped, in lines of at most `width` characters, truncated with an ellipsis."""
    return "<br>".join(escaped(line) for line in split_lines(text, width=width, lines=lines))


def split_lines(text: str, *, width: int, lines: int) -> list[str]:
    """The lines of `text`, at most `lines` of at most `width` characters."""
    found = [""]
    for word in _words(_CONTROL.sub(" ", text), width=width):
        joined = f"{found[-1]} {word}" if found[-1] else word
        if len(joined) <= width:
            found[-1] = joined
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = found[-1][: width - 2].rstrip() + " …"
            break
    return found


def text_width(text: str, *, size: float) -> float:
    """Estimated width in pixels of one line of `text` at font size `size`."""
    return size * sum(_ems(character) for character in text)


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    if character in "iljtfrI.,:;'|!()[] -":
        return _NARROW
    if character in "mwMW@%":
        return _WIDE
    return _CAPITAL if character.isupper() else _LETTER


def _words(text: str, *, width: int) -> list[str]:
    """Words of `text`; words longer than a line are broken, at hyphens first."""
    return [part for word in text.split() for part in textwrap.wrap(word, width)]
