"""Which documents hold which term: the document-term matrix, stored term by term."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Postings:
    """The documents of term i are doc_ids[indptr[i]:indptr[i + 1]], ascending (both int32)."""

    indptr: np.ndarray
    doc_ids: np.ndarray

    def documents_of(self, term: int) -> np.ndarray:
        """The doc_ids of one term."""
        return self.doc_ids[self.indptr[term] : self.indptr[term + 1]]
