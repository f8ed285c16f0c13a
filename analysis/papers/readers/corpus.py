"""Reading a corpus: files and folders to one table of papers."""

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import IO, Any

import pandas as pd

from analysis.errors import ColumnsError, InputError, RowsRefusedError
from analysis.papers.account import example, kinds, merge_json, reasons
from analysis.papers.columns import match_columns, refuse_unknown_columns, refuse_unknown_fields
from analysis.papers.duplicates import merge_duplicates
from analysis.papers.fields import visible
from analysis.papers.problems import Problem, Unit, said_once
from analysis.papers.raw import RawTable
from analysis.papers.readers.archives import (
    GZIP,
    ZIP,
    files_in,
    gunzipped,
    opened_archive,
    unzipped,
)
from analysis.papers.readers.content import decode, refuse_binary
from analysis.papers.readers.delimited import header_of
from analysis.papers.readers.reader import (
    HEAD,
    BinaryReader,
    Reader,
    StreamReader,
    TextReader,
    formats_sentence,
)
from analysis.papers.readers.registry import READERS, readers_for
from analysis.papers.readers.trending_page import FACTS, add_facts
from analysis.papers.table import paper_table, typed_table, with_ids

_SHOWN_PROBLEMS = 20
# A message without a handler goes to standard error, which is where skipped files are named.
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _FileReading:
    """The result of reading a file: its papers, its problems and its manifest entry."""

    papers: pd.DataFrame
    problems: list[Problem]
    entry: dict[str, Any]
    columns: dict[str, list[str]]
    examples: dict[str, str]
    fields: dict[str, str | None]
    used_facts: bool = False
    unit: Unit = "row"


@dataclass(frozen=True)
class _Asked:
    """How files are to be read: the chosen columns, and the readers that know them."""

    columns: Mapping[str, str]
    readers: tuple[Reader, ...]


def read_papers(
    paths: Sequence[str | PathLike[str]] | str | PathLike[str],
    *,
    strict: bool = False,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Read files and folders into one table of papers with PAPER_COLUMNS, in reading order.

    A folder stands for every readable file directly in it, by name, and a ZIP archive for every one
    in it; their other files are named on standard error. Gzip is unpacked. Duplicate papers are
    returned once. `columns` (field: column name) says which column holds a field, in the files that
    have that column; else the names decide.

    `attrs["reading"]` says what happened, as JSON: `files` [{name, format, sha256, read}]; `read`
    (rows found), `rejected` and `duplicates`, so that read - rejected - duplicates papers are
    returned; `reasons` {why: rejected rows}; `merges` [{kept (paper_id), dropped (title), file,
    row, unit, reason, sure (0 to 1)}], one for every duplicate; `problems` [{file, row, column,
    expected, found, fix, severity, count, examples, reason, unit}], severity rejected or warning,
    unit that of `Problem`; `skipped` [{name, why}];
    `columns` {file name: {field: [columns that hold it]}}, `examples` {file name: {field: a
    value}}, `fields` {file name: {every column as `columns` may name it: its field, or None}},
    `languages` and `years` {which: papers}.

    Raises InputError for a missing, empty, binary or undecodable file, for a folder without a
    readable one and for a field that there is not; ColumnsError for a file whose columns hold no
    title or no abstract, and for a column that no file has; RowsRefusedError when no row is usable,
    and with `strict` when any was rejected.
    """
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    if not given:
        raise InputError("No corpus was given: expected at least one file or folder of papers.")
    chosen = columns or {}
    refuse_unknown_fields(chosen)
    asked = _Asked(chosen, readers_for(chosen))
    readings, skipped = _read_all([Path(path) for path in given], asked)
    refuse_unknown_columns(chosen, [name for reading in readings for name in reading.fields])
    problems = [problem for reading in readings for problem in reading.problems]
    rejected = [problem for problem in problems if problem.severity == "rejected"]
    unique, merges = _merged(readings)
    found = sum(len(reading.papers) for reading in readings)
    account = {
        "files": [reading.entry for reading in readings],
        "read": found + len(rejected),
        "rejected": len(rejected),
        "duplicates": len(merges),
        "merges": merges,
        "reasons": reasons(rejected),
        "problems": [problem.as_json() for problem in problems],
        "skipped": skipped,
        "columns": {reading.entry["name"]: reading.columns for reading in readings},
        "examples": {reading.entry["name"]: reading.examples for reading in readings},
        "fields": {reading.entry["name"]: reading.fields for reading in readings},
    } | kinds(unique)
    if strict and rejected:
        count = f"{len(rejected):,} row{'s were' if len(rejected) > 1 else ' was'} rejected"
        raise RowsRefusedError(_listing(count, rejected), reading=account)
    if not found:
        raise RowsRefusedError(_listing("No usable paper was found", problems), reading=account)
    unique.attrs["reading"] = account
    return unique


def _merged(readings: Sequence[_FileReading]) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """The papers of all files, each once, and what was merged, as `read_papers` documents it."""
    filled = [reading for reading in readings if len(reading.papers)]
    if not filled:
        return typed_table({"title": []}), []
    together = pd.concat([reading.papers for reading in filled], ignore_index=True)
    unique, merges = merge_duplicates(together)
    unique = with_ids(unique)
    places: list[tuple[str, Unit, int]] = [
        (reading.entry["name"], reading.unit, row)
        for reading in filled
        for row in reading.papers.index
    ]
    ids, titles = unique["paper_id"].tolist(), together["title"].tolist()
    return unique, [merge_json(m, ids=ids, titles=titles, place=places[m.dropped]) for m in merges]


def _read_all(paths: list[Path], asked: _Asked) -> tuple[list[_FileReading], list[dict[str, str]]]:
    readings: dict[Path, _FileReading] = {}
    skipped: list[dict[str, str]] = []
    for path in paths:
        try:
            found, others = _read_path(path, asked)
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}.") from error
        readings |= found
        skipped += others
    for entry in skipped:
        _LOG.warning("Skipped: %s", entry["why"])
    return list(readings.values()), skipped


def _read_path(path: Path, asked: _Asked) -> tuple[dict[Path, _FileReading], list[dict[str, str]]]:
    if path.is_dir():
        return _read_folder(path, asked)
    if path.is_file():
        return _read_file(path, asked)
    raise InputError(
        f"There is no file or folder {path}: expected one with papers ({formats_sentence()})."
    )


def _read_folder(
    folder: Path, asked: _Asked
) -> tuple[dict[Path, _FileReading], list[dict[str, str]]]:
    readings: dict[Path, _FileReading] = {}
    skipped: list[dict[str, str]] = []
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            found, others = _read_file(path, asked)
            readings |= found
            skipped += others
        except InputError as error:
            skipped.append({"name": visible(path.name), "why": str(error)})
    if any(reading.used_facts for reading in readings.values()):
        skipped = [entry for entry in skipped if entry["name"] != FACTS]
    if not readings:
        reasons = "".join(f"\n  {entry['why']}" for entry in skipped) or (
            " It contains no files; subfolders are not read."
        )
        raise InputError(
            f"{folder} contains no readable file of papers ({formats_sentence()}).{reasons}"
        )
    return readings, skipped


def _read_file(path: Path, asked: _Asked) -> tuple[dict[Path, _FileReading], list[dict[str, str]]]:
    try:
        with path.open("rb") as file:
            if file.read(4) in ZIP:
                return _read_archive(file, path, asked=asked)
            return {
                path.resolve(): _read_opened(file, path, name=visible(path.name), asked=asked)
            }, []
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def _read_archive(
    file: IO[bytes], path: Path, *, asked: _Asked
) -> tuple[dict[Path, _FileReading], list[dict[str, str]]]:
    readings: dict[Path, _FileReading] = {}
    skipped: list[dict[str, str]] = []
    names: list[str] = []
    with opened_archive(file, name=visible(path.name)) as archive:
        for inner, info in files_in(archive):
            name, place = f"{visible(path.name)}/{inner}", path.resolve() / inner
            try:
                with unzipped(archive, info, name=name) as content:
                    readings[place] = _read_opened(content, place, name=name, asked=asked)
            except InputError as error:
                skipped.append({"name": name, "why": str(error)})
                names += error.names if isinstance(error, ColumnsError) else ()
    if not readings:
        reasons = "".join(f"\n  {entry['why']}" for entry in skipped) or " It contains no files."
        why = f"{path.name} contains no readable file of papers ({formats_sentence()}).{reasons}"
        raise ColumnsError(why, names=names) if names else InputError(why)
    return readings, skipped


def _read_opened(file: IO[bytes], path: Path, *, name: str, asked: _Asked) -> _FileReading:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(HEAD):
        digest.update(chunk)
    file.seek(0)
    form, parsed, remarks = _parse(file, name, asked=asked)
    facts = path.with_name(FACTS)
    used_facts = parsed.is_page and facts.is_file()
    names = [*parsed.columns, *parsed.unread]
    try:
        papers, problems = paper_table(
            add_facts(parsed, facts) if used_facts else parsed, name=name, chosen=asked.columns
        )
    except InputError as error:
        raise ColumnsError(str(error), names=names) from error
    problems = [*remarks, *problems]
    read = len(papers) + sum(problem.severity == "rejected" for problem in problems)
    entry = {"name": name, "format": form, "sha256": digest.hexdigest(), "read": read}
    matched = match_columns(list(parsed.columns), asked.columns)
    columns = {
        field: [parsed.origins.get(column, column) for column in held]
        for field, held in matched.items()
    }
    holding = {column: field for field, held in matched.items() for column in held}
    fields = {name: holding.get(name) for name in names}
    examples = {field: example(papers[field]) for field in columns if field in papers}
    return _FileReading(papers, problems, entry, columns, examples, fields, used_facts, parsed.unit)


def raw_table(path: Path) -> RawTable:
    """The rows of one file, as its format has them. Raises InputError as `read_papers` does."""
    if not path.is_file():
        raise InputError(f"There is no file {path}: expected one with papers.")
    try:
        with path.open("rb") as file:
            return _parse(file, visible(path.name), asked=_Asked({}, READERS))[1]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def _parse(file: IO[bytes], name: str, *, asked: _Asked) -> tuple[str, RawTable, list[Problem]]:
    """The name of the format of a file, its rows, and a warning if its encoding is assumed."""
    head = file.read(HEAD)
    if head.startswith(GZIP):
        with gunzipped(file, name=name) as content:
            return _parse_unpacked(content, name, asked=asked)
    file.seek(0)
    return _parse_unpacked(file, name, asked=asked)


def _parse_unpacked(
    file: IO[bytes], name: str, *, asked: _Asked
) -> tuple[str, RawTable, list[Problem]]:
    head = file.read(HEAD)
    for reader in asked.readers:
        if isinstance(reader, StreamReader) and reader.sniff(head):
            file.seek(0)
            return reader.name, reader.read(file, name), []
    return _parse_bytes(head + file.read(), name, asked=asked)


def _parse_bytes(data: bytes, name: str, *, asked: _Asked) -> tuple[str, RawTable, list[Problem]]:
    for reader in asked.readers:
        if isinstance(reader, BinaryReader) and reader.sniff(data):
            return reader.name, reader.read(data, name), []
    refuse_binary(data, name=name)
    text, assumed = decode(data, name=name)
    remark = Problem(
        file=name,
        row=None,
        column=None,
        expected="UTF-8 text",
        found=f"text that was read as {assumed}",
        fix="Save it as UTF-8 if characters look wrong.",
        severity="warning",
    )
    form, table = _parse_text(text, name, asked=asked)
    return form, table, [remark] if assumed else []


def _parse_text(text: str, name: str, *, asked: _Asked) -> tuple[str, RawTable]:
    for reader in asked.readers:
        if isinstance(reader, TextReader) and reader.sniff(text):
            return reader.name, reader.read(text, name)
    header = header_of(text)
    if len(header) > 1:
        refuse_unknown_columns(asked.columns, header)
    if len(header) > 1 and all(len(column) < 60 for column in header):
        raise ColumnsError(
            f"{name}, row 1: expected column names that include a title and an abstract (or "
            f"summary), found {', '.join(header)[:200]}. Name the columns in the first "
            "row, or choose them with --columns abstract=NAME.",
            names=header,
        )
    raise InputError(f"{name} is text in an unknown format: expected {formats_sentence()}.")


def _listing(headline: str, problems: list[Problem]) -> str:
    said = said_once(problems)
    lines = [problem.sentence() for problem in said[:_SHOWN_PROBLEMS]]
    more = len(said) - len(lines)
    counts = Counter(problem.file for problem in said[_SHOWN_PROBLEMS:])
    rest = [f"and {more:,} more in {', '.join(sorted(counts))}"] if more > 0 else []
    return "\n  ".join([headline + (":" if lines else "."), *lines, *rest])
