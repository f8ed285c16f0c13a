"""Versions of installed packages."""

from importlib.metadata import PackageNotFoundError, version


def version_of(package: str) -> str:
    """The version of `package`, which may run out of a folder that nothing is installed from."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown (not installed)"
