"""The parameters of a fit: one frozen, validated set, from TOML and flags."""

import difflib
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from analysis.errors import InputError
from analysis.trends.params import TrendParams

DEFAULTS = Path(__file__).resolve().parents[1] / "params.toml"

# Parameters of earlier versions, and what replaced them.
GONE = {
    "min_samples": "min_topic_size sets the smallest theme",
    "cluster_dimensions": "themes are found on the neighbour graph itself",
    "cluster_epochs": "partitions sets how many are compared",
}

Auto = Literal["auto"]
Positive = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1)]


class FitParams(TrendParams):
    """All parameters of a fit, documented in `analysis/params.toml`."""

    model_config = ConfigDict(hide_input_in_errors=True)  # a refused URL may hold a password

    encoder: str
    topics: Positive | Auto
    min_topic_size: Annotated[int, Field(ge=2)] | Auto
    max_topic_share: Share
    max_outliers: Share
    neighbours: Annotated[int, Field(ge=2, le=200)]
    partitions: Annotated[int, Field(ge=2, le=1000)] | Auto
    map_epochs: Positive
    map_min_dist: Annotated[float, Field(ge=0, lt=1)]
    min_term_documents: Positive | Auto
    max_term_share: Share
    terms_per_topic: Annotated[int, Field(ge=10, le=200)]
    period: Literal["auto", "day", "week", "month", "quarter", "year"]
    label_endpoint: str
    label_model: str

    @field_validator("label_endpoint")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if _may_hold_a_secret(value):
            raise ValueError(
                "Give only the base URL, like https://example.org/v1, without user name, password, "
                "query (?) or fragment (#): it is stored with the run and shown to its readers. A "
                "key belongs in the environment variable OPENAI_API_KEY"
            )
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("A URL must begin with http:// or https://")
        if value and not _names_a_host(value):
            raise ValueError("A URL looks like http://localhost:8000/v1")
        return value

    @field_validator("label_model")
    @classmethod
    def _goes_with_an_endpoint(cls, value: str, info: ValidationInfo) -> str:
        if not value.strip() and info.data.get("label_endpoint"):
            raise ValueError("A label_endpoint needs a model name here")
        return value

    def for_size(self, documents: int) -> "FitParams":
        """The same parameters with every "auto" resolved for a corpus of that many documents."""
        size = max(3, round(math.sqrt(documents) / 5))
        if self.min_topic_size != "auto":
            size = self.min_topic_size
        settled = {
            "min_topic_size": size,
            "partitions": int(min(200, max(20, 600_000 // max(documents, 1)))),
            "min_term_documents": max(2, round(math.sqrt(documents) / 10)) if documents > 9 else 1,
        }
        asked = {name: value for name in settled if (value := getattr(self, name)) != "auto"}
        return self.model_copy(update=settled | asked)

    def resized(self, documents: int, *, was: int) -> "FitParams":
        """Resolved parameters for `was` documents, adapted to `documents`.

        A value that equals what "auto" gives for the old size is resolved anew for the new one.
        """
        usual = read_params().for_size(was)
        follow = [
            name
            for name in ("min_topic_size", "partitions", "min_term_documents")
            if getattr(self, name) == getattr(usual, name)
        ]
        return self.model_copy(update=dict.fromkeys(follow, "auto")).for_size(documents)


def read_params(path: Path | None = None, *, settings: Sequence[str] = ()) -> FitParams:
    """Read the defaults, overridden by the TOML file at `path`, then by KEY=VALUE `settings`.

    Raises InputError for an unreadable file, an unknown parameter (naming the nearest) and a
    value that does not fit.
    """
    values = _read_toml(DEFAULTS)
    if path is not None:
        values |= _read_toml(path)
    values |= dict(_setting(text) for text in settings)
    for name in values:
        if name in GONE:
            raise InputError(f"The parameter {name} was removed: {GONE[name]}.")
        if name not in FitParams.model_fields:
            nearest = difflib.get_close_matches(name, FitParams.model_fields, n=1, cutoff=0.0)[0]
            raise InputError(
                f"There is no parameter {name}. The nearest is {nearest}; "
                f"{DEFAULTS.name} documents them all."
            )
    try:
        return FitParams.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        message = fault["msg"].removeprefix("Value error, ")
        secret = name == "label_endpoint" and _may_hold_a_secret(values[name])
        value = "the given value" if secret else repr(values[name])
        raise InputError(
            f"The parameter {name} cannot be {value}: {message}. "
            f"{DEFAULTS.name} documents the valid values."
        ) from error


def known_params(values: Mapping[str, Any]) -> FitParams:
    """The parameters in a manifest; unknown ones of an older run are dropped."""
    kept = {name: value for name, value in values.items() if name in FitParams.model_fields}
    if _may_hold_a_secret(kept.get("label_endpoint")):
        del kept["label_endpoint"]
    return FitParams.model_validate(_read_toml(DEFAULTS) | kept)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The parameter file {path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The parameter file {path} is not TOML: {error}.") from error


def _may_hold_a_secret(value: object) -> bool:
    """Whether a URL may have a user name, a password, a query or a fragment."""
    return isinstance(value, str) and any(mark in value for mark in "@?#")


def _names_a_host(address: str) -> bool:
    """Whether a URL has a host, a numeric port if any, and no whitespace."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\x00-\x1f]", address)
    except ValueError:
        return False


def _setting(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--set takes KEY=VALUE, for example --set topics=20; found {text!r}.")
    try:
        return name.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return name.strip(), value.strip()
