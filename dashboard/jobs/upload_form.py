"""Papers out of files: they are dropped, checked and named, and their themes are found."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from analysis.errors import PapertidesError
from analysis.papers.readers import formats_sentence
from analysis.runs.atomic_folder import remove_folder
from dashboard.jobs.column_choice import choose_columns, chosen_columns, show_columns
from dashboard.jobs.commands import fit_seconds, fit_words, start
from dashboard.jobs.paper_check import (
    Check,
    check_papers,
    forget_check,
    kept_check,
    show_counts,
    show_refusal,
    show_rows,
)
from dashboard.jobs.paper_folders import (
    free_name,
    keep_papers,
    papers_dir,
    why_refused,
    write_files,
)
from dashboard.jobs.permission import demand_permission
from dashboard.jobs.progress import readable_seconds
from dashboard.state.address import DROPPED_FILES, NAMED_FILES, PAPERS_NAME
from dashboard.text.wording import plain


def upload_form() -> None:
    """Show the place for files, and once they are there what they hold and what comes of them."""
    most = st.get_option("server.maxUploadSize")
    files = st.file_uploader(
        f"Files of papers: {formats_sentence()}, up to {most} MB each",
        accept_multiple_files=True,
        key=DROPPED_FILES,
    )
    st.caption(
        f"A file of more than {most} MB: split it, or save it as Parquet, which is much smaller."
    )
    if not files:
        forget_check()
        return
    ids = [file.file_id for file in files]
    columns = chosen_columns(ids)
    checked = kept_check((*ids, *columns.items()), lambda: _check(files, columns))
    if checked.refusal:
        show_refusal(checked)
        if checked.fields:
            choose_columns(checked, ids)
        return
    show_counts(checked)
    show_columns(checked)
    choose_columns(checked, ids)
    show_rows(checked)
    name = _name(files)
    about = readable_seconds(fit_seconds(checked.papers))
    refused = why_refused(name)
    if refused:
        st.error(plain(refused), icon=":material/error:")
    if st.button(f"Find themes (about {about})", type="primary", disabled=bool(refused)):
        _find_themes(files, name, columns=columns)
        st.rerun()


def _check(files: Sequence[UploadedFile], columns: Mapping[str, str]) -> Check:
    try:
        with tempfile.TemporaryDirectory() as folder:
            return check_papers(write_files(files, Path(folder)), columns=columns)
    except PapertidesError as error:
        return Check(str(error))


def _name(files: Sequence[UploadedFile]) -> str:
    """The name under which files are to be kept, at first that of the first file."""
    ids = [file.file_id for file in files]
    if st.session_state.get(NAMED_FILES) != ids or PAPERS_NAME not in st.session_state:
        st.session_state[NAMED_FILES] = ids
        st.session_state[PAPERS_NAME] = free_name(Path(files[0].name).stem, papers_dir())
    return st.text_input("Name", key=PAPERS_NAME, max_chars=60).strip()


def _find_themes(files: Sequence[UploadedFile], name: str, *, columns: Mapping[str, str]) -> None:
    demand_permission()
    folder = keep_papers(files, name=name)
    try:
        start(fit_words(folder, columns))
    except PapertidesError:
        remove_folder(folder)  # the name is free for another try
        raise
