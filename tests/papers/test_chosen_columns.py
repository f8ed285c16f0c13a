"""Columns that people choose, where their names do not say what they hold."""

import gzip
import io
import json
import zipfile

import pandas as pd
import pytest

from analysis.errors import ColumnsError, InputError
from analysis.papers.readers import read_papers
from tests.papers.conftest import ABSTRACT, as_csv

ROWS = [
    {"Heading": f"Ice {n}", "What it says": f"{ABSTRACT} {n}", "keywords": "sea", "year": "2020"}
    for n in range(3)
]
CHOSEN = {"title": "Heading", "abstract": "what_it_says"}


def as_parquet(rows):
    file = io.BytesIO()
    pd.DataFrame(rows).to_parquet(file)
    return file.getvalue()


def as_zip(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", as_csv(ROWS)),
        ("p.tsv", as_csv(ROWS, delimiter="\t")),
        ("p.json", json.dumps(ROWS)),
        ("p.parquet", as_parquet(ROWS)),
    ],
)
def test_chosen_columns_are_read_and_named_in_the_account(write, name, content):
    papers = read_papers(write(name, content), columns=CHOSEN)
    assert papers["title"].tolist() == ["Ice 0", "Ice 1", "Ice 2"]
    assert papers["abstract"][2] == f"{ABSTRACT} 2"
    assert papers["published"][0] == "2020"
    columns = papers.attrs["reading"]["columns"][name]
    assert (columns["title"], columns["abstract"]) == (["Heading"], ["What it says"])


def test_a_chosen_column_beats_the_names_and_holds_nothing_else(write):
    rows = [row | {"title": "Not this", "abstract": "Nor this text"} for row in ROWS]
    papers = read_papers(
        write("p.csv", as_csv(rows)), columns={"title": "Heading", "venue": "keywords"}
    )
    assert papers["title"][0] == "Ice 0"
    assert papers["venue"][0] == "sea"
    assert papers["keywords"][0] == []


def test_files_without_the_chosen_column_are_read_by_their_names(write, tmp_path):
    write("c/a.csv", as_csv(ROWS))
    write("c/b.csv", as_csv([{"title": "Reefs", "abstract": ABSTRACT}]))
    assert len(read_papers(tmp_path / "c", columns=CHOSEN)) == 4


@pytest.mark.parametrize("form", [as_csv, as_parquet, json.dumps])
@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"titel": "Heading"}, ("titel", "The nearest is title")),
        (CHOSEN | {"venue": "keyword"}, ("keyword", "The nearest is keywords")),
        (CHOSEN | {"venue": "Yeer"}, ("Yeer", "The nearest is year")),
    ],
)
def test_an_unknown_field_or_column_is_refused_with_the_nearest(write, form, columns, words):
    with pytest.raises(InputError) as refused:
        read_papers(write("p", form(ROWS)), columns=columns)
    assert all(word in str(refused.value) for word in words)


def test_a_misspelt_column_of_a_table_without_other_names_is_refused_with_the_nearest(write):
    with pytest.raises(InputError, match="The nearest is Heading"):
        read_papers(write("p.csv", as_csv(ROWS)), columns=CHOSEN | {"title": "Headings"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", as_csv(ROWS)),
        ("p.csv.gz", gzip.compress(as_csv(ROWS).encode())),
        ("p.json", json.dumps(ROWS)),
        ("p.parquet", as_parquet(ROWS)),
        ("p.zip", as_zip("inner.csv", as_csv(ROWS))),
    ],
)
def test_a_file_refused_for_its_columns_names_all_of_them(write, name, content):
    """Any of them can then be chosen, and the file is read."""
    path = write(name, content)
    with pytest.raises(ColumnsError) as refused:
        read_papers(path)
    assert sorted(refused.value.names) == sorted(ROWS[0])
    assert len(read_papers(path, columns=CHOSEN)) == len(ROWS)


@pytest.mark.parametrize("form", [as_csv, as_parquet, json.dumps])
def test_every_column_of_a_file_is_in_the_account_with_its_field(write, form):
    rows = [row | {"Shelf": "B4"} for row in ROWS]
    papers = read_papers(write("p", form(rows)), columns=CHOSEN)
    assert papers.attrs["reading"]["fields"]["p"] == {
        "Heading": "title",
        "What it says": "abstract",
        "keywords": "keywords",
        "year": "published",
        "Shelf": None,
    }
