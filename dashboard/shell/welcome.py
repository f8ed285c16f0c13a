"""Welcome page without a run, and upload of a file of papers."""

import shlex
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from analysis.errors import InputError
from analysis.papers.readers import formats_sentence, read_papers
from dashboard.components.blocks import csv_button
from dashboard.data.loading import whole_runs
from dashboard.state.address import CHECKED_FILE, DROPPED_FILE, RUN, asked_run, open_link
from dashboard.text.wording import count, plain


@dataclass(frozen=True)
class _Check:
    """Summary of an uploaded file, without its bytes or papers.

    `refusal` says why nothing could be read; `problems` has a row for each.
    """

    file_id: str
    name: str
    refusal: str = ""
    papers: int = 0
    dated: int = 0
    reading: Mapping[str, int] = field(default_factory=dict)
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)


def welcome() -> None:
    """Instructions where no run can be shown: none exists, or the requested one is missing."""
    latest = next(iter(whole_runs()), None)
    if latest is None:
        _first_run()
    else:
        _gone(asked_run() or "", latest=latest)


def _gone(run_id: str, *, latest: str) -> None:
    st.title("This run is not here", anchor=False)
    st.markdown(
        f"There is no run {plain(run_id)} here: it was deleted, it is damaged, or the link to it "
        "is not whole. Choose another one under “Run” in the sidebar, or:"
    )
    st.page_link(
        label="Open the latest run",
        icon=":material/home:",
        **open_link("overview", **{RUN: latest}),
    )


def _first_run() -> None:
    st.title("Welcome to Papertides", anchor=False)
    st.markdown(
        "Papertides reads research abstracts, finds their themes, and shows which of them are "
        "rising and which are ebbing. There is no run to look at yet. Make one from the 84 papers "
        "that come with Papertides:"
    )
    st.code("python -m analysis fit data/sample", language="bash")
    st.markdown("It takes about a minute. Then reload this page. Or start with papers of your own:")
    file_drop()


def file_drop() -> None:
    """Check an uploaded file of papers, and show the command that fits a run from it."""
    most = st.get_option("server.maxUploadSize")
    file = st.file_uploader(
        f"A file of papers: {formats_sentence()}, up to {most} MB",
        key=DROPPED_FILE,
        help="It is only checked here. The command below makes the run.",
    )
    st.caption(f"A file of more than {most} MB: `python -m analysis check FILE` in a terminal.")
    checked = _checked(file)
    if checked is None:
        return
    if checked.refusal:
        st.error(checked.refusal, icon=":material/error:")
        return
    st.success(
        f"{plain(checked.name)}: {count(checked.papers, 'paper')} to model, {checked.dated:,} with "
        f"a date. {count(checked.reading['read'], 'row')} read, "
        f"{count(checked.reading['duplicates'], 'duplicate')} merged, "
        f"{checked.reading['rejected']:,} rejected."
    )
    _problems(checked.problems, of=Path(checked.name).stem)
    st.markdown("Run this in the folder of the file, then reload the page:")
    st.code(f"python -m analysis fit {shlex.quote(checked.name)}", language="bash")


def _checked(file: UploadedFile | None) -> _Check | None:
    """Summary of the uploaded file, read once rather than on every rerun."""
    kept = st.session_state.get(CHECKED_FILE)
    if file is None:
        kept = None
    elif kept is None or kept.file_id != file.file_id:
        kept = _check(file)
    st.session_state[CHECKED_FILE] = kept
    return kept


def _check(file: UploadedFile) -> _Check:
    known = _Check(file.file_id, file.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.getvalue())  # without a copy, which `getbuffer` makes
        try:
            papers = read_papers([path])
        except InputError as error:
            return replace(known, refusal=str(error))
    reading = papers.attrs["reading"]
    return replace(
        known,
        papers=len(papers),
        dated=int(papers["published"].notna().sum()),
        reading={name: reading[name] for name in ("read", "duplicates", "rejected")},
        problems=pd.DataFrame(reading["problems"]),
    )


def _problems(problems: pd.DataFrame, *, of: str) -> None:
    if problems.empty:
        return
    st.dataframe(
        problems,
        column_order=["row", "column", "found", "expected", "fix"],
        column_config={
            "row": st.column_config.NumberColumn("Row", width=60),
            "column": st.column_config.TextColumn("Column", width=80),
            "found": "Found",
            "expected": "Expected",
            "fix": "What to do",
        },
        hide_index=True,
        placeholder="–",
        alt="Problems in the file, row by row",
    )
    csv_button(problems, file=f"{of}-problems")
