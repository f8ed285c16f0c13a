"""`fit --embeddings`: vectors of one's own, a row for every row of a file."""

import hashlib
import pickle
from datetime import date

import numpy as np
import pytest

from analysis.encoding.given import given_vectors
from analysis.errors import InputError
from analysis.modelling.backtesting.replay import replay
from analysis.papers.readers.rows import texts_of_rows
from analysis.runs.store import open_run
from tests.support.commands import command, refused, write_papers

WORDS = (
    *("ice", "reef", "speech", "protein", "court", "robot"),
    *("market", "virus", "quantum", "poem", "glacier", "enzyme"),
)


def paper(number, **fields):
    own = " ".join(WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 5, 7))
    return {
        "title": f"Study {number} of {own}",
        "abstract": f"We report on {own} in part {number} of a longer work.",
        "published": f"2024-{number % 12 + 1:02d}-01",
    } | fields


def noisy(groups, *, dimensions=8):
    """Vectors of any length round one direction a group."""
    rng = np.random.default_rng(1)
    vectors = np.eye(dimensions)[groups] + rng.normal(0, 0.05, (len(groups), dimensions))
    return vectors * rng.uniform(0.5, 20, (len(groups), 1))


def test_themes_follow_the_vectors_of_their_own_rows(tmp_path, data_dir):
    """Rows 3 and 10 are no usable papers, row 20 is a poorer duplicate of row 19."""
    papers = [paper(n) for n in range(60)]
    papers[3] |= {"abstract": ""}
    papers[10] |= {"title": None}
    papers[20] = {name: papers[19][name] for name in ("title", "abstract")}
    groups = np.arange(60) % 3
    vectors = noisy(groups)
    vectors[20] = [0, 0, 0, 0, 0, 0, 0, 1]
    path = write_papers(tmp_path / "papers.jsonl", *papers)
    np.save(tmp_path / "own.npy", vectors)
    done = command("fit", path, "--embeddings", tmp_path / "own.npy")
    assert done.exit_code == 0, done.output
    run = open_run(data_dir / "runs" / done.stdout.split()[-1])
    number = run.documents["title"].str.split().str[1].astype(int).to_numpy()
    expected = vectors[number] / np.linalg.norm(vectors[number], axis=1, keepdims=True)
    assert np.allclose(run.embeddings, expected, atol=1e-3)
    grouped = run.documents.assign(group=groups[number]).query("topic >= 0").groupby("topic")
    assert grouped["group"].nunique().tolist() == [1, 1, 1]
    assert grouped.ngroups == 3
    encoder = run.manifest.encoder
    assert (encoder["name"], encoder["dimensions"]) == ("given", 8)
    assert encoder["sha256"] == hashlib.sha256((tmp_path / "own.npy").read_bytes()).hexdigest()
    past = replay(run, cut=date(2024, 8, 1), until=date(2025, 1, 1))
    placed = past.documents.assign(
        group=past.documents["title"].map(lambda title: int(str(title).split()[1]) % 3)
    )
    assert set(placed.query("topic >= 0").groupby("topic")["group"].nunique()) == {1}
    again = command("fit", path, "--embeddings", tmp_path / "own.npy")
    assert again.stdout.split()[-1] == run.run_id


def saved(path, vectors):
    np.save(path, vectors)
    return path


@pytest.mark.parametrize(
    ("vectors", "said"),
    [
        (np.ones((3, 2)), "expected 2 vectors, one for every row of p.jsonl, found 3"),
        (np.ones(2), "found shape (2,) of float64"),
        (np.ones((2, 0)), "found shape (2, 0)"),
        (np.ones((2, 2), dtype=int), "of int64"),
        (np.array([[1.0, 0], [np.nan, 1]]), "row 1 (counted from 0)"),
        (np.array([[np.inf, 0], [1, 1]]), "row 0 (counted from 0)"),
        (np.array([[1.0, 0], [0, 0]]), "row 1 (counted from 0)"),
    ],
)
def test_vectors_that_cannot_be_meant_are_refused(tmp_path, vectors, said):
    path = saved(tmp_path / "own.npy", vectors)
    with pytest.raises(InputError) as refusal:
        given_vectors(path, ["one", "two"], papers="p.jsonl")
    assert said in str(refusal.value)
    assert "own.npy" in str(refusal.value)


class Trap:
    """What runs code where it is unpickled."""

    def __reduce__(self):
        return (pytest.fail, ("unpickled",))


def test_a_pickle_is_never_opened(tmp_path):
    plain = tmp_path / "plain.npy"
    plain.write_bytes(pickle.dumps(Trap()))
    objects = saved(tmp_path / "objects.npy", np.array([[Trap(), Trap()]], dtype=object))
    np.savez(tmp_path / "several.npy", a=np.ones((1, 2)))
    for path in (plain, objects, tmp_path / "several.npy.npz", tmp_path / "missing.npy"):
        with pytest.raises(InputError, match=path.name):
            given_vectors(path, ["one"], papers="p.jsonl")


@pytest.mark.parametrize("factor", [1e-300, 1e-5, 1, 1e300])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_vectors_of_any_length_and_precision_get_length_one(tmp_path, factor, kind):
    vectors = np.array([[3, 4], [-5, 12]]).astype(np.float64)
    if kind is np.float64:
        vectors *= factor
    path = saved(tmp_path / "own.npy", vectors.astype(kind))
    found = given_vectors(path, ["one", "two"], papers="p").encode(["two", "one", "two"])
    assert np.allclose(found, [[-5 / 13, 12 / 13], [0.6, 0.8], [-5 / 13, 12 / 13]])


def test_the_same_vectors_for_other_papers_are_another_encoder(tmp_path):
    path = saved(tmp_path / "own.npy", np.eye(2))
    one, other = (given_vectors(path, texts, papers="p") for texts in (["a", "b"], ["b", "a"]))
    assert one.sha256 == other.sha256
    assert one.revision != other.revision


def test_rows_are_counted_as_a_reader_of_the_file_counts_them(tmp_path):
    (tmp_path / "p.csv").write_text(
        "title,abstract\nA,One.\n\nB,\nC,Three.\nD,Four.,x,y\nE,Five.\n"
    )
    assert texts_of_rows(tmp_path / "p.csv") == ["A. One.", None, "C. Three.", None, "E. Five."]
    (tmp_path / "p.jsonl").write_text('{"title":"A","abstract":"One."}\n{"tit\n' * 2)
    assert texts_of_rows(tmp_path / "p.jsonl") == ["A. One.", None, "A. One.", None]


def test_one_file_and_no_encoder_go_with_vectors(tmp_path):
    path = write_papers(tmp_path / "p.jsonl", paper(1), paper(2))
    own = ["--embeddings", saved(tmp_path / "own.npy", np.eye(2))]
    refused(command("fit", path, path, *own), "expected one file of papers", "found 2 files")
    refused(command("fit", tmp_path, *own), "found a folder", "`python -m analysis import`")
    refused(command("fit", path, *own, "--encoder", "lsa"), "name only one of them")
    refused(command("fit", path, *own, "--set", "encoder=lsa"), "name only one of them")
