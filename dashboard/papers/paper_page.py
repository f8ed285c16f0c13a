"""Page of one paper: abstract, theme membership, neighbours, citation."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import streamlit as st

from analysis.runs.queries.membership import held_terms
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.citations import CITATIONS
from dashboard.components.blocks import facts, mode, show_figure
from dashboard.components.correction_forms import edit_paper, say_result
from dashboard.data.records import records
from dashboard.figures.parts.paper_neighbours import paper_neighbours_figure
from dashboard.papers.citations_by_year import citations_by_year
from dashboard.papers.paper_list import entries
from dashboard.papers.reading_list import keep_button, kept_ids
from dashboard.papers.selection import alike
from dashboard.state.address import CITE, LIKE, TOPIC, bound, open_link, searched_words
from dashboard.text.highlighting import KEYWORD, SEARCHED, marked
from dashboard.text.membership_text import why_in_theme
from dashboard.text.run_facts import paper_facts, paper_line
from dashboard.text.wording import plain, web_address

_WIDE = 760  # pixels: lines of text that the eye can follow


def one_paper(run: Run, doc_id: int) -> None:
    """Everything about the paper `doc_id`; unknown fields are omitted."""
    paper = records(run.documents.loc[[doc_id]])[0]
    say_result()
    _ways(run, paper)
    st.title(plain(paper["title"] or "Untitled"), anchor=False)
    st.markdown(paper_line(paper))
    _links(paper)
    _abstract(run, paper)
    heading = "no theme" if paper["topic"] == OUTLIER else "its theme"
    st.header(f"Why it is in {heading}", anchor=False)
    st.markdown(why_in_theme(run, paper), width=_WIDE)
    edit_paper(run, doc_id)
    citations_by_year(run, paper)
    _nearest(run, doc_id)
    st.header("Cite it", anchor=False)
    forms = [name for name, form in CITATIONS.items() if form.for_one]
    form = st.segmented_control("Form", forms, default=forms[0], required=True, **bound(CITE))
    # The files of a list have abstracts, for those who search in them.
    text = CITATIONS[form].cite([paper | {"abstract": None}])
    st.code(text.replace("\r\n", "\n").strip(), language=None, wrap_lines=True)
    st.header("What else is known", anchor=False)
    facts(paper_facts(paper), name="paper")


def _ways(run: Run, paper: Mapping[str, Any]) -> None:
    """Links to the list, the theme and similar papers, and the reading-list button."""
    label = plain(run.labels[paper["topic"]])
    theme = open_link("themes", **{TOPIC: paper["topic"]})
    like = open_link("papers", **{LIKE: paper["paper_id"]})
    query = searched_words() or None
    back = "Back to the search" if query else "All papers"
    with st.container(horizontal=True, vertical_alignment="center", key="entry-ways"):
        st.page_link(label=back, icon=":material/arrow_back:", **open_link("papers", q=query))
        st.page_link(label=label, icon=":material/category:", **theme)
        st.page_link(label="More like this", icon=":material/join_inner:", **like)
        keep_button(paper, key="keep-this", kept=paper["paper_id"] in kept_ids())


def _links(paper: Mapping[str, Any]) -> None:
    arxiv, doi = (quote(paper[name] or "", safe="/") for name in ("arxiv_id", "doi"))
    addresses = {
        "Read the paper": web_address(paper["url"]),
        "Code": web_address(paper["code_url"]),
        "arXiv": arxiv and f"https://arxiv.org/abs/{arxiv}",
        "PDF": arxiv and f"https://arxiv.org/pdf/{arxiv}",
        "DOI": doi and f"https://doi.org/{doi}",
    }
    shown: set[str] = set()
    with st.container(horizontal=True):
        for name, address in addresses.items():
            if address and address not in shown:
                st.link_button(name, address, icon=":material/open_in_new:")
                shown.add(address)


def _abstract(run: Run, paper: Mapping[str, Any]) -> None:
    """Abstract with theme keywords and searched words highlighted."""
    text = paper["abstract"] or "This paper has no abstract."
    terms = held_terms(run, paper["doc_id"], topic=paper["topic"])
    query = searched_words()
    shown = marked(text, keywords=terms["term"][terms["held"]].tolist(), query=query)
    with st.container(key="abstract", gap="small"):
        st.markdown(shown, width=_WIDE)
        kinds = {KEYWORD: "a keyword of the theme", SEARCHED: "what you searched for"}
        legend = [
            f":{colour}[{words}]" for colour, words in kinds.items() if f":{colour}[" in shown
        ]
        if legend:
            st.caption(f"Marked: {', '.join(legend)}.")


def _nearest(run: Run, doc_id: int) -> None:
    nearest, note = alike(run, doc_id)
    if nearest.empty:
        return
    st.header("Most similar papers", anchor=False)
    with st.grid(2, min_column_width=380):
        with st.container(gap="small"):
            entries(records(nearest), name="alike", labels=run.labels, note=note)
        show_figure(
            paper_neighbours_figure(
                run.documents,
                run.topics,
                doc_id=doc_id,
                nearest=nearest["doc_id"].tolist(),
                mode=mode(),
            ),
            run=run,
            name=f"paper_neighbours-{doc_id}",
            alt="This paper and the most similar ones on the map of all papers",
        )
