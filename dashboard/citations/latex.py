"""Text escaped for LaTeX; only formulas are kept."""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

# As in the texts that are modelled: "$5 and $10" are prices.
_FORMULA = re.compile(r"((?<!\\)\$(?=[^\s$])[^$]*(?<=[^\s$\\])\$(?!\d))")
# What titles write in LaTeX outside of formulas: letters with accents, signs with a meaning.
_LETTER = re.compile(
    r"\\[\"'`^~=.]\s*(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|\\[cvuHkrbdt]\{[A-Za-z]{1,2}\}|\\[%&$#_]"
    r"|\\(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss)(?:\{\}|(?![A-Za-z]))"
)
_NOT_PLAIN = re.compile(r"""[^A-Za-z0-9 .,;:!?()\[\]*/+='`@-]""")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# Commands of formulas that are no symbols of their own.
_BUILDING = {
    *("bar", "big", "Big", "bigl", "bigr", "binom", "bm", "boldsymbol", "dot", "frac", "hat"),
    *("left", "mathbb", "mathbf", "mathcal", "mathfrak", "mathit", "mathrm", "mathsf", "mathscr"),
    *("mathtt", "operatorname", "overline", "prime", "quad", "right", "rm", "bf", "sqrt", "text"),
    *("textbf", "textit", "textrm", "tilde", "underline", "vec", "widehat", "widetilde"),
}


def latex(text: str) -> str:
    """`text` escaped for a BibTeX field in braces, the braces balanced.

    A formula between dollars is kept if it holds nothing but symbols: anything else, such as a
    command that reads a file, is shown letter for letter. Scripts that LaTeX has no commands for
    (Arabic, Chinese) stay as they are.
    """
    pieces = _FORMULA.split(unicodedata.normalize("NFC", text))
    return "".join(
        piece if place % 2 and _is_harmless(piece) else _encoded(_letters(piece))
        for place, piece in enumerate(pieces)
    )


def with_capitals_kept(text: str) -> str:
    """LaTeX text with words in inner capitals braced, since styles lowercase others."""
    pieces = _FORMULA.split(text)
    pieces[::2] = [re.sub(r"(?<![\w\\{])[^\W_]+(?:-\w+)*", _braced, one) for one in pieces[::2]]
    return "".join(pieces)


def _braced(match: re.Match[str]) -> str:
    word = match[0]
    return f"{{{word}}}" if re.search(r"[A-Z]", word[1:]) else word


def _letters(text: str) -> str:
    """`text` with LaTeX accents replaced by letters."""
    if "\\" not in text:
        return text
    from pylatexenc.latex2text import LatexNodes2Text

    reader = LatexNodes2Text(keep_comments=True)
    return _LETTER.sub(lambda match: reader.latex_to_text(match[0]), text)


def _encoded(text: str) -> str:
    return _NOT_PLAIN.sub(lambda match: _character(match[0]), text)


@lru_cache(maxsize=10_000)
def _character(character: str) -> str:
    return _encoder().unicode_to_latex(character)


def _is_harmless(formula: str) -> bool:
    """Whether braces are balanced and every command is a symbol or a known construct."""
    depth = 0
    for brace in re.findall(r"[{}]", formula):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    commands = set(_COMMAND.findall(formula)) - _BUILDING
    return depth == 0 and not re.search(r"(?<!\\)[%#&]|\^\^", formula) and commands <= _symbols()


@lru_cache(maxsize=1)
def _symbols() -> frozenset[str]:
    """Names of LaTeX commands that stand for one symbol."""
    from pylatexenc.latex2text import get_default_latex_context_db

    specs = get_default_latex_context_db().iter_macro_specs()
    return frozenset(spec.macroname for spec in specs if isinstance(spec.simplify_repl, str))


@lru_cache(maxsize=1)
def _encoder() -> "UnicodeToLatexEncoder":
    from pylatexenc import latexencode

    # BibTeX counts braces whether or not a backslash is before them; quotes mean nothing in braces.
    own = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}", '"': '"'}
    own |= {sign: f"\\{sign}" for sign in "&%#_$"}
    rule = latexencode.UnicodeToLatexConversionRule(
        latexencode.RULE_DICT,
        {ord(character): written for character, written in own.items()},
        replacement_latex_protection="none",
    )
    return latexencode.UnicodeToLatexEncoder(
        conversion_rules=[rule, "defaults"],
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
