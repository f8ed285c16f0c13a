"""Downloads of a list of papers: CSV, BibTeX, RIS, JSON, APA, generated on demand."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.runs.store import Run
from dashboard.citations import CITATIONS, Citation
from dashboard.components.blocks import saved_as
from dashboard.data.records import records
from dashboard.export.files import table_csv


def paper_files(papers: pd.DataFrame, *, run: Run, name: str, of_all: bool = False) -> None:
    """Buttons that download exactly `papers` (rows of `run.documents`), in their order.

    Every file is called after the run, the list's `name`, the filters and today; no filter narrows
    a list that is `of_all`.
    """
    papers = papers.drop(columns=["x", "y"], errors="ignore")
    stem = saved_as(run, name, of_all=of_all)
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        _button("Download CSV", partial(table_csv, papers), file=f"{stem}.csv", mime="text/csv")
        with st.popover("Cite", icon=":material/format_quote:", type="tertiary"):
            for form, citation in CITATIONS.items():
                file = f"{stem}.{citation.ending}"
                _button(form, partial(_cited, papers, citation), file=file, mime=citation.mime)


def _button(label: str, data: Callable[[], bytes], *, file: str, mime: str) -> None:
    st.download_button(
        label,
        data=data,
        file_name=file,
        mime=mime,
        key=f"{label}-{file}",  # two forms may have one ending
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def _cited(papers: pd.DataFrame, citation: Citation) -> bytes:
    return citation.cite(records(papers)).encode()
