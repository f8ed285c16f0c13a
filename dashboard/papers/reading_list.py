"""Reading list, collected on any page and stored only in the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from dashboard.data.records import records
from dashboard.state import browser_storage
from dashboard.state.address import kept_run

_PREFIX = "paper:"
# What is known of a paper that is in no run any more: enough to name, find, cite and judge it.
_TEXTS = ("title", "abstract", "published", "venue", "arxiv_id", "doi", "url", "code_url")
_LISTS = ("authors", "categories")


@dataclass(frozen=True)
class ReadingList:
    """The stored list: papers, latest first, and the number of unreadable entries.

    A paper has paper_id, title, `run` (in which it was found), `added` (a moment) and what else was
    known of it: texts, or None; `authors` and `categories` are lists of texts.
    """

    papers: list[dict[str, Any]]
    unreadable: int


def reading_list() -> ReadingList:
    """The list in the browser, validated, since its storage is not trusted."""
    found = {
        name.removeprefix(_PREFIX): value
        for name, value in browser_storage.read_all().items()
        if name.startswith(_PREFIX)
    }
    papers = [
        _checked(paper_id, value)
        for paper_id, value in found.items()
        if isinstance(value, Mapping) and isinstance(value.get("title"), str)
    ]
    papers.sort(key=lambda paper: paper["added"] or "", reverse=True)
    return ReadingList(papers, unreadable=len(found) - len(papers))


def kept_ids() -> set[str]:
    """The paper_ids on the list."""
    return {paper["paper_id"] for paper in reading_list().papers}


def keep_button(paper: Mapping[str, Any], *, key: str, kept: bool) -> None:
    """Button that adds a paper to the list, or removes it where it is `kept`."""
    label, icon = ("Saved", "bookmark_added") if kept else ("Save", "bookmark_add")
    tip = "Remove it from the saved papers" if kept else "Save it in this browser"
    kind = "primary" if kept else "tertiary"
    if st.button(label, key=key, icon=f":material/{icon}:", type=kind, help=tip):
        value = None if kept else _entry(paper)
        browser_storage.write(f"{_PREFIX}{paper['paper_id']}", value)
        # The whole app, also from within a fragment: it talks to the browser once a run.
        st.rerun()


def forget_unreadable() -> None:
    """Remove unreadable entries from the list."""
    readable = kept_ids()
    for name in browser_storage.read_all():
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX) not in readable:
            browser_storage.write(name, None)


def as_table(papers: Sequence[Mapping[str, Any]], run: Run) -> pd.DataFrame:
    """The list as a table for files: rows of `run` where present, else the stored fields."""
    documents = run.documents.drop(columns=["doc_id", "x", "y"])
    here = documents[documents["paper_id"].isin([paper["paper_id"] for paper in papers])]
    of_run = {paper["paper_id"]: paper for paper in records(here)}
    rows = [dict(paper) | of_run.get(paper["paper_id"], {}) for paper in papers]
    return pd.DataFrame(rows, columns=[*documents.columns, "run", "added"])


def _entry(paper: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: paper[name] for name in _TEXTS if paper[name]}
    lists = {name: [str(one) for one in paper[name]] for name in _LISTS}
    added = datetime.now(UTC).isoformat(timespec="seconds")
    return {"title": "Untitled", **texts, **lists, "run": kept_run(), "added": added}


def _checked(paper_id: str, value: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: value.get(name) for name in (*_TEXTS, "run", "added")}
    lists = {name: value.get(name) for name in _LISTS}
    return {
        "paper_id": paper_id,
        **{name: text if isinstance(text, str) else None for name, text in texts.items()},
        **{name: _texts(some) if isinstance(some, list) else [] for name, some in lists.items()},
    }


def _texts(values: list[Any]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
