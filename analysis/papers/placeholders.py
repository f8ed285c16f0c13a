"""Texts that stand where an abstract is missing."""

import re

from analysis.papers.withdrawn import is_withdrawn

_MISSING = re.compile(
    r"(?:there is )?(?:no|without)(?: an?)? (?:abstract|summary)"
    r"(?: (?:is |was )?(?:available|provided|given|present))?"
    r"|(?:the )?(?:abstract|summary) (?:is )?(?:not available|unavailable|not provided|missing|n a)"
    r"|(?:not|none) available|unavailable|none|null|nil|nan|n a|na|tbd|abstract|no data"
    r"|(?:sin|sem|sans|ohne|kein|keine|nessun|geen) "
    r"(?:resumen|resumo|résumé|abstract|"
    r"zusammenfassung|riassunto|samenvatting)(?: (?:disponible|disponível|"
    r"verfügbar|disponibile|beschikbaar))?"
    r"|(?:resumen|resumo|résumé) (?:no|não|non) (?:disponible|disponível)"
    r"|no disponible|não disponível|non disponible|nicht verfügbar"
    r"|нет аннотации|аннотация отсутствует|无摘要|暂无摘要|無摘要|抄録なし|要旨なし|초록 없음",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 60


def no_abstract(text: str) -> str | None:
    """Why a text is no abstract: `a placeholder` or `a notice of withdrawal`; None if it is one."""
    if is_withdrawn(text):
        return "a notice of withdrawal"
    return "a placeholder" if is_placeholder(text) else None


def is_placeholder(text: str) -> bool:
    """Whether a text only says that there is none, such as "[No abstract available]"."""
    if len(text) > _LONGEST_PLACEHOLDER:
        return False
    words = " ".join(re.findall(r"\w+", text))
    return not words or _MISSING.fullmatch(words) is not None
