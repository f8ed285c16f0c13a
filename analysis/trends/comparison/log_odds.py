"""Distinctive terms of a set of documents: weighted log-odds."""

import numpy as np
import pandas as pd
from scipy.special import betainc

from analysis.trends.postings import Postings

# The prior is as strong as the documents or the rest, whichever are fewer; at least as this many.
_PRIOR_DOCUMENTS = 10
# The chance that any term at all is named where the documents were drawn blindly.
_FALSE_ALARM = 0.05


def term_contrast(postings: Postings, selected: np.ndarray) -> pd.DataFrame:
    """The log-odds of each term in some documents against all others, one row per term.

    `selected` (documents,) says of each document whether it is one of them. Columns: inside and
    outside (documents that hold the term), log_odds (inside against outside, natural logarithm,
    above 0 where it is used more inside) and z, the same by its standard error; a term that no
    document holds has 0.

    Weighted log-odds ratio with an informative Dirichlet prior, the terms of the whole corpus.
    Source: Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 16 (2008), section 3; on
    documents that hold a term rather than on its occurrences.
    """
    held = np.concatenate([[0], np.cumsum(selected[postings.doc_ids], dtype=np.int64)])
    total = np.diff(postings.indptr).astype(float)
    inside = np.diff(held[postings.indptr]).astype(float)
    outside = total - inside
    all_held = max(total.sum(), 1.0)
    fewer = min(int(selected.sum()), int((~selected).sum()))
    prior_documents = max(_PRIOR_DOCUMENTS, fewer)
    prior_size = prior_documents * all_held / max(len(selected), 1)
    prior = prior_size * total / all_held
    used = total > 0
    log_odds, z = np.zeros((2, len(total)))
    odds = [
        np.log((y + prior)[used] / (y.sum() + prior_size - y - prior)[used])
        for y in (inside, outside)
    ]
    error = np.sqrt(1 / (inside + prior)[used] + 1 / (outside + prior)[used])
    log_odds[used] = odds[0] - odds[1]
    z[used] = log_odds[used] / error
    return pd.DataFrame(
        {"inside": inside.astype(int), "outside": outside.astype(int), "log_odds": log_odds, "z": z}
    )


def telling_terms(
    vocabulary: pd.DataFrame, postings: Postings, *, selected: np.ndarray, most: int = 8
) -> pd.DataFrame:
    """The most distinctive terms of the `selected` documents, at most `most`, best first.

    Columns: term, inside, outside and z, as in `term_contrast`. Of terms that share all words of
    the shorter one ("speech", "speech synthesis") only the more telling one is named. Where the
    documents were drawn blindly, nothing is named 95 times in 100 (Bonferroni): z alone, which is
    normal only for large counts, would name rare terms.
    """
    if selected.all() or not selected.any() or vocabulary.empty:
        return pd.DataFrame({"term": [], "inside": [], "outside": [], "z": []})
    contrast = term_contrast(postings, selected).assign(term=vocabulary["term"].to_numpy())
    chance = _chance(contrast, drawn=int(selected.sum()), documents=len(selected))
    # Two documents at least: what one says is no mark of many.
    named = (chance < _FALSE_ALARM / len(contrast)) & (contrast["inside"] >= 2)
    ranked = contrast[named].sort_values("z", ascending=False, kind="stable")
    kept: list[int] = []
    words: list[set[str]] = []
    for place, term in zip(ranked.index.tolist(), ranked["term"], strict=True):
        these = set(term.split())
        if not any(these <= others or others <= these for others in words):
            kept.append(place)
            words.append(these)
        if len(kept) == most:
            break
    return contrast.loc[kept, ["term", "inside", "outside", "z"]].reset_index(drop=True)


def _chance(contrast: pd.DataFrame, *, drawn: int, documents: int) -> np.ndarray:
    """An upper bound on p: at least as many hits when `drawn` of all documents are random.

    A tail of the binomial distribution, as a regularised incomplete beta function: of the drawn
    ones, or of the rest where they are fewer. Without replacement, as here, it is smaller still.
    """
    inside, outside = (contrast[name].to_numpy(float) for name in ("inside", "outside"))
    share, rest = (inside + outside) / documents, documents - drawn
    if drawn <= rest:
        tail = betainc(np.maximum(inside, 1), drawn - np.maximum(inside, 1) + 1, share)
        return np.where(inside > 0, tail, 1.0)
    return np.where(
        outside < rest, betainc(np.maximum(rest - outside, 1), outside + 1, 1 - share), 1.0
    )
