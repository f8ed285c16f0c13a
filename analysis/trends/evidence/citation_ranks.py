"""Citations: whether the papers of a theme are cited more than others of their age.

Old papers had more time to be cited, so every paper is compared only with those that appeared in
the same month and were counted on the same day: the stratum.
Source: P. H. van Elteren, On the combination of independent two sample tests of Wilcoxon, Bulletin
of the International Statistical Institute 37 (1960).
"""

import numpy as np
import pandas as pd
from scipy import special

from analysis.trends.growth.false_discoveries import q_values
from analysis.trends.params import TrendParams
from analysis.trends.prevalence import Z_95

# Of fewer of a theme's dated papers counts say too little about the theme.
_COUNTED = 0.5
_EVEN = 0.5  # of two papers either is cited more as often as the other


def theme_citations(documents: pd.DataFrame, *, params: TrendParams) -> pd.DataFrame:
    """The citations of every theme beside those of other papers of the same age, one row a theme.

    `documents` needs topic, published, citations and citations_on. Columns: topic; cited, the share
    of comparisons in which its papers have more citations than papers of their stratum that are in
    another theme or in none (0 to 1, ties count half); cited_low and cited_high, its 95% interval;
    cited_p (two-sided) and cited_q, the false discovery rate among differences of its direction;
    cited_found, `more`, `fewer` or `unclear`; cited_papers, how many are compared;
    cited_uncounted, how many dated ones have no count; cited_from and cited_until, the first and
    the last ISO day of counting, null if unknown; cited_within, `month`, or `year` where most of
    its papers are dated no finer. A theme has a row if at least half of its dated papers have a
    count and they tell as much as `min_papers_tested` papers without ties in large months.
    """
    dated = documents[["topic", "published", "citations", "citations_on"]]
    dated = dated.dropna(subset="published")
    papers = _compared(dated[dated["citations"].notna()])
    table = _tested(papers).join(_described(dated, papers))
    counted = dated["citations"].notna().groupby(dated["topic"]).mean().reindex(table.index)
    enough = (counted >= _COUNTED) & (table.pop("told") >= params.min_papers_tested)
    return _called(table[enough], params=params).reset_index()


def _compared(papers: pd.DataFrame) -> pd.DataFrame:
    """Every paper of a theme among the others of its stratum.

    Adds all and own (papers of the stratum, and of its theme among them), others, beaten (others
    with fewer citations, equal ones half), own_rank, tied and own_tied (papers with as many) and
    scatter (the variance of the ranks in the stratum). Papers without others are left out.
    """
    days = papers["citations_on"].fillna("")
    papers = papers.assign(
        citations=papers["citations"].astype(float),
        # A date of month or day names its month; one of the year alone is a stratum of its own.
        stratum=pd.factorize(papers["published"].str[:7] + " " + days)[0],
    )
    ranks = papers.groupby("stratum")["citations"].rank()
    in_stratum = ranks.groupby(papers["stratum"])
    in_theme = papers.groupby(["stratum", "topic"])["citations"]
    papers = papers.assign(
        all=in_stratum.transform("size"),
        own=in_theme.transform("size"),
        own_rank=in_theme.rank(),
        tied=papers.groupby(["stratum", "citations"])["topic"].transform("size"),
        own_tied=papers.groupby(["stratum", "topic", "citations"])["topic"].transform("size"),
        scatter=in_stratum.transform("var"),
    )
    papers = papers.assign(others=papers["all"] - papers["own"], beaten=ranks - papers["own_rank"])
    return papers[(papers["topic"] >= 0) & (papers["others"] > 0)]


def _tested(papers: pd.DataFrame) -> pd.DataFrame:
    """By topic: cited, cited_low, cited_high, cited_p, z and told.

    With n papers of a theme and m others in a stratum, van Elteren's weights make of the share w of
    comparisons that are won in each the mean of w with weights nm / (n + m + 1). Its variance if
    citations were shuffled within strata gives p, exact but for the normal law, ties included; that
    of E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Comparing the areas under two or more
    correlated receiver operating characteristic curves, Biometrics 44 (1988), the interval. `told`
    is the number of papers without ties, each among very many others, that tell as much.
    """
    size = papers["all"] + 1
    won, weight = papers["beaten"] / size, papers["others"] / size
    own = papers["own"]
    # Squared distances from `cited` of the papers of a theme and of the others, as coefficients of
    # 1, -2 cited and cited².
    of_others = papers["beaten"] * (2 * (own - papers["own_rank"]) + 1)
    of_others -= (papers["tied"] - papers["own_tied"]) * papers["own_tied"] / 4
    parts = {
        "won": won,
        "weight": weight,
        "chance": papers["others"] / papers["all"] * papers["scatter"] / size**2,
        "squares": won**2 + of_others / size**2,
        "products": weight * won + own * papers["beaten"] / size**2,
        "weights": weight**2 + papers["others"] * own / size**2,
    }
    sums = pd.DataFrame(parts).groupby(papers["topic"]).sum()
    cited = sums["won"] / sums["weight"]
    squares = sums["squares"] - 2 * cited * sums["products"] + cited**2 * sums["weights"]
    half = Z_95 * np.sqrt(squares.clip(lower=0)) / sums["weight"]
    z = (sums["won"] - _EVEN * sums["weight"]) / np.sqrt(sums["chance"])
    return pd.DataFrame(
        {
            "cited": cited,
            "cited_low": (cited - half).clip(lower=0),
            "cited_high": (cited + half).clip(upper=1),
            "cited_p": 2 * special.ndtr(-z.abs()),
            "z": z,
            "told": 12 * sums["chance"],
        },
        index=sums.index,
    )


def _described(dated: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """By topic: cited_papers, cited_uncounted, cited_from, cited_until and cited_within."""
    uncounted = dated["citations"].isna().groupby(dated["topic"]).sum()
    groups = papers.groupby("topic")
    by_month = (papers["published"].str.len() > 4).groupby(papers["topic"]).mean() >= _EVEN
    return pd.DataFrame(
        {
            "cited_papers": groups.size(),
            "cited_uncounted": uncounted.reindex(groups.size().index),
            "cited_from": groups["citations_on"].min(),
            "cited_until": groups["citations_on"].max(),
            "cited_within": by_month.map({True: "month", False: "year"}),
        }
    )


def _called(table: pd.DataFrame, *, params: TrendParams) -> pd.DataFrame:
    """The tested themes with cited_q and cited_found in the place of z."""
    z, p = table["z"].to_numpy(), table["cited_p"].to_numpy()
    # More and fewer are two lists, each with a false discovery rate of its own.
    more, fewer = (q_values(np.where(way, p / 2, 1 - p / 2)) for way in (z > 0, z <= 0))
    q = np.where(z > 0, more, fewer)
    sure = (q <= params.false_discoveries) & (
        (table["cited_low"] > _EVEN) | (table["cited_high"] < _EVEN)
    )
    found = np.select([sure & (z > 0), sure], ["more", "fewer"], "unclear")
    return table.drop(columns="z").assign(cited_q=q, cited_found=found)
