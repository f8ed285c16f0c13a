"""Keyword selection: a typed word and Enter add the keyword that fits best."""

import difflib
import re
from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.state.address import TERM, asked_terms, linked
from dashboard.text.wording import plain

MOST = 12
NEAR = 8
# Among so many of the most frequent keywords, those of similar spelling are sought.
_COMMON = 3_000


def pick_terms(vocabulary: pd.DataFrame, *, default: Sequence[str]) -> list[str]:
    """Selected keywords, spelt as in the vocabulary; `default` until somebody adds one."""
    field = {"name": TERM, "asked": asked_terms(), "default": default}
    return keyword_field("Keywords to compare", vocabulary, **field)


def keyword_field(
    label: str,
    vocabulary: pd.DataFrame,
    *,
    name: str,
    asked: Sequence[str],
    default: Sequence[str],
) -> list[str]:
    """A field of keywords, and those chosen in it, spelt as in the vocabulary.

    What is typed becomes the first of `matching_terms`, and the others are offered below. The
    first that is added replaces `default`, which is shown where the address, under `name`, has
    none `asked` for.
    """
    known = spelling(vocabulary, asked[:MOST])
    shown = list(dict.fromkeys(known.get(text, text) for text in asked[:MOST])) or list(default)
    kept = linked(name, shown, left_out=list(default))
    key, write = kept["key"], partial(kept["on_change"], *kept["args"])
    typed = st.multiselect(
        label,
        shown,
        key=key,
        accept_new_options=True,
        filter_mode="prefix",
        select_all=False,
        max_selections=MOST,
        placeholder="Type a keyword and press Enter",
        on_change=_settle,
        args=(key, vocabulary),
        kwargs={"default": list(default), "write": write},
    )
    chosen = [text for text in typed if text in set(spelling(vocabulary, typed).values())]
    unknown = [text for text in typed if text not in chosen]
    for text in unknown:
        st.caption(f"No paper has the keyword {plain(text)}.")
    last = unknown[-1] if unknown else st.session_state.get(_typed(key), "")
    others = [term for term in near_terms(vocabulary, last) if term not in chosen]
    if others:
        st.caption(f"Near {plain(last)}:")
        more = f"near-{key}"
        st.pills(
            "More keywords",
            others,
            key=more,
            label_visibility="collapsed",
            on_change=_add,
            args=(key, more),
            kwargs={"instead_of": unknown, "write": write},
        )
    return chosen


def spelling(vocabulary: pd.DataFrame, typed: Sequence[str]) -> dict[str, str]:
    """Case-insensitive lookup of typed terms in the vocabulary; unknown terms are dropped."""
    wanted = {text: " ".join(text.split()).casefold() for text in typed}
    if not wanted:
        return {}
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


def matching_terms(vocabulary: pd.DataFrame, typed: str) -> list[str]:
    """Keywords that `typed` may mean, the best first, of equal fit the most frequent.

    First it itself, as a whole, long form or acronym, then its singular or plural; then keywords
    that begin with it, that hold it as words of their own, and that have words which begin with
    those typed. Letters inside a word do not count: "rag" is not in "storage".
    """
    words = [re.escape(word) for word in _folded(typed).split()]
    if not words:
        return []
    whole = r"\s".join(words)
    ranks = [
        re.compile(pattern)
        for pattern in (
            rf"(?:^|\(){whole}(?:$|\)| \()",
            rf"(?:^|\(){_stem(whole)}s?(?:$|\)| \()",
            rf"^{whole}(?!\w)",
            rf"(?<!\w){whole}(?!\w)",
            rf"^{whole}",
            "^" + "".join(rf"(?=.*(?<!\w){word})" for word in words),
        )
    ]
    by_size = vocabulary.sort_values("documents", ascending=False, kind="stable")["term"]
    lower = by_size.map(_folded)
    holding = lower.str.contains(rf"(?<!\w){_stem(words[0])}", regex=True)
    found = zip(by_size[holding], lower[holding], strict=True)
    ranked = [
        (next((place for place, rank in enumerate(ranks) if rank.search(form)), None), term)
        for term, form in found
    ]
    fitting = [(place, term) for place, term in ranked if place is not None]
    return [term for _, term in sorted(fitting, key=lambda pair: pair[0])]


def near_terms(vocabulary: pd.DataFrame, typed: str) -> list[str]:
    """Suggestions for a typed keyword: those of `matching_terms`, else of similar spelling."""
    matching = matching_terms(vocabulary, typed)[:NEAR]
    folded = _folded(typed)
    if matching or not folded:
        return matching
    common = vocabulary.nlargest(_COMMON, "documents")["term"]
    forms = dict(zip(common.map(_folded), common, strict=True))
    return [forms[form] for form in difflib.get_close_matches(folded[:60], list(forms), n=NEAR)]


def _folded(text: str) -> str:
    """`text` as it is compared: without case, hyphens and extra spaces."""
    return " ".join(text.replace("-", " ").casefold().split())


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _typed(key: str) -> str:
    """Where the visit remembers what was last typed into the field `key`."""
    return f"typed-{key}"


def _settle(
    key: str, vocabulary: pd.DataFrame, *, default: list[str], write: Callable[[], None]
) -> None:
    """Replace what was typed by the keyword that fits best, and the default by it."""
    picked = st.session_state[key]
    exact = set(vocabulary["term"][vocabulary["term"].isin(picked)])
    typed = [text for text in picked if text not in exact]
    best = {text: next(iter(matching_terms(vocabulary, text)), text) for text in typed}
    settled = [best.get(text, text) for text in picked]
    if picked[:-1] == default:
        settled = settled[-1:]
    st.session_state[_typed(key)] = typed[-1] if typed else ""
    st.session_state[key] = list(dict.fromkeys(settled))
    write()


def _add(key: str, more: str, *, instead_of: list[str], write: Callable[[], None]) -> None:
    """Add the keyword picked among those offered, in place of what is none."""
    kept = [text for text in st.session_state[key] if text not in instead_of]
    st.session_state[key] = list(dict.fromkeys([*kept, st.session_state[more]]))[:MOST]
    write()
