"""Keyword selection from a vocabulary too large to send to a browser."""

import difflib
import re
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.state.address import TERM, add_term, bound
from dashboard.text.wording import plain

OFFERED = 3_000
MOST = 12
NEAR = 8


def pick_terms(vocabulary: pd.DataFrame, *, default: Sequence[str]) -> list[str]:
    """Selected keywords, spelt as in the vocabulary.

    The most frequent ones complete as people type. Any other can be typed too; what is no keyword
    is answered with those that come near it.
    """
    typed = st.multiselect(
        "Keywords to compare",
        offered(vocabulary, default),
        default=list(default),
        accept_new_options=True,
        max_selections=MOST,
        placeholder="Type a keyword",
        **bound(TERM),
    )
    known = spelling(vocabulary, typed)
    for text in (text for text in typed if text not in known):
        near = near_terms(vocabulary, text)
        st.caption(f"No paper has the keyword {plain(text)}." + (" Near it:" if near else ""))
        if near:
            key = f"near-{text}"
            st.pills(
                "Near it",
                near,
                key=key,
                label_visibility="collapsed",
                on_change=add_term,
                args=(key, text),
            )
    return list(dict.fromkeys(known[text] for text in typed if text in known))


def offered(vocabulary: pd.DataFrame, also: Sequence[str]) -> list[str]:
    """Terms for completion in the browser: the most frequent ones, and `also`."""
    frequent = vocabulary.nlargest(OFFERED, "documents")["term"]
    return list(dict.fromkeys([*frequent, *also]))


def spelling(vocabulary: pd.DataFrame, typed: Sequence[str]) -> dict[str, str]:
    """Case-insensitive lookup of typed terms in the vocabulary; unknown terms are dropped."""
    wanted = {text: " ".join(text.split()).casefold() for text in typed}
    terms = vocabulary["term"]
    asked = "|".join(map(re.escape, set(wanted.values()) - {""})) or r"\b\B"
    # "world models (WM)" is found as a whole, by its long form and by its acronym.
    rows = terms[terms.str.casefold().str.contains(rf"(?:^|\()(?:{asked})(?:$|\)| \()", regex=True)]
    spelt: dict[str, str] = {}
    for term in sorted(rows, key=lambda term: term.endswith(")")):
        long, _, short = term.removesuffix(")").partition(" (")
        for form in filter(None, (term, long, short)):
            spelt.setdefault(form.casefold(), term)
    exact = set(rows)
    return {
        text: text if text in exact else spelt[folded]
        for text, folded in wanted.items()
        if folded in spelt
    }


def near_terms(vocabulary: pd.DataFrame, typed: str) -> list[str]:
    """Suggestions for a typed keyword: by prefix, substring or similar spelling."""
    folded = typed.casefold().strip()
    by_size = vocabulary.sort_values("documents", ascending=False, kind="stable")["term"]
    lower = by_size.str.casefold()
    begins = by_size[lower.str.startswith(folded)].head(NEAR)
    holds = by_size[lower.str.contains(folded, regex=False)].head(NEAR)
    common = lower.head(OFFERED)
    alike = by_size[
        common.isin(difflib.get_close_matches(folded[:60], common, n=NEAR)).reindex(
            lower.index, fill_value=False
        )
    ]
    return list(dict.fromkeys([*begins, *holds, *alike]))[:NEAR] if folded else []
