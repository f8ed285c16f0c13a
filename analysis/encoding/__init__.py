"""Text to vectors, cached by content."""

from analysis.encoding.cache import embed
from analysis.encoding.encoder import EmbeddingProgress, Encoder
from analysis.encoding.lsa_fit import fit_encoder
from analysis.encoding.registry import encoder_files, select_encoder

__all__ = [
    "EmbeddingProgress",
    "Encoder",
    "embed",
    "encoder_files",
    "fit_encoder",
    "select_encoder",
]
