"""Explanation of a paper's theme membership."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.runs.corrections.apply_edits import HIDDEN, PERSON
from analysis.runs.queries.membership import held_terms, neighbour_topics
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.text.wording import count, percent, plain

_NAMED = 3


def why_in_theme(run: Run, paper: Mapping[str, Any]) -> str:
    """Assignment, keywords and nearest neighbours of a paper, as a Markdown list."""
    labels = run.labels
    names = {topic: f"**{plain(label)}**" for topic, label in labels.items()}
    near = neighbour_topics(run, paper["doc_id"])
    said = [
        _assigned(paper, names),
        _keywords(run, paper),
        _neighbours(near, paper["topic"], names=names),
    ]
    return "\n".join(f"- {sentence}" for sentence in said if sentence)


def _assigned(paper: Mapping[str, Any], names: Mapping[int, str]) -> str:
    if paper["assigned"] == HIDDEN:
        return "This paper’s theme was hidden manually."
    if paper["topic"] == OUTLIER:
        return "This paper belongs to no theme: it is far from the centre of every theme."
    if paper["assigned"] == PERSON:
        return f"It was moved to {names[paper['topic']]} manually."
    name, sure = names[paper["topic"]], percent(paper["probability"] or 0)
    if paper["assigned"] == "reassigned":
        return f"It lies between themes; {name} is the nearest with a confidence of {sure}."
    if paper["assigned"] in ("placed", "moved"):
        how = "moved to" if paper["assigned"] == "moved" else "put into"
        return f"It was {how} {name} by an update with a confidence of {sure}."
    return f"It is in {name} with a confidence of {sure}, the agreement of repeated clusterings."


def _keywords(run: Run, paper: Mapping[str, Any]) -> str:
    terms = held_terms(run, paper["doc_id"], topic=paper["topic"])
    if terms.empty:
        return ""
    held = [plain(term) for term in terms["term"][terms["held"]]]
    of = f"the theme’s {count(len(terms), 'keyword')}"
    return f"It has {len(held)} of {of}: {', '.join(held)}." if held else f"It has none of {of}."


def _neighbours(near: pd.DataFrame, topic: int, *, names: Mapping[int, str]) -> str:
    """Themes of the nearest neighbours, with the runner-up named."""
    if near.empty:
        return ""
    total = int(near["neighbours"].sum())
    own = int(near.loc[near["topic"] == topic, "neighbours"].sum())
    others = near[(near["topic"] != topic) & (near["topic"] != OUTLIER)].head(_NAMED)
    rest = [f"{names[other]} ({n:,})" for other, n in others.itertuples(index=False)]
    if topic == OUTLIER:
        among = f"Of its {total:,} nearest papers {own:,} are in no theme, too"
        return f"{among}; of the others most are in {rest[0]}." if rest else f"{among}."
    next_best = f" The runner-up is {rest[0]}." if rest else " None is in another theme."
    more = f" Then come {' and '.join(rest[1:])}." if rest[1:] else ""
    share = "All" if own == total else f"{own:,}"
    return f"{share} of its {total:,} nearest papers are in this theme.{next_best}{more}"
