"""What an encoder is, and what is said while it works."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Encoder(Protocol):
    """Turns texts into vectors; the same name, revision and sha256 give the same vectors."""

    @property
    def name(self) -> str:
        """As it is asked for: `minilm`, `lsa`, `st:MODEL`."""
        ...

    @property
    def revision(self) -> str:
        """What besides the weights decides the vectors: truncation, version, settings."""
        ...

    @property
    def sha256(self) -> str:
        """Of the weights, in hex."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimensions) float32 in the order of `texts`, every row of length one."""
        ...


@dataclass(frozen=True)
class EmbeddingProgress:
    """How far an embedding is: `done` of `total` texts in `seconds`, by the encoder `encoder`."""

    encoder: str
    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """An estimate from the texts done so far; None before the first."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None


ProgressCallback = Callable[[EmbeddingProgress], None]
