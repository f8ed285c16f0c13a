"""Versions of installed packages."""

from importlib.metadata import PackageNotFoundError, version


def version_of(package: str) -> str:
    """The installed version of `package`; a note instead if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown (not installed)"
