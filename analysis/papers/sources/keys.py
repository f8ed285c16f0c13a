"""Keys of services: from the environment, else from a file that only its owner reads."""

import os
import stat
import tomllib
from pathlib import Path

from platformdirs import user_config_path

from analysis.errors import InputError


def read_key(name: str) -> str | None:
    """The key called `name`, for example S2_API_KEY; None if there is none.

    The environment comes first, then the line `NAME = "…"` of `keys.toml` in the user's folder of
    settings. Raises InputError if others can read that file, if it is not TOML, or if a key holds
    characters that no key has; no message shows a key.
    """
    given = os.environ.get(name)
    value = given or _keys_of_file().get(name)
    if value is None:
        return None
    key = str(value).strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise InputError(
            f"{name} is no key: expected letters, digits and signs on one line. Copy it again."
        )
    return key or None


def keys_file() -> Path:
    """The file of keys, which need not exist."""
    return user_config_path("papertides", appauthor=False) / "keys.toml"


def _keys_of_file() -> dict[str, object]:
    path = keys_file()
    try:
        with path.open("rb") as file:
            _refuse_open_to_others(os.fstat(file.fileno()), path)
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        # The error of the parser may quote the line, and with it the key.
        raise InputError(f'{path} is not TOML: expected lines such as S2_API_KEY = "…".') from (
            error if isinstance(error, UnicodeDecodeError) else None
        )


def _refuse_open_to_others(found: os.stat_result, path: Path) -> None:
    if os.name == "nt":
        return  # whose access lists these bits do not show
    if found.st_uid != os.getuid():
        raise InputError(f"{path} belongs to somebody else. Write a file of your own.")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise InputError(f"Others can read the keys in {path}. Type: chmod 600 '{path}'")
