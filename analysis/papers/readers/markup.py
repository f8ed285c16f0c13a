"""Text and names of XML elements, of the standard library and of lxml alike."""

import xml.etree.ElementTree as ET


def text_of(element: ET.Element | None) -> str | None:
    """All text in an element, that in italics too, on one line; None if there is none."""
    if element is None:
        return None
    return " ".join("".join(element.itertext()).split()) or None


def name_of(element: ET.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
