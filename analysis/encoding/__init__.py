"""Text to vectors. What a query needs is in `query.py`, which pages may import."""

from analysis.encoding.cache import embed
from analysis.encoding.choice import encoder_files, select_encoder
from analysis.encoding.encoder import EmbeddingProgress, Encoder
from analysis.encoding.lsa_fit import fit_encoder

__all__ = [
    "EmbeddingProgress",
    "Encoder",
    "embed",
    "encoder_files",
    "fit_encoder",
    "select_encoder",
]
