"""Front and back matter of journals and proceedings, which services list among their papers."""

import re

_TITLE = re.compile(
    r"(?:preface|foreword|afterword|front ?matter|back ?matter|front cover|back cover"
    r"|cover(?: image)?"
    r"|masthead|imprint|colophon|title page|copyright(?: page| notice)?|dedication"
    r"|(?:table of )?contents|contents list|index|(?:author|subject|keyword) index"
    r"|list of (?:authors|contributors|reviewers|participants|figures|tables)"
    r"|(?:editorial|advisory) board|editorial(?: team| note| introduction)?|editors? note"
    r"|(?:message|welcome|letter|note) from the (?:\w+ ){0,3}"
    r"(?:chairs?|editors?(?: in chief)?|president)"
    r"|(?:program|programme|organi[sz]ing|conference|technical) committees?(?: members)?"
    r"|committees|organi[sz]ation|organi[sz]ers|reviewers|acknowledge?ments?(?: to reviewers)?"
    r"|contributors|call for papers|announcements?|instructions for authors)"
    r"(?: (?:volume|vol|issue|no|\d+))*",
    re.IGNORECASE,
)
_WORDS_OF_ABSTRACT = 30


def is_front_matter(title: str, abstract: str) -> bool:
    """Whether a title is one of front or back matter and no abstract of a paper stands below it.

    "Preface", "Editorial Board, Volume 12" and "Message from the Program Chairs" are such titles.
    An editorial with an abstract of thirty words is a paper.
    """
    if len(abstract.split(maxsplit=_WORDS_OF_ABSTRACT)) >= _WORDS_OF_ABSTRACT:
        return False
    words = " ".join(re.findall(r"\w+", title.replace("'", "").replace("’", "")))
    return _TITLE.fullmatch(words) is not None
