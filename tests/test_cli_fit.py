"""`fit`: what it prints, what it keeps, and that it does nothing twice. Real fits, few of them."""

import pytest

from analysis.runs.store import list_runs, open_run
from tests.support.commands import command, process, refused, value_of, write_papers

PAPERS = [
    {"title": f"Sea ice {n}", "abstract": f"We measure how sea ice {word}.", "year": 2020 + n}
    for n, word in enumerate(["grows", "melts", "drifts"])
]


@pytest.fixture
def corpus(tmp_path):
    return write_papers(tmp_path / "three.jsonl", *PAPERS)


def test_the_last_line_is_the_run_and_nothing_else_is_a_result(planted_fit, fitted_run):
    results, rest, data = planted_fit
    assert results == f"run {fitted_run.run_id}\n"
    assert fitted_run.path == data / "runs" / fitted_run.run_id
    said = rest.splitlines()
    assert said[0] == "Papers: 120 (120 read, 0 rejected, 0 duplicates)."
    assert said.index("Embedding ...") < said.index("Finding themes ...")


def test_the_run_accounts_for_every_paper(planted_corpus, fitted_run):
    assert set(fitted_run.documents["title"]) == set(planted_corpus.themes)
    counts = fitted_run.manifest.counts
    topics = fitted_run.topics.set_index("topic")["documents"]
    assert counts.documents == topics.sum() == 120
    assert counts.outliers == topics[-1]
    assert counts.topics == (topics.index >= 0).sum()
    areas = fitted_run.areas.set_index("area")["documents"]
    themes = fitted_run.topics[fitted_run.topics["topic"] >= 0]
    assert themes.groupby("area")["documents"].sum().to_dict() == areas.to_dict()
    assert themes["stability"].between(0, 1).all()
    assert not set(fitted_run.areas["label"]) & set(themes["label"])
    assert fitted_run.manifest.papers["name"] == "papers.jsonl"
    dates = fitted_run.documents.set_index("title")["published"].to_dict()
    assert dates == planted_corpus.published


def test_two_fits_with_the_same_seed_are_equal_to_the_byte(
    planted_corpus, fitted_run, tmp_path, request
):
    """The second one in a process of its own, from another folder, its embeddings not cached.

    With `--shaken` the first is another machine's, of which the themes alone must be the same.
    """
    runs = tmp_path / "runs"
    done = process("fit", planted_corpus.path, "--runs", runs, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower(), "a library speaks to the person"
    again = runs / done.stdout.splitlines()[-1].removeprefix("run ")
    assert again.name[-5:] == fitted_run.run_id[-5:]
    if request.config.getoption("--shaken"):
        themes = ["paper_id", "topic"]
        assert open_run(again).documents[themes].equals(fitted_run.documents[themes])
        return
    names = [name for name in fitted_run.manifest.files if name != "manifest.json"]
    assert len(names) >= 10
    for name in names:
        assert (again / name).read_bytes() == (fitted_run.path / name).read_bytes(), name


def test_the_same_papers_are_not_fitted_twice(corpus, data_dir):
    first = command("fit", corpus, "--encoder", "lsa")
    assert first.exit_code == 0, first.output
    again = command("fit", corpus, "--encoder", "lsa")
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert "Already there" in again.stderr
    write_papers(corpus, *reversed(PAPERS))
    turned = command("fit", corpus, "--encoder", "lsa")
    assert (turned.exit_code, turned.stdout) == (0, first.stdout), "the order of rows decides"
    forced = command("fit", corpus, "--encoder", "lsa", "--force")
    assert forced.exit_code == 0
    assert forced.stdout > first.stdout, "a newer run has a greater name"
    seeded = command("fit", corpus, "--encoder", "lsa", "--seed", "7")
    assert "Already there" not in seeded.stderr
    assert value_of(command("show", seeded.stdout.split()[1], "--json"))["seed"] == 7
    made = {run.run_id for run in list_runs(data_dir / "runs")}
    assert made == {done.stdout.split()[1] for done in (first, forced, seeded)}


def test_a_damaged_run_is_fitted_again(corpus, data_dir):
    """Its message says so: "Fit it again"; that must not end in "already there"."""
    first = command("fit", corpus, "--encoder", "lsa").stdout.split()[1]
    path = data_dir / "runs" / first / "terms.parquet"
    path.write_bytes(path.read_bytes()[::-1])
    again = command("fit", corpus, "--encoder", "lsa")
    assert again.exit_code == 0
    assert again.stdout.split()[1] != first


def test_runs_go_where_they_are_told(corpus, tmp_path, data_dir):
    elsewhere = tmp_path / "my" / "runs"
    done = command("fit", corpus, "--encoder", "lsa", "--runs", elsewhere)
    assert done.exit_code == 0
    assert (elsewhere / done.stdout.split()[1] / "manifest.json").is_file()
    assert not (data_dir / "runs").exists()
    assert (data_dir / "cache").is_dir()
    (tmp_path / "file").touch()
    refused(command("fit", corpus, "--runs", tmp_path / "file"), "file cannot be written", "--runs")


def test_parameters_come_from_a_file_and_flags_the_flags_win(corpus, tmp_path):
    params = tmp_path / "mine.toml"
    params.write_text('encoder = "lsa"\nperiod = "month"\nseed = 3\n')
    done = command(
        "fit", corpus, "--params", params, "--set", "period=year", "--set", "terms_per_topic=11",
        "--seed", "5",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    shown = value_of(command("show", "latest", "--json"))
    assert shown["period"] == "year"
    assert (shown["seed"], shown["params"]["terms_per_topic"]) == (5, 11)
    assert shown["encoder"]["name"] == "lsa"


def test_rejected_rows_beside_usable_ones_are_a_warning(tmp_path, data_dir):
    path = write_papers(tmp_path / "p.jsonl", *PAPERS, {"title": "Only a title"})
    done = command("fit", path, "--encoder", "lsa")
    assert done.exit_code == 0
    assert "p.jsonl, line 4, column abstract: expected the abstract of a paper" in done.stderr
    run = open_run(data_dir / "runs" / done.stdout.split()[-1])
    assert run.manifest.papers["rejected"] == 1
