"""One corpus in every form a file can have, told by content: always the same papers."""

import io
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.papers.paper_file import write_paper_file
from analysis.papers.readers import read_papers
from analysis.papers.table import PAPER_COLUMNS, to_documents
from dashboard.export.files import table_csv
from tests.papers.conftest import as_csv, as_json_lines, paper

ACCENTED = [
    paper(1, title="Müller's façade of naïveté", authors="Zoë Ångström; José Núñez"),
    paper(2, title="Curaçao, déjà vu", authors="Bo Li"),
]


def written_as_parquet(papers):
    file = io.BytesIO()
    pd.DataFrame(papers).to_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ACCENTED).encode(),
        as_csv(ACCENTED).encode("utf-8-sig"),
        as_csv(ACCENTED).encode("utf-16"),
        as_csv(ACCENTED).encode("utf-16-le"),
        as_csv(ACCENTED).encode("utf-16-be"),
        as_csv(ACCENTED).encode("latin-1"),
        as_csv(ACCENTED, delimiter=";").encode(),
        as_csv(ACCENTED, delimiter="\t").encode("utf-16"),
        as_csv(ACCENTED, delimiter="|").encode(),
        b"sep=;\n" + as_csv(ACCENTED, delimiter=";").encode(),
        as_csv(ACCENTED).replace("\r\n", "\n").encode(),
        as_json_lines(ACCENTED).encode(),
        as_json_lines(ACCENTED).encode("utf-16"),
        json.dumps(ACCENTED, indent=2).encode(),
        json.dumps(ACCENTED).encode("utf-8-sig"),
        written_as_parquet(ACCENTED),
    ],
)
def test_every_form_gives_the_same_papers(write, content):
    papers = read_papers(write("whatever.xyz", content))
    assert papers["title"].tolist() == [row["title"] for row in ACCENTED]
    assert papers["authors"].tolist() == [["Zoë Ångström", "José Núñez"], ["Bo Li"]]
    assert papers["published"].tolist() == ["2024-03-02", "2024-03-03"]
    assert papers.columns.tolist() == list(PAPER_COLUMNS)


def test_an_assumed_encoding_is_said(write):
    papers = read_papers(write("p.csv", as_csv(ACCENTED).encode("cp1252")))
    said = papers.attrs["reading"]["problems"]
    assert [(p["severity"], p["row"]) for p in said] == [("warning", None)]
    assert "Latin-1" in said[0]["found"]


def test_a_few_damaged_bytes_do_not_turn_utf8_into_latin1(write):
    content = as_csv(ACCENTED * 3).encode() + b"Third,\xff damaged,2024,x\n"
    papers = read_papers(write("p.csv", content))
    assert papers["title"][0] == ACCENTED[0]["title"]
    assert "damaged bytes (the first in line 8)" in papers.attrs["reading"]["problems"][0]["found"]


@pytest.mark.parametrize(
    ("columns", "date"),
    [
        ({"published": "2020-01-02", "date": "2021", "year": "2022"}, "2020-01-02"),
        ({"year": "2022", "date": "2021-05"}, "2021-05"),
        ({"Year": 2022}, "2022"),
        ({"date of issue": "2019-01-01", "year": "2022"}, "2022"),
        ({"online_year": "2018", "date_of_print": "2019-01-01"}, "2019-01-01"),
        ({"Publication Date": "2019-01-01"}, "2019-01-01"),
        ({"publicationDate": "2019-01-01", "publicationYear": 2019}, "2019-01-01"),
        ({"published": "", "year": "2022"}, "2022"),
        ({"date": "2021-04-01", "date_precision": "month"}, "2021-04"),
        ({"date_precision": "day"}, None),
        ({"updated": "2024-01-01"}, None),
        ({"versions": [{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}]}, "2007-04-02"),
        ({"issued": {"date-parts": [[2020, 5]]}}, "2020-05"),
    ],
)  # fmt: skip
def test_the_date_comes_from_the_best_column(write, columns, date):
    row = {"Paper Title": "A title", "summary": "Some words."} | columns
    found = read_papers(write("p.jsonl", as_json_lines([row])))["published"][0]
    assert (found if isinstance(found, str) else None) == date


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ann Lee; Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee and Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee, Bo Chen, and Cy Day", ["Ann Lee", "Bo Chen", "Cy Day"]),
        ("Lee, Ann and Chen, Bo", ["Ann Lee", "Bo Chen"]),
        ("Lee, A., Chen, B. C.", ["A. Lee", "B. C. Chen"]),
        ('["Ann Lee", "Bo Chen"]', ["Ann Lee", "Bo Chen"]),
        ("['Ann Lee', \"Bo O'Neil\"]", ["Ann Lee", "Bo O'Neil"]),
        (["Ann Lee", " ", None, "Bo Chen"], ["Ann Lee", "Bo Chen"]),
        ([{"name": "Ann Lee"}, {"given": "Bo", "family": "Chen"}], ["Ann Lee", "Bo Chen"]),
        ("Plato", ["Plato"]),
        (None, []),
        ("nan", []),
    ],
)
def test_authors_come_as_list_or_text(write, authors, names):
    papers = read_papers(write("p.jsonl", as_json_lines([paper(authors=authors)])))
    assert papers["authors"][0] == names


def test_a_kaggle_arxiv_record_is_understood(write):
    record = {
        "id": "0704.0001", "submitter": "P. Nadolsky", "authors": "C. Balázs, E. L. Berger",
        "title": "Calculation of\n  prompt diphoton", "journal-ref": "Phys.Rev.D76",
        "doi": "10.1103/X.Y",
        "categories": "hep-ph cs.LG",
        "abstract": "  A fully differential\ncalculation.\n",
        "versions": [{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"created": "later"}],
        "update_date": "2008-11-26",
    }  # fmt: skip
    row = read_papers(write("p.json", json.dumps(record)))[list(PAPER_COLUMNS)].to_dict("records")[
        0
    ]
    assert row["paper_id"] == "arxiv:0704.0001"
    assert row["title"] == "Calculation of prompt diphoton"
    assert row["published"] == "2007-04-02"
    assert row["categories"] == ["hep-ph", "cs.LG"]
    assert row["authors"] == ["C. Balázs", "E. L. Berger"]
    assert (row["doi"], row["venue"]) == ("10.1103/x.y", "Phys.Rev.D76")
    assert row["url"] == "https://arxiv.org/abs/0704.0001"


def test_citations_and_references_are_read(write):
    row = paper(
        times_cited="1,204",
        date_of_export="2026-11-20",
        references=[{"DOI": "10.1000/A"}, "https://doi.org/10.1000/b", "W123", "Lee, in prose"],
    )
    read = read_papers(write("p.jsonl", as_json_lines([row]))).iloc[0]
    assert (read["citations"], read["citations_on"]) == (1204, "2026-11-20")
    assert read["references"] == ["10.1000/a", "10.1000/b", "W123"]


@pytest.mark.parametrize(
    "cell",
    [
        # OpenAlex has the latest year first.
        [{"year": 2024, "cited_by_count": 12}, {"year": 2021, "cited_by_count": 3}],
        "[{'year': 2024, 'cited_by_count': 12}, {'year': 2021, 'cited_by_count': 3}]",
        ["2021:3", "2024:12"],
        "2021:3; 2022:0; 2024:12",
        "2021: 3;2024: 12; later: 4; 2025:many; 9999:7",
    ],
)
def test_citations_by_year_are_read_as_services_and_tables_write_them(write, cell):
    for name, column in (("p.jsonl", "counts_by_year"), ("q.jsonl", "citations_by_year")):
        read = read_papers(write(name, as_json_lines([paper(**{column: cell})]))).iloc[0]
        assert read["citations_by_year"] == ["2021:3", "2024:12"]


def test_citations_by_year_outlast_a_table_of_papers_and_a_download(write):
    row = paper(citations_by_year=["2021:3", "2024:12"])
    papers = read_papers(write("p.jsonl", as_json_lines([row, paper(2)])))
    write_paper_file(papers, path := write("p.parquet", b""))
    for kept in (path, write("p.csv", table_csv(papers))):
        read = read_papers(kept).set_index("title")["citations_by_year"]
        assert read.to_dict() == {"Paper number 1": ["2021:3", "2024:12"], "Paper number 2": []}


def test_parquet_with_lists_dates_and_numbers(write):
    table = pd.DataFrame(
        {
            "title": ["One", "Two"],
            "abstract": ["First words", "Second words"],
            "date": [pd.Timestamp("2024-05-06 23:59"), None],
            "authors": [["A B", "C D"], None],
            "upvotes": [3.0, float("nan")],
            "embedding": [[0.1] * 8] * 2,
        }
    )
    file = io.BytesIO()
    table.to_parquet(file)
    papers = read_papers(write("p.parquet", file.getvalue()))
    assert papers["published"][0] == "2024-05-06"
    assert papers["published"].isna().tolist() == [False, True]
    assert papers["authors"].tolist() == [["A B", "C D"], []]
    assert papers["upvotes"].tolist() == [3, pd.NA]


PROSE = "Models of language learn from text. " * 12


def test_a_page_with_more_furniture_than_ours(write):
    question = "Why Do Models Work? An Analysis of What They Read and of What They Forget Again"
    page = (
        f"Trending\n\nMar 12, 2025\n\n{question}\n\n{PROSE}\n\n12\n\nSubmitted by someone\n\n"
        f"A short one\n\nMar 13\n\n{PROSE}\n{PROSE}\n\n{PROSE}\n\n"
        "Left without an abstract by the page\n\n"
        f"Code is available.\n\nThe last paper.\n\n{PROSE}\n"
    )
    papers = read_papers(write("saved.html", page))
    assert papers["title"].tolist() == [question, "A short one", "The last paper."]
    assert papers["abstract"].str.len()[1] > 3 * len(PROSE.strip())
    rejected = [p for p in papers.attrs["reading"]["problems"] if p["severity"] == "rejected"]
    assert [p["row"] for p in rejected] == [22]


def test_facts_beside_a_page_fill_only_that_page(write, tmp_path):
    write("c/page.txt", f"Straße and Façade\n\n{PROSE}\n\nAnother paper\n\n{PROSE}\n")
    facts = [{"title": "STRASSE AND FACADE!", "published": "2020-02", "abstract": "no"}]
    write("c/facts.json", json.dumps(facts))
    papers = read_papers(tmp_path / "c")
    assert papers["published"].fillna("").tolist() == ["2020-02", ""]
    assert papers["abstract"][0] == PROSE.strip()
    assert papers.attrs["reading"]["skipped"] == []


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@settings(max_examples=60)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_no_text_breaks_the_reading_and_csv_and_json_agree(tmp_path_factory, pairs):
    rows = [
        {"title": f"{n} {title}", "abstract": f"w {body}"} for n, (title, body) in enumerate(pairs)
    ]
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.jsonl").write_text(as_json_lines(rows), encoding="utf-8")
    from_json = read_papers(folder / "a.jsonl")
    file = io.BytesIO()
    pd.DataFrame(rows).to_parquet(file)
    (folder / "b").write_bytes(file.getvalue())
    from_parquet = read_papers(folder / "b")
    assert from_json["title"].tolist() == from_parquet["title"].tolist()
    assert from_json["abstract"].tolist() == from_parquet["abstract"].tolist()
    to_documents(from_json)["text"].str.encode("utf-8")


def test_a_sentence_above_the_header_is_skipped_and_rows_keep_their_numbers(write):
    about = '\ufeff"About the data: exported today. Criteria: title, abstract"\n\n'
    table = as_csv([paper(1), paper(2, abstract="")])
    papers = read_papers(write("export.csv", about + table))
    assert papers["title"].tolist() == ["Paper number 1"]
    rows = [p["row"] for p in papers.attrs["reading"]["problems"] if p["severity"] == "rejected"]
    assert rows == [5]


TEXT = "We measure how coral reefs recover from thermal stress over twelve seasons."


def of_csv(write, **row):
    """The paper of a table with these columns."""
    return read_papers(write("p.csv", as_csv([row]))).iloc[0]


def test_full_names_of_scopus_win_over_its_initials(write):
    found = of_csv(
        write,
        **{
            "Authors": "Kim G.; de la Cruz M.; ...",
            "Author full names": "Kim, Gus (57190000001); de la Cruz, María José (57190000002)",
            "Title": "Reefs",
            "Abstract": TEXT,
        },
    )
    assert found["authors"] == ["Gus Kim", "María José de la Cruz"]
    cut = of_csv(write, Authors="Kim G.; ...", Title="Reefs", Abstract=TEXT)
    assert cut["authors"] == ["G. Kim"]


def test_keywords_of_web_of_science_under_their_tag_are_keywords(write):
    found = of_csv(write, TI="Reefs", AB=TEXT, DE="", ID="HEAT; STRESS", UT="WOS:1")
    assert found["keywords"] == ["HEAT", "STRESS"]


@pytest.mark.parametrize(
    "row",
    [
        {
            "Autores": "Gus Kim", "Título": "Reefs", "Año": "2021", "Resumen": TEXT,
            "Título de la fuente": "Marine J", "Citado por": "7", "Enlace": "https://example.org/a",
            "Palabras clave de autor": "coral; reef",
        },
        {
            "作者": "Gus Kim", "文献标题": "Reefs", "年份": "2021", "摘要": TEXT,
            "来源出版物名称": "Marine J", "引文次数": "7", "链接": "https://example.org/a",
            "作者关键字": "coral; reef",
        },
        {
            "著者名": "Gus Kim", "文献タイトル": "Reefs", "出版年": "2021", "抄録": TEXT,
            "出版物名": "Marine J", "被引用数": "7", "リンク": "https://example.org/a",
            "著者キーワード": "coral; reef",
        },
        {
            "Author/s": "Gus Kim", "Title": "Reefs", "Publication Year": "2021", "Abstract": TEXT,
            "Source Title": "Marine J", "Citing Works Count": "7", "Keywords": "coral; reef",
            "External URL": "https://example.org/a",
        },
    ],
    ids=["Spanish", "Chinese", "Japanese", "The Lens"],
)  # fmt: skip
def test_no_column_of_an_index_is_lost_for_its_language(write, row):
    found = of_csv(write, **row)
    assert found["authors"] == ["Gus Kim"]
    assert (found["title"], found["published"], found["venue"]) == ("Reefs", "2021", "Marine J")
    assert (found["citations"], found["url"]) == (7, "https://example.org/a")
    assert found["keywords"] == ["coral", "reef"]
