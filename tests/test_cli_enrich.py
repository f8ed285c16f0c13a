"""`enrich`: empty cells are filled from other records, whence each came is kept, and undone."""

import json
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.papers.enriching.filling import FIELDS, Source, enriched, undone
from analysis.papers.enriching.matching import matches
from analysis.papers.paper_file import arrow_table
from analysis.papers.readers import read_papers
from analysis.papers.table import typed_table
from tests.papers.service_records import OPENALEX
from tests.support.commands import command, refused, value_of, write_papers
from tests.support.sources import ROOT

ICE = {"title": "Sea ice", "abstract": "We measure how sea ice grows.", "doi": "10.1000/ice"}
REEF = {"title": "Coral reefs in warm water", "abstract": "We count corals.", "date": "2021"}
HERE = Source("facts.json", "0" * 64, "2026-12-01T00:00:00+00:00")


@pytest.fixture
def file(tmp_path):
    """A file of two papers as `import` writes it."""
    out = tmp_path / "papers.parquet"
    path = write_papers(tmp_path / "p.jsonl", ICE, REEF)
    assert command("import", path, "-o", out).exit_code == 0
    return out


def facts(folder, *records, name="facts.json"):
    (folder / name).write_text(json.dumps(records))
    return folder / name


def cells(path, title):
    return pq.read_table(path).to_pandas().set_index("title").loc[title]


def test_empty_cells_are_filled_and_no_other(tmp_path, file):
    known = facts(
        tmp_path,
        {"doi": "https://doi.org/10.1000/ICE", "published": "2024-03-01", "upvotes": 5},
        {"title": "Coral Reefs in Warm Water!", "published": "2021-06", "authors": ["Bo Lee"]},
    )
    done = command("enrich", file, "--from", known)
    assert done.exit_code == 0, done.output
    assert "Matched 2 of 2 papers: 1 by DOI, 1 by title." in done.stdout
    ice, reef = (cells(file, paper["title"]) for paper in (ICE, REEF))
    assert (ice["published"], ice["date_precision"], ice["upvotes"]) == ("2024-03-01", "day", 5)
    assert (reef["published"], reef["date_precision"]) == ("2021", "year")
    assert list(reef["authors"]) == ["Bo Lee"]
    read = read_papers(file).set_index("title")
    assert read.loc["Sea ice", "published"] == "2024-03-01"


def test_records_of_a_service_are_read_as_it_means_them(tmp_path):
    out, known = tmp_path / "papers.parquet", facts(tmp_path, OPENALEX)
    whole = read_papers(known).iloc[0]
    own = write_papers(tmp_path / "p.jsonl", {"doi": whole["doi"], "title": "X", "abstract": "Y."})
    command("import", own, "-o", out)
    done = command("enrich", out, "--from", known)
    assert "1 by DOI" in done.stdout
    found = cells(out, "X")
    assert found["published"] == whole["published"]
    assert list(found["authors"]) == whole["authors"]
    assert (found["venue"], found["abstract"]) == (whole["venue"], "Y.")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("key", ["doi", "title"])
def test_a_csv_file_needs_no_titles_or_abstracts(tmp_path, file, mark, key):
    rows = [(key, "upvotes", "venue"), (ICE[key], "5", "Journal of Ice")]
    known = tmp_path / "known.csv"
    known.write_text("".join(mark.join(row) + "\n" for row in rows))
    done = command("enrich", file, "--from", known)
    assert done.exit_code == 0, done.output
    ice = cells(file, "Sea ice")
    assert (ice["upvotes"], ice["venue"]) == (5, "Journal of Ice")


def test_a_file_without_anything_of_papers_is_refused(tmp_path, file):
    (tmp_path / "prices.csv").write_text("city,price\nRome,3\n")
    refused(command("enrich", file, "--from", tmp_path / "prices.csv"), "prices.csv", "city, price")


def test_each_cell_says_whence_it_came_and_what_was_there(tmp_path, file):
    command("enrich", file, "--from", facts(tmp_path, ICE | {"upvotes": 5}))
    command("enrich", file, "--from", facts(tmp_path, ICE | {"upvotes": 7}, name="later.json"),
            "--overwrite", "upvotes")  # fmt: skip
    origins = [(c["source"], c["field"], c["before"]) for c in cells(file, "Sea ice")["enriched"]]
    assert origins == [("facts.json", "upvotes", None), ("later.json", "upvotes", "5")]
    at = cells(file, "Sea ice")["enriched"][0]["at"]
    assert date.fromisoformat(at[:10])


def test_undoing_goes_back_one_enrichment_at_a_time(tmp_path, file):
    states = [file.read_bytes()]
    for number, fields in enumerate([{"upvotes": 5}, {"venue": "Ice"}, {"upvotes": 9}]):
        known = facts(tmp_path, ICE | fields, name=f"f{number}.json")
        words = ["--overwrite", "upvotes"] if number == 2 else []
        assert command("enrich", file, "--from", known, *words).exit_code == 0
        states.append(file.read_bytes())
    for number, state in reversed(list(enumerate(states[:-1]))):
        done = command("enrich", file, "--undo")
        assert f"f{number}.json" in done.stdout
        assert file.read_bytes() == state
    refused(command("enrich", file, "--undo"), "no enrichment to undo")
    assert file.read_bytes() == states[0]


def edited(path, title, **cells):
    """The file after somebody has edited cells of a paper by hand."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    next(row for row in rows if row["title"] == title).update(cells)
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path)


def test_undoing_keeps_what_somebody_has_edited_since_and_says_so(tmp_path, file):
    known = ICE | {
        "upvotes": 5,
        "venue": "Ice",
        "published": "2024-03-01",
        "code_url": "http://a.org",
    }
    command("enrich", file, "--from", facts(tmp_path, known))
    edited(file, "Sea ice", venue="Journal of Ice", published="2024-03-02", code_url=None)
    done = command("enrich", file, "--undo")
    assert "Took back" in done.stdout
    assert "upvotes 1." in done.stdout
    assert "Kept what was edited since: published 1, venue 1, code_url 1." in done.stdout
    ice = cells(file, "Sea ice")
    assert (ice["venue"], ice["published"], ice["date_precision"]) == (
        "Journal of Ice", "2024-03-02", "day",
    )  # fmt: skip
    assert pd.isna(ice["code_url"])
    assert pd.isna(ice["upvotes"])
    refused(command("enrich", file, "--undo"), "no enrichment to undo")


def test_undoing_an_earlier_enrichment_keeps_an_edit_that_a_later_one_replaced(tmp_path, file):
    command("enrich", file, "--from", facts(tmp_path, ICE | {"venue": "Ice"}))
    edited(file, "Sea ice", venue="Mine")
    later = facts(tmp_path, ICE | {"venue": "Sea"}, name="later.json")
    command("enrich", file, "--from", later, "--overwrite", "venue")
    assert cells(file, "Sea ice")["venue"] == "Sea"
    for _ in range(2):
        command("enrich", file, "--undo")
        assert cells(file, "Sea ice")["venue"] == "Mine"


def test_the_page_of_the_sample_gets_its_facts(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text((ROOT / "data/sample/trending_papers.txt").read_text("utf-8"), "utf-8")
    out = tmp_path / "papers.parquet"
    command("import", page, "-o", out)
    known = ROOT / "data/sample/facts.json"
    found = value_of(command("enrich", out, "--from", known, "--json"))
    stated = json.loads(known.read_text("utf-8"))
    assert found["matched"] == {"title": 84}
    for field in ("published", "arxiv_id", "authors"):
        assert found["filled"][field] == sum(bool(fact.get(field)) for fact in stated)


def test_a_second_time_there_is_nothing_to_fill(tmp_path, file):
    known = facts(tmp_path, ICE | {"upvotes": 5})
    command("enrich", file, "--from", known)
    before = file.read_bytes()
    assert (
        "Nothing to fill; the file is as it was." in command("enrich", file, "--from", known).stdout
    )
    assert file.read_bytes() == before


def test_columns_of_ones_own_stay(tmp_path, file):
    table = pq.read_table(file).append_column("mine", pa.array([7, 8]))
    pq.write_table(table, file)
    command("enrich", file, "--from", facts(tmp_path, ICE | {"upvotes": 5}))
    assert pq.read_table(file).column("mine").to_pylist() == [7, 8]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "either --from SOURCE or --undo"),
        (["--from", "openalex"], "openalex is a service"),
        (["--from", "nothing.json"], "no file nothing.json"),
        (["--from", "p.jsonl", "--overwrite", "upvote"], "the nearest is upvotes"),
        (["--from", "p.jsonl", "--undo"], "either --from SOURCE or --undo"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, monkeypatch, file, words, said):
    monkeypatch.chdir(tmp_path)
    before = file.read_bytes()
    refused(command("enrich", file, *words), said)
    assert file.read_bytes() == before


def test_only_a_table_of_papers_is_enriched(tmp_path):
    known = facts(tmp_path, ICE)
    refused(command("enrich", known, "--from", known), "facts.json", "`python -m analysis import")
    pd.DataFrame({"paper_id": ["1"], "title": [3.5], "abstract": ["a"]}).to_parquet(
        tmp_path / "odd.parquet"
    )
    done = command("enrich", tmp_path / "odd.parquet", "--from", known)
    assert done.exit_code == 0, done.output


def row(title=None, doi=None, arxiv_id=None, published=None, authors=()):
    return {"title": title, "doi": doi, "arxiv_id": arxiv_id, "published": published,
            "authors": list(authors)}  # fmt: skip


PAPER = row("On Ice", "10.1/a", "2101.00001", "2021-05-01", ["Ann Müller"])
BARE = row("On Ice")


@pytest.mark.parametrize(
    ("paper", "record", "by"),
    [
        (PAPER, row("Another", doi="10.1/A"), "doi"),
        (PAPER, row("Another", arxiv_id="2101.00001"), "arxiv_id"),
        (PAPER, row("ON ICE.", published="2022", authors=["Müller, Ann", "Bo Lee"]), "title"),
        (PAPER, row("On ice", doi="10.1/published", authors=["A. Muller"]), "title"),
        (PAPER, row("On Ice", published="2023"), None),
        (PAPER, row("On Ice", authors=["Bo Lee"]), None),
        (PAPER, row("On Ice", arxiv_id="2101.00002"), None),
        (BARE, row("On Ice", published="1999", authors=["Bo Lee"]), "title"),
        (BARE, row("On Iced Tea"), None),
        (BARE, row(None, doi="10.1/a"), None),
    ],
)
def test_a_record_is_about_a_paper_or_not(paper, record, by):
    found = matches(pd.DataFrame([paper]), pd.DataFrame([row("Else", doi="10.9/z"), record]))
    assert found[0].by == by
    assert list(found[0].records) == ([1] if by else [])


def test_of_two_papers_of_one_title_none_is_taken_for_a_third():
    records = pd.DataFrame([row("On Ice", published="1999"), row("On Ice", published="2010")])
    found = matches(pd.DataFrame([BARE]), records)
    assert found[0].is_ambiguous
    assert not found[0].records
    records = pd.DataFrame([row("On Ice", published="1999"), row("On Ice")])
    assert list(matches(pd.DataFrame([BARE]), records)[0].records) == [0, 1]


def test_a_count_of_citations_brings_its_day_and_years_and_no_other_count_gets_them():
    def table(**cells):
        cells = {name: [cell] for name, cell in cells.items()}
        lists = {name: [[]] for name in ("authors", "categories", "keywords", "references")}
        return typed_table({"title": ["Sea ice"], "doi": ["10.1/a"]} | lists | cells)

    known = table(citations=90, citations_on="2026-05-03", citations_by_year=["2025:45"])
    counts = ["citations", "citations_on", "citations_by_year"]
    own = arrow_table(table(citations=40, citations_on="2026-01-02", citations_by_year=[]))
    for start, overwrite, expected in (
        (arrow_table(table(citations_by_year=[])), (), [90, "2026-05-03", ["2025:45"]]),
        (own, (), [40, "2026-01-02", []]),
        (own, ("citations",), [90, "2026-05-03", ["2025:45"]]),
    ):
        filled = enriched(start, known, source=HERE, overwrite=overwrite).table
        (row,) = filled.select(counts).to_pylist()
        assert [row[name] for name in counts] == expected


CELL = {
    "venue": st.none() | st.sampled_from(["A", "B"]),
    "upvotes": st.none() | st.integers(0, 3),
    "authors": st.lists(st.sampled_from(["Ann Lee", "Bo Lee"]), max_size=2, unique=True),
    "published": st.none() | st.sampled_from(["2024", "2024-03"]),
}
TABLES = st.lists(st.fixed_dictionaries(CELL), min_size=3, max_size=3)


def tables(rows):
    """Papers with these cells, each with a DOI of its own."""
    columns = {name: [row[name] for row in rows] for name in CELL}
    numbers = range(len(rows))
    return typed_table(
        columns
        | {"title": [f"Paper {n}" for n in numbers], "doi": [f"10.1000/{n}" for n in numbers]}
        | {"paper_id": [f"doi:10.1000/{n}" for n in numbers]}
        | {
            name: [[] for _ in numbers]
            for name in ("categories", "keywords", "citations_by_year", "references")
        }
    )


@given(own=TABLES, sources=st.lists(TABLES, max_size=4), overwrite=st.sets(st.sampled_from(FIELDS)))
def test_any_enrichments_undone_are_none(own, sources, overwrite):
    """Brute force beside it: a cell is its own value, else the first source's that has one."""
    start = arrow_table(tables(own))
    states = [start]
    for number, rows in enumerate(sources):
        words = overwrite if number % 2 else ()
        result = enriched(states[-1], tables(rows), source=HERE, overwrite=tuple(words))
        olds = states[-1].select(list(CELL)).to_pylist()
        expected = [
            {name: _expected(old[name], new[name], replaced=name in words) for name in CELL}
            for old, new in zip(olds, rows, strict=True)
        ]
        assert result.table.select(list(CELL)).to_pylist() == expected
        if result.filled:
            states.append(result.table)
    while len(states) > 1:
        assert undone(states.pop()).table.equals(states[-1])


def _expected(old, new, *, replaced):
    if new in (None, []) or (old not in (None, []) and not replaced):
        return old
    return new
