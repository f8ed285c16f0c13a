"""The Encoder protocol, and the progress of an embedding."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

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

    def fitted(self, texts: Sequence[str], *, cache: Path) -> "Encoder":
        """Itself; or the encoder fitted to `texts`, where it learns from the corpus.

        What was learnt from the same texts with the same settings comes out of `cache`.
        """
        ...

    def files(self) -> dict[str, bytes]:
        """What a run's model folder must hold to embed a query: content by file name."""
        ...


class Fitted:
    """What encoders have in common that learn nothing from the corpus, or have done so."""

    def fitted(self, texts: Sequence[str], *, cache: Path) -> Self:
        """Itself."""
        del texts, cache
        return self

    def files(self) -> dict[str, bytes]:
        """None: the weights are not the run's own."""
        return {}


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
