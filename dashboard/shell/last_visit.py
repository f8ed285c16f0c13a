"""News since the last visit: runs seen by this browser, and their content."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from analysis.runs.catalogue import RUN_ID
from analysis.runs.store import Run
from dashboard.data.loading import of_same_papers, whole_runs
from dashboard.data.tables import load_new_papers
from dashboard.state import browser_storage
from dashboard.state.address import SINCE, open_link
from dashboard.text.wording import count, readable_moment

# For so long after a run was first seen it counts as new: a reload does not end a visit.
_NEWS = timedelta(hours=12)


def next_visit(visit: Any, run_id: str, *, now: datetime) -> dict[str, str] | None:
    """Visit record after viewing the run `run_id`; None where `visit` is up to date.

    A visit has `run`, the latest run seen; `at`, the moment it was first seen; and `before`, the
    latest that was seen before it, if any. Whatever else a browser holds counts as no visit.
    """
    seen = _seen(visit)
    if run_id <= seen.get("run", ""):
        return None
    before = {"before": seen["run"]} if seen else {}
    return {"run": run_id, "at": now.isoformat(timespec="seconds"), **before}


def new_since(visit: Any, run_id: str, *, now: datetime) -> str | None:
    """The latest run at the previous visit; None where nothing is new."""
    seen = _seen(visit)
    if seen.get("run") != run_id or "before" not in seen:
        return None
    return seen["before"] if now - datetime.fromisoformat(seen["at"]) < _NEWS else None


def note_visit() -> None:
    """Record the latest run as seen, once the browser storage is available.

    Called once on every run of the app, before the browser is talked to.
    """
    latest = next(iter(whole_runs()), None)
    if latest is None or not browser_storage.has_told():
        return
    visit = next_visit(browser_storage.read(browser_storage.VISIT), latest, now=datetime.now(UTC))
    if visit is not None:
        browser_storage.write(browser_storage.VISIT, visit)


def whats_new(run: Run) -> None:
    """One line on what is new in `run` since the last visit, with a link; else nothing."""
    before = new_since(
        browser_storage.read(browser_storage.VISIT), run.run_id, now=datetime.now(UTC)
    )
    if before is None:
        return
    whole = whole_runs()
    if before not in whole:
        st.caption(
            ":material/new_releases: This run is new since your last visit. The one you saw then "
            "is gone, so what is new in it cannot be told."
        )
        return
    if not of_same_papers(before, run.run_id):
        return  # other papers: what is in one run and not in the other is no news
    when = readable_moment(whole[before].created or "")
    new = len(load_new_papers(run, before))
    if new == 0:
        st.caption(
            ":material/new_releases: This run is new since your last visit. All of its papers were "
            f"in that of {when}, too."
        )
        return
    with st.container(gap=None, key="entry-new"):
        label = f"New since your last visit: {count(new, 'paper')}"
        link = open_link("papers", **{SINCE: before})
        st.page_link(label=label, icon=":material/new_releases:", **link)
        st.caption(f"Not in the run of {when}, the latest when you were here last.")


def _seen(visit: Any) -> dict[str, str]:
    """A visit record, validated; empty where its run or date is invalid."""
    if not isinstance(visit, Mapping) or not _is_run(visit.get("run")):
        return {}
    try:
        at = datetime.fromisoformat(visit["at"])
    except (KeyError, TypeError, ValueError):
        return {}
    if at.tzinfo is None:
        return {}
    before = {"before": visit["before"]} if _is_run(visit.get("before")) else {}
    return {"run": visit["run"], "at": visit["at"], **before}


def _is_run(name: Any) -> bool:
    return isinstance(name, str) and bool(RUN_ID.fullmatch(name))
