"""Papers put into the themes of a run: its own where they were, new ones among their like."""

import json
from pathlib import Path

import pytest

from analysis.encoding import Encoder
from analysis.encoding.lsa_fit import LsaRecipe
from analysis.encoding.query import load_query_encoder
from analysis.errors import InputError
from analysis.modelling.placing import place
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from analysis.runs.store import Run
from tests.planted import PlantedCorpus, plant


@pytest.fixture
def encoder(fitted_run: Run, data_dir: Path) -> Encoder:
    made_with = load_query_encoder(fitted_run.manifest.encoder, fitted_run.path / "model")
    assert made_with is not None
    return made_with


def texts_of(corpus: PlantedCorpus) -> list[str]:
    return to_documents(read_papers(corpus.path))["text"].tolist()


def test_a_paper_of_the_run_gets_its_own_topic_again(
    planted_corpus: PlantedCorpus, fitted_run: Run, encoder: Encoder, tmp_path: Path
) -> None:
    """Outliers and reassigned papers too, and in whatever order and company they come."""
    texts = texts_of(planted_corpus)[::-1]
    placed = place(fitted_run, [*texts, "Something else."], encoder=encoder, cache=tmp_path)
    assert placed["known"].tolist() == [True] * len(texts) + [False]
    own = fitted_run.documents.iloc[::-1]
    assert placed["topic"].tolist()[:-1] == own["topic"].tolist()
    assert placed["probability"].tolist()[:-1] == own["probability"].tolist()


def test_a_new_paper_joins_the_theme_of_its_like(
    planted_corpus: PlantedCorpus, fitted_run: Run, encoder: Encoder, tmp_path: Path
) -> None:
    """Of other papers made of the same phrases, nearly all are where their theme mostly is."""
    new = plant(tmp_path / "new.jsonl", papers_a_theme=6, seed=1)
    placed = place(fitted_run, texts_of(new), encoder=encoder, cache=tmp_path)
    assert not placed["known"].any()
    assert placed["probability"].between(0, 1).all()
    themes = [planted_corpus.themes[title] for title in fitted_run.documents["title"]]
    topics = fitted_run.documents["topic"].groupby(themes)
    home = topics.agg(lambda of_theme: of_theme.mode()[0])
    lines = new.path.read_text(encoding="utf-8").splitlines()
    expected = [home[new.themes[json.loads(line)["title"]]] for line in lines]
    assert (placed["topic"] == expected).mean() >= 0.9


def test_a_text_like_no_other_is_still_placed(
    fitted_run: Run, encoder: Encoder, tmp_path: Path
) -> None:
    placed = place(fitted_run, ["", "海冰", "x" * 5000], encoder=encoder, cache=tmp_path)
    assert set(placed["topic"]) <= set(fitted_run.topics["topic"])
    assert placed["probability"].between(0, 1).all()


def test_another_encoder_than_the_runs_is_refused(fitted_run: Run, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"made with the encoder minilm.*lsa.*cannot be placed"):
        place(fitted_run, ["Sea ice."], encoder=LsaRecipe(), cache=tmp_path)
