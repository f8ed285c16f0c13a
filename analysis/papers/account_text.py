"""The account of a reading as lines of text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.papers.problems import shown

_YEARS = 20
_UNSURE = 5
_BAR = 40


def account_lines(reading: Mapping[str, Any]) -> Iterator[str]:
    """What `read_papers` found, as its `attrs["reading"]` says: lines below the counts.

    Why rows were rejected and merged, the columns taken for each field with an example, languages,
    and papers by year, those before the last twenty together.
    """
    if reading["reasons"]:
        yield f"Rejected: {_counts(reading['reasons'])}."
    if reading["merges"]:
        yield from _merges(reading["merges"])
    for file, columns in reading["columns"].items():
        yield f"Columns of {file}:"
        examples = reading["examples"][file]
        for field, names in columns.items():
            example = f", such as {examples[field]}" if examples.get(field) else ""
            empty = ", always empty" if examples.get(field) == "" else ""
            yield f"  {field:<14} from {' or '.join(map(str, names))}{example}{empty}"
    yield f"Languages: {_counts(reading['languages'])}."
    if reading["years"]:
        yield "Papers by year:"
        yield from _bars(reading["years"])


def _merges(merges: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """How many were merged for each kind of reason, and the least sure of those that are alike."""
    kinds = Counter(merge["reason"].split(":")[0] for merge in merges)
    yield f"Duplicates: {_counts(kinds)}."
    alike = [merge for merge in merges if merge["reason"].startswith("alike")]
    if alike:
        yield "Least sure of the alike ones:"
    for merge in sorted(alike, key=lambda merge: merge["sure"])[:_UNSURE]:
        row = f"{shown(merge['dropped'])} ({merge['file']}, {merge['unit']} {merge['row']})"
        yield f"  {min(merge['sure'], 0.999):.1%} {row} is {merge['kept']}, {merge['reason']}"


def _counts(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ordered)


def _bars(years: Mapping[str, int]) -> Iterator[str]:
    last = int(max(years))
    first = max(int(min(years)), last - _YEARS + 1)
    shown = {str(year): years.get(str(year), 0) for year in range(first, last + 1)}
    most = max(shown.values())
    before = sum(number for year, number in years.items() if int(year) < first)
    if before:
        yield f"  before {first}: {before:,}"
    for year, number in shown.items():
        yield f"  {year} {'█' * -(-number * _BAR // most)} {number:,}"
