"""Exceptions with a message for the user and an exit code."""

from collections.abc import Sequence
from typing import Any


class PapertidesError(Exception):
    """The work failed: a full disk, a model that cannot be fitted. Exits with 1."""

    exit_code = 1


class InputError(PapertidesError):
    """The input was refused: a file, parameter or run that cannot be used. Exits with 2."""

    exit_code = 2


class ColumnsError(InputError):
    """No column of a file, whose columns are `names`, holds what a paper needs or was asked for."""

    def __init__(self, message: str, *, names: Sequence[str]) -> None:
        super().__init__(message)
        self.names = tuple(map(str, names))


class RowsRefusedError(InputError):
    """A corpus was refused for its rows; `reading` is the account of `read_papers`."""

    def __init__(self, message: str, *, reading: dict[str, Any]) -> None:
        super().__init__(message)
        self.reading = reading
