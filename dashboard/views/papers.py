"""Papers: find some, or read about one."""

import streamlit as st

from dashboard.blocks import facts, period_range, say_gone, theme_picker
from dashboard.facts import about_assignment, paper_facts, paper_line
from dashboard.finding import alike, found, in_range, records
from dashboard.loading import all_periods, current_run, load_encoder
from dashboard.paper_list import entries, found_list, paper_list, theme_labels
from dashboard.state import QUERY, SEARCH_BY, TOPIC, bound, chosen_period, open_link, read_selection
from dashboard.wording import plain, web_address

WORDS, MEANING = "words", "meaning"

run = current_run()
period = chosen_period(run)
periods = all_periods(run, period)
selection = read_selection(run, periods=periods)


def many_papers() -> None:
    """Search and filters, and the papers they leave."""
    st.title("Papers", anchor=False)
    say_gone(selection)
    query = st.text_input(
        "Search titles, abstracts and authors", type="search", live="400ms", **bound(QUERY)
    )
    with st.grid(4, min_column_width=170):
        by = st.segmented_control(
            "Search by", [WORDS, MEANING], default=WORDS, required=True, **bound(SEARCH_BY)
        )
        theme_picker(run, selection)
        period_range(selection, periods)
    if by == MEANING and load_encoder(run) is None:
        st.caption(
            f"The encoder of this run, {plain(run.manifest.encoder['name'])}, is not at hand in "
            "the dashboard, so the search goes by words."
        )
    shown = in_range(run, selection, period=period)
    hits = found(run, shown, query=query or "", topic=selection.topic, meaning=by == MEANING)
    papers = shown if hits is None else hits
    if query and by == MEANING:
        st.caption("The papers nearest in meaning come first, at most 200 of them.")
    if papers.empty:
        st.caption("No paper fits. Fewer words, another theme or a longer time may find some.")
        return
    listed = found_list if query else paper_list
    listed(papers, run=run, name="papers", labels=theme_labels(run))


def one_paper(doc_id: int) -> None:
    """A paper's abstract, what is known of it, and the papers most like it."""
    paper = records(run.documents.loc[[doc_id]])[0]
    with st.container(horizontal=True, key="entry-ways"):
        st.page_link(label="All papers", icon=":material/arrow_back:", **open_link("papers"))
        theme = open_link("themes", **{TOPIC: paper["topic"]})
        label = plain(theme_labels(run)[paper["topic"]])
        st.page_link(label=label, icon=":material/category:", **theme)
    st.title(plain(paper["title"] or "Untitled"), anchor=False)
    st.markdown(paper_line(paper))
    with st.container(horizontal=True):
        for name, column in (("Read the paper", "url"), ("Code", "code_url")):
            if address := web_address(paper[column]):
                st.link_button(name, address, icon=":material/open_in_new:")
    st.text(paper["abstract"] or "This paper has no abstract.", width=760)
    st.markdown(about_assignment(run, paper))
    facts(paper_facts(paper))
    nearest, note = alike(run, doc_id)
    if len(nearest):
        st.header("Most similar papers", anchor=False)
        entries(nearest, name="alike", labels=theme_labels(run), note=note)


if selection.paper is None:
    many_papers()
else:
    one_paper(selection.paper)
