"""Narrowing of papers to categories and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.errors import InputError

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


@dataclass(frozen=True)
class Narrowing:
    """The papers that are wanted: in one of the categories, and from these dates.

    A category is a whole one (`cs.CL`) or all of an archive (`cs`); none stands for all. `since`
    and `until` are ISO dates of any precision, both included.
    """

    categories: Sequence[str] = ()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        """Raises InputError for what is no ISO date, and for an end before the beginning."""
        for option, value in (("--since", self.since), ("--until", self.until)):
            if value is not None and not _is_date(value):
                raise InputError(
                    f"{option} {value}: expected a date such as 2024-03-01, 2024-03 or 2024."
                )
        if self.since and self.until and _coarse(self.since, self.until) > self.until:
            raise InputError(
                f"--since {self.since} is after --until {self.until}: no paper is from then."
            )

    def __bool__(self) -> bool:
        """Whether any paper is left out."""
        return bool(self.categories or self.since or self.until)

    @property
    def is_dated(self) -> bool:
        """Whether papers are left out by their dates."""
        return self.since is not None or self.until is not None

    def applied(self, papers: pd.DataFrame) -> pd.DataFrame:
        """The papers that are wanted, of a table with PAPER_COLUMNS.

        An undated paper is from no date. A coarse date is taken for all that it may be: a paper of
        2024 may be from March.
        """
        cells = zip(papers["categories"].tolist(), papers["published"].tolist(), strict=True)
        kept = [self._is_in(categories) and self._is_from_then(day) for categories, day in cells]
        return papers[kept].reset_index(drop=True)

    def _is_in(self, categories: Sequence[str]) -> bool:
        wanted = frozenset(self.categories)
        return not wanted or any(
            category in wanted or category.partition(".")[0] in wanted for category in categories
        )

    def _is_from_then(self, day: object) -> bool:
        if not self.is_dated:
            return True
        if not isinstance(day, str):
            return False
        return (self.since is None or _coarse(day, self.since) >= _coarse(self.since, day)) and (
            self.until is None or _coarse(day, self.until) <= _coarse(self.until, day)
        )


def _coarse(day: str, other: str) -> str:
    """A date, as precise as the less precise of both."""
    return day[: len(other)]


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True
