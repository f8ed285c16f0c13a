"""Files that must not break the reading: what is refused, and in which words."""

import io
import json
import logging
import os
import struct
import sys
import zlib
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers
from tests.papers.conftest import as_csv, as_json_lines, paper
from tests.support.sources import ROOT


def a_png():
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0"))


def a_parquet(papers):
    file = io.BytesIO()
    pd.DataFrame(papers).to_parquet(file)
    return file.getvalue()


PARQUET = a_parquet([paper(n) for n in range(50)])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (a_png(), "PNG image"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"PK\x03\x04 and more", "Office"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (PARQUET[: len(PARQUET) // 2], "truncated or damaged Parquet"),
        (PARQUET[100:], "truncated or damaged Parquet"),
        (b"PAR1", "truncated or damaged Parquet"),
        (b"\xff\xfet\x00i\x00t", "UTF-16"),
        ("title,abstract\nЗаголовок,Мы предлагаем метод\n".encode("koi8-r"), "UTF-8"),
        ("title,abstract\nΤίτλος,Προτείνουμε μια νέα μέθοδο\n".encode("cp1253"), "UTF-8"),
        (b"title,abstract\n", "at least one paper"),
        (b"title,year\nA,2020\n", "abstract"),
        (b"Dear diary,\ntoday I read no papers.\n", "row 1|unknown format"),
        (b"just a few words", "unknown format"),
        (b"[]", "at least one paper"),
        (b"[" * 100_000, "cannot be read"),
        (b'[{"title": "A", "abs', "JSON"),
        (b'{"title": "A", "abstract"', "JSON object"),
        (b"{}\n{}\n", "title"),
        (b"1\n2\n3\n", "unknown format"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_by_name(write, content, words):
    path = write("papers.csv", content)
    with pytest.raises(InputError, match=words) as refusal:
        read_papers(path)
    assert "papers.csv" in str(refusal.value)


def test_a_missing_file_and_a_missing_corpus_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        read_papers(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match=r"xxx\.csv cannot be read: File name too long\."):
        read_papers(tmp_path / ("x" * 5000 + ".csv"))
    with pytest.raises(InputError, match="No corpus"):
        read_papers([])


@pytest.mark.parametrize(
    "broken",
    ['3,"An open quote,and no end\n4,T,A\n', '3,"quote "inside" it",abstract\n', '3,"T"x,A\n'],
)
def test_broken_quoting_is_refused_with_its_row(write, broken):
    path = write("papers.csv", "id,title,abstract\n1,One,First words\n2,Two,More words\n" + broken)
    with pytest.raises(InputError, match=r"row 4.*broken quoting"):
        read_papers(path)


def test_a_folder_of_pictures_is_refused(write, tmp_path):
    write("pictures/a.png", a_png())
    write("pictures/b.csv", a_png())
    with pytest.raises(InputError, match=r"(?s)pictures.*a\.png is a PNG.*b\.csv is a PNG"):
        read_papers(tmp_path / "pictures")
    (tmp_path / "hollow").mkdir()
    with pytest.raises(InputError, match="hollow"):
        read_papers(tmp_path / "hollow")


def test_a_folder_is_its_readable_files_by_name_and_names_the_others(write, tmp_path, caplog):
    write("corpus/b.jsonl", as_json_lines([paper(2)]))
    write("corpus/a.data", as_csv([paper(1)]))
    write("corpus/notes.md", "# Notes\n\nWhere these come from.\n")
    write("corpus/photo.parquet", a_png())
    write("corpus/.hidden", "x")
    write("corpus/deeper/c.csv", as_csv([paper(3)]))
    with caplog.at_level(logging.WARNING):
        papers = read_papers(tmp_path / "corpus")
    assert papers["title"].tolist() == ["Paper number 1", "Paper number 2"]
    skipped = {entry["name"] for entry in papers.attrs["reading"]["skipped"]}
    assert skipped == {"notes.md", "photo.parquet"}
    assert "notes.md" in caplog.text
    assert "photo.parquet" in caplog.text


PROSE = "A heading has text below it.\n\nHere is such a text, which goes on for a while. " * 2
LICENCE = f"A Licence\n\nCopyright (c) 2024 The authors\n\n{PROSE * 3}\n\n{PROSE}"
PROGRAM = ROOT / "tests" / "support" / "sources.py"


@pytest.mark.parametrize(
    "text", [(ROOT / "README.md").read_text("utf-8"), LICENCE, PROGRAM.read_text("utf-8")]
)
def test_other_texts_beside_papers_are_no_papers(write, tmp_path, text):
    write("corpus/a.csv", as_csv([paper(1)]))
    write("corpus/other.txt", text)
    papers = read_papers(tmp_path / "corpus")
    assert papers["title"].tolist() == ["Paper number 1"]
    with pytest.raises(InputError, match="unknown format"):
        read_papers(tmp_path / "corpus" / "other.txt")


def test_a_paper_that_lists_papers_is_one_paper(write):
    papers = read_papers(write("p.json", json.dumps(paper(1, references=[paper(2), paper(3)]))))
    assert papers["title"].tolist() == ["Paper number 1"]
    with pytest.raises(InputError, match="no column for the abstract"):
        read_papers(write("q.json", json.dumps({"title": "A", "authors": [{"name": "B C"}]})))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_a_stray_control_character_does_not_make_a_file_binary(write, encoding):
    text = "title,abstract\nA \x07bell,A nul\x00 and \x1b[31mred\x1b[0m caf\xe9.\n"
    papers = read_papers(write("papers.csv", text.encode(encoding)))
    assert papers["title"].tolist() == ["A bell"]


def test_a_folder_of_folders_says_that_only_its_own_files_are_read(write, tmp_path):
    write("corpus/2024/a.csv", as_csv([paper(1)]))
    with pytest.raises(InputError, match="subfolders are not read"):
        read_papers(tmp_path / "corpus")


def test_the_same_file_given_twice_is_read_once(write, tmp_path):
    path = write("a.csv", as_csv([paper(1), paper(2)]))
    write("b.csv", as_csv([paper(3)]))
    papers = read_papers([path, tmp_path, path])
    assert papers["title"].tolist() == [f"Paper number {n}" for n in (1, 2, 3)]
    assert papers.attrs["reading"]["read"] == 3


def test_bad_lines_are_all_reported_and_good_ones_load(write):
    lines = [json.dumps(paper(n)) for n in range(5)]
    lines[1] = '{"title": "Cut o'
    lines[2] = "[1, 2, 3]"
    lines[3] = json.dumps(paper(3, abstract=""))
    path = write("papers.jsonl", "\n".join(lines))
    papers = read_papers(path)
    assert papers["title"].tolist() == ["Paper number 0", "Paper number 4"]
    reading = papers.attrs["reading"]
    assert (reading["read"], reading["rejected"]) == (5, 3)
    assert [problem["row"] for problem in reading["problems"]] == [2, 3, 4]
    assert {problem["severity"] for problem in reading["problems"]} == {"rejected"}
    assert reading["problems"][2]["column"] == "abstract"
    json.dumps(reading)
    with pytest.raises(InputError, match=r"(?s)3 rows.*line 2.*line 3.*line 4"):
        read_papers(path, strict=True)


def test_a_bad_first_line_does_not_hide_what_the_file_is(write):
    path = write("papers.txt", "oops\n[1,\n" + as_json_lines([paper(1), paper(2)]))
    papers = read_papers(path)
    assert len(papers) == 2
    assert [problem["row"] for problem in papers.attrs["reading"]["problems"]] == [1, 2]


def test_rows_of_a_csv_are_numbered_as_a_spreadsheet_numbers_them(write):
    text = (
        "title,abstract,year\n"
        'One,"Words over\ntwo lines",2020\n'
        "\n"
        "Two,,2021\n"
        "Three,words, more words,2022\n"
        ",Words without a title,2022\n"
        "Four,Enough words\n"
    )
    papers = read_papers(write("papers.csv", text))
    assert papers["title"].tolist() == ["One", "Four"]
    problems = papers.attrs["reading"]["problems"]
    found = {p["row"]: p["column"] for p in problems if p["severity"] == "rejected"}
    assert found == {4: "abstract", 5: None, 6: "title"}


@pytest.mark.parametrize("nothing", ["", "  ", "n/a", "NULL", None, [], {}])
def test_a_row_without_abstract_is_rejected(write, nothing):
    papers = read_papers(write("p", as_json_lines([paper(1, abstract=nothing), paper(2)])))
    assert papers["title"].tolist() == ["Paper number 2"]
    assert papers.attrs["reading"]["rejected"] == 1


def test_no_usable_row_at_all_is_refused(write):
    with pytest.raises(InputError, match=r"(?s)No usable paper.*line 1.*line 2"):
        read_papers(write("p.jsonl", as_json_lines([paper(1, title=""), paper(2, abstract="")])))


@pytest.mark.parametrize(
    "name", ["a b.csv", "ünï 中文.csv", "semi;colon.csv", "quo'te.csv", "-rf.csv", "{x}[y]%s.csv"]
)
def test_a_file_may_have_any_name(write, name):
    reading = read_papers(write(name, as_csv([paper(1)]))).attrs["reading"]
    assert [file["name"] for file in reading["files"]] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    path.write_text(as_csv([paper(1)]), encoding="utf-8")
    reading = read_papers(path).attrs["reading"]
    assert [file["name"] for file in reading["files"]] == ["caf\ufffd.csv"]


def test_a_table_of_five_hundred_columns_and_one_with_nul_bytes_are_read(write):
    wide = paper(1) | {f"column {n}": n for n in range(500)}
    assert len(read_papers(write("wide.csv", as_csv([wide])))) == 1
    papers = read_papers(write("nul.csv", "title,abstract\nA\0 bell,Some\0 words.\n"))
    assert (papers["title"][0], papers["abstract"][0]) == ("A bell", "Some words.")
