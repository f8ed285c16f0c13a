"""Exceptions with a message for the user and an exit code."""

from typing import Any


class PapertidesError(Exception):
    """The work failed: a full disk, a model that cannot be fitted. Exits with 1."""

    exit_code = 1


class InputError(PapertidesError):
    """The input was refused: a file, parameter or run that cannot be used. Exits with 2."""

    exit_code = 2


class RowsRefusedError(InputError):
    """A corpus was refused for its rows; `reading` is the account of `read_papers`."""

    def __init__(self, message: str, *, reading: dict[str, Any]) -> None:
        super().__init__(message)
        self.reading = reading
