"""The thresholds of the verdicts: one frozen, validated set."""

from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from analysis.periods import choose_period

Count = Annotated[int, Field(ge=1)]
Rate = Annotated[float, Field(gt=0, lt=1)]
Factor = Annotated[float, Field(gt=1)]


class TrendParams(BaseModel):
    """The thresholds of the verdicts. Time spans are in years."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    false_discoveries: Rate = 0.08  # false discovery rate of a family of findings
    # The period in which trends are tested, whatever the charts count by.
    test_period: Literal["auto", "day", "week", "month", "quarter", "year"] = "auto"
    window_years: Count = 5  # growth is measured over at most this many whole years
    min_papers: Count = 5  # below, no verdict is given
    min_papers_tested: Count = 20  # in the window, for growth to be tested
    min_growth: Rate = 0.10  # rising: growth per year, at least
    stable_factor: Factor = 1.5  # stable: the 90% interval lies within 1/1.5 to 1.5 per year
    emerging_papers: Count = 5  # among the recent ones
    emerging_share: Rate = 0.80  # of all its papers that must be recent
    emerging_groups: Count = 3  # of authors, where authors are known
    dormant_papers: Count = 10  # before the recent ones
    dormant_share: Rate = 0.10  # of its best year's share that is left at most
    dormant_expected: Count = 5  # papers it would have recently, had its share stayed
    burst_scale: Factor = 2.0  # rate in a burst, over the usual one
    burst_gamma: Annotated[float, Field(gt=0)] = 2.0  # cost of entering a burst
    min_probability: Rate = 0.5  # the check drops papers of lower probability
    border_share: Rate = 0.10  # of a theme's papers that the check moves to their runner-up
    stratum_share: Rate = 0.05  # a venue of this share that begins or ends is reported
    min_topicality: Rate = 0.20  # below, a keyword is a general word and no subject
    novelty_sample: Count = 1_000  # earlier papers that novelty is measured against
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 42

    def tested_by(self, published: pd.Series) -> str:
        """The period in which the trends of papers with these dates are tested."""
        return choose_period(published) if self.test_period == "auto" else self.test_period
