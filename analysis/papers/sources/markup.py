"""XML of services: parsed strictly, so that an answer that was cut off is noticed."""

import xml.etree.ElementTree as ET

from analysis.papers.sources.service import UnreadableAnswerError


def parse_xml(content: bytes) -> ET.Element:
    """The root of an XML answer in UTF-8, whose malformed characters are replaced by U+FFFD.

    Raises UnreadableAnswerError for anything else, above all for XML that is cut off, which a
    lenient parser would repair by leaving out authors. External entities are never loaded, and
    expat limits how far others expand.
    """
    try:
        return ET.fromstring(content.decode("utf-8", "replace"))  # noqa: S314  (see above)
    except ET.ParseError as error:
        raise UnreadableAnswerError(f"XML that is damaged or cut off ({error})") from error
