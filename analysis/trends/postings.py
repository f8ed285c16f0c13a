"""Postings: the document-term matrix, stored by term."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Postings:
    """The documents of term i are doc_ids[indptr[i]:indptr[i + 1]], ascending (both int32)."""

    indptr: np.ndarray
    doc_ids: np.ndarray

    @property
    def terms(self) -> np.ndarray:
        """The term (index) of every posting, in the order of `doc_ids`."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))

    def of(self, terms: np.ndarray) -> "Postings":
        """The postings of some terms (indices), in their order."""
        kept = [self.documents_of(int(term)) for term in terms]
        indptr = np.r_[0, np.cumsum([len(documents) for documents in kept])].astype(np.int32)
        return Postings(indptr, np.concatenate([*kept, self.doc_ids[:0]]))

    def within(self, selected: np.ndarray) -> "Postings":
        """The postings restricted to some documents, renumbered in their order.

        `selected` (documents,) says which they are.
        """
        kept = selected[self.doc_ids]
        numbers = np.cumsum(selected, dtype=np.int32) - 1
        indptr = np.concatenate([[0], np.cumsum(kept)]).astype(np.int32)[self.indptr]
        return Postings(indptr, numbers[self.doc_ids[kept]].astype(np.int32))

    def documents_of(self, term: int) -> np.ndarray:
        """The doc_ids of one term."""
        return self.doc_ids[self.indptr[term] : self.indptr[term + 1]]
