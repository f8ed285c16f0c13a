"""The strategic diagram: how much a theme is linked to the others, and how alike its papers are.

Source: M. Callon, J.-P. Courtial, F. Laville, Co-word analysis as a tool for describing the network
of interactions between basic and technological research, Scientometrics 22 (1991): centrality is
the sum of a cluster's links to the others, density the mean of those inside. Their network is one
of words; ours is the graph of nearest neighbours of the papers. The link of two themes is Salton's
cosine of their links, the square root of Callon's equivalence index: neither it nor a mean changes
when papers are left out at random, so that halves of a corpus may be set side by side.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.trends.counts import calendar
from analysis.trends.mapping.knn_edges import Links, links

AXES = ("centrality", "density")
_DRAWS = 200
# Moves along either of two axes are looked at, so each has half of the 5%.
_BEYOND_CHANCE = 2.2414
# Fewer papers in a half say too little of where a theme stood.
_FEWEST = 5


@dataclass(frozen=True)
class _Graph:
    """Links between papers that have a theme; `theme` is the place of each document's, or -1."""

    links: Links
    theme: np.ndarray
    themes: int

    @cached_property
    def pair(self) -> np.ndarray:
        """The themes that each link joins, as one number."""
        return self.theme[self.links.one] * self.themes + self.theme[self.links.other]

    @cached_property
    def inner(self) -> np.ndarray:
        """The links within a theme."""
        return np.flatnonzero(self.theme[self.links.one] == self.theme[self.links.other])

    def measures(self, times: np.ndarray) -> np.ndarray:
        """(2, themes): centrality and density where document i is there times[i] times."""
        count = times[self.links.one] * times[self.links.other]
        flat = np.bincount(self.pair, count * self.links.strength, minlength=self.themes**2)
        between = flat.reshape(self.themes, self.themes)
        within = np.diag(between)
        number = np.bincount(
            self.pair[self.inner] // max(self.themes, 1), count[self.inner], minlength=self.themes
        )
        both = between + between.T
        root = np.sqrt(both.sum(axis=1))
        cosine = _ratio(both, np.outer(root, root))
        np.fill_diagonal(cosine, 0)
        return np.stack([np.nansum(cosine, axis=1), _ratio(within, number)])

    def drawn(self, kept: np.ndarray, *, seed: int) -> np.ndarray:
        """(1 + draws, 2, themes): the measures among the papers `kept`, as they are and redrawn."""
        rng = np.random.default_rng(seed)
        part = kept[self.links.one] & kept[self.links.other]
        graph = _Graph(self.links.where(part), self.theme, self.themes)
        papers = np.flatnonzero(kept)
        found = [graph.measures(kept.astype(int))]
        for _ in range(_DRAWS):
            drawn = rng.choice(papers, len(papers))
            found.append(graph.measures(np.bincount(drawn, minlength=len(kept))))
        return np.stack(found)

    def papers(self, kept: np.ndarray) -> np.ndarray:
        """How many of the papers `kept` each theme has."""
        return np.bincount(self.theme[kept & (self.theme >= 0)], minlength=self.themes)


def strategic_diagram(
    documents: pd.DataFrame,
    neighbours: tuple[np.ndarray, np.ndarray],
    *,
    period: str,
    seed: int = 0,
) -> pd.DataFrame:
    """Where every theme stands among the others, and whether it has moved.

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
    table[list(AXES)] = graph.measures(everything.astype(int)).T
    table["since"] = pd.Series(since, index=table.index, dtype="str")
    before, after = (graph.drawn(half, seed=seed) for half in (earlier, later))
    enough = (graph.papers(earlier) >= _FEWEST) & (graph.papers(later) >= _FEWEST)
    table["moved"] = _moved(before, after) & enough
    now, then = _places(graph.drawn(everything, seed=seed)), _places(before[:1])
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
    placed = (theme[every.one] >= 0) & (theme[every.other] >= 0)
    return _Graph(every.where(placed), theme, len(topics)), topics


def _halves(documents: pd.DataFrame, *, period: str) -> tuple[str | None, np.ndarray, np.ndarray]:
    """The first period of the later half, and which documents are in the earlier and the later."""
    periods, codes, totals = calendar(documents, period=period)
    if len(periods) < 2:
        return None, codes > len(periods), codes > len(periods)
    earlier = np.cumsum(totals)[:-1]
    first = 1 + int(np.argmin(np.abs(2 * earlier - totals.sum())))
    return periods[first], (codes >= 0) & (codes < first), codes >= first


def _places(measures: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, of equals their mean, scaled to 0 to 1; null stays null."""
    flat = pd.DataFrame(measures.reshape(np.prod(measures.shape[:-1]), -1))
    ranks = flat.rank(axis=1).sub(0.5).div(flat.notna().sum(axis=1), axis=0)
    return ranks.to_numpy().reshape(measures.shape)


def _moved(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Whether measures changed from half to half by more than their draws do, along either axis.

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
