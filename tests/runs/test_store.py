"""A run on disk: what is written is read again, and what is not what was written is found."""

import hashlib
import json
import re
import shutil

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.errors import InputError
from analysis.runs.schema import FILES, SCHEMAS
from analysis.runs.store import (
    find_run,
    list_runs,
    open_run,
    prepare_runs,
    resolve_run,
    write_run,
)
from tests.support.builders import build_run, drop_columns, make_older, run_parts

READERS = {
    **{f"{name}.parquet": name for name in SCHEMAS},
    "embeddings.npy": "embeddings",
    "neighbours.npz": "neighbours",
    "search.sqlite": "search_path",
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / build_run(tmp_path, papers=40, topics=3)


def flip(path, *, at=None):
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 1
    path.write_bytes(content)


def edit_manifest(folder, **fields):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_a_run_is_read_as_it_was_written(folder):
    run = open_run(folder)
    assert re.fullmatch(r"\d{8}T\d{6}Z-ababa", run.run_id)
    assert run.run_id == folder.name
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(folder / f"{name}.parquet").names == schema.names
    assert run.documents["doc_id"].tolist() == list(range(40))
    assert run.documents["title"][7] == "Paper 7 about Large language models"
    assert run.documents["authors"][3].tolist() == ["Ada Author3", "Bo Writer"]
    assert run.topics["topic"].tolist() == [-1, 0, 1, 2]
    assert isinstance(run.embeddings, np.memmap)
    assert run.embeddings.shape == (40, 16)
    indices, distances = run.neighbours
    assert indices.dtype == np.int32
    assert distances.dtype == np.float32
    assert not (indices == np.arange(40)[:, None]).any(), "a paper is its own neighbour"


def test_areas_are_read_as_they_were_written(tmp_path):
    tables, vectors, manifest = run_parts(papers=40, topics=3)
    run = open_run(tmp_path / write_run(tables, vectors, manifest=manifest, runs=tmp_path))
    pd.testing.assert_frame_equal(run.areas, tables.areas, check_dtype=False)
    columns = ["topic", "area", "stability"]
    pd.testing.assert_frame_equal(run.topics[columns], tables.topics[columns], check_dtype=False)
    for name in ("areas", "topics"):
        assert pq.read_schema(run.path / f"{name}.parquet").equals(SCHEMAS[name])
    assert run.topics["stability"].isna().tolist() == [True, False, False, False]
    assert run.topics["area"].tolist()[0] == -1


def test_a_run_from_before_areas_has_none_and_is_otherwise_as_it_was(folder):
    before = open_run(folder).topics
    make_older(folder)
    run = open_run(folder)
    assert run.areas.empty
    assert list(run.areas.columns) == SCHEMAS["areas"].names
    assert run.topics[["area", "stability"]].isna().all(axis=None)
    same = [name for name in SCHEMAS["topics"].names if name not in ("area", "stability", "hue")]
    pd.testing.assert_frame_equal(run.topics[same], before[same])
    assert resolve_run("latest", runs=folder.parent) == folder


def test_a_keyword_knows_its_papers(folder):
    run = open_run(folder)
    listed = pq.read_table(folder / "vocabulary.parquet").column("doc_ids").to_pylist()
    assert [run.postings.documents_of(i).tolist() for i in range(len(listed))] == listed
    assert run.vocabulary["documents"].tolist() == [len(ids) for ids in listed]


def test_the_manifest_names_every_file_with_its_hash_and_size(folder):
    named = json.loads((folder / "manifest.json").read_text())["files"]
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(named) == present - {"manifest.json"}
    for name, facts in named.items():
        content = (folder / name).read_bytes()
        assert facts["sha256"] == hashlib.sha256(content).hexdigest()
        assert facts["bytes"] == len(content)
    assert named["documents.parquet"]["rows"] == 40


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_flipped_byte_is_found_when_its_file_is_read(folder, name):
    flip(folder / name)
    run = open_run(folder)
    for file, attribute in READERS.items():
        if file == name:
            with pytest.raises(InputError, match=f"damaged: {name} does not match its checksum"):
                getattr(run, attribute)
        else:
            getattr(run, attribute)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_truncated_or_missing_file_is_found_when_the_run_is_opened(folder, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1])
    with pytest.raises(InputError, match=f"damaged: {name} is missing or truncated"):
        open_run(folder)
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"damaged: {name} is missing or truncated"):
        open_run(folder)


def test_a_file_that_disappears_after_opening_is_a_damage_too(folder):
    run = open_run(folder)
    (folder / "topics.parquet").unlink()
    (folder / "embeddings.npy").unlink()
    with pytest.raises(InputError, match=r"topics\.parquet cannot be read"):
        _ = run.topics
    with pytest.raises(InputError, match=r"embeddings\.npy cannot be read"):
        _ = run.embeddings


def test_a_run_that_is_deleted_after_opening_is_said_to_be_gone(folder):
    run = open_run(folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(
        InputError, match=rf"{folder.name} no longer exists: its folder was deleted"
    ):
        _ = run.topics


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"null", b"\xff\x00", b'{"schema_version": 1}']
)
def test_a_manifest_that_is_none_is_a_damage(folder, content):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(InputError, match=rf"{folder.name} is damaged: manifest\.json"):
        open_run(folder)
    assert "damaged" in str(list_runs(folder.parent)[0].damaged)


def test_a_manifest_with_a_moment_that_is_none_is_a_damage(folder):
    edit_manifest(folder, created="yesterday")
    with pytest.raises(InputError, match=r"manifest\.json has missing or invalid fields"):
        open_run(folder)


def test_a_copy_of_a_run_has_the_name_of_its_folder(folder):
    copy = folder.with_name("20200101T000000Z-00000")
    shutil.copytree(folder, copy)
    assert open_run(copy).run_id == copy.name
    assert [summary.run_id for summary in list_runs(folder.parent)] == [copy.name, folder.name]


def test_a_manifest_without_a_file_is_a_damage(folder):
    files = json.loads((folder / "manifest.json").read_text())["files"]
    edit_manifest(folder, files={k: v for k, v in files.items() if k != "terms.parquet"})
    with pytest.raises(InputError, match=r"does not list terms\.parquet"):
        open_run(folder)


def test_a_run_of_a_newer_schema_is_refused_and_one_with_more_fields_is_not(folder):
    edit_manifest(folder, verdicts={"rising": 3})
    assert open_run(folder).manifest.model_dump()["verdicts"] == {"rising": 3}
    edit_manifest(folder, schema_version=2)
    with pytest.raises(InputError, match=r"has format 2; .* reads up to format 1\. Update"):
        open_run(folder)


def test_there_is_no_run_where_there_is_none(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path / ("x" * 300)):
        with pytest.raises(InputError, match="There is no run"):
            open_run(path)


def test_a_run_is_found_by_id_by_path_and_as_the_latest(tmp_path):
    older, newer = (build_run(tmp_path, papers=20, topics=2) for _ in range(2))
    assert older < newer
    for name in (newer, str(tmp_path / newer), "latest"):
        assert resolve_run(name, runs=tmp_path) == tmp_path / newer
    assert resolve_run(older, runs=tmp_path) == tmp_path / older
    (tmp_path / newer).rename(tmp_path / "renamed")
    assert resolve_run(str(tmp_path / "renamed"), runs=tmp_path) == tmp_path / "renamed"


def test_an_unknown_run_is_refused_and_the_nearest_named(tmp_path):
    known = build_run(tmp_path, papers=20, topics=2)
    for name in (known[:-1], "nonsense", "", "x" * 300, "../..", "\0"):
        with pytest.raises(InputError, match=f"The nearest is {known}"):
            resolve_run(name, runs=tmp_path)
    with pytest.raises(InputError, match="The nearest is latest"):
        resolve_run("lastest", runs=tmp_path)


@pytest.mark.parametrize("name", ["latest", "20260101T000000Z-abcde", "anything"])
def test_where_there_is_no_run_yet_the_way_to_one_is_named(tmp_path, name):
    with pytest.raises(InputError, match="fit data/sample"):
        resolve_run(name, runs=tmp_path / "nowhere")


def test_the_latest_run_is_the_latest_whole_one_and_others_are_named(tmp_path, caplog):
    whole, cut, newer_schema = (build_run(tmp_path, papers=20, topics=2) for _ in range(3))
    (tmp_path / cut / "terms.parquet").write_bytes(b"")
    edit_manifest(tmp_path / newer_schema, schema_version=9)
    assert resolve_run("latest", runs=tmp_path) == tmp_path / whole
    assert f"{cut} is damaged: terms.parquet" in caplog.text
    assert f"{newer_schema} has format 9" in caplog.text
    assert [summary.damaged is None for summary in list_runs(tmp_path)] == [True, False, False]


def test_what_lies_beside_the_runs_is_no_run(tmp_path):
    run_id = build_run(tmp_path, papers=20, topics=2)
    (tmp_path / f"{run_id}.overlay.json").write_text("{}")
    (tmp_path / "notes").mkdir()
    (tmp_path / ".tmp-abc").mkdir()
    (tmp_path / f"2099{run_id[4:]}").write_text("a file named like a run")
    assert [summary.run_id for summary in list_runs(tmp_path)] == [run_id]
    assert list_runs(tmp_path / "nowhere") == []
    with pytest.raises(InputError, match=r"xxx cannot be read: File name too long\."):
        list_runs(tmp_path / ("x" * 5000))


def test_the_same_inputs_are_known_again_unless_a_byte_is_wrong(tmp_path):
    older, newer = (build_run(tmp_path, papers=20, topics=2) for _ in range(2))
    assert find_run("ab" * 32, runs=tmp_path) == newer
    assert find_run("ab" * 31 + "ac", runs=tmp_path) is None, "only the first digits are the same"
    flip(tmp_path / newer / "topics.parquet")
    assert find_run("ab" * 32, runs=tmp_path) == older
    flip(tmp_path / older / "embeddings.npy")
    assert find_run("ab" * 32, runs=tmp_path) is None


def test_a_taken_name_moves_on_by_a_second(tmp_path):
    """Ten runs of the same inputs, faster than one a second: ten whole runs, in order."""
    runs = tmp_path / "runs"
    made = [build_run(runs, papers=12, topics=2) for _ in range(10)]
    assert len(set(made)) == 10
    assert made == sorted(made)
    for run_id in made:
        manifest = open_run(runs / run_id).manifest
        assert manifest.run_id == run_id
        assert re.sub(r"[-:]|\+.*", "", manifest.created) + "Z-ababa" == run_id
    assert {path.name for path in runs.iterdir()} == set(made), "something was left behind"


def test_a_folder_of_runs_that_cannot_be_is_refused_before_the_work(tmp_path):
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file", tmp_path / "file" / "runs"):
        with pytest.raises(InputError, match=r"cannot be written: it, or .*, is a file\. .*--runs"):
            prepare_runs(path)
    assert (tmp_path / "file").read_text() == "mine"


COLUMNS: dict[str, str] = {
    "documents": "code_url", "terms": "weight", "vocabulary": "long_form", "hierarchy": "label",
}  # fmt: skip


@pytest.mark.parametrize("table", COLUMNS)
def test_a_run_from_before_a_column_has_it_empty(tmp_path, table) -> None:
    """Whatever table a later version adds a column to, runs from before it can be read."""
    folder = tmp_path / build_run(tmp_path, papers=40, topics=3)
    column = COLUMNS[table]
    before = getattr(open_run(folder), table)
    drop_columns(folder, table, columns=[column])
    found = getattr(open_run(folder), table)
    assert found[column].isna().all()
    rest = [name for name in before.columns if name != column]
    pd.testing.assert_frame_equal(found[rest], before[rest])
