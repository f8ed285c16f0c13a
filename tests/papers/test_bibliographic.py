"""Exports of reference managers and libraries: BibTeX, RIS, PubMed and Web of Science text."""

import pytest
import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from hypothesis import given
from hypothesis import strategies as st

from analysis.papers.readers import read_papers
from analysis.papers.readers.bibtex import BIBTEX as BIBTEX_READER
from analysis.papers.readers.ris import RIS

MEDLINE = """
PMID- 31000001
DP  - 2021 Mar
TI  - Sea ice in a long title that goes
      on in a second line
LID - 10.1234/ice.1 [doi]
AB  - We measure the ice of two seas
      from ships.
FAU - Kim, Gus
AU  - Kim G
MH  - *Ice Cover
OT  - sea ice

PMID- 31000002
DP  - 2020
TI  - Second paper
AB  - Other words about other things.
"""
WEB_OF_SCIENCE = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Kim, G
   Silva, J
AF Kim, Gus
   Silva, Jun
TI Sea ice in a title
   of two lines
SO JOURNAL OF ICE
DE sea ice; ships;
   satellites
AB We measure the ice of two seas.
PD JUN 15
PY 2021
DI 10.1234/ice.2
UT WOS:0001
ER

EF
"""
BIBTEX = r"""% made by hand
@string{ji = "Journal of " # "Ice"}
@article{kim,
  title = {The {A}rctic of {\"O}stersund \& more},
  author = {Schr{\"o}dinger, Erwin and {Group of Ice and Snow} and \v{C}apek, K.},
  journal = ji # " B",
  month = mar, year = 2020,
  abstract = {We measure the ice.}}
@article{broken, title = {Cut off

@article{kim, title = "Second", abstract = "Other words.", date = {2021-04-05}}
"""


def test_a_pubmed_export_is_read_with_its_folded_lines(write):
    papers = read_papers(write("export.txt", MEDLINE))
    first = papers.iloc[0]
    assert papers.attrs["reading"]["files"][0]["format"] == "PubMed text"
    assert first["title"] == "Sea ice in a long title that goes on in a second line"
    assert first["abstract"] == "We measure the ice of two seas from ships."
    assert first["authors"] == ["Gus Kim"]
    assert (first["doi"], first["published"]) == ("10.1234/ice.1", "2021-03")
    assert (first["categories"], first["keywords"]) == (["Ice Cover"], ["sea ice"])
    assert len(papers) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_web_of_science_text_is_read_whatever_ends_its_lines(write, end):
    papers = read_papers(write("savedrecs.txt", WEB_OF_SCIENCE.replace("\n", end)))
    paper = papers.iloc[0]
    assert paper["authors"] == ["Gus Kim", "Jun Silva"]
    assert paper["title"] == "Sea ice in a title of two lines"
    assert paper["keywords"] == ["sea ice", "ships", "satellites"]
    assert paper["published"] == "2021-06-15"
    assert papers.attrs["reading"]["problems"] == []


def test_bibtex_is_read_with_macros_accents_and_protected_capitals(write):
    papers = read_papers(write("library.bib", BIBTEX))
    first, second = papers.iloc[0], papers.iloc[1]
    assert first["title"] == "The Arctic of Östersund & more"
    assert first["authors"] == ["Erwin Schrödinger", "Group of Ice and Snow", "K. Čapek"]
    assert (first["venue"], first["published"]) == ("Journal of Ice B", "2020-03")
    assert (second["title"], second["published"]) == ("Second", "2021-04-05")


def test_a_damaged_entry_of_bibtex_is_named_by_its_line_and_the_others_are_read(write):
    papers = read_papers(write("library.bib", BIBTEX))
    (problem,) = papers.attrs["reading"]["problems"]
    assert len(papers) == 2
    assert (problem["row"], problem["severity"]) == (9, "rejected")


def test_a_record_that_the_end_of_the_file_cuts_off_is_named(write):
    text = "TY  - JOUR\nTI  - One\nAB  - Words of it.\nPY  - 2020\nER  - \n\nTY  - JOUR\nTI  - Tw"
    papers = read_papers(write("export.ris", text))
    assert papers["title"].tolist() == ["One"]
    assert [problem["row"] for problem in papers.attrs["reading"]["problems"]] == [7]


WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäöéß中文", min_size=1, max_size=9), min_size=2, max_size=9
).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=3)), min_size=1, max_size=4))
def test_what_another_program_writes_as_ris_is_read_back(entries):
    written = rispy.dumps(
        [
            {"type_of_reference": "JOUR", "title": title, "abstract": abstract, "authors": authors}
            for title, abstract, authors in entries
        ]
    )
    table = RIS.read(written, "export.ris")
    assert table.columns["title"] == [title for title, _, _ in entries]
    assert table.columns["abstract"] == [abstract for _, abstract, _ in entries]
    assert [found or [] for found in table.columns["authors"]] == [a for _, _, a in entries]


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_what_another_program_writes_as_bibtex_is_read_back(entries):
    library = Library(
        [
            Entry("article", f"k{n}", [Field("title", title), Field("abstract", abstract)])
            for n, (title, abstract) in enumerate(entries)
        ]
    )
    table = BIBTEX_READER.read(write_string(library), "library.bib")
    assert table.columns["title"] == [title for title, _ in entries]
    assert table.columns["abstract"] == [abstract for _, abstract in entries]


def test_a_paper_of_bibtex_has_what_its_volume_says_and_no_author_called_others(write) -> None:
    volume = "@proceedings{ice20, title = {Meeting on Ice}, year = 2020, month = mar,"
    volume += " editor = {Kim, Gus}, url = {https://example.org/volume}}"
    paper = "@inproceedings{a, crossref = {Ice20}, title = {Sea ice}, abstract = {Of two seas.},"
    paper += " author = {Silva, Jun and others}}"
    own = "@inproceedings{b, crossref = {ice20}, title = {Lake ice}, abstract = {Of one lake.},"
    own += " year = 2021}"
    papers = read_papers(write("a.bib", f"{paper}\n{own}\n{volume}"))
    found = papers.set_index("title")
    assert papers.attrs["reading"]["read"] == 2  # the volume is no paper
    assert found.loc["Sea ice", "published"] == "2020-03"
    assert found.loc["Sea ice", "venue"] == "Meeting on Ice"
    assert found.loc["Sea ice", "authors"] == ["Jun Silva"]
    assert found["url"].isna().all()
    assert found.loc["Lake ice", "published"] == "2021"
