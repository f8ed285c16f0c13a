"""The past as it was: nothing that came later may be known in it."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.errors import InputError
from analysis.modelling.backtesting.replay import replay
from analysis.modelling.params import read_params
from analysis.modelling.pipeline import fit_run
from analysis.runs.store import Run, open_run
from tests.support.planted import PlantedCorpus

CUT, UNTIL = date(2023, 7, 1), date(2024, 7, 1)


def fitted(papers: list[dict[str, str]], folder: Path) -> Run:
    file = folder / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    run_id = fit_run([file], params=read_params(settings=["encoder=lsa"]), runs=folder / "runs")
    return open_run(folder / "runs" / run_id)


def papers_of(corpus: PlantedCorpus) -> list[dict[str, str]]:
    return [json.loads(line) for line in corpus.path.read_text().splitlines()]


def test_what_comes_later_changes_nothing_in_the_past(
    planted_corpus: PlantedCorpus, tmp_path: Path
) -> None:
    papers = papers_of(planted_corpus)
    other = [
        paper
        if paper["published"] < str(CUT)
        else paper | {"abstract": f"Cheese and wine pairings of {paper['title']}, all of them new."}
        for paper in papers
    ]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one = replay(fitted(papers, tmp_path / "one"), cut=CUT, until=UNTIL)
    two = replay(fitted(other, tmp_path / "other"), cut=CUT, until=UNTIL)
    assert one.past == two.past == sum(paper["published"] < str(CUT) for paper in papers)
    for name in ("paper_id", "topic", "favoured"):
        assert one.documents[name][: one.past].equals(two.documents[name][: one.past])
    assert one.labels == two.labels
    assert one.vocabulary["term"].tolist() == two.vocabulary["term"].tolist()
    assert "wine pairings" not in set(two.vocabulary["term"])
    np.testing.assert_array_equal(one.embeddings[: one.past], two.embeddings[: one.past])


def test_later_papers_join_the_themes_they_are_about(
    fitted_run: Run, planted_corpus: PlantedCorpus
) -> None:
    then = replay(fitted_run, cut=CUT, until=UNTIL)
    later = then.documents[then.past :]
    truth = later["title"].map(planted_corpus.themes)
    assert later["published"].between(str(CUT), str(UNTIL), inclusive="left").all()
    assert adjusted_rand_score(truth, later["favoured"]) > 0.8
    holders = {i: then.postings.documents_of(i) for i in range(len(then.vocabulary))}
    assert max(ids.max() for ids in holders.values()) >= then.past


def test_a_past_without_papers_is_refused(fitted_run: Run) -> None:
    with pytest.raises(InputError, match=r"0 dated papers before 2001-01-01"):
        replay(fitted_run, cut=date(2001, 1, 1), until=date(2002, 1, 1))
