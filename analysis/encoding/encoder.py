"""The Encoder protocol and embedding progress."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np


class Encoder(Protocol):
    """A text encoder; the same name, revision and sha256 give the same vectors."""

    @property
    def name(self) -> str:
        """The name, as `--encoder` takes it: `minilm`, `lsa`, `st:MODEL`."""
        ...

    @property
    def revision(self) -> str:
        """What determines the vectors besides the weights: truncation, version, settings."""
        ...

    @property
    def sha256(self) -> str:
        """The sha256 of the weights, in hex."""
        ...

    @property
    def dimensions(self) -> int:
        """The dimension of the embedding."""
        ...

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimensions) float32 in the order of `texts`, every row of length one."""
        ...

    def fitted(self, texts: Sequence[str], *, cache: Path) -> "Encoder":
        """The encoder fitted to `texts` if it learns from the corpus, else itself.

        An encoder fitted to the same texts with the same settings is read from `cache`.
        """
        ...

    def files(self) -> dict[str, bytes]:
        """The files that embedding a query needs in a run's model folder: content by name."""
        ...


class Fitted:
    """Base of encoders that need no fitting, or are fitted."""

    def fitted(self, texts: Sequence[str], *, cache: Path) -> Self:
        """Itself."""
        del texts, cache
        return self

    def files(self) -> dict[str, bytes]:
        """Empty: the weights are not specific to a run."""
        return {}


@dataclass(frozen=True)
class EmbeddingProgress:
    """Progress of an embedding: `done` of `total` texts in `seconds` with `encoder`."""

    encoder: str
    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """The estimated remaining time; None before the first text."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None


ProgressCallback = Callable[[EmbeddingProgress], None]
