"""A run on disk: the only file that knows which files a run has and what is in them."""

import difflib
import errno
import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from analysis.errors import InputError, PapertidesError
from analysis.runs.schema import SCHEMA_VERSION, SCHEMAS, FileFacts, Manifest, Tables, Vectors
from analysis.runs.search import write_search
from analysis.runs.workshop import publish, sweep, workshop
from analysis.trends.postings import Postings

RUN_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{5}")


@dataclass(frozen=True)
class RunSummary:
    """One line of `runs`; `damaged` says what is wrong, or is None."""

    run_id: str
    created: str | None
    documents: int | None
    topics: int | None
    outliers: int | None
    damaged: str | None


@dataclass(frozen=True)
class Run:
    """One immutable result. Tables are read when first asked for and must not be changed."""

    path: Path
    manifest: Manifest

    @property
    def run_id(self) -> str:
        """The name of the run's folder."""
        return self.manifest.run_id

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a paper, row i = doc_id i."""
        return self._table("documents").to_pandas()

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row a topic, the outliers (-1) first, then by size."""
        return self._table("topics").to_pandas()

    @cached_property
    def terms(self) -> pd.DataFrame:
        """The best terms of every topic: topic, rank, term, weight."""
        return self._table("terms").to_pandas()

    @cached_property
    def topic_periods(self) -> pd.DataFrame:
        """Documents by period and topic, zeros included."""
        return self._table("topic_periods").to_pandas()

    @cached_property
    def term_periods(self) -> pd.DataFrame:
        """Documents by period, topic and that topic's terms, zeros included."""
        return self._table("term_periods").to_pandas()

    @cached_property
    def hierarchy(self) -> pd.DataFrame:
        """The tree of topics: node, parent (-1 for the root), height, label, documents."""
        return self._table("hierarchy").to_pandas()

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """Every term and how many documents hold it; row i is term i of `postings`."""
        return self._vocabulary.select(["term", "documents"]).to_pandas()

    @cached_property
    def postings(self) -> Postings:
        """The documents of every term; term i is row i of `vocabulary`."""
        lists = self._vocabulary.column("doc_ids").combine_chunks()
        return Postings(lists.offsets.to_numpy(), lists.values.to_numpy())

    @cached_property
    def embeddings(self) -> np.ndarray:
        """(documents, dimensions), memory-mapped, rows of length one."""
        return np.load(self.path / "embeddings.npy", mmap_mode="r")

    @cached_property
    def neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """(indices int32, distances float32), each (documents, k), nearest first."""
        with np.load(io.BytesIO(self._read("neighbours.npz"))) as arrays:
            return arrays["indices"], arrays["distances"]

    @property
    def search_path(self) -> Path:
        """The SQLite database of the full-text index."""
        return self.path / "search.sqlite"

    @cached_property
    def _vocabulary(self) -> pa.Table:
        return self._table("vocabulary")

    def _table(self, name: str) -> pa.Table:
        return pq.read_table(pa.BufferReader(self._read(f"{name}.parquet")))

    def _read(self, name: str) -> bytes:
        facts = self.manifest.files.get(name)
        content = (self.path / name).read_bytes() if (self.path / name).is_file() else b""
        if facts is None or hashlib.sha256(content).hexdigest() != facts.sha256:
            raise InputError(_damage(self.path, f"{name} is not what was written"))
        return content


def open_run(path: str | Path) -> Run:
    """Open the run in the folder `path`.

    Raises InputError where there is no run, where it is damaged, and where a newer Papertides
    wrote it.
    """
    path = Path(path)
    if not path.is_dir():
        raise InputError(f"There is no run at {path}. `python -m analysis runs` lists the runs.")
    try:
        raw = json.loads((path / "manifest.json").read_bytes())
        version = raw["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(_damage(path, "manifest.json cannot be read")) from error
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise InputError(
            f"The run {path.name} has format {version}; this Papertides reads up to format "
            f"{SCHEMA_VERSION}. Update Papertides to open it."
        )
    try:
        manifest = Manifest.model_validate(raw)
    except ValidationError as error:
        raise InputError(_damage(path, "manifest.json lacks fields")) from error
    for name, facts in manifest.files.items():
        file = path / name
        if not file.is_file() or file.stat().st_size != facts.bytes:
            raise InputError(_damage(path, f"{name} is missing or cut short"))
    return Run(path, manifest)


def list_runs(runs: Path) -> list[RunSummary]:
    """Every run in the folder `runs`, oldest first; damaged ones are named, not hidden."""
    names = (
        [path for path in runs.iterdir() if RUN_ID.fullmatch(path.name)] if runs.is_dir() else []
    )
    return [_summary(path) for path in sorted(names)]


def resolve_run(name: str, *, runs: Path) -> Path:
    """The folder of the run that `name` means: an id, a path, or `latest`."""
    if Path(name).is_dir() and (Path(name) / "manifest.json").exists():
        return Path(name)
    known = [summary.run_id for summary in list_runs(runs) if summary.damaged is None]
    if name == "latest" and known:
        return runs / known[-1]
    if not known and not RUN_ID.fullmatch(name):
        raise InputError(
            f"There is no run in {runs} yet. `python -m analysis fit data/sample` makes one."
        )
    if RUN_ID.fullmatch(name) and (runs / name).is_dir():
        return runs / name
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
    hint = f" The nearest is {nearest[0]}." if nearest else ""
    raise InputError(
        f"There is no run {name} in {runs}.{hint} `python -m analysis runs` lists them."
    )


def find_run(inputs_sha256: str, *, runs: Path) -> str | None:
    """The id of the latest whole run that was made from the same inputs, if there is one."""
    for summary in reversed(list_runs(runs)):
        if summary.damaged is None and summary.run_id.endswith(inputs_sha256[:5]):
            if open_run(runs / summary.run_id).manifest.inputs_sha256 == inputs_sha256:
                return summary.run_id
    return None


def write_run(tables: Tables, vectors: Vectors, *, manifest: Manifest, runs: Path) -> str:
    """Write a run whole or not at all, and return its id.

    `manifest` comes without `run_id`, `created` and `files`; they are filled in here.
    Raises PapertidesError where the disk is full.
    """
    try:
        runs.mkdir(parents=True, exist_ok=True)
        sweep(runs)
        with workshop(runs) as folder:
            rows = _write_files(tables, vectors, folder=folder)
            return _publish(folder, manifest=manifest, rows=rows)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise PapertidesError(
            f"The disk of {runs} is full; nothing was written. Free some space and run it again."
        ) from error


def _write_files(tables: Tables, vectors: Vectors, *, folder: Path) -> dict[str, int]:
    rows = {}
    for name, schema in SCHEMAS.items():
        table = pa.Table.from_pandas(getattr(tables, name), schema=schema, preserve_index=False)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        rows[f"{name}.parquet"] = table.num_rows
    np.save(folder / "embeddings.npy", vectors.embeddings, allow_pickle=False)
    np.savez(folder / "neighbours.npz", indices=vectors.indices, distances=vectors.distances)
    write_search(folder / "search.sqlite", tables.documents)
    for name, content in vectors.model.items():
        (folder / "model").mkdir(exist_ok=True)
        (folder / "model" / name).write_bytes(content)
    return rows


def _publish(folder: Path, *, manifest: Manifest, rows: dict[str, int]) -> str:
    files = {
        path.relative_to(folder).as_posix(): FileFacts(
            sha256=_sha256(path),
            bytes=path.stat().st_size,
            rows=rows.get(path.relative_to(folder).as_posix()),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    moment = datetime.now(UTC)
    while True:
        run_id = f"{moment.strftime('%Y%m%dT%H%M%SZ')}-{manifest.inputs_sha256[:5]}"
        created = moment.isoformat(timespec="seconds")
        final = manifest.model_copy(update={"run_id": run_id, "created": created, "files": files})
        (folder / "manifest.json").write_text(final.model_dump_json(indent=1), encoding="utf-8")
        if publish(folder, run_id):
            return run_id
        moment += timedelta(seconds=1)


def _summary(path: Path) -> RunSummary:
    try:
        manifest = open_run(path).manifest
    except InputError as error:
        return RunSummary(path.name, None, None, None, None, damaged=str(error))
    counts = manifest.counts
    return RunSummary(
        path.name, manifest.created, counts.documents, counts.topics, counts.outliers, damaged=None
    )


def _damage(path: Path, what: str) -> str:
    return f"The run {path.name} is damaged: {what}. Fit it again, or delete {path}."


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
