"""`check`, and what is said of papers: file, row, column, expected, found, what to do."""

import json

import pytest

from tests.support.commands import command, refused, value_of, write_papers

GOOD = {"title": "Sea ice", "abstract": "We measure how sea ice grows.", "published": "2024-03-01"}
KEYS = {"read", "rejected", "duplicates", "problems", "reasons", "merges", "columns"}
KEYS |= {"examples", "languages", "years"}
PROBLEM_KEYS = {"file", "row", "column", "expected", "found", "fix"}


def test_a_clean_file_has_nothing_wrong(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, GOOD | {"title": "Coral reefs"})
    done = command("check", path)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "Papers: 2 (2 read, 0 rejected, 0 duplicates)."
    assert done.stderr == ""
    found = value_of(command("check", path, "--json"))
    assert found.keys() == KEYS
    assert (found["read"], found["rejected"], found["duplicates"]) == (2, 0, 0)
    assert (found["problems"], found["reasons"], found["merges"]) == ([], {}, [])


def test_check_says_what_was_taken_for_what_and_what_the_papers_are(tmp_path):
    path = tmp_path / "p.csv"
    rows = ["Heading,abstract,year,doi", "Sea ice,Ice grows in the cold sea.,2019,10.1000/a"]
    rows += [f"Reefs {n},The reefs of the sea are warm {n}.,2021," for n in range(3)]
    rows += ["Sea ice,Ice grows.,2019,10.1000/A"]
    path.write_text("\n".join(rows))
    done = command("check", path, "--columns", "title=Heading")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Duplicates: same DOI 1." in lines
    assert "title from Heading, such as 'Sea ice'" in lines
    assert "doi from doi, such as '10.1000/a'" in lines
    bars = [(line.split()[0], line.count("█"), line.split()[-1]) for line in lines[-3:]]
    assert [(year, number) for year, _, number in bars] == [
        ("2019", "1"),
        ("2020", "0"),
        ("2021", "3"),
    ]
    assert bars[1][1] == 0 < bars[0][1] < bars[2][1]
    found = value_of(command("check", path, "--columns", "title=Heading", "--json"))
    assert found["years"] == {"2019": 1, "2021": 3}
    assert found["columns"]["p.csv"]["published"] == ["year"]
    assert found["examples"]["p.csv"]["published"] == "'2019'"
    assert sum(found["languages"].values()) == 4


def test_a_bad_row_is_named_and_exits_with_2(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, GOOD | {"title": "Coral", "abstract": ""})
    done = command("check", path)
    refused(
        done, "p.jsonl, line 2, column abstract: expected the abstract of a paper, found nothing.",
        "Add it or delete this record.",
    )  # fmt: skip
    assert done.stdout.startswith("Papers: 1 (2 read, 1 rejected, 0 duplicates).\n")
    assert "Rejected: no abstract 1." in done.stdout
    done = command("check", path, "--json")
    assert done.exit_code == 2
    found = value_of(done)
    assert (found["read"], found["rejected"], found["duplicates"]) == (2, 1, 0)
    assert [(p["file"], p["row"], p["column"]) for p in found["problems"]] == [
        ("p.jsonl", 2, "abstract")
    ]


def test_warnings_alone_exit_with_0(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD | {"published": "0000"}, GOOD)
    done = command("check", path, "--json")
    assert done.exit_code == 0
    assert value_of(done)["duplicates"] == 1
    assert "0000" in str(value_of(done)["problems"])


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_json_is_one_value_where_no_row_is_usable(tmp_path, strict):
    path = write_papers(tmp_path / "p.jsonl", *[GOOD | {"abstract": ""} for _ in range(30)])
    done = command("check", path, "--json", *strict)
    assert done.exit_code == 2
    found = value_of(done)
    assert found.keys() == KEYS
    assert (found["read"], found["rejected"], len(found["problems"])) == (30, 30, 30)
    assert all(p.keys() >= PROBLEM_KEYS for p in found["problems"])


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("missing.csv", None, "missing.csv"),
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
        ("cut.parquet", b"PAR1 and no more", "Parquet"),
        ("quotes.csv", b'title,abstract\n"open,and no end\n', "quoting"),
        ("header.csv", b"title,abstract\n", "at least one paper"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_check_and_fit(tmp_path, name, content, word):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    runs = tmp_path / "runs"
    for arguments in (["check", path], ["fit", path, "--runs", runs]):
        done = command(*arguments)
        refused(done, name, word)
        assert done.stdout == ""
    assert not runs.exists()
    done = command("check", path, "--json")
    assert done.exit_code == 2
    found = value_of(done)
    assert found.keys() == KEYS
    assert name in str(found["problems"])
    assert all(p.keys() >= PROBLEM_KEYS for p in found["problems"])


def test_strict_refuses_what_is_otherwise_left_out(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", GOOD, GOOD | {"title": ""})
    for name in ("check", "fit"):
        refused(
            command(name, path, "--strict"), "1 row was rejected", "p.jsonl, line 2, column title"
        )


def test_what_many_rows_share_is_said_once_with_their_count(tmp_path):
    """Whole files come first, then what was lost: no flood of rows hides anything."""
    odd = [GOOD | {"title": f"Paper {n}", "published": "soon"} for n in range(60)]
    empty = [GOOD | {"abstract": text} for text in ("", "N/A", "No abstract", "", "-", "") * 5]
    few = [GOOD | {"title": ""}] * 2
    path = write_papers(tmp_path / "p.jsonl", *odd, *empty, *few)
    lines = command("check", path).stderr.splitlines()
    assert "none for 60 of 60 papers" in lines[0]
    assert [line.partition(": ")[0] for line in lines[1:4]] == [
        "p.jsonl, 30 records from line 61, column abstract",
        "p.jsonl, line 91, column title",
        "p.jsonl, line 92, column title",
    ]
    assert "found nothing, 'N/A' (a placeholder), 'No abstract' (a placeholder)" in lines[1]
    found = value_of(command("check", path, "--json"))
    assert [p["row"] for p in found["problems"] if p["severity"] == "rejected"] == [*range(61, 93)]
    assert found["reasons"] == {"no abstract": 30, "no title": 2}


def test_of_many_problems_some_are_said_and_the_others_counted(tmp_path):
    for n in range(30):
        write_papers(tmp_path / f"{n:02d}.jsonl", GOOD, GOOD | {"abstract": ""})
    lines = command("check", tmp_path).stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith("10 more; `python -m analysis check CORPUS --json` lists them all.")


def test_papers_in_other_languages_are_counted_and_said(tmp_path):
    chinese = GOOD | {
        "title": "海冰",
        "abstract": "我们提出了一种测量海冰的新方法，并在两个数据集上进行了比较。",
    }
    done = command("check", write_papers(tmp_path / "p.jsonl", GOOD, chinese))
    assert done.exit_code == 0
    assert "1 of 2 papers in other languages (zh 1)" in done.stderr
    assert "stop words of their language" in done.stderr


def test_a_message_gives_a_terminal_nothing_to_obey(tmp_path):
    text = "title,abstract\n\x1b]0;owned\x07\x1b[2J,\n"
    (tmp_path / "p.csv").write_text(text)
    done = command("check", tmp_path / "p.csv")
    assert done.exit_code == 2
    assert not set(done.output) & set("\x1b\x07")


def test_a_folder_counts_as_its_files(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_papers(corpus / "a.jsonl", GOOD)
    write_papers(corpus / "b.jsonl", GOOD, GOOD | {"title": "Coral reefs"})
    found = json.loads(command("check", corpus, "--json").stdout)
    assert (found["read"], found["duplicates"]) == (3, 1)


def test_columns_are_chosen_on_the_command_line(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Heading,Text\nSea ice,We measure how sea ice grows.\n")
    done = command("check", path, "--columns", "title=Heading", "--columns", "abstract=Text")
    assert done.exit_code == 0
    assert "Papers: 1 (1 read" in done.stdout
    refused(command("check", path, "--columns", "Heading"), "expected FIELD=NAME")


ENTRIES = "".join(f"@misc{{k{n},\n title={{Ripples {n}}}\n}}\n" for n in range(5))
RECORDS = "".join(f"TY  - JOUR\nTI  - Ripples {n}\nER  - \n" for n in range(5))
NOTES = json.dumps([{"title": f"Ripples {n}", "abstract": ""} for n in range(5)])
ROWS = "title,abstract\n" + "".join(f"Ripples {n},\n" for n in range(5))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.bib", ENTRIES, "5 records from line 1, column abstract"),
        ("p.ris", RECORDS, "5 records from line 1, column abstract"),
        ("p.json", NOTES, "5 records from record 1, column abstract"),
        ("p.csv", ROWS, "5 rows from row 2, column abstract"),
    ],
)
def test_a_number_is_called_what_it_counts(tmp_path, name, text, said):
    (tmp_path / name).write_text(text, "utf-8")
    thing = said.split()[1]
    told = refused(command("check", tmp_path / name), said, f"Add them or delete these {thing}.")
    assert "this row" not in told
    found = value_of(command("check", tmp_path / name, "--json"))["problems"]
    assert {one["unit"] for one in found} == {said.split()[3].strip(",")}
