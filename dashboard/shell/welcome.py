"""The first page where there is no run yet, and the place where a file of papers is dropped."""

import shlex
import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from analysis.papers.readers import formats_sentence, read_papers
from dashboard.components.blocks import csv_button
from dashboard.data.loading import whole_runs
from dashboard.state.address import DROPPED_FILE, RUN, asked_run, open_link
from dashboard.text.wording import count, plain


def welcome() -> None:
    """What to do where no run can be shown: there is none, or not the one that is asked for."""
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
    """Check a dropped file of papers, and show the command that makes a run of it."""
    file = st.file_uploader(
        f"A file of papers: {formats_sentence()}",
        key=DROPPED_FILE,
        help="It is only checked here. The command below makes the run.",
    )
    if file is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.getbuffer())
        papers = read_papers([path])
    reading = papers.attrs["reading"]
    dated = int(papers["published"].notna().sum())
    st.success(
        f"{plain(file.name)}: {count(len(papers), 'paper')} to model, {dated:,} with a date. "
        f"{count(reading['read'], 'row')} read, {count(reading['duplicates'], 'duplicate')} "
        f"merged, {reading['rejected']:,} rejected."
    )
    _problems(pd.DataFrame(reading["problems"]), of=path.stem)
    st.markdown("Run this in the folder of the file, then reload the page:")
    st.code(f"python -m analysis fit {shlex.quote(file.name)}", language="bash")


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
