"""Abstracts in JATS, the XML of publishers."""

import html
import re

_FORMULA = re.compile(r"<(?:jats:)?tex-math\b.*?</(?:jats:)?tex-math>", re.DOTALL)
_NAME = re.compile(
    r"^\s*<(?:jats:)?title>\s*(?:abstract|summary)\s*</(?:jats:)?title>", re.IGNORECASE
)
_HEADING = re.compile(r"\s*[.:]?\s*</(?:jats:)?title>\s*")
_INLINE = re.compile(
    r"</?(?:jats:)?(?:italic|bold|sub|sup|sc|monospace|underline|ext-link|xref|styled-content|i|b)"
    r"\b[^<>]*>"
)
_TAG = re.compile(r"</?(?:jats:|mml:)?[a-z][a-z-]*(?:\s[^<>]*)?/?>")


def plain_jats(text: object) -> str | None:
    """The words of an abstract in JATS; a section begins with its heading and a colon.

    None for anything but a text.
    """
    if not isinstance(text, str):
        return None
    if "<" in text:
        text = _HEADING.sub(": ", _NAME.sub("", _FORMULA.sub("", text)))
        text = _TAG.sub(" ", _INLINE.sub("", text))
    return " ".join(html.unescape(text).split()) or None
