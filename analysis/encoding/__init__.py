"""Text embeddings, cached by content."""

from analysis.encoding.cache import embed
from analysis.encoding.encoder import EmbeddingProgress, Encoder
from analysis.encoding.registry import load_query_encoder, select_encoder

__all__ = [
    "EmbeddingProgress",
    "Encoder",
    "embed",
    "load_query_encoder",
    "select_encoder",
]
