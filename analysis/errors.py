"""What Papertides says when it cannot go on: one sentence a person can act on, and an exit code."""


class PapertidesError(Exception):
    """The work failed: a full disk, a model that does not converge. The exit code is 1."""

    exit_code = 1


class InputError(PapertidesError):
    """The input was refused: a file, parameter or run that cannot be used. Exits with 2."""

    exit_code = 2
