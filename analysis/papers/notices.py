"""Publishers' notices and section labels in abstracts, which are no text of the paper."""

import re

_SIGN = r"(?:©|\(c\)|copyright)"
_OPENING = re.compile(
    rf"^\s*(?:{_SIGN}\s*)+(?:\d{{4}}\b)[^.]{{0,120}}(?:\. ?|$)(?:All rights reserved\. ?)?"
    r"|^\s*All rights reserved\. ?",
    re.IGNORECASE,
)
# A notice begins a sentence near the end and goes on to the end: a year or an owner follows it.
_CLOSING = re.compile(
    rf"(?:(?<=[.!?])\s*|^)(?:"
    rf"(?:{_SIGN}\s*)+(?:by\s+)?(?:the\s+)?(?:\d{{4}}|authors?\b|author\(s\)).*"
    r"|Licensee\s+[A-Z].*|All rights (?:are )?reserved\b.*"
    r"|Published by (?:the )?[A-Z].{0,80}"
    r"|This (?:article|work|is an open[- ]access article)\b.{0,60}"
    r"(?:licen[cs]ed under|distributed under|Creative Commons).*"
    r"|(?:Alle Rechte vorbehalten|Todos los derechos reservados|Todos os direitos reservados"
    r"|Tous droits réservés|Все права защищены|版权所有).*"
    r")$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_CLOSING = 500
_LABELS = (
    "background|objectives?|aims?|purpose|methods?|methodology|materials and methods|results?|"
    "findings|conclusions?|discussion|introduction|design/methodology/approach|originality/value|"
    "practical implications|research limitations/implications|significance|interpretation|funding|"
    "setting|participants|main outcome measures?|study design|hypothesis|context"
)
_LABEL = re.compile(
    rf"(?:(?<=[.!?] )|^)(?:{_LABELS})(?:\s*(?::|\u2013|\u2014)\s*|\.\s+(?=[A-Z]))", re.IGNORECASE
)


def without_notices(text: str) -> str:
    """A text on one line without publishers' notices at its ends and without section labels."""
    text = _OPENING.sub("", text, count=1)
    cut = max(0, len(text) - _LONGEST_CLOSING)
    text = text[:cut] + _CLOSING.sub("", text[cut:], count=1)
    return _LABEL.sub("", text).strip()
