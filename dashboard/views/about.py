"""Details of the run: corrections, inputs, quality, parameters, versions and files."""

from functools import partial

import streamlit as st

from dashboard.components.blocks import facts, table
from dashboard.components.correction_forms import correction_history, say_result
from dashboard.data.loading import current_run
from dashboard.report.download import cached_report
from dashboard.text.manifest_facts import (
    encoder_facts,
    file_rows,
    made_of,
    param_facts,
    quality_facts,
    time_rows,
    version_facts,
)
from dashboard.text.wording import count, readable_moment

run = current_run()
manifest = run.manifest
seconds = sum(manifest.seconds.values())

st.title("Details of the run", anchor=False)
st.markdown(
    f"Run `{run.run_id}` was made on {readable_moment(manifest.created)} in "
    f"{count(round(seconds), 'second')}. The analysis never changes; "
    "corrections, if any, are listed below."
)
st.download_button(
    "Full report",
    data=partial(cached_report, run, full=True),
    file_name=f"{run.run_id}-full-report.html",
    mime="text/html",
    icon=":material/summarize:",
    on_click="ignore",
    help="The brief of the card at the left, then keywords, charts, every theme and the method.",
)
say_result()
correction_history(run)
cells = [
    {"What went in": made_of(manifest)},
    {"Quality": quality_facts(manifest)},
    {"Parameters": param_facts(manifest)},
    {"Text encoder": encoder_facts(manifest), "Versions": version_facts(manifest)},
]
with st.grid(2, min_column_width=380):
    for sections in cells:
        with st.container():
            for heading, rows in sections.items():
                st.header(heading, anchor=False)
                facts(rows or {"": "not known"}, name=heading)
st.header("Time", anchor=False)
table(
    time_rows(manifest),
    run=run,
    name="seconds",
    shown={},
    alt="Seconds that each step took",
    columns={
        "step": st.column_config.TextColumn("Step"),
        "seconds": st.column_config.ProgressColumn(
            "Seconds", format="%.1f", max_value=seconds or 1
        ),
    },
)
st.header("Files", anchor=False)
st.caption(f"In `{run.path}`.")
table(
    file_rows(manifest),
    run=run,
    name="files",
    shown={},
    alt="The files of the run",
    columns={
        "file": st.column_config.TextColumn("File"),
        "rows": st.column_config.NumberColumn("Rows", format="localized"),
        "bytes": st.column_config.NumberColumn("Size", format="bytes"),
        "sha256": st.column_config.TextColumn("sha256"),
    },
)
