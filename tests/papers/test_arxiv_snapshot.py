"""arXiv's snapshot is read line by line, and only what was asked for is kept."""

import gzip
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InputError
from analysis.papers.readers.arxiv_snapshot import read_snapshot
from tests.papers.service_records import ARXIV

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def record(name, *, day="2021-03-05", categories="cs.LG", **fields):
    year, month, number = day.split("-")
    created = f"Fri, {int(number)} {MONTHS[int(month) - 1]} {year} 18:00:01 GMT"
    versions = [{"version": "v1", "created": created}, ARXIV["versions"][1]]
    return ARXIV | {"title": name, "categories": categories, "versions": versions} | fields


def lines(*records):
    return "".join(json.dumps(row) + "\n" for row in records).encode()


def titles(path, **wanted):
    return read_snapshot(path, **wanted).columns.get("title", [])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([], ["a", "b", "c", "d"]),
        (["cs.LG"], ["a", "b"]),
        (["cs"], ["a", "b", "c"]),
        (["hep-th", "cs.CV"], ["b", "c", "d"]),
        (["hep"], []),
        (["LG"], []),
    ],
)
def test_categories_filter_whole_names_and_archives(write, wanted, found):
    content = lines(
        record("a", categories="cs.LG"),
        record("b", categories="hep-th math.MP cs.LG"),
        record("c", categories="cs.CV", comments='in "categories": "cs.LG hep"'),
        record("d", categories="hep-th", abstract="Of cs.LG and LG."),
    )
    assert titles(write("s.json", content), categories=wanted) == found


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2020", None, ["b", "c", "d"]),
        (None, "2020", ["a", "b"]),
        ("2020-12-31", "2021-01", ["b", "c"]),
        ("2021-01-02", "2021-06-30", ["d"]),
    ],
)
def test_dates_filter_the_first_version_with_both_ends(write, since, until, found):
    content = lines(
        record("a", day="2019-12-31"),
        record("b", day="2020-12-31"),
        record("c", day="2021-01-01"),
        record("d", day="2021-06-30"),
    )
    assert titles(write("s.json", content), since=since, until=until) == found


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.lists(st.sampled_from(["cs.LG", "cs", "hep-th", "hep", "math.LG"]), max_size=3)


@given(st.lists(st.tuples(ANY, ANY, NAMES, st.booleans()), max_size=6), NAMES)
def test_the_filter_keeps_what_a_filter_of_parsed_records_keeps(tmp_path_factory, rows, wanted):
    records = [
        record(f"{number} {title}", comments=comment, categories=" ".join(names))
        for number, (title, comment, names, _) in enumerate(rows)
    ]
    texts = [
        json.dumps(row, ensure_ascii=escaped, separators=None if escaped else (",", ":"))
        for row, (_, _, _, escaped) in zip(records, rows, strict=True)
    ]
    path = tmp_path_factory.mktemp("any") / "s.json"
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8", newline="")
    kept = [
        line
        for line, row in enumerate(records, start=1)
        if not wanted
        or any(n == w or n.split(".")[0] == w for n in row["categories"].split() for w in wanted)
    ]
    table = read_snapshot(path, categories=wanted)
    withdrawn = [problem.row for problem in table.problems if problem.row]
    assert sorted([*table.rows, *withdrawn]) == kept


def zipped(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", "About it")
        archive.writestr("arxiv-metadata-oai-snapshot.json", content)
    return file.getvalue()


@pytest.mark.parametrize("packed", [bytes, gzip.compress, zipped])
def test_an_archive_is_read_as_it_is(write, packed):
    path = write("s", packed(lines(record("a"), record("b"))))
    assert titles(path, categories=["cs.LG"]) == ["a", "b"]


@pytest.mark.parametrize("packed", [gzip.compress, zipped])
def test_a_cut_archive_says_so(write, packed):
    content = packed(lines(*(record(str(n), abstract=str(n**99)) for n in range(200))))
    with pytest.raises(InputError, match=r"s cannot be read.*Copy it again"):
        read_snapshot(write("s", content[: len(content) // 2]))


def test_damaged_lines_and_withdrawn_papers_are_problems_with_their_lines(write):
    cut = lines(record("cut"))[:300] + b"\n"
    withdrawn = record("gone", comments="This paper has been withdrawn")
    other = record("other", categories="math.CO", comments="withdrawn")
    content = lines(record("a")) + cut + b"\n" + lines(withdrawn, other, record("b"))
    table = read_snapshot(write("s.json", content), categories=["cs.LG"])
    assert table.columns["title"] == ["a", "b"]
    assert table.rows == [1, 6]
    assert {problem.row: problem.expected for problem in table.problems} == {
        2: "a JSON object",
        4: "a paper",
    }


def test_an_archive_without_json_is_refused(write):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "A")
    with pytest.raises(InputError, match="no file of JSON"):
        read_snapshot(write("s.zip", file.getvalue()))
