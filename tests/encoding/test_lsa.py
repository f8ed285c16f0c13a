"""lsa measures what TF-IDF measures, with numpy alone, and always the same."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from safetensors.numpy import save
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from analysis.encoding import embed, load_query_encoder, select_encoder
from analysis.encoding.lsa import Lsa
from analysis.errors import InputError

SPEECH = [
    "speech synthesis of voices",
    "voices speak: synthesis of speech",
    "speech and its voices",
]
PROTEIN = ["proteins fold in water", "folding proteins, proteins folding", "water folds a protein"]
QUERY = """
import sys
from pathlib import Path
from typing import Any, cast
import numpy as np
from analysis.encoding import load_query_encoder
facts = {"name": "lsa", "revision": sys.argv[2], "sha256": sys.argv[3]}
encoder = load_query_encoder(facts, Path(sys.argv[1]))
np.save(Path(sys.argv[1]) / "vector.npy", encoder.encode(["Speech synthesis!"]))
assert not {"sklearn", "scipy", "torch", "onnxruntime"} & set(sys.modules)
"""


def _fit(texts: list[str], cache: Path) -> Lsa:
    fitted = select_encoder("lsa", documents=len(texts)).fitted(texts, cache=cache)
    assert isinstance(fitted, Lsa)
    return fitted


def test_at_full_rank_cosines_are_those_of_tf_idf(tmp_path: Path) -> None:
    texts = SPEECH + PROTEIN
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words=list(ENGLISH_STOP_WORDS))
    reference = csr_matrix(cast("Any", vectorizer.fit_transform(texts))).toarray()
    vectors = embed(texts, encoder=_fit(texts, tmp_path), cache=tmp_path)
    assert np.allclose(vectors @ vectors.T, reference @ reference.T, atol=1e-5)


def test_two_fits_are_equal_to_the_byte(tmp_path: Path) -> None:
    first, second = (_fit(SPEECH + PROTEIN, tmp_path / name) for name in ("one", "two"))
    assert first.content == second.content
    assert first.sha256 == second.sha256


def test_what_was_learnt_is_kept_by_corpus_and_seed(tmp_path: Path) -> None:
    files = tmp_path / "encoders"
    _fit(SPEECH, tmp_path)
    _fit(SPEECH, tmp_path)
    assert len(list(files.iterdir())) == 1
    _fit(PROTEIN, tmp_path)
    select_encoder("lsa", documents=3, seed=1).fitted(SPEECH, cache=tmp_path)
    assert len(list(files.iterdir())) == 3


def test_another_corpus_has_vectors_of_its_own(tmp_path: Path) -> None:
    recipe = select_encoder("lsa", documents=3)
    small = embed(SPEECH, encoder=recipe, cache=tmp_path)
    large = embed(SPEECH + PROTEIN, encoder=recipe, cache=tmp_path)
    assert small.shape[1] != large.shape[1]


def test_a_query_is_embedded_without_scikit_learn(tmp_path: Path) -> None:
    fitted = _fit(SPEECH + PROTEIN, tmp_path)
    for name, content in fitted.files().items():
        (tmp_path / name).write_bytes(content)
    root = str(Path(__file__).resolve().parents[2])
    subprocess.run(
        [sys.executable, "-c", QUERY, str(tmp_path), fitted.revision, fitted.sha256],
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    scores = fitted.encode(SPEECH + PROTEIN) @ np.load(tmp_path / "vector.npy")[0]
    assert scores[:3].min() > scores[3:].max()


def test_a_damaged_model_file_is_named(tmp_path: Path) -> None:
    fitted = _fit(SPEECH, tmp_path)
    (tmp_path / "lsa.safetensors").write_bytes(fitted.content[:-1])
    facts = {"name": "lsa", "revision": fitted.revision, "sha256": fitted.sha256}
    with pytest.raises(InputError, match=r"lsa\.safetensors does not match its checksum"):
        load_query_encoder(facts, tmp_path)


@pytest.mark.parametrize(
    "texts",
    [
        ["quantum cats"],
        ["quantum"],
        ["quantum cats", "neural nets"],
        ["quantum cats", "", "the of and"],
        ["quantum cats"] * 3,
        ["深度学习模型", "机器学习模型", "语音合成"],
        [f"paper {i} on cats" for i in range(150)],
    ],
)
def test_small_and_odd_corpora_have_vectors_of_length_one(tmp_path: Path, texts: list[str]) -> None:
    vectors = embed(texts, encoder=select_encoder("lsa", documents=len(texts)), cache=tmp_path)
    assert len(vectors) == len(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("alike", "other"),
    [
        (("深度学习模型", "机器学习模型"), "语音合成"),
        (("การเรียนรู้ของเครื่อง", "การเรียนรู้เชิงลึก"), "แนวปะการัง"),
        (("영상을 분할한다", "영상의 분할"), "심장 질환"),
    ],
)
def test_texts_without_blanks_and_with_particles_share_words(
    tmp_path: Path, alike: tuple[str, str], other: str
) -> None:
    texts = [*alike, other]
    vectors = embed(texts, encoder=_fit(texts, tmp_path), cache=tmp_path)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_grammar_makes_no_texts_alike(tmp_path: Path) -> None:
    """Four German sentences of two subjects, in two forms: only the subjects count."""
    form = "Die Ergebnisse {} zeigen, dass das mit der Methode und auch nicht ohne sie geht."
    twist = "Wir haben in dem Beitrag {} für sich untersucht, weil es so ist."
    texts = [
        sentence.format(about)
        for about in ("Korallenriffe", "Spracherkennung")
        for sentence in (form, twist)
    ]
    vectors = embed(texts, encoder=_fit(texts, tmp_path), cache=tmp_path)
    assert vectors[0] @ vectors[1] > 0.9
    assert vectors[0] @ vectors[2] < 0.1


def test_a_model_from_before_words_were_segmented_reads_its_signs() -> None:
    arrays = {
        "terms": np.frombuffer("图\n像\nspeech".encode(), dtype=np.uint8),
        "idf": np.ones(3, dtype=np.float32),
        "components": np.eye(3, dtype=np.float32),
    }
    vectors = Lsa(save(arrays), "1").encode(["图像", "像图", "语音"])
    assert vectors[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0, 0])
    assert vectors[1] == pytest.approx(vectors[0])
    assert vectors[2] == pytest.approx([0, 0, 0, 1])


@pytest.mark.parametrize("texts", [[], [""], ["the of and", "this is it"]])
def test_a_corpus_without_words_is_refused(tmp_path: Path, texts: list[str]) -> None:
    with pytest.raises(InputError, match="finds no vocabulary in"):
        embed(texts, encoder=select_encoder("lsa", documents=len(texts)), cache=tmp_path)
