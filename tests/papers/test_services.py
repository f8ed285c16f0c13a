"""Records that services send are read as what they mean."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.papers.inverted_index import text_of_inverted_index
from analysis.papers.readers import read_papers
from analysis.papers.readers.json_lines import table_of_values
from analysis.papers.readers.json_records import unwrapped
from analysis.papers.readers.services import SHAPES, shape_of
from analysis.papers.table import paper_table
from analysis.papers.withdrawn import is_withdrawn
from tests.papers.conftest import paper
from tests.papers.service_records import (
    ARXIV,
    BIORXIV,
    CROSSREF,
    DBLP,
    EXPECTED,
    HUGGING_FACE,
    OPENALEX,
    OPENREVIEW,
    OPENREVIEW_1,
    RECORDS,
    SEMANTIC_SCHOLAR,
    ZOTERO,
)


def read(write, *records):
    return read_papers(write("p.json", json.dumps(list(records))))


def changed(record, path, value):
    """A copy of a record with another value at a path such as `content.venue.value`."""
    record = copy.deepcopy(record)
    inside = record
    *keys, last = path.split(".")
    for key in keys:
        inside = inside[key]
    inside[last] = value
    return record


@pytest.mark.parametrize("service", RECORDS)
def test_the_record_of_a_service_is_read(write, service):
    record, expected = RECORDS[service]
    papers = read(write, record)
    row = papers.iloc[0].to_dict()
    wanted = EXPECTED | expected
    assert {field: row[field] for field in wanted} == wanted
    assert papers.attrs["reading"]["problems"] == []


def test_a_file_may_have_records_of_several_services(write):
    records = [changed(OPENALEX, "display_name", "A"), changed(CROSSREF, "title", ["B"]), paper(1)]
    records = [
        {k: v for k, v in r.items() if k not in ("doi", "DOI", "locations")} for r in records
    ]
    papers = read(write, *records)
    assert papers["title"].tolist() == ["A", "B", "Paper number 1"]
    assert papers["published"].tolist() == ["2021-03-05", "2021-03", paper(1)["published"]]


def test_the_account_says_where_a_field_was_found(write):
    columns = read(write, OPENALEX).attrs["reading"]["columns"]["p.json"]
    assert columns["abstract"] == ["abstract_inverted_index"]
    assert columns["title"] == ["display_name"]


def test_dblp_has_no_abstracts_and_says_so(write):
    with pytest.raises(InputError, match=r"No usable paper.*\n.*(record|line) 1.*abstract"):
        read(write, DBLP)


def test_a_summary_by_a_model_is_no_abstract(write):
    with pytest.raises(InputError, match=r"(record|line) 1.*abstract"):
        read(write, changed(SEMANTIC_SCHOLAR, "abstract", None))


def test_a_missing_date_of_crossref_asks_the_next(write):
    record = changed(CROSSREF, "issued", {"date-parts": [[None]]})
    papers = read(write, record | {"published-online": {"date-parts": [[2020, 12, 24]]}})
    assert papers["published"].tolist() == ["2020-12-24"]


@pytest.mark.parametrize(
    "record",
    [
        changed(ARXIV, "comments", "This paper has been withdrawn by the author"),
        changed(ARXIV, "comments", "5 pages, 2 figures; withdrawn due to an error in Lemma 2"),
        changed(ARXIV, "abstract", "  This submission has been withdrawn by arXiv administrators."),
        changed(ARXIV, "abstract", "Withdrawn."),
        changed(BIORXIV, "abstract", "The authors have withdrawn this manuscript, because of it."),
        changed(BIORXIV, "title", "WITHDRAWN: Sea ice retreats early"),
        changed(HUGGING_FACE, "paper.withdrawnAt", "2021-04-01T00:00:00.000Z"),
    ],
)
def test_withdrawn_papers_are_rejected_and_counted(write, record):
    papers = read(write, record, paper(1))
    reading = papers.attrs["reading"]
    assert papers["title"].tolist() == ["Paper number 1"]
    assert (reading["read"], reading["rejected"]) == (2, 1)
    assert "withdrawn" in reading["problems"][0]["found"]
    assert [("withdrawn" in why, number) for why, number in reading["reasons"].items()] == [
        (True, 1)
    ]


@pytest.mark.parametrize(
    ("abstract", "comment"),
    [
        ("Withdrawn from the market in 2004, the drug is studied again.", None),
        ("We measure it.", "replaces a withdrawn paper"),
        ("We measure it.", "Withdrawn from the workshop, now in a journal"),
        ("Users who have withdrawn this consent are asked why.", "12 pages"),
        (None, None),
    ],
)
def test_papers_about_withdrawal_are_not_withdrawn(abstract, comment):
    assert not is_withdrawn(abstract, comment=comment)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (changed(OPENREVIEW, "content.venue.value", "ICE 2021 Withdrawn Submission"), "withdrawn"),
        (
            changed(OPENREVIEW, "content.venueid.value", "ice.example/Desk_Rejected_Submission"),
            "desk-rejected",
        ),
        (changed(OPENREVIEW_1, "invitation", "ice.example/-/Withdrawn_Submission"), "withdrawn"),
    ],
)
def test_submissions_that_were_not_judged_are_read_and_said(write, record, said):
    other = changed(record, "content.abstract", "We sort pebbles by hand and by machine.")
    papers = read(write, record, changed(other, "content.title", "Another title"))
    problem = papers.attrs["reading"]["problems"][0]
    assert len(papers) == 2
    assert (problem["severity"], problem["found"]) == ("warning", f"2 {said} submissions")


def test_attachments_of_zotero_are_no_papers(write):
    note = {"key": "N", "data": {"itemType": "note", "note": "<p>Read this.</p>"}}
    papers = read(write, ZOTERO, note)
    problems = papers.attrs["reading"]["problems"]
    assert [(p["row"], p["found"]) for p in problems] == [(2, "an item of the kind note")]


WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=5), min_size=1
)


@given(WORDS)
def test_an_inverted_index_gives_back_its_text(words):
    index = {word: [at for at, other in enumerate(words) if other == word] for word in set(words)}
    text = " ".join(words)
    assert text_of_inverted_index(index) == text
    assert text_of_inverted_index(json.dumps(index)) == text
    assert text_of_inverted_index(str(index)) == text


@pytest.mark.parametrize(
    "value", [None, "", "We measure it.", "{", "{}", [], {}, {"a": None}, {"a": [-1, "0", True]}, 3]
)
def test_what_is_no_inverted_index_has_no_text(value):
    assert text_of_inverted_index(value) is None


def test_every_service_has_a_record_here():
    records = [*(record for record, _ in RECORDS.values()), DBLP]
    found = {shape.name for record in records if (shape := shape_of(unwrapped(record)))}
    assert found == {shape.name for shape in SHAPES}
    assert shape_of(paper(1)) is None


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.just([]), st.just({}), st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3),
    st.just([[]]), st.just([{}]), st.just({"value": {"name": []}}), st.just([{"name": {}}, 5]),
)  # fmt: skip


def places(value, path=()):
    """The path of every value inside a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inside in parts:
        yield (*path, key)
        if isinstance(inside, dict | list):
            yield from places(inside, (*path, key))


@settings(max_examples=300)
@given(st.sampled_from([record for record, _ in RECORDS.values()] + [DBLP]), st.data())
def test_no_value_of_another_type_breaks_the_reading(record, data):
    record = copy.deepcopy(record)
    *keys, last = data.draw(st.sampled_from(list(places(record))))
    inside = record
    for key in keys:
        inside = inside[key]
    inside[last] = data.draw(ODD)
    raw = table_of_values([(1, record), (2, paper(2))], name="p.json")
    papers, problems = paper_table(raw, name="p.json")
    assert "Paper number 2" in papers["title"].tolist()
    assert len(papers) + sum(problem.severity == "rejected" for problem in problems) == 2
