"""Definition of a chart and its options."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from dashboard.data.tables import load_columns
from dashboard.style.appearance import Measure, Mode

GENERAL = "general"  # the kind of keywords that are no subjects


@dataclass(frozen=True)
class Options:
    """Options of a chart; what is left out is set by the chart's defaults.

    `period` is the length of its bins; `chosen` are topics; `keywords` are sets of terms, each one
    line; `times` are two periods, compared or the first and the last shown; `topic` is the theme of
    a chart of one theme; `kind` is topic, term, or general (words that say how papers are written),
    None for all that a chart has.
    """

    period: str = ""
    chosen: tuple[int, ...] = ()
    keywords: tuple[tuple[str, ...], ...] = ()
    times: tuple[str, str] | None = None
    topic: int = OUTLIER
    kind: str | None = None
    measure: Measure = "prevalence"
    mode: Mode = "light"


@dataclass(frozen=True)
class Chart:
    """A chart of the catalogue; `{period}` in `alt` and `guide` is its period length.

    `alt` is for people who do not see it, `guide` says how to read it. `table` gets a run and
    settled options, `figure` that table as well. `follows` is how many of the largest themes it
    shows where none is chosen. With `columns` its periods stand beside each other, at most twelve.
    `narrow` makes its form for a narrow page of its figure, where it has one.
    """

    title: str
    alt: str
    table: Callable[[Run, Options], pd.DataFrame]
    figure: Callable[[pd.DataFrame, Run, Options], go.Figure]
    guide: str = ""
    follows: int = 12
    columns: bool = False
    needs_theme: bool = False
    narrow: Callable[[go.Figure], go.Figure] | None = None

    def draw(self, run: Run, options: Options | None = None) -> go.Figure:
        """Draw the figure of a run; defaults are the run's period and light colours."""
        settled = self.settled(run, options or Options())
        return self.figure(self.table(run, settled), run, settled)

    def settled(self, run: Run, options: Options) -> Options:
        """`options` with the chart's defaults filled in."""
        period = options.period or run.manifest.period
        return replace(
            options,
            period=load_columns(run, period) if self.columns else period,
            chosen=options.chosen or largest(run, self.follows),
        )

    def alt_text(self, run: Run, options: Options) -> str:
        """Alternative text of the chart."""
        return self.alt.format(period=self.settled(run, options).period)

    def guide_text(self, run: Run, options: Options) -> str:
        """Instructions for reading the chart, in a few sentences."""
        return self.guide.format(period=self.settled(run, options).period)


def largest(run: Run, most: int) -> tuple[int, ...]:
    """The `most` largest themes, largest first."""
    named = run.topics[run.topics["topic"] != OUTLIER]
    return tuple(named.sort_values("documents", ascending=False, kind="stable")["topic"][:most])
