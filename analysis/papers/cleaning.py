"""Text cleaning: strips HTML, LaTeX, links and layout, and keeps the words.

Each step looks first whether there is anything to do: most abstracts are plain.
"""

import html
import re
import unicodedata
from functools import lru_cache

from analysis.papers.fields import as_link, visible
from analysis.papers.notices import without_notices

# Only tags of HTML and of publishers' XML: `<think>` or `a < b` in an abstract are words, not
# markup.
_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|inf|ins|italic|kbd|mark|q|s|samp|small|span|strike|strong|"
    "sub|sup|tt|u|var"
)
_BLOCK = (
    "article|blockquote|body|br|center|dd|div|dl|dt|figure|h[1-6]|head|hr|html|iframe|img|input|jats:[a-z-]+|li|link|"
    "math|meta|mfrac|mi|mml:[a-z]+|mn|mo|mrow|ms|msub|msubsup|msup|mtext|object|ol|p|pre|script|sec|section|style|svg|"
    "table|tbody|td|th|thead|title|tr|ul|xml"
)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}|jats:(?:{_INLINE}))(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>|<!--.{{0,300}}?-->", re.IGNORECASE | re.DOTALL
)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"{}\\]+", re.IGNORECASE)
_OPENING = re.compile(r"^\s*abstract\s*[:.\u2014\u2013-]\s*(?=\S)", re.IGNORECASE)
_BLANKS_BEFORE = re.compile(r" +(?=[.,;:!?)\]])")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")

# A formula between dollars opens before and closes after something that is no blank, and no digit
# follows: "$5 and $10" are prices.
_FORMULA = re.compile(
    r"\$\$([^$]+)\$\$|\$(?=[^\s$])([^$]*)(?<=[^\s$])\$(?!\d)|\\\((.{1,300}?)\\\)|\\\[(.{1,300}?)\\\]",
    re.DOTALL,
)
# A command takes the groups in braces behind it along.
_GROUP = r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
_COMMAND = re.compile(
    rf"\\[A-Za-z]+\*?(?:\[[^\[\]]{{0,100}}\])?(?:{_GROUP})*|\\[\"'`^~=.]\s*(?:{_GROUP}|[A-Za-z])"
    r"|\\[%&$#_{}\\,;:! ]",
)
# What stands for something that is not in the text: citations, labels, addresses.
_REFERENCE = re.compile(
    r"~?\\(?:[a-z]*cite[a-z]*|(?:eq|auto|c)?ref|label|url|href|footnote(?:mark)?)\*?"
    r"(?:\[[^\[\]]{0,100}\]){0,2}\{[^{}]*\}",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"\\(?:emph|underline|text[a-z]{0,8}|math(?:rm|bf|it|tt|sf)|operatorname)\*?(?=\{)"
)
_CODE_LINK = re.compile(
    r"(?:github\.com|gitlab\.[a-z0-9.-]{2,60}|huggingface\.co|bitbucket\.org|codeberg\.org)"
    r"/[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~%-]+)*",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[^\w+#]+|_")
_LATEX_REST = str.maketrans({"{": None, "}": None, "\\": " "})


def modelled_text(text: str) -> str:
    """A title or abstract cleaned for modelling: plain text on one line."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "<" in text:
        text = _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", _SCRIPT.sub(" ", text)))
    if "://" in text or "www." in text:
        text = _EMPTY_BRACKETS.sub(" ", _URL.sub(_closing_punctuation, text))
    if "\\" in text or "$" in text:
        text = _FORMULA.sub(_formula, _STYLE.sub("", _REFERENCE.sub(" ", text)))
        text = _COMMAND.sub(_plain_command, text).translate(_LATEX_REST)
    if not text.isascii():
        text = visible(unicodedata.normalize("NFKC", text))
    return without_notices(_BLANKS_BEFORE.sub("", " ".join(_OPENING.sub("", text).split())))


def code_link(text: str) -> str | None:
    """The first link to code in an abstract, None without one; Hugging Face counts last."""
    if "/" not in text:
        return None
    # A link has no blanks in it, and few words have a slash.
    words = " ".join(word for word in text.split() if "/" in word)
    found = [match[0].rstrip(".~-%") for match in _CODE_LINK.finditer(words)]
    links = [
        link
        for link in found
        if not re.match(r"huggingface\.co/(?:papers|blog)\b", link, re.IGNORECASE)
    ]
    if not links:
        return None
    return as_link(
        "https://"
        + next((link for link in links if "huggingface.co/" not in link.casefold()), links[0])
    )


def normalised_title(title: str) -> str:
    """A title without accents, case, punctuation, whitespace and markup, for matching.

    Plus and hash signs stay: EvTexture++ is another paper than EvTexture.
    A title of nothing but signs stands for itself.
    """
    plain = modelled_text(title)
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
        )
    return _NOT_LETTERS.sub("", plain.casefold()) or title.strip()


def _closing_punctuation(match: re.Match[str]) -> str:
    """The sentence punctuation after a link, which stays when the link is removed."""
    link = match[0]
    return " " + link[len(link.rstrip(".,;:!?)]")) :]


def _formula(match: re.Match[str]) -> str:
    """The content of a formula without its delimiters."""
    return next(filter(None, match.groups()))


def _plain_command(match: re.Match[str]) -> str:
    return _command_to_text(match[0])


# Commands repeat far more than formulas do: one at a time, nearly all are found in the cache.
@lru_cache(maxsize=20_000)
def _command_to_text(source: str) -> str:
    # Imported here because only a corpus with LaTeX in it needs the parser.
    from pylatexenc.latex2text import LatexNodes2Text

    converter = LatexNodes2Text(keep_comments=True)
    try:
        return " " * (source == "\\ ") + converter.latex_to_text(source, tolerant_parsing=True)
    except (ValueError, IndexError, RecursionError):
        return source.replace("\\", " ")
