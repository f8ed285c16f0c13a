"""`import`: files of any format as one table of papers, which `fit` reads as the originals."""

import gzip
import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.modelling.inputs import gather_inputs
from analysis.modelling.params import read_params
from analysis.papers.narrowing import Narrowing
from analysis.papers.paper_file import arrow_table
from analysis.papers.readers import read_papers
from analysis.papers.table import PAPER_COLUMNS
from tests.papers.service_records import ARXIV, RECORDS
from tests.support.commands import command, refused, value_of, write_papers
from tests.support.sources import ROOT

GOOD = {
    "title": "Sea ice",
    "abstract": "We measure how sea ice grows.",
    "published": "2024-03",
    "authors": ["Ann Lee", "Lee, Bo", "O'Neil van der Berg"],
    "categories": ["cs.CL", "physics.ao-ph"],
    "doi": "10.1000/ICE",
    "upvotes": 3,
}
OTHERS = [
    {
        "title": "Coral reefs, α < β",
        "abstract": "Code: https://github.com/a/coral.",
        "date": "2021",
    },
    {"title": "冰", "abstract": "我们测量海冰如何在冬季生长，并比较。", "arxiv_id": "2101.00001v2"},
    GOOD | {"upvotes": 9},
]


def titles(path):
    return pd.read_parquet(path)["title"].tolist()


def inputs_of(*paths):
    return gather_inputs(read_papers(paths), params=read_params(settings=["encoder=lsa"])).sha256


def test_a_fit_of_the_file_has_the_inputs_of_the_originals(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, *OTHERS)
    out = tmp_path / "papers.parquet"
    done = command("import", path, ROOT / "data" / "sample", "-o", out)
    assert done.exit_code == 0
    assert done.stdout == f"Papers: 87 (88 read, 0 rejected, 1 duplicates).\n{out}\n"
    assert inputs_of(out) == inputs_of(path, ROOT / "data" / "sample")
    assert list(pd.read_parquet(out)) == list(PAPER_COLUMNS)


def test_the_same_papers_give_the_same_bytes(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, *OTHERS)
    contents = []
    for name in ("a.parquet", "b.parquet"):
        assert command("import", path, "-o", tmp_path / name).exit_code == 0
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]
    assert command("import", tmp_path / "a.parquet", "-o", tmp_path / "c.parquet").exit_code == 0
    assert (tmp_path / "c.parquet").read_bytes() == contents[0]


ODD = [
    {
        "title": "A",
        "abstract": "x y z",
        "authors": ["Lee, Ann, Jr.", "Bo and Smith", "Ann; Bo", "{'a': 1}", "  Zoë   X ", "n/a"],
        "categories": ["Physics, Fluid", "a;b", "cs.CL cs.LG"],
        "keywords": ["x|y", "['a','b']"],
        "url": "HTTP://Example.org/a b",
        "date": "12 Mar 2024",
        "doi": "https://doi.org/10.1000/ABC.",
        "venue": " J  of\nX ",
        "upvotes": "1,234",
        "lang": "eng",
    },
    {
        "title": "B\u200b  c",
        "abstract": "one\r\ntwo\r\n\u200b",
        "date": "2024-00-00",
        "source": "my\nx",
    },
    {
        "title": "C",
        "abstract": "w",
        "authors": ["Lee, Ann"],
        "keywords": ["a, b"],
        "month": "2/2024",
    },
    {"title": "$\\alpha$", "abstract": "See https://github.com/a/b", "arxiv_id": "math/0101001v3"},
]


SERVICES = [record for record, _ in RECORDS.values()]


@pytest.mark.parametrize("records", [ODD, SERVICES], ids=["odd", "services"])
def test_what_is_imported_is_read_again_as_it_was(tmp_path, records):
    for number, record in enumerate(records):
        path, out = tmp_path / f"{number}.json", tmp_path / f"{number}.parquet"
        path.write_text(json.dumps(record), "utf-8")
        assert command("import", path, "-o", out).exit_code == 0
        before, after = (arrow_table(read_papers(file)) for file in (path, out))
        assert after.equals(before)


def test_bad_rows_are_named_and_counted_and_strict_refuses_them(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, GOOD | {"title": "Coral", "abstract": ""})
    done = command("import", path, "-o", tmp_path / "a.parquet", "--json")
    found = value_of(done)
    assert done.exit_code == 0
    assert (found["read"], found["rejected"], found["duplicates"]) == (2, 1, 0)
    assert found["path"] == str(tmp_path / "a.parquet")
    refused(command("import", path, "-o", tmp_path / "b.parquet", "--strict"), "line 2", "abstract")
    assert not (tmp_path / "b.parquet").exists()


@pytest.mark.parametrize("content", [b"my notes", "a table of other things"])
def test_a_file_that_is_no_table_of_papers_is_not_overwritten(tmp_path, content):
    path, out = write_papers(tmp_path / "p.jsonl", GOOD), tmp_path / "out.parquet"
    if isinstance(content, str):
        pd.DataFrame({content: [1]}).to_parquet(out)
    else:
        out.write_bytes(content)
    before = out.read_bytes()
    refused(command("import", path, "-o", out), "Not overwritten", "out.parquet", "another name")
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("papers.csv", "ends in .parquet"),
        ("nowhere/papers.parquet", "there is no folder"),
        ("folder.parquet", "is a folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_before_the_work(tmp_path, out, said):
    (tmp_path / "folder.parquet").mkdir()
    refused(command("import", tmp_path / "missing.jsonl", "-o", tmp_path / out), out, said)


def test_a_column_is_read_as_the_field_that_it_is_named(tmp_path):
    (tmp_path / "p.csv").write_text("Heading,abstract,Text\nSea ice,no,We measure sea ice.\n")
    words = ["--columns", "title=Heading", "--columns", "abstract=Text"]
    assert (
        command("import", tmp_path / "p.csv", "-o", tmp_path / "a.parquet", *words).exit_code == 0
    )
    found = pd.read_parquet(tmp_path / "a.parquet")
    assert found[["title", "abstract"]].to_numpy().tolist() == [["Sea ice", "We measure sea ice."]]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_snapshot_is_narrowed_as_any_other_file_is(tmp_path, pack):
    def record(name, *, day, categories):
        created = f"Mon, {day} 18:00:01 GMT"
        versions = [{"version": "v1", "created": created}]
        own = {"id": None, "doi": None, "title": name, "abstract": f"On {name}."}
        return ARXIV | own | {"categories": categories, "versions": versions}

    records = [
        record("Early", day="31 Dec 2020", categories="cs.CL"),
        record("First", day="1 Jan 2021", categories="hep-th cs.CL"),
        record("Last", day="31 Dec 2022", categories="cs.LG"),
        record("Late", day="1 Jan 2023", categories="cs.LG"),
        record("Elsewhere", day="1 Jan 2022", categories="hep-th"),
    ]
    text = "".join(json.dumps(row) + "\n" for row in records)
    (tmp_path / "snapshot.json").write_bytes(pack(text.encode()))
    out = tmp_path / "a.parquet"
    asked = ["--category", "cs", "--since", "2021", "--until", "2022"]
    done = command("import", tmp_path / "snapshot.json", "-o", out, *asked)
    assert done.exit_code == 0, done.output
    assert titles(out) == ["First", "Last"]
    assert done.stdout.startswith("Papers: 2 (2 read, 0 rejected, 0 duplicates).")
    if pack is bytes:
        command("import", tmp_path / "snapshot.json", "-o", tmp_path / "all.parquet")
        done = command("import", tmp_path / "all.parquet", "-o", tmp_path / "b.parquet", *asked)
        assert (tmp_path / "b.parquet").read_bytes() == out.read_bytes()


def test_no_wanted_paper_is_said(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD)
    done = command("import", path, "-o", tmp_path / "a.parquet", "--category", "math")
    refused(done, "No paper is in these categories", "Widen --category")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "March"], "--since March: expected a date such as 2024-03-01"),
        (["--until", "2024-02-30"], "--until 2024-02-30: expected a date"),
        (["--since", "2025", "--until", "2024-03"], "is after --until 2024-03"),
        (["--columns", "abstract"], "expected FIELD=NAME"),
        (["--columns", "abstrct=Text"], "The nearest is abstract"),
        (["--columns", "title=a", "--columns", "title=b"], "names title twice"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, words, said):
    path = write_papers(tmp_path / "p.jsonl", GOOD)
    refused(command("import", path, "-o", tmp_path / "a.parquet", *words), said)


DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))


@given(day=DAYS, length=st.sampled_from([4, 7, 10]), since=DAYS, coarse=st.sampled_from([4, 7, 10]))
def test_a_date_is_from_then_if_any_of_its_days_may_be(day, length, since, coarse):
    """Against the days themselves: those of the paper's date, and the first of `since`."""
    given_day, bound = day.isoformat()[:length], since.isoformat()[:coarse]
    papers = pd.DataFrame({"categories": [[]], "published": [given_day]})
    days = {str(d)[:10] for d in pd.date_range("2020-01-01", "2022-12-31")}
    own = [d for d in days if d.startswith(given_day)]
    first = min(d for d in days if d.startswith(bound))
    last = max(d for d in days if d.startswith(bound))
    assert bool(len(Narrowing(since=bound).applied(papers))) == (max(own) >= first)
    assert bool(len(Narrowing(until=bound).applied(papers))) == (min(own) <= last)


def test_an_undated_paper_is_from_no_date():
    papers = pd.DataFrame({"categories": [[]], "published": [None]})
    assert len(Narrowing().applied(papers)) == 1
    assert Narrowing(since="2000").applied(papers).empty
    with pytest.raises(InputError):
        Narrowing(since="soon")


@pytest.mark.parametrize(
    ("lacking", "wanted", "said"),
    [
        ("categories", "--category", "None of the 2 papers has a category"),
        ("published", "--since", "None of the 2 papers has a date"),
    ],
)
def test_what_no_paper_has_cannot_narrow_them(tmp_path, lacking, wanted, said):
    without = {name: value for name, value in GOOD.items() if name != lacking}
    path = write_papers(tmp_path / "p.jsonl", without, OTHERS[0] | {"title": "Other", "date": None})
    value = "cs.CL" if lacking == "categories" else "2024"
    done = command("import", path, "-o", tmp_path / "p.parquet", wanted, value)
    refused(done, said, f"Leave out {wanted}", f"--columns {lacking}=NAME")
