"""Papers are found wherever in a JSON file they are."""

import json

import pandas as pd
import pytest

from analysis.papers.readers import read_papers
from tests.papers.conftest import paper

PAPERS = [paper(n, authors=[f"Ann {n}"]) for n in range(1, 5)]
TITLES = [entry["title"] for entry in PAPERS]


def lines(values):
    return "\n".join(map(json.dumps, values))


FRAME = pd.DataFrame(PAPERS)
PLACES = {
    "list": json.dumps(PAPERS),
    "under data": json.dumps({"total": 4, "next": None, "data": PAPERS}),
    "any key": json.dumps({"query": {"q": "ice"}, "Treffer": PAPERS}),
    "message.items": json.dumps({"status": "ok", "message": {"items": PAPERS}}),
    "three down": json.dumps({"a": {"b": {"hit": [{"@id": "1", "info": p} for p in PAPERS]}}}),
    "a list a day": json.dumps({"2024-03-01": PAPERS[:3], "2024-03-02": PAPERS[3:]}),
    "rows of a viewer": json.dumps({"rows": [{"row_idx": 0, "row": p} for p in PAPERS]}),
    "hits of an index": json.dumps({"hits": {"hits": [{"_id": 7, "_source": p} for p in PAPERS]}}),
    "by id": json.dumps({f"2401.0000{n}": p for n, p in enumerate(PAPERS)}),
    "lines": lines(PAPERS),
    "lines of pages": lines([{"data": PAPERS[:2]}, {"data": PAPERS[2:]}]),
    "lines of lists": lines([PAPERS[:1], PAPERS[1:]]),
    "list of pages": json.dumps([{"page": 1, "hits": PAPERS[:2]}, {"page": 2, "hits": PAPERS[2:]}]),
    "one after the other": "".join(json.dumps(p, indent=2) for p in PAPERS),
    "text sequence": "".join(f"\x1e{json.dumps(p)}\n" for p in PAPERS),
    "lists of columns": json.dumps(FRAME.to_dict("list")),
} | {
    f"pandas {orient}": FRAME.to_json(orient=orient)
    for orient in ("columns", "index", "split", "records", "table")
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_papers_are_found(write, place):
    papers = read_papers(write("p.json", PLACES[place]), strict=True)
    assert papers["title"].tolist() == TITLES
    assert papers["authors"].tolist() == [[f"Ann {n}"] for n in range(1, 5)]


def test_papers_by_id_have_their_id(write):
    papers = read_papers(write("p.json", PLACES["by id"]))
    assert papers["arxiv_id"].tolist() == [f"2401.0000{n}" for n in range(4)]


@pytest.mark.parametrize("place", ["under data", "lines", "lines of pages", "pandas columns"])
def test_a_row_is_the_number_of_the_paper(write, place):
    text = PLACES[place].replace(json.dumps(PAPERS[2]["abstract"])[1:-1], "")
    papers = read_papers(write("p.json", text))
    rejected = papers.attrs["reading"]["problems"]
    assert [problem["row"] for problem in rejected] == [3]


def test_one_damaged_page_costs_that_page(write):
    pages = [json.dumps({"data": PAPERS[:2]}), '{"data": [{"title": "cu', json.dumps(PAPERS[2:])]
    papers = read_papers(write("p.jsonl", "\n".join(pages)))
    assert papers["title"].tolist() == TITLES
    assert papers.attrs["reading"]["rejected"] == 1


def test_what_a_paper_refers_to_is_no_paper_of_the_file(write):
    record = {"data": [paper(1) | {"references": [paper(8)], "journal": {"title": "Ice"}}]}
    papers = read_papers(write("p.json", json.dumps(record)))
    assert papers["title"].tolist() == ["Paper number 1"]
    assert papers["venue"].tolist() == ["Ice"]


def test_objects_inside_an_unknown_record_are_read_by_the_names_of_their_parts(write):
    record = {
        "document": {"title": "Sea ice", "summary": "It melts earlier.", "url": "https://a.example/1"},
        "ids": {"DOI": "10.1000/abc", "url": "https://b.example"},
        "when": {"published": "2023-05"},
        "author": [{"firstName": "Ann", "lastName": "Lee", "url": "https://c.example"}],
        "journal": {"name": "Journal of Ice", "id": 7},
        "keywords": [{"label": "ice", "score": 0.4}],
    }  # fmt: skip
    papers = read_papers(write("p.json", json.dumps([record])))
    row = papers.iloc[0]
    assert (row["title"], row["abstract"]) == ("Sea ice", "It melts earlier.")
    assert (row["doi"], row["url"]) == ("10.1000/abc", "https://a.example/1")
    assert (row["published"], row["venue"]) == ("2023-05", "Journal of Ice")
    assert (row["authors"], row["keywords"]) == (["Ann Lee"], ["ice"])
    columns = papers.attrs["reading"]["columns"]["p.json"]
    assert columns["abstract"] == ["document.summary"]
    assert columns["doi"] == ["ids.DOI"]


def test_flattened_records_are_read_by_the_last_part_of_their_names(write):
    nested = [
        {"content": {"title": {"value": p["title"]}, "abstract": {"value": p["abstract"]}},
         "stats": {"upvotes": n, "id": "s"}}
        for n, p in enumerate(PAPERS)
    ]  # fmt: skip
    papers = read_papers(write("p.json", pd.json_normalize(nested).to_json(orient="records")))
    assert papers["title"].tolist() == TITLES
    assert papers["upvotes"].tolist() == [0, 1, 2, 3]


def test_names_with_a_prefix_are_read_without_it(write):
    entry = {"dc:title": "Sea ice", "dc:description": "It melts.", "prism:coverDate": "2021-03-05"}
    papers = read_papers(write("p.json", json.dumps({"search-results": {"entry": [entry]}})))
    assert papers[["title", "abstract", "published"]].iloc[0].tolist() == list(entry.values())


def test_one_damaged_object_of_a_list_costs_that_object(write):
    text = "[\n" + ",\n".join(map(json.dumps, PAPERS)) + "\n]\n"
    papers = read_papers(write("p.json", text.replace('"Paper number 2",', '"Paper "number" 2",')))
    assert papers["title"].tolist() == [TITLES[0], *TITLES[2:]]
    assert [problem["row"] for problem in papers.attrs["reading"]["problems"]] == [3]


@pytest.mark.parametrize(
    "mark",
    [
        {"paperId": 7},
        {"id": "https://openalex.org/W1"},
        {"type": "article", "issued": "2023"},
        {"DOI": "10.1000/a", "member": True, "indexed": "yes"},
        {"id": "2401.00001", "publishedAt": "2024-01-02", "upvotes": 3},
    ],
)
def test_a_table_of_ones_own_is_not_taken_for_the_record_of_a_service(write, mark):
    row = paper(1) | {"authors": "Ann Lee; Bo Chen", "published": "2024-03-02"} | mark
    row |= {"publishedAt": "2024-03-02"} if "publishedAt" in mark else {}
    papers = read_papers(write("p.json", json.dumps([row])))
    assert papers["abstract"][0] == row["abstract"]
    assert papers["authors"][0] == ["Ann Lee", "Bo Chen"]
    assert papers["published"][0] == "2024-03-02"
