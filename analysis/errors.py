"""What Papertides says when it cannot go on: one sentence a person can act on, and an exit code."""

from typing import Any


class PapertidesError(Exception):
    """The work failed: a full disk, a model that cannot be fitted. Exits with 1."""

    exit_code = 1


class InputError(PapertidesError):
    """The input was refused: a file, parameter or run that cannot be used. Exits with 2."""

    exit_code = 2


class RowsRefusedError(InputError):
    """A corpus was read and refused for its rows; `reading` is what `read_papers` says of them."""

    def __init__(self, message: str, *, reading: dict[str, Any]) -> None:
        super().__init__(message)
        self.reading = reading
