"""Text, names and dates of XML elements, of the standard library and of lxml alike."""

import xml.etree.ElementTree as ET

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def text_of(element: ET.Element | None) -> str | None:
    """All text in an element, that in italics too, on one line; None if there is none."""
    if element is None:
        return None
    # Most elements have nothing inside but text, which is at hand.
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(text.split()) or None


def name_of(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def iso_date(year: str, month: str | None, *, day: str | None = None) -> str:
    """A date as fine as it is known; a month is a number or begins with its English name."""
    word = (month or "").casefold()[:3]
    number = _MONTHS.index(word) + 1 if word in _MONTHS else int(word) if word.isdecimal() else 0
    if not 1 <= number <= 12:
        return year
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day and day.isdecimal() else "")
