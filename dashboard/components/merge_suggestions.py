"""Suggested merges: pairs of themes that may be one, with the verdict each would have."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.errors import PapertidesError
from analysis.runs.corrections.apply_edits import was_done
from analysis.runs.corrections.overlay import Overlay, add_edit, undo_edit
from analysis.runs.corrections.suggested_merges import (
    SuggestedMerge,
    merge_of,
    merged_signal,
    suggested_merges,
)
from analysis.runs.store import Run
from dashboard.components.blocks import theme_dot
from dashboard.components.verdict_lines import theme_verdict
from dashboard.data.cache import cached
from dashboard.data.loading import load_overlay
from dashboard.data.signal_rows import theme_words
from dashboard.style.verdicts import badge, look_of
from dashboard.text.wording import count, plain

# What was merged here last: run, place among the corrections, sentence; and what went wrong.
_MERGED, _FAILED = "suggestion-merged", "suggestion-failed"
_NOTHING = ("", 0, "")


def merge_suggestions(run: Run) -> None:
    """Offer to merge pairs of alike themes, with undo; nothing where there are none."""
    overlay, problem = load_overlay(run)
    if problem:
        return
    _say_result(run, overlay)
    found = load_suggested_merges(run)
    if not found:
        return
    place = st.selectbox(
        f"{count(len(found), 'pair')} of themes may be one",
        range(len(found)),
        index=None,
        format_func=lambda place: _title(run, found[place]),
        placeholder="Choose a pair to see what it would be",
        filter_mode="contains",
        key=f"suggestion-{run.run_id}-{overlay.version}",
    )
    if place is not None:
        _offer(run, overlay, suggested=found[place])


@cached()
def load_suggested_merges(run: Run) -> list[SuggestedMerge]:
    """The suggested merges of a run."""
    return suggested_merges(run)


@cached(entries=20, spinner="Testing the merged theme …")
def load_merged_signal(run: Run, pair: tuple[int, int]) -> pd.DataFrame:
    """The signal of two themes of a suggestion as one: one row, none in older runs."""
    (suggested,) = [one for one in load_suggested_merges(run) if (one.topic, one.other) == pair]
    row = merged_signal(run, suggested)
    return pd.DataFrame([row] if row else [])


def _offer(run: Run, overlay: Overlay, *, suggested: SuggestedMerge) -> None:
    """Both themes as they are, the theme that they would be, and the button."""
    sizes = dict(zip(run.topics["topic"], run.topics["documents"], strict=True))
    pair = (suggested.topic, suggested.other)
    for topic in pair:
        papers = count(sizes[topic], "paper")
        st.markdown(f"{theme_dot(run, topic)} **{plain(run.labels[topic])}** · {papers}")
        theme_verdict(run, topic)
    papers = count(sum(sizes[topic] for topic in pair), "paper")
    st.markdown(f"**Merged into “{plain(run.labels[suggested.topic])}”** · {papers}")
    merged = load_merged_signal(run, pair)
    for row in theme_words(run, merged).to_dict("records") if len(merged) else []:
        st.markdown(f"{badge(**look_of(row))} {plain(row['said'])}")
    edit = merge_of(run, suggested)
    change = partial(add_edit, run, edit, seen=overlay.version)
    done = (run.run_id, len(overlay.edits), was_done(edit))
    st.button("Merge", type="primary", key="suggestion-merge", on_click=_apply, args=(change, done))


def _title(run: Run, suggested: SuggestedMerge) -> str:
    return f"{run.labels[suggested.other]} → {run.labels[suggested.topic]}"


def _say_result(run: Run, overlay: Overlay) -> None:
    """What was merged here, with its undo, until it is undone; or why it was not."""
    if failed := st.session_state.pop(_FAILED, ""):
        st.error(plain(failed))
    run_id, place, said = st.session_state.get(_MERGED, _NOTHING)
    if run_id != run.run_id or place >= len(overlay.edits) or overlay.edits[place].undone:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="suggestion-done"):
        st.markdown(plain(said))
        change = partial(undo_edit, run, place, seen=overlay.version)
        st.button("Undo", key="suggestion-undo", on_click=_apply, args=(change, _NOTHING))


def _apply(change: Callable[[], Overlay], done: tuple[str, int, str]) -> None:
    """Change the corrections before the rerun, outside the reach of the error boundary."""
    try:
        change()
        st.session_state[_MERGED] = done
    except PapertidesError as error:
        st.session_state[_FAILED] = str(error)
