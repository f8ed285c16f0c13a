"""`runs`, `show` and `search`: what is known of runs, in words and as JSON."""

import json
import re

import pytest

from analysis.runs.corrections.overlay import add_edit
from analysis.runs.store import open_run
from tests.support.builders import build_run, make_older
from tests.support.commands import command, refused, value_of
from tests.support.corrections import edit


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "elsewhere"


@pytest.fixture
def run_id(runs):
    return build_run(runs, papers=40, topics=3)


def hurt(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_runs_are_listed_oldest_first(runs, run_id):
    newer = build_run(runs, papers=50, topics=4)
    lines = command("runs", "--runs", runs).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [run_id, newer]
    assert "40 papers" in lines[0]
    assert "3 themes" in lines[0]
    assert "4 unassigned" in lines[0]
    listed = value_of(command("runs", "--json", "--runs", runs))
    assert listed[1] == {
        "run_id": newer,
        "created": open_run(runs / newer).manifest.created,
        "documents": 50, "topics": 4, "outliers": 5, "damaged": None,
    }  # fmt: skip


def test_no_runs_are_an_empty_list_and_a_sentence(data_dir):
    done = command("runs")
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"no run in {data_dir / 'runs'} yet" in done.stderr
    done = command("runs", "--json")
    assert (done.exit_code, value_of(done)) == (0, [])


@pytest.mark.parametrize(
    "arguments", [["runs"], ["runs", "--json"], ["show", "latest"], ["search", "x", "ice"]]
)
def test_a_file_is_no_folder_of_runs(tmp_path, arguments):
    papers = tmp_path / "papers.csv"
    papers.write_text("title,abstract\n")
    refused(command(*arguments, "--runs", papers), f"{papers} is a file. --runs takes the folder")


def test_a_damaged_run_is_named_and_skipped(runs, run_id):
    damaged = build_run(runs, papers=40, topics=3)
    (runs / damaged / "terms.parquet").write_bytes(b"PAR1")
    done = command("runs", "--runs", runs)
    assert done.exit_code == 0
    assert f"{damaged} is damaged: terms.parquet is missing or truncated" in done.stderr
    assert done.stdout.splitlines()[1] == f"{damaged}  cannot be opened"
    listed = value_of(command("runs", "--json", "--runs", runs))
    assert [(run["run_id"], run["damaged"] is None) for run in listed] == [
        (run_id, True), (damaged, False)
    ]  # fmt: skip
    assert value_of(command("show", "latest", "--json", "--runs", runs))["run_id"] == run_id
    refused(command("show", damaged, "--runs", runs), damaged, "damaged", "terms.parquet")


def test_a_flipped_byte_is_found_where_it_matters(runs, run_id):
    hurt(runs / run_id / "topics.parquet")
    refused(command("show", run_id, "--runs", runs), "damaged: topics.parquet", "Fit it again")
    assert command("search", run_id, "models", "--runs", runs).exit_code == 0
    hurt(runs / run_id / "search.sqlite")
    refused(command("search", run_id, "models", "--runs", runs), "damaged: search.sqlite")


@pytest.mark.parametrize("arguments", [["show"], ["search"]])
def test_a_run_is_named_by_id_path_or_latest(runs, run_id, arguments):
    query = ["models"] if arguments == ["search"] else []
    said = {
        command(*arguments, name, *query, "--runs", runs).stdout
        for name in (run_id, runs / run_id, "latest")
    }
    assert len(said) == 1
    assert said != {""}
    refused(command(*arguments, run_id[:-2], *query, "--runs", runs), f"nearest is {run_id}")
    refused(command(*arguments, "latest", *query), "fit data/sample")


@pytest.mark.parametrize("arguments", [["show", "nope"], ["search", "nope", "models"]])
def test_json_is_one_value_where_there_is_no_such_run(runs, run_id, arguments):
    done = command(*arguments, "--json", "--runs", runs)
    said = refused(done, f"There is no run nope in {runs}")
    assert f"Error: {' '.join(value_of(done)['error'].split())}" == said


def test_a_run_of_a_newer_schema_is_refused_with_a_sentence(runs, run_id):
    manifest = runs / run_id / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"schema_version": 7}))
    for arguments in (["show", run_id], ["search", run_id, "models"]):
        refused(command(*arguments, "--runs", runs), run_id, "format 7", "Update Papertides")
    assert "format 7" in value_of(command("runs", "--json", "--runs", runs))[0]["damaged"]


def test_show_says_what_a_person_asks_of_a_run(runs, run_id):
    said = command("show", "latest", "--runs", runs).stdout
    for words in (
        run_id, "40 of 40 read from synthetic (0 rejected, 0 duplicates)", "counted by year",
        "3 in 2 areas; 4 papers are unassigned", "minilm (16 dimensions)", "seed=0",
        "coherence (NPMI) 0.30, diversity 0.90, unassigned 10.0%",
        "Diffusion models (diffusion models 1, ",
    ):  # fmt: skip
        assert words in said, said
    assert "None" not in said
    assert "nan" not in said


def test_show_names_every_area_and_below_it_its_themes_with_their_stability(runs, run_id):
    run = open_run(runs / run_id)
    said = command("show", run_id, "--runs", runs).stdout
    listed, area = [], None
    names = {f"{row.label}, {row.documents:,} papers": row.area for row in run.areas.itertuples()}
    for line in said[said.index("name (top keywords)") :].splitlines()[1:]:
        if line in names:
            area = names.pop(line)
        elif line:
            found = re.fullmatch(r" *(\d+) +(\d+) +(\d+ of 10)  (.*?) \(.*", line)
            assert found, line
            listed.append((area, int(found[1]), int(found[2]), found[3], found[4]))
    assert not names, "an area is not named"
    assert len(listed) == 3
    themes = run.topics[run.topics["topic"] >= 0]
    fits = [f"{tenths:.0f} of 10" for tenths in 10 * themes["stability"]]
    facts = [themes[name] for name in ("area", "topic", "documents")]
    assert sorted(listed, key=lambda row: row[1]) == list(
        zip(*facts, fits, themes["label"], strict=True)
    )


@pytest.mark.parametrize("older", [False, True])
def test_one_area_or_none_is_not_named(runs, older):
    run_id = build_run(runs, papers=40, topics=3 if older else 1)
    if older:
        make_older(runs / run_id)
    said = command("show", run_id, "--runs", runs).stdout
    assert "area" not in said
    assert "nan" not in said
    assert (" of 10 " in said) != older
    for label in open_run(runs / run_id).topics["label"][1:]:
        assert said.count(f"{label} (") == 1


def test_show_as_json_is_the_manifest(runs, run_id):
    shown = value_of(command("show", run_id, "--json", "--runs", runs))
    assert shown == json.loads((runs / run_id / "manifest.json").read_text())


def test_a_run_without_dates_or_themes_can_be_shown(runs):
    build_run(runs, papers=3, topics=0, published=[None] * 3)
    said = command("show", "latest", "--runs", runs)
    assert said.exit_code == 0
    assert "none, so there are no trends" in said.stdout


def test_search_gives_papers_the_best_first(runs, run_id):
    done = command("search", "latest", "diffusion", "--runs", runs)
    papers = open_run(runs / run_id).documents.set_index("paper_id")
    lines = [line.split("  ", 1) for line in done.stdout.splitlines()]
    assert lines
    assert all(papers.loc[paper_id, "title"] == title for paper_id, title in lines)
    assert all("Diffusion" in title for _, title in lines)
    found = value_of(command("search", "latest", "diffusion", "--json", "--runs", runs))
    assert [hit["paper_id"] for hit in found] == [paper_id for paper_id, _ in lines]
    assert all(hit.keys() == {"doc_id", "paper_id", "title", "score"} for hit in found)
    assert [hit["score"] for hit in found] == sorted((h["score"] for h in found), reverse=True)


def test_nothing_found_is_an_empty_list_and_a_sentence(runs, run_id):
    done = command("search", "latest", "xylophone", "--runs", runs)
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"No paper of the run {run_id}" in done.stderr
    done = command("search", "latest", "xylophone", "--json", "--runs", runs)
    assert (done.exit_code, value_of(done)) == (0, [])


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', "'; DROP TABLE papers; --", "NEAR(", "title:", "*", "a AND", "^", "{x}", "-",
     "\x00\x1b[2J", "海冰", "\udcff", "x" * 10_000, "models OR " * 2_000],
)  # fmt: skip
def test_any_text_can_be_searched_for(runs, run_id, query):
    for flags in ([], ["--json"]):
        done = command("search", "latest", *flags, "--runs", runs, "--", query)
        assert done.exit_code == 0, done.output
        assert "Traceback" not in done.output
        assert "\x1b" not in done.output
    assert isinstance(value_of(done), list)


def test_a_run_is_deleted_with_what_lies_beside_it(runs, run_id):
    other = build_run(runs, papers=40, topics=3)
    for name in (run_id, other):
        run = open_run(runs / name)
        add_edit(run, edit(run, "rename", 0, label="X"), seen=0)
        (runs / f"{name}.backtest.parquet").write_bytes(b"any")
    done = command("runs", "delete", run_id, "--runs", runs)
    gone = [run_id, f"{run_id}.overlay.json", f"{run_id}.backtest.parquet"]
    assert done.stdout.splitlines() == [f"deleted {runs / name}" for name in gone]
    assert [path.name for path in runs.iterdir() if run_id in path.name] == []
    assert {path.name for path in runs.iterdir()} >= {other, f"{other}.overlay.json"}
    assert open_run(runs / other).documents["title"].notna().all()
    refused(command("runs", "delete", run_id, "--runs", runs), f"There is no run {run_id}")
    done = value_of(command("runs", "delete", "latest", "--json", "--runs", runs))
    assert done["deleted"][0] == str(runs / other)
    assert not list(runs.iterdir())


def test_a_damaged_run_can_be_deleted(runs, run_id):
    (runs / run_id / "manifest.json").write_text("{")
    assert command("runs", "delete", run_id, "--runs", runs).exit_code == 0
    assert not list(runs.iterdir())


@pytest.mark.parametrize("arguments", [["delete"], ["delete", "nope"], ["remove", "latest"]])
def test_what_cannot_be_deleted_is_refused_and_stays(runs, run_id, arguments):
    done = command("runs", *arguments, "--runs", runs)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (runs / run_id).is_dir()
