"""Forecast skill against baselines, interval coverage and calibration."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.trends.prevalence import wilson

STAY, GROWTH, BASE = "shares stay", "last year's growth", "the base rate"
SKILL = ["kind", "over", "n", "score", "reference", "skill", "low", "high"]
COVERAGE = ["kind", "stated", "n", "inside", "low", "high"]
CALIBRATION = ["kind", "predicted", "n", "observed", "low", "high"]
_STATED = 0.95
_BINS = np.linspace(0, 1, 6)


def skill(calls: pd.DataFrame) -> pd.DataFrame:
    """The skill of the forecasts against baselines: one row per kind and baseline, columns SKILL.

    `calls` are those of `backtest`. `score` is the mean of the forecasts and
    `reference` that of the rival `over`; `skill` is 1 - score / reference: 1 is perfect, 0 no
    better, below 0 worse; low to high is its 95% interval, in which series of one name count once;
    `n` series. STAY and GROWTH are judged by Poisson's deviance a period. BASE, that each share
    grows as likely as those of its cut did on the whole, by Brier's score of the chance of a larger
    share, (chance - came true)². Sources: G. Brier, Verification of forecasts expressed in terms of
    probability, Monthly Weather Review 78 (1950); A. Murphy, Skill scores based on the mean square
    error and their relationships to the correlation coefficient, ibid. 116 (1988).
    """
    rows = []
    for kind, known in _forecast(calls).groupby("kind", sort=True):
        truth = known["truth"]
        base = truth.groupby(known["cut"]).transform("mean")
        brier = (known["chance"] - truth) ** 2, (base - truth) ** 2
        rivals = {
            STAY: (known["deviance"], known["deviance_stay"], known["periods"]),
            GROWTH: (known["deviance"], known["deviance_growth"], known["periods"]),
            BASE: (*brier, truth.notna()),
        }
        for over, (own, other, weight) in rivals.items():
            ratio, half = _ratio(own, other, names=known["name"])
            of = max(float(weight.sum()), 1)
            rows.append((kind, over, len(known), own.sum() / of, other.sum() / of,
                         1 - ratio, 1 - ratio - half, 1 - ratio + half))  # fmt: skip
    return pd.DataFrame(rows, columns=SKILL)


def beats_naive(worth: pd.DataFrame, kind: str) -> bool:
    """Whether forecasts of this kind, topic or term, clearly beat the no-change baseline.

    `worth` as returned by `skill`.
    """
    return bool((worth[(worth["kind"] == kind) & (worth["over"] == STAY)]["low"] > 0).any())


def coverage(calls: pd.DataFrame) -> pd.DataFrame:
    """The coverage of the prediction intervals: one row per kind, columns COVERAGE.

    `n` periods of all series, `inside` the share of them, low to high its 95% interval; `stated` is
    what it should be.
    """
    rows = []
    for kind, known in _forecast(calls).groupby("kind", sort=True):
        ratio, half = _ratio(known["inside"], known["periods"], names=known["name"])
        rows.append((kind, _STATED, int(known["periods"].sum()), ratio,
                     np.maximum(ratio - half, 0), np.minimum(ratio + half, 1)))  # fmt: skip
    return pd.DataFrame(rows, columns=COVERAGE)


def calibration(calls: pd.DataFrame) -> pd.DataFrame:
    """Forecast calibration: one row per kind and fifth of the predicted probability of growth.

    Columns CALIBRATION: `predicted` the mean chance, `n` series, `observed` the share of them that
    had a larger share after, low to high its 95% interval (Wilson's). Source: the reliability
    diagram of A. Murphy and R. Winkler, Reliability of subjective probability forecasts of
    precipitation and temperature, Applied Statistics 26 (1977).
    """
    known = _forecast(calls)
    fifth = np.clip(np.digitize(known["chance"], _BINS) - 1, 0, len(_BINS) - 2)
    table = (
        known.assign(fifth=fifth)
        .groupby(["kind", "fifth"], sort=True)
        .agg(predicted=("chance", "mean"), n=("truth", "size"), observed=("truth", "mean"))
        .reset_index()
    )
    low, high = wilson((table["observed"] * table["n"]).to_numpy(), table["n"].to_numpy(float))
    return table.assign(low=low, high=high)[CALIBRATION]


def _forecast(calls: pd.DataFrame) -> pd.DataFrame:
    """The calls with a forecast, and whether their share grew (`truth`, 0 or 1)."""
    grew = calls["share_after"] > calls["share_before"]
    known = calls.assign(truth=grew.astype(float))[calls["chance"].notna()]
    return known.astype({"chance": float})


def _ratio(own: pd.Series, other: pd.Series, *, names: pd.Series) -> tuple[float, float]:
    """The ratio of two sums and the half-width of its 95% CI, clustered by name.

    Source: W. Cochran, Sampling Techniques (1977), section 6.4: the variance of a ratio estimate,
    by the residuals own - ratio other.
    """
    sums = pd.DataFrame({"own": own, "other": other}).groupby(names).sum()
    total = float(sums["other"].sum())
    ratio = float(sums["own"].sum()) / total if total else np.nan
    number = len(sums)
    if number < 2 or not total:
        return ratio, np.nan
    residuals = sums["own"] - ratio * sums["other"]
    error = np.sqrt(number / (number - 1) * float((residuals**2).sum())) / total
    return ratio, float(special.stdtrit(number - 1, 0.975)) * error
