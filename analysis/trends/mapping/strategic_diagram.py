"""The strategic diagram: the centrality and the density of every theme.

Source: M. Callon, J.-P. Courtial, F. Laville, Co-word analysis as a tool for describing the network
of interactions between basic and technological research, Scientometrics 22 (1991): centrality is
the sum of a cluster's links to the others, density the mean of those inside. Their network is one
of words; ours is the graph of nearest neighbours of the papers. The link of two themes is Salton's
cosine of their links, the square root of Callon's equivalence index: neither it nor a mean changes
when papers are left out at random, so that halves of a corpus may be set side by side.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.trends.counts import calendar
from analysis.trends.mapping.knn import Links, links

AXES = ("centrality", "density")
_DRAWS = 200
_LINKS_AT_ONCE = 500
# Moves along either of two axes are looked at, so each has half of the 5%.
_BEYOND_CHANCE = 2.2414
# Fewer papers in a half say too little of where a theme stood.
_FEWEST = 5


@dataclass(frozen=True)
class _Graph:
    """Links between papers that have a theme, grouped by pair of themes.

    `theme` (documents,) is the place of each document's theme, or -1; `pair` (links,) is the themes
    that each link joins as one number, ascending.
    """

    links: Links
    theme: np.ndarray
    themes: int
    pair: np.ndarray

    def among(self, kept: np.ndarray) -> "_Graph":
        """The links between the documents `kept`, a mask."""
        part = kept[self.links.one] & kept[self.links.other]
        return replace(self, links=self.links.where(part), pair=self.pair[part])

    def measures(self, times: np.ndarray) -> np.ndarray:
        """Centrality and density (draws, 2, themes), with document i counted times[i] times.

        `times` (documents, draws) uint8.
        """
        strength, number = self._sums(times)
        both = strength + strength.swapaxes(1, 2)
        root = np.sqrt(both.sum(axis=2))
        cosine = _ratio(both, root[:, :, None] * root[:, None, :])
        own = np.arange(self.themes)
        cosine[:, own, own] = 0
        density = _ratio(strength[:, own, own], number[:, own, own])
        return np.stack([np.nansum(cosine, axis=2), density], axis=1)

    def drawn(self, kept: np.ndarray, *, seed: int) -> np.ndarray:
        """The measures of the papers `kept` and of bootstrap draws: (1 + draws, 2, themes)."""
        rng = np.random.default_rng(seed)
        papers = np.flatnonzero(kept)
        # No paper is drawn 256 times: the chance is below 1 / 256!.
        times = np.empty((1 + _DRAWS, len(kept)), np.uint8)
        times[0] = kept
        for draw in range(1, 1 + _DRAWS):
            times[draw] = np.bincount(rng.choice(papers, len(papers)), minlength=len(kept))
        return self.among(kept).measures(np.ascontiguousarray(times.T))

    def papers(self, kept: np.ndarray) -> np.ndarray:
        """The number of papers `kept` in each theme."""
        return np.bincount(self.theme[kept & (self.theme >= 0)], minlength=self.themes)

    def _sums(self, times: np.ndarray) -> np.ndarray:
        """The strength and number of the links between themes: (2, draws, themes, themes).

        A link counts as often as both of its ends are there. All draws of a few links are one
        product of matrices: so many links that it stays in the processor's cache.
        """
        weights = np.stack([self.links.strength, np.ones(len(self.pair))]).astype(np.float32)
        sums = np.zeros((self.themes**2, 2, times.shape[1]))
        starts = np.flatnonzero(np.r_[True, self.pair[1:] != self.pair[:-1]][: len(self.pair)])
        for start, end in pairwise([*starts.tolist(), len(self.pair)]):
            for first in range(start, end, _LINKS_AT_ONCE):
                some = slice(first, min(first + _LINKS_AT_ONCE, end))
                one, other = times[self.links.one[some]], times[self.links.other[some]]
                count = np.multiply(one, other, dtype=np.float32)
                sums[self.pair[start]] += weights[:, some] @ count
        return np.moveaxis(sums, 0, -1).reshape(2, times.shape[1], self.themes, self.themes)


def strategic_diagram(
    documents: pd.DataFrame,
    neighbours: tuple[np.ndarray, np.ndarray],
    *,
    period: str,
    seed: int = 0,
) -> pd.DataFrame:
    """The centrality and density of every theme, and whether they changed.

    `documents` needs `topic` and `published`, row i being document i; `neighbours` is (indices,
    cosine distances) of each. Papers without a theme are left out, and so are themes whose papers
    have no link among themselves.

    Returns a row a theme: topic; documents; centrality (the sum of Salton's cosines of its links
    with every other theme); density (the mean cosine of linked papers of the theme); `since`, the
    first period of the later half of the dated papers, null where there are not two periods;
    `moved`, whether either changed between the halves by more than draws explain; and for both
    measures `_place` (its rank among the themes, from 0, least, to 1, most), `_low` and `_high`
    (the middle 95% of its places when papers are drawn anew) and `_before` (its place in the
    earlier half, null where the theme has fewer than 5 papers in either half).

    Papers are drawn with replacement, and a link counts as often as both of its ends were drawn.
    Source: T. A. B. Snijders, S. P. Borgatti, Non-parametric standard errors and tests for network
    statistics, Connections 22 (1999).
    """
    graph, topics = _graph(documents, neighbours)
    since, earlier, later = _halves(documents, period=period)
    everything = np.ones(len(documents), bool)
    table = pd.DataFrame({"topic": topics, "documents": graph.papers(everything)})
    drawn = graph.drawn(everything, seed=seed)
    table[list(AXES)] = drawn[0].T
    table["since"] = pd.Series(since, index=table.index, dtype="str")
    before, after = (graph.drawn(half, seed=seed) for half in (earlier, later))
    enough = (graph.papers(earlier) >= _FEWEST) & (graph.papers(later) >= _FEWEST)
    table["moved"] = _moved(before, after) & enough
    now, then = _places(drawn), _places(before[:1])
    for row, axis in enumerate(AXES):
        table[f"{axis}_place"] = now[0, row]
        middle = pd.DataFrame(now[1:, row]).quantile([0.025, 0.975])
        table[f"{axis}_low"], table[f"{axis}_high"] = middle.to_numpy()
        table[f"{axis}_before"] = np.where(enough, then[0, row], np.nan)
    return table.dropna(subset=list(AXES)).reset_index(drop=True)


def _graph(
    documents: pd.DataFrame, neighbours: tuple[np.ndarray, np.ndarray]
) -> tuple[_Graph, np.ndarray]:
    """The links between papers with a theme, and the topics in their order."""
    topics = np.unique(documents["topic"].to_numpy())
    topics = topics[topics >= 0]
    theme = pd.Index(topics).get_indexer(pd.Index(documents["topic"]))
    every = links(neighbours)
    # The lower theme first: that of two themes is one pair, whichever end a link begins at.
    one, other = theme[every.one], theme[every.other]
    low, high = np.minimum(one, other), np.maximum(one, other)
    pair = np.where(low >= 0, low * len(topics) + high, -1)
    # Short integers are sorted several times as fast.
    pair = pair.astype(np.min_scalar_type(-(len(topics) ** 2) - 1))
    order = np.argsort(pair, kind="stable")[np.count_nonzero(pair < 0) :]
    return _Graph(every.where(order), theme, len(topics), pair[order]), topics


def _halves(documents: pd.DataFrame, *, period: str) -> tuple[str | None, np.ndarray, np.ndarray]:
    """The first period of the later half, and masks of the documents in each half."""
    periods, codes, totals = calendar(documents, period=period)
    if len(periods) < 2:
        return None, codes > len(periods), codes > len(periods)
    earlier = np.cumsum(totals)[:-1]
    first = 1 + int(np.argmin(np.abs(2 * earlier - totals.sum())))
    return periods[first], (codes >= 0) & (codes < first), codes >= first


def _places(measures: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, mean rank for ties, scaled to 0 to 1; null stays null."""
    flat = pd.DataFrame(measures.reshape(np.prod(measures.shape[:-1]), -1))
    ranks = flat.rank(axis=1).sub(0.5).div(flat.notna().sum(axis=1), axis=0)
    return ranks.to_numpy().reshape(measures.shape)


def _moved(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether either measure changed between the halves by more than its bootstrap variation.

    What changes in all themes alike moves none of them: changes are taken from their median. Places
    would not do: where themes are much alike, they are drawn nearer to the middle than they are.
    """
    change = after - before
    moved = np.zeros(change.shape[-1], bool)
    for axis in change.swapaxes(0, 1):
        apart = pd.DataFrame(axis).sub(pd.DataFrame(axis).median(axis=1), axis=0)
        moved |= (apart.iloc[0].abs() > _BEYOND_CHANCE * apart.iloc[1:].std()).to_numpy()
    return moved


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole > 0, whole, np.nan)
