"""Storage of runs: reading and writing the files of a run."""

import errno
import hashlib
import io
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import InputError, PapertidesError
from analysis.runs.atomic_folder import publish, sweep, workshop
from analysis.runs.catalogue import (
    RUN_ID,
    RunSummary,
    damage,
    file_sha256,
    find_run,
    list_runs,
    read_manifest,
    resolve_run,
)
from analysis.runs.hues import theme_hues
from analysis.runs.schema import LATER, SCHEMAS, FileFacts, Manifest, Tables, Vectors
from analysis.runs.search_index import write_search
from analysis.trends.params import TrendParams
from analysis.trends.postings import Postings

__all__ = [
    "RUN_ID",
    "Run",
    "RunSummary",
    "arrow_table",
    "find_run",
    "list_runs",
    "open_run",
    "prepare_runs",
    "resolve_run",
    "write_run",
]


@dataclass(frozen=True)
class Run:
    """An immutable run, with tables read on first access; do not modify them."""

    path: Path
    manifest: Manifest

    @property
    def run_id(self) -> str:
        """The name of the run's folder."""
        return self.path.resolve().name

    @property
    def edition(self) -> str:
        """The corrections as text; empty, as the run is as fitted."""
        return ""

    @property
    def as_of(self) -> str | None:
        """The ISO date up to which papers were available; None if unknown."""
        return self.manifest.as_of or self.manifest.created[:10] or None

    @property
    def trend_params(self) -> TrendParams:
        """The parameters of the trend tests."""
        given = self.manifest.params
        known = {name: given[name] for name in TrendParams.model_fields if name in given}
        return TrendParams(**known)

    @cached_property
    def labels(self) -> dict[int, str]:
        """The label of every topic, the outliers included."""
        return dict(zip(self.topics["topic"], self.topics["label"], strict=True))

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per paper, row i = doc_id i."""
        return self._table("documents").to_pandas()

    @cached_property
    def topics(self) -> pd.DataFrame:
        """One row per topic, the outliers (-1) first, then by size.

        In runs that are older than them, `area` and `stability` are empty; `hue` is computed.
        """
        topics = self._table("topics").to_pandas()
        return topics if topics["hue"].notna().any() else topics.assign(hue=theme_hues(topics))

    @cached_property
    def areas(self) -> pd.DataFrame:
        """One row an area, by size; empty in runs that are older than it."""
        return self._table("areas").to_pandas()

    @cached_property
    def terms(self) -> pd.DataFrame:
        """The top terms of every topic: topic, rank, term, weight."""
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
    def topic_signals(self) -> pd.DataFrame:
        """The verdict on every topic with its evidence; empty in older runs."""
        return self._table("topic_signals").to_pandas()

    @cached_property
    def term_signals(self) -> pd.DataFrame:
        """The verdict on every term with its evidence; empty in older runs."""
        return self._table("term_signals").to_pandas()

    @cached_property
    def shuffled_signals(self) -> pd.DataFrame:
        """Signals in copies with permuted months; empty in older runs."""
        return self._table("shuffled_signals").to_pandas()

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """Every term, its documents and long form (null: none); row i is term i of `postings`."""
        return self._vocabulary.select(["term", "documents", "long_form"]).to_pandas()

    @cached_property
    def postings(self) -> Postings:
        """The documents of every term; term i is row i of `vocabulary`."""
        lists = self._vocabulary.column("doc_ids").combine_chunks()
        return Postings(lists.offsets.to_numpy(), lists.values.to_numpy())  # noqa: PD011  (Arrow's)

    @cached_property
    def embeddings(self) -> np.ndarray:
        """The embeddings (documents, dimensions), memory-mapped, rows of length one."""
        return np.load(self._checked("embeddings.npy"), mmap_mode="r")

    @cached_property
    def neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """Nearest neighbours, nearest first: indices int32, distances float32 (documents, k)."""
        with np.load(io.BytesIO(self._read("neighbours.npz"))) as arrays:
            return arrays["indices"], arrays["distances"]

    @cached_property
    def search_path(self) -> Path:
        """The SQLite database of the full-text index."""
        return self._checked("search.sqlite")

    @cached_property
    def _vocabulary(self) -> pa.Table:
        return self._table("vocabulary")

    def _table(self, name: str) -> pa.Table:
        """A table; of an older run, files that it does not have are empty, and columns null."""
        if name in LATER and f"{name}.parquet" not in self.manifest.files:
            return SCHEMAS[name].empty_table()
        table = pq.read_table(pa.BufferReader(self._read(f"{name}.parquet")))
        for field in SCHEMAS[name]:
            if field.name not in table.column_names:
                table = table.append_column(field, pa.nulls(table.num_rows, field.type))
        return table

    def _read(self, name: str) -> bytes:
        try:
            content = (self.path / name).read_bytes()
        except OSError as error:
            raise InputError(damage(self.path, f"{name} cannot be read")) from error
        self._compare(name, hashlib.sha256(content).hexdigest())
        return content

    def _checked(self, name: str) -> Path:
        """The path of a file whose checksum was verified, for files not read at once."""
        try:
            self._compare(name, file_sha256(self.path / name))
        except OSError as error:
            raise InputError(damage(self.path, f"{name} cannot be read")) from error
        return self.path / name

    def _compare(self, name: str, sha256: str) -> None:
        if self.manifest.files[name].sha256 != sha256:
            raise InputError(damage(self.path, f"{name} does not match its checksum"))


def open_run(path: str | Path) -> Run:
    """Open the run in the folder `path`.

    Raises InputError where there is no run, where it is damaged, and where a newer Papertides
    wrote it.
    """
    path = Path(path)
    return Run(path, read_manifest(path))


def prepare_runs(runs: Path) -> None:
    """Create the folder `runs` and remove temporary folders of dead processes.

    Raises InputError where `runs` is no folder or may not be written.
    """
    try:
        runs.mkdir(parents=True, exist_ok=True)
        sweep(runs)
        with workshop(runs):
            return
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        denied = isinstance(error, PermissionError)
        why = error.strerror if denied else "it, or a folder above it, is a file"
        raise InputError(
            f"The folder of runs {runs} cannot be written: {why}. Choose another with --runs, or "
            "set PAPERTIDES_DATA."
        ) from error
    except OSError as error:
        raise _unwritten(runs, error) from error


def write_run(tables: Tables, vectors: Vectors, *, manifest: Manifest, runs: Path) -> str:
    """Write a run atomically and return its id.

    `manifest` comes without `run_id`, `created` and `files`; they are filled in here.
    Raises PapertidesError where the disk is full or fails, InputError as `prepare_runs` does.
    """
    prepare_runs(runs)
    try:
        with workshop(runs) as folder:
            rows = _write_files(tables, vectors, folder=folder)
            return _publish(folder, manifest=manifest, rows=rows)
    except (OSError, sqlite3.OperationalError) as error:
        raise _unwritten(runs, error) from error


def _write_files(tables: Tables, vectors: Vectors, *, folder: Path) -> dict[str, int]:
    rows = {}
    for name, schema in SCHEMAS.items():
        table = arrow_table(getattr(tables, name), schema)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        rows[f"{name}.parquet"] = table.num_rows
    _write_array(folder / "embeddings.npy", vectors.embeddings)
    np.savez(folder / "neighbours.npz", indices=vectors.indices, distances=vectors.distances)
    write_search(folder / "search.sqlite", tables.documents)
    for name, content in vectors.model.items():
        (folder / "model").mkdir(exist_ok=True)
        (folder / "model" / name).write_bytes(content)
    return rows


def arrow_table(table: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """`table` with the columns and types of `schema`, as it is written."""
    if table.empty:  # pandas gives empty columns types of its own
        return schema.empty_table()
    return pa.Table.from_pandas(table, schema=schema, preserve_index=False)


def _write_array(path: Path, array: np.ndarray) -> None:
    """Write an array in the format of np.save, which itself hides why a write failed."""
    array = np.ascontiguousarray(array)
    with path.open("wb") as file:
        header = np.lib.format.header_data_from_array_1_0(array)
        np.lib.format.write_array_header_1_0(file, header)
        file.write(array.data)


def _publish(folder: Path, *, manifest: Manifest, rows: dict[str, int]) -> str:
    files = {
        path.relative_to(folder).as_posix(): FileFacts(
            sha256=file_sha256(path),
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


def _unwritten(runs: Path, error: OSError | sqlite3.OperationalError) -> PapertidesError:
    number = error.errno if isinstance(error, OSError) else None
    why = "the disk is full" if number in (errno.ENOSPC, errno.EDQUOT) else str(error)
    return PapertidesError(
        f"The run cannot be written in {runs}: {why}. Nothing was saved. Free some space, or "
        "choose another folder with --runs, and run the command again."
    )
