"""Text to vectors."""

from analysis.encoding.cache import embed
from analysis.encoding.choice import encoder_files, load_query_encoder, select_encoder
from analysis.encoding.encoder import EmbeddingProgress, Encoder
from analysis.encoding.lsa import fit_encoder

__all__ = [
    "EmbeddingProgress",
    "Encoder",
    "embed",
    "encoder_files",
    "fit_encoder",
    "load_query_encoder",
    "select_encoder",
]
