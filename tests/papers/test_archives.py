"""Packed files: read as what is in them, and refused where they are damaged or hostile."""

import gzip
import io
import zipfile

import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers
from tests.papers.conftest import as_csv, as_json_lines, paper


def zipped(files, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def encrypted():
    data = bytearray(zipped({"a.csv": as_csv([paper(1)])}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def test_gzip_is_read_as_what_is_in_it(write):
    papers = read_papers(write("papers.csv.gz", gzip.compress(as_csv([paper(1)]).encode())))
    assert papers["title"].tolist() == ["Paper number 1"]
    assert papers.attrs["reading"]["files"][0]["format"].startswith("CSV")


def test_a_zip_archive_is_its_readable_files_by_name_and_names_the_others(write):
    files = {
        "b/second.jsonl": as_json_lines([paper(2)]),
        "a.csv": as_csv([paper(1)]),
        "b/packed.jsonl.gz": gzip.compress(as_json_lines([paper(3)]).encode()),
        "readme.md": "# Notes\n\nWhere these come from.\n",
        "__MACOSX/._a.csv": "x",
        "inner.zip": zipped({"a.csv": as_csv([paper(4)])}),
    }
    papers = read_papers(write("papers.zip", zipped(files)))
    assert papers["title"].tolist() == [f"Paper number {n}" for n in (1, 3, 2)]
    reading = papers.attrs["reading"]
    assert [file["name"] for file in reading["files"]] == [
        "papers.zip/a.csv",
        "papers.zip/b/packed.jsonl.gz",
        "papers.zip/b/second.jsonl",
    ]
    assert {entry["name"] for entry in reading["skipped"]} == {
        "papers.zip/readme.md",
        "papers.zip/inner.zip",
    }


def test_an_archive_in_a_folder_is_read_with_its_neighbours(write, tmp_path):
    write("corpus/a.csv", as_csv([paper(1)]))
    write("corpus/b.zip", zipped({"c.csv": as_csv([paper(2)])}))
    assert len(read_papers(tmp_path / "corpus")) == 2


ONE = as_csv([paper(1)])
PACKED = zipped({"a.csv": as_csv([paper(n) for n in range(50)])})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({}), "no files"),
        (zipped({"a.txt": "Nothing."}), "no readable file"),
        (zipped({"../a.csv": ONE}), "leads out of it"),
        (zipped({"/etc/a.csv": ONE}), "leads out of it"),
        (zipped({"C:\\a.csv": ONE}), "leads out of it"),
        (zipped({f"{n}.csv": b"" for n in range(10_001)}, zipfile.ZIP_STORED), "10,001 files"),
        (zipped({"a.csv": bytes(120_000_000)}), "times its size"),
        (zipped({"[Content_Types].xml": "", "xl/a.xml": ""}), "Office"),
        (encrypted(), "encrypted"),
        (PACKED[:-40], "damaged ZIP"),
        (PACKED[:60] + b"\xff" * 20 + PACKED[80:], "cannot be unpacked"),
        (gzip.compress(ONE.encode())[:-9], "cannot be unpacked"),
        (gzip.compress(bytes(120_000_000)), "times its size"),
    ],
    ids=range(13),
)
def test_a_damaged_or_hostile_archive_is_refused_by_name(write, content, words):
    with pytest.raises(InputError, match=words) as refusal:
        read_papers(write("papers.zip", content))
    assert "papers.zip" in str(refusal.value)
