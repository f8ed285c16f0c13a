"""Counts whose trends are known, because they were planted: one corpus a seed.

The plain corpus has 60 months, 30 themes with log-normal(0, 0.8) shares, a total that grows
10-fold over the span, two conference months a year of 1.8 times the papers, a season
exp(0.5 cos) of random phase in every theme, and gamma noise to dispersion 1.5; its 20,000 papers
fall into themes and months by the multinomial law. Every variation changes one thing.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from analysis.trends.series import PERIODS_A_YEAR, Series

CONFERENCE_MONTHS = (5, 10)
CONFERENCE_FACTOR = 1.8
SHARE_SPREAD = 0.8
SEASON = 0.5
PEAKED = 4.0
FIRST_YEAR = 2015


@dataclass(frozen=True)
class World:
    """What a corpus is made with.

    `slopes` are log changes a year of the first themes' shares, `planted_papers` the papers that
    each of those is expected to have (0: as its share has it); `peaks` of the first themes rise to
    PEAKED times their share in the middle and fall back. `spike` multiplies one random month
    of the year in every theme. Noise is gamma (variance `dispersion` times the mean), negative
    binomial (mean + c2 mean^2), or gamma whose underlying normal follows an AR(1) of
    coefficient `memory`.
    """

    months: int = 60
    themes: int = 30
    papers: int = 20_000
    growth: float = 10.0
    dispersion: float = 1.5
    c2: float = 0.0
    memory: float = 0.0
    spike: float = 1.0
    slopes: tuple[float, ...] = ()
    planted_papers: float = 0.0
    giant: tuple[float, float] | None = None
    peaks: int = 0
    newcomer: str = ""


PLAIN = World()
UNCHANGED = {
    "plain": PLAIN,
    "x3 one-month season": replace(PLAIN, spike=3.0),
    "negative binomial": replace(PLAIN, dispersion=1.0, c2=0.09),
    "3,000 papers": replace(PLAIN, papers=3_000),
    "27 months": replace(PLAIN, months=27),
    "AR(1) 0.5": replace(PLAIN, memory=0.5),
    "AR(1) 0.8": replace(PLAIN, memory=0.8),
}
RISE = float(np.log(1.5))
NEWCOMER_MONTHS = (39, 48)  # months 40 to 48 of the span, counted from 1
NEWCOMER_PAPERS = 30.0


@dataclass(frozen=True)
class Corpus:
    """counts (themes, months), expected (themes, months) without noise, slopes (themes,).

    `slopes` is the weighted least-squares slope a year of the log share without season or noise:
    what growth is to find, whatever the other themes did to the shares.
    """

    counts: np.ndarray
    expected: np.ndarray
    slopes: np.ndarray


def months(number: int) -> list[str]:
    """That many months from January of the first year."""
    return [f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}" for month in range(number)]


def as_series(counts: np.ndarray, totals: np.ndarray) -> Series:
    """The series of monthly counts (themes, months), all months seen whole."""
    names = np.array([f"theme {number}" for number in range(len(counts))], dtype=object)
    whole = np.ones(len(totals), dtype=bool)
    return Series(names, counts, totals, tuple(months(len(totals))), whole)


def corpus(world: World, *, seed: int) -> Corpus:
    """One corpus of the world."""
    rng = np.random.default_rng(seed)
    totals = month_totals(world)
    shares = _shares(world, totals, rng=rng)
    seasonal = shares * _seasons(world, rng=rng)
    expected = seasonal / seasonal.sum(axis=0) * totals
    noisy = _noise(world, expected, rng=rng)
    drawn = rng.poisson(totals) if world.newcomer else _split(rng, world.papers, totals)
    counts = np.column_stack(
        [
            rng.multinomial(total, column / column.sum())
            for total, column in zip(drawn, noisy.T, strict=True)
        ]
    )
    return Corpus(counts, expected, _slopes(shares, totals))


def as_papers(counts: np.ndarray) -> pd.DataFrame:
    """The papers behind monthly counts (themes, months), each of its theme, sure and by others."""
    topic, month = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.ravel(), axis=1)
    labels = months(counts.shape[1])
    return pd.DataFrame(
        {
            "topic": topic,
            "published": [f"{labels[place]}-15" for place in month],
            "probability": 1.0,
            "authors": [[f"author {paper}"] for paper in range(len(topic))],
            "venue": None,
            "categories": [[] for _ in topic],
            "upvotes": pd.array([None] * len(topic), dtype="Int64"),
        }
    )


def month_totals(world: World) -> np.ndarray:
    """The papers expected in every month."""
    month = np.arange(world.months)
    grown = world.growth ** (month / (world.months - 1))
    grown = grown * np.where(np.isin(month % 12, CONFERENCE_MONTHS), CONFERENCE_FACTOR, 1.0)
    return grown / grown.sum() * world.papers


def noise(
    expected: np.ndarray, *, dispersion: float, memory: float = 0.0, rng: np.random.Generator
) -> np.ndarray:
    """Gamma intensities about `expected` that give Poisson counts the dispersion."""
    if dispersion <= 1:
        return expected
    shape = np.maximum(expected, 1e-9) / (dispersion - 1)
    if not memory:
        return rng.gamma(shape) * (dispersion - 1)
    normal = rng.normal(size=expected.shape)
    for month in range(1, expected.shape[1]):
        fresh = np.sqrt(1 - memory**2) * normal[:, month]
        normal[:, month] = memory * normal[:, month - 1] + fresh
    return special.gammaincinv(shape, special.ndtr(normal)) * (dispersion - 1)


def term_pairs(seed: int, *, terms: int = 1_000, planted: int = 100) -> tuple[Corpus, np.ndarray]:
    """Terms in pairs that share two thirds of their papers, in the months of a plain corpus.

    Unchanged terms have log-normal(0, 0.8) times 100 papers, planted pairs rise by half a year
    and have 150. Returns the corpus and the totals of the months.
    """
    rng = np.random.default_rng(seed)
    totals = rng.poisson(month_totals(PLAIN))
    years = np.arange(PLAIN.months) / 12
    pairs = terms // 2
    sizes = 100 * np.exp(SHARE_SPREAD * rng.normal(size=pairs))
    slopes = np.zeros(pairs)
    slopes[: planted // 2] = RISE
    sizes[: planted // 2] = 150
    shares = np.exp(slopes[:, None] * years)
    seasons = _seasons(replace(PLAIN, themes=pairs), rng=rng)
    expected = shares * seasons * totals
    expected *= (sizes / expected.sum(axis=1))[:, None]
    together = _poisson(expected * 2 / 3, rng=rng)
    alone = [_poisson(expected / 3, rng=rng) for _ in range(2)]
    counts = np.concatenate([together + one for one in alone])
    twice = np.tile(expected, (2, 1))
    return Corpus(np.minimum(counts, totals), twice, np.tile(slopes, 2)), totals


def burst_series(
    number: int, *, base: float, kind: str, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Series of a flat corpus of 2,000 papers a month, dispersion 1.5: counts, totals, starts.

    `kind` is unchanged, burst (3 times over 4 months from `starts`) or yearly (3 times in one
    month of every year).
    """
    rng = np.random.default_rng(seed)
    month = np.arange(PLAIN.months)
    starts = rng.integers(6, PLAIN.months - 9, size=number)
    factor = np.ones((number, PLAIN.months))
    if kind == "burst":
        factor[(month >= starts[:, None]) & (month < starts[:, None] + 4)] = 3
    if kind == "yearly":
        factor[month % 12 == starts[:, None] % 12] = 3
    noisy = noise(base * factor, dispersion=PLAIN.dispersion, rng=rng)
    return rng.poisson(noisy), np.full(PLAIN.months, 2_000), starts


def _shares(world: World, totals: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Shares (themes, months) without season, each month's sum 1."""
    years = np.arange(world.months) / 12
    level = np.exp(SHARE_SPREAD * rng.normal(size=world.themes))
    slopes = np.zeros(world.themes)
    slopes[: len(world.slopes)] = world.slopes
    shares = level[:, None] * np.exp(slopes[:, None] * (years - years.mean()))
    if world.planted_papers:
        middle = years.mean()
        course = PEAKED ** (1 - np.abs(years - middle) / middle)
        shares[: world.peaks] *= course
        planted = max(len(world.slopes), world.peaks)
        fixed = _fixed(shares[:planted], totals, papers=world.planted_papers)
        return _with_fixed(shares, fixed)
    if world.giant:
        low, high = np.log(np.array(world.giant) / (1 - np.array(world.giant)))
        ramp = np.linspace(low, high, world.months)
        return _with_fixed(shares, special.expit(ramp)[None, :])
    if world.newcomer:
        return _with_fixed(shares, _newcomer(world, totals)[None, :])
    return shares / shares.sum(axis=0)


def _fixed(shape: np.ndarray, totals: np.ndarray, *, papers: float) -> np.ndarray:
    return shape * (papers / (shape * totals).sum(axis=1))[:, None]


def _with_fixed(shares: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """The first themes have the fixed shares; the others keep their proportions in the rest."""
    rest = shares[len(fixed) :]
    rest = rest / rest.sum(axis=0) * (1 - fixed.sum(axis=0))
    return np.concatenate([fixed, rest])


def _newcomer(world: World, totals: np.ndarray) -> np.ndarray:
    """A share that begins in month 40, flat or as a ramp, and stays where month 48 leaves it."""
    first, last = NEWCOMER_MONTHS
    month = np.arange(world.months)
    shape = np.clip(month - first + 1, 0, last - first) / (last - first)
    if world.newcomer == "flat":
        shape = (shape > 0).astype(float)
    return shape * NEWCOMER_PAPERS / (shape * totals)[first:last].sum()


def _seasons(world: World, *, rng: np.random.Generator) -> np.ndarray:
    month = np.arange(world.months) % 12
    phase = rng.uniform(0, 2 * np.pi, size=(world.themes, 1))
    season = np.exp(SEASON * np.cos(2 * np.pi * month / 12 - phase))
    chosen = rng.integers(12, size=(world.themes, 1))
    return season * np.where(month == chosen, world.spike, 1.0)


def _noise(world: World, expected: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    if world.c2:
        return expected * rng.gamma(1 / world.c2, world.c2, size=expected.shape)
    return noise(expected, dispersion=world.dispersion, memory=world.memory, rng=rng)


def _poisson(expected: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    return rng.poisson(noise(expected, dispersion=PLAIN.dispersion, rng=rng))


def _split(rng: np.random.Generator, papers: int, totals: np.ndarray) -> np.ndarray:
    return rng.multinomial(papers, totals / totals.sum())


def _slopes(shares: np.ndarray, totals: np.ndarray) -> np.ndarray:
    years = np.arange(len(totals)) / 12
    weights = shares * totals
    logs = np.log(np.maximum(shares, 1e-12))
    mass = weights.sum(axis=1, keepdims=True)
    centred = years - (weights * years).sum(axis=1, keepdims=True) / mass
    return (weights * centred * logs).sum(axis=1) / (weights * centred**2).sum(axis=1)


def coarser(counts: np.ndarray, *, months_each: int) -> np.ndarray:
    """Monthly counts (themes, months) by quarter (3 months each) or by year (12)."""
    return counts.reshape(len(counts), -1, months_each).sum(axis=2)


def as_coarser(counts: np.ndarray, *, period: str) -> Series:
    """The series of monthly counts, whole years of them, counted by month, quarter or year."""
    each = 12 // PERIODS_A_YEAR[period]
    found = as_series(counts, counts.sum(axis=0))
    labels = [found.periods[place] for place in range(0, len(found.periods), each)]
    names = {
        "month": labels,
        "quarter": [f"{label[:4]}-Q{int(label[5:]) // 3 + 1}" for label in labels],
        "year": [label[:4] for label in labels],
    }[period]
    sums = coarser(counts, months_each=each)
    whole = np.ones(sums.shape[1], dtype=bool)
    return Series(found.names, sums, sums.sum(axis=0), tuple(names), whole)


AFFINITY = 0.7


def conference_corpus(
    totals: np.ndarray,
    *,
    world: World,
    a_year: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Themes of venues whose papers (venues, periods) are given: counts by venue, and slopes.

    Themes have log-normal shares and an affinity exp(0.7 N) to every venue; the first of them the
    slopes and papers of the `world`, over the last five years. Returns counts (themes, venues,
    periods) and the slopes planted (themes,).
    """
    rng = np.random.default_rng(seed)
    venues, periods = totals.shape
    since = np.maximum(np.arange(periods) - (periods - 5 * a_year), 0) / a_year
    slopes = np.zeros(world.themes)
    slopes[: len(world.slopes)] = world.slopes
    level = np.exp(SHARE_SPREAD * rng.normal(size=world.themes))
    affinity = np.exp(AFFINITY * rng.normal(size=(world.themes, venues)))
    mass = level[:, None, None] * affinity[:, :, None] * np.exp(slopes[:, None] * since)[:, None]
    planted = len(world.slopes)
    window = totals[None, :, -5 * a_year :]
    rest = mass[planted:] / mass[planted:].sum(axis=0)
    if planted:
        held = (mass[:planted, :, -5 * a_year :] * window).sum(axis=(1, 2))
        fixed = mass[:planted] * (world.planted_papers / held)[:, None, None]
        rest = np.concatenate([fixed, rest * (1 - fixed.sum(axis=0))])
    expected = rest * totals
    noisy = noise(expected.reshape(world.themes, -1), dispersion=world.dispersion, rng=rng)
    chances = noisy.reshape(expected.shape)
    counts = np.zeros(expected.shape, int)
    for venue, period in zip(*np.nonzero(totals), strict=True):
        chance = chances[:, venue, period]
        if chance.sum():
            counts[:, venue, period] = rng.multinomial(totals[venue, period], chance / chance.sum())
    return counts, slopes
