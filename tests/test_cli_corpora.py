"""Corpora that nobody plans for, fitted for real: each ends in a run that can be looked at."""

import numpy as np
import pytest

from analysis.runs.queries.search import search_text, similar_papers
from analysis.runs.store import open_run
from analysis.trends.prevalence import prevalence
from tests.runs.test_store import READERS
from tests.support.commands import command, refused, write_papers
from tests.support.planted import plant

STOP_WORDS = "the of and to in is that for with this we are by as from on an be it which"
CHINESE = ("海冰", "温度", "模型", "语音", "蛋白质", "结构", "机器人", "法律", "判决", "网络")


@pytest.fixture
def fit(tmp_path, data_dir):
    """Fit papers and open the run, everything in it read."""

    def fit_papers(*papers, encoder="lsa"):
        path = write_papers(tmp_path / "papers.jsonl", *papers)
        done = command("fit", path, "--encoder", encoder)
        assert done.exit_code == 0, done.output
        run = open_run(data_dir / "runs" / done.stdout.split()[-1])
        for attribute in READERS.values():
            getattr(run, attribute)
        return run, done.stderr

    return fit_papers


def paper(number, **fields):
    return {
        "title": f"Sea ice and the ocean, part {number}",
        "abstract": f"We measure how sea ice drifts over ocean currents in region {number}.",
        "published": f"2024-{number % 12 + 1:02d}-01",
    } | fields


def check_one_theme(run, papers):
    assert run.documents["topic"].tolist() == [0] * papers
    assert run.topics["topic"].tolist() == [-1, 0]
    assert run.topics["label"][1]
    positions = run.documents[["x", "y"]].to_numpy()
    assert np.isfinite(positions).all()
    assert len(np.unique(positions, axis=0)) == papers, "two papers on one spot of the map"
    assert command("show", run.run_id).exit_code == 0


def test_a_single_paper_is_one_theme(fit):
    run, said = fit(paper(1), encoder="auto")
    assert "Fewer than 10 papers form a single theme" in said
    check_one_theme(run, 1)
    assert similar_papers(run, 0).empty
    assert len(search_text(run, "ocean")) == 1
    assert prevalence(run.documents, period="month")["prevalence"].max() == 1


def test_three_papers_are_one_theme(fit):
    run, said = fit(*map(paper, range(3)))
    assert "Fewer than 10 papers form a single theme" in said
    check_one_theme(run, 3)
    assert run.terms["term"].str.contains("sea ice", case=False).any()
    assert len(similar_papers(run, 0)) == 2


def test_papers_that_are_all_the_same_collapse_to_one(fit):
    run, said = fit(*[paper(1)] * 40)
    assert "Papers: 1 (40 read, 0 rejected, 39 duplicates)." in said
    check_one_theme(run, 1)


def test_papers_of_one_text_under_many_titles_are_one_theme(fit):
    run, _ = fit(*[paper(1, title=f"{n}", abstract="Sea ice drifts.") for n in range(30)])
    assert len(run.documents) == 30
    assert np.isfinite(run.documents[["x", "y"]].to_numpy()).all()
    assert command("show", run.run_id).exit_code == 0


def test_papers_without_dates_have_themes_and_no_trends(fit):
    undated = [paper(n, published=None) for n in range(5)]
    run, said = fit(*undated)
    assert "none for 5 of 5 papers" in said
    assert run.documents["published"].isna().all()
    assert run.topic_periods.empty
    assert run.term_periods.empty
    assert "no trends" in command("show", run.run_id).stdout


def test_chinese_papers_are_fitted_and_their_language_is_said(fit):
    dice = np.random.default_rng(0)
    papers = [
        paper(n, title=f"研究{n}", abstract="，".join(dice.choice(CHINESE, 8)) + "。")
        for n in range(30)
    ]
    run, said = fit(*papers, encoder="auto")
    assert "30 of 30 papers in other languages (zh 30)" in said
    assert len(run.documents) == 30
    assert not search_text(run, "蛋白质").empty
    shown = command("show", run.run_id)
    assert shown.exit_code == 0
    assert "nan" not in shown.stdout


def test_papers_of_stop_words_alone_are_fitted(fit):
    dice = np.random.default_rng(0)
    words = STOP_WORDS.split()
    papers = [
        paper(n, title=" ".join(dice.choice(words, 6)), abstract=" ".join(dice.choice(words, 40)))
        for n in range(30)
    ]
    run, _ = fit(*papers, encoder="auto")
    assert len(run.documents) == 30
    assert run.topics["label"].str.len().min() > 0
    assert not set(run.terms["term"].str.lower()) & set(words), "a keyword is a stop word"
    assert command("show", run.run_id).exit_code == 0


def test_odd_abstracts_do_no_harm_among_others(fit, tmp_path):
    """One word, a hundred thousand of them, markup, right-to-left text, formulas, controls."""
    plant(tmp_path / "planted.jsonl", papers_a_theme=4)
    odd = [
        "Ice.", "sea ice " * 50_000, "<script>alert(1)</script> We measure <b>ice</b>.",
        "نقترح طريقة جديدة لقياس الجليد البحري.", '=HYPERLINK("http://x")', "We\x00 see\x1b[2J.",
        "$\\mathcal{L}_{\\text{ice}} = \\sum_i x_i^2$", "🧊" * 50 + " ice",
        "a\u202eb\u202c measure",
    ]  # fmt: skip
    papers = [paper(n, title=f"Odd {n}", abstract=text) for n, text in enumerate(odd)]
    more = [paper(n) for n in range(20)]
    run, _ = fit(*papers, *more)
    kept = run.documents.set_index("title")["abstract"]
    assert kept["Odd 2"] == odd[2], "the original is kept"
    assert len(run.documents) == len(papers) + len(more)
    shown = command("show", run.run_id).stdout
    assert "\x1b" not in shown
    assert "<b>" not in shown


def test_a_corpus_without_a_usable_paper_leaves_no_run(tmp_path, data_dir):
    path = write_papers(tmp_path / "p.jsonl", paper(1, abstract=""), paper(2, title=None))
    refused(command("fit", path), "No usable paper was found", "line 1", "line 2")
    assert not (data_dir / "runs").exists()
