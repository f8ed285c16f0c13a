"""Corrections in place: forms on the pages of themes and papers, and their history."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from analysis.errors import PapertidesError
from analysis.runs.corrections.apply_edits import described, was_done
from analysis.runs.corrections.corrected import conflicts_of
from analysis.runs.corrections.overlay import (
    LONGEST_LABEL,
    Edit,
    Hide,
    Merge,
    Move,
    Overlay,
    Rename,
    Split,
    add_edit,
    surest,
    undo_edit,
)
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.loading import load_overlay
from dashboard.data.tables import load_halves, load_names, load_part_keywords
from dashboard.state.address import CHANGE, asks_for, bound
from dashboard.text.wording import count, plain, readable_moment

_SAID, _SEEN, _WHO = "correction-said", "correction-seen", "correction-who"
_MEANING = "by meaning"
_FOR_ALL = (
    "A correction holds for everybody, on every page, in exports and reports. The run itself stays "
    "as it is, and every correction can be undone on the page of its details."
)


def edit_theme(run: Run, topic: int) -> None:
    """Fold with the forms that correct a theme; open where the URL asks for one of them."""
    with st.expander("Edit", icon=":material/edit:", expanded=asks_for(CHANGE)):
        overlay = _usable(run)
        if overlay is None:
            return
        change = st.segmented_control(
            "What to do with the theme",
            list(FORMS),
            default="rename",
            required=True,
            label_visibility="collapsed",
            **bound(CHANGE),
        )
        who = _who_field()
        FORMS[change](run, overlay, topic=topic, who=who)
        st.caption(_FOR_ALL)


def edit_paper(run: Run, doc_id: int) -> None:
    """Fold with the form that moves a paper; open where the URL asks for it."""
    fold = st.expander("Move to another theme", icon=":material/edit:", expanded=asks_for(CHANGE))
    with fold:
        overlay = _usable(run)
        if overlay is not None:
            move_form(run, overlay, doc_id=doc_id, who=_who_field())
            st.caption(_FOR_ALL)


def _usable(run: Run) -> Overlay | None:
    """The corrections of a run; None where they cannot be read, which is said."""
    overlay, problem = load_overlay(run)
    if problem:
        st.error(problem, icon=":material/error:")
        return None
    return overlay


def _who_field() -> str:
    """Optional text field for the name of the user."""
    return st.text_input("Your name, for the history (optional)", key=_WHO, max_chars=LONGEST_LABEL)


def say_result() -> None:
    """Report the result of the correction just submitted, with a button that takes it back."""
    said = st.session_state.pop(_SAID, None)
    if said:
        kind, sentence, undo = said
        (st.success if kind == "done" else st.error)(sentence)
        if undo:
            st.button("Undo", key="undo-last", on_click=_change, args=(undo, "Undone."))


def rename_form(run: Run, overlay: Overlay, *, topic: int, who: str) -> None:
    """Form that renames a theme."""
    about, was = _about(run, topic, who=who), run.labels[topic]
    name = st.text_input(
        "New name", was, key=f"name-{run.run_id}-{topic}", max_chars=LONGEST_LABEL
    ).strip()
    edit = Rename(**about, label=name) if name not in ("", was) else None
    _button("Rename", run, overlay=overlay, theme=topic, edit=edit)


def merge_form(run: Run, overlay: Overlay, *, topic: int, who: str) -> None:
    """Form that merges another theme into this one."""
    other = _pick_theme(run, "Merge with", but=topic)
    if other is None:
        return
    edit = Merge(
        **_about(run, topic, who=who),
        other=surest(run.documents, other),
        other_was=run.labels[other],
    )
    papers = int(run.documents["topic"].isin([topic, other]).sum())
    st.caption(f"“{plain(edit.was)}” will have {count(papers, 'paper')}.")
    _button("Merge", run, overlay=overlay, theme=topic, edit=edit)


def split_form(run: Run, overlay: Overlay, *, topic: int, who: str) -> None:
    """Form that splits a theme in two, with a preview of both."""
    terms = run.terms[run.terms["topic"] == topic].sort_values("rank")["term"].tolist()
    by = st.selectbox("How", [_MEANING, *terms], format_func=_how)
    leaving = load_halves(run, topic, term="" if by == _MEANING else by)
    inside = np.flatnonzero(run.documents["topic"].to_numpy() == topic)
    staying = np.setdiff1d(inside, leaving)
    if not len(leaving) or not len(staying):
        st.caption("That does not divide it: all of its papers would be on one side.")
        return
    with st.grid(2, min_column_width=320):
        for heading, part in (("Stays", staying), ("Leaves for a new theme", leaving)):
            with st.container(border=True):
                st.markdown(f"**{heading}**: {count(len(part), 'paper')}")
                st.markdown(plain(", ".join(load_part_keywords(run, part))))
                titles = run.documents.loc[part].nlargest(3, "probability")["title"]
                st.caption("  \n".join(plain(title) for title in titles.fillna("Untitled")))
    name = st.text_input(
        "Name of the new theme", key=f"part-{run.run_id}-{topic}", max_chars=LONGEST_LABEL
    ).strip()
    papers = tuple(run.documents["paper_id"].iloc[leaving])
    about = _about(run, topic, who=who)
    edit = Split(**about, papers=papers, label=name) if name else None
    _button("Split", run, overlay=overlay, theme=topic, edit=edit)


def hide_form(run: Run, overlay: Overlay, *, topic: int, who: str) -> None:
    """Form that hides a theme from lists and charts."""
    st.caption(
        "Its papers stay, as papers of no theme, and still count among all papers of a period."
    )
    edit = Hide(**_about(run, topic, who=who))
    _button("Hide", run, overlay=overlay, theme=topic, edit=edit)


# What can be done with a theme, as the screen and the link call it.
FORMS = {"rename": rename_form, "merge": merge_form, "split": split_form, "hide": hide_form}


def move_form(run: Run, overlay: Overlay, *, doc_id: int, who: str) -> None:
    """Form that moves a paper to another theme."""
    paper = run.documents.loc[[doc_id]].to_dict("records")[0]
    title = paper["title"] or "Untitled"
    st.markdown(f"**{plain(title)}** is in “{plain(run.labels[paper['topic']])}”.")
    topic = _pick_theme(run, "Move to", but=int(paper["topic"]))
    if topic is None:
        return
    edit = Move(**_about(run, topic, who=who), papers=(paper["paper_id"],), other_was=title)
    _button("Move", run, overlay=overlay, theme=topic, edit=edit)


def correction_history(run: Run) -> None:
    """All corrections, latest first, each with an undo button; nothing where there are none."""
    overlay, problem = load_overlay(run)
    if not overlay.edits and not problem:
        return
    st.header("Corrections", anchor=False)
    if problem:
        st.error(problem, icon=":material/error:")
        return
    for conflict in conflicts_of(run):
        st.warning(plain(conflict), icon=":material/warning:")
    for place, edit in reversed(list(enumerate(overlay.edits))):
        what, undone = plain(described(edit)), edit.undone
        with st.container(horizontal=True, vertical_alignment="center", key=f"edit-{place}"):
            by = f" by {plain(edit.who)}" if edit.who else ""
            moment = f"{readable_moment(edit.when)}{by}"
            ended = f", undone {readable_moment(undone)}" if undone else ""
            st.markdown(f"{f'~~{what}~~' if undone else what}  \n:small[{moment}{ended}]")
            if not undone:
                change = partial(undo_edit, run, place, seen=overlay.version)
                st.button("Undo", key=f"undo-{place}", on_click=_change, args=(change, "Undone."))


def _about(run: Run, topic: int, *, who: str) -> dict[str, Any]:
    """Fields common to all corrections of a theme."""
    return {"theme": surest(run.documents, topic), "was": run.labels[topic], "who": who.strip()}


def _button(label: str, run: Run, *, overlay: Overlay, theme: int, edit: Edit | None) -> None:
    """Button that stores `edit` unless the corrections changed since the page was shown.

    Without an `edit` it says what is missing. What was typed last comes with the click, and the
    `edit` of it.
    """
    seen = _seen(overlay, of=(run.run_id, label, theme))
    if not st.button(label, type="primary"):
        return
    if edit is None:
        st.caption("Type another name first.")
        return
    _change(partial(add_edit, run, edit, seen=seen), was_done(edit), added_to=run)
    st.rerun()


def _seen(overlay: Overlay, *, of: tuple[object, ...]) -> int:
    """Version of the corrections when the form was first shown."""
    form, version = st.session_state.get(_SEEN, ((), 0))
    if form != of:
        version = overlay.version
        st.session_state[_SEEN] = (of, version)
    return version


def _change(change: Callable[[], Overlay], done: str, *, added_to: Run | None = None) -> None:
    """Apply a correction before the rerun, outside the reach of the error boundary.

    What was `added_to` a run can be taken back.
    """
    st.session_state.pop(_SEEN, None)
    try:
        overlay, undo = change(), None
        if added_to is not None:
            undo = partial(undo_edit, added_to, len(overlay.edits) - 1, seen=overlay.version)
        st.session_state[_SAID] = ("done", plain(done), undo)
    except PapertidesError as error:
        st.session_state[_SAID] = ("failed", plain(str(error)), None)


def _pick_theme(run: Run, label: str, *, but: int) -> int | None:
    names = load_names(run)
    others = [topic for topic in names if topic not in (but, OUTLIER)]
    placeholder = "Choose a theme"
    return st.selectbox(
        label, others, index=None, format_func=lambda topic: names[topic], placeholder=placeholder
    )


def _how(by: str) -> str:
    return "By what the papers mean" if by == _MEANING else f"Papers that have “{by}” leave"
