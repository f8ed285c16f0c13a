"""Every chart of a run: its title, whether it needs a theme, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

from analysis.periods import coarser_period, period_of
from analysis.runs.backtest_file import read_backtest
from analysis.runs.store import Run
from analysis.trends.comparison.share_differences import theme_changes
from analysis.trends.forecasting.backtest import CALLS
from analysis.trends.forecasting.skill import calibration
from analysis.trends.mapping.flows import theme_flows
from analysis.trends.mapping.ranks import theme_ranks
from analysis.trends.mapping.strategic_diagram import strategic_diagram
from analysis.trends.prevalence import prevalence, term_prevalence
from dashboard.data.forecasts import is_trusted, run_forecast
from dashboard.figures.calibration import calibration_figure
from dashboard.figures.hierarchy import hierarchy_figure
from dashboard.figures.keyword_bursts import keyword_bursts_figure
from dashboard.figures.keyword_movers import keyword_movers_figure
from dashboard.figures.keyword_trends import keyword_trends_figure
from dashboard.figures.papers_per_period import papers_per_period_figure
from dashboard.figures.parts.period_axis import MOST
from dashboard.figures.period_shift import last_two, period_shift_figure
from dashboard.figures.prevalence import prevalence_figure
from dashboard.figures.strategic_diagram import strategic_diagram_figure
from dashboard.figures.theme_courses import theme_courses_figure
from dashboard.figures.theme_flows import theme_flows_figure
from dashboard.figures.theme_heatmap import theme_heatmap_figure
from dashboard.figures.theme_movers import theme_movers_figure
from dashboard.figures.theme_prevalence import theme_prevalence_figure
from dashboard.figures.theme_ranks import theme_ranks_figure
from dashboard.figures.theme_sizes import theme_sizes_figure
from dashboard.figures.theme_terms import theme_terms_figure
from dashboard.figures.topic_map import topic_map_figure
from dashboard.text.run_facts import about_mixture

# How many lines a chart starts with.
_LINES = 6
# How many themes the charts of the field name.
_NAMED = 12
# The narrowest a window with the map may be, and how high the map is.
_MAP_SIZE = (430, 860)


@dataclass(frozen=True)
class Material:
    """What the charts of a run are drawn from, each part computed once, when first needed."""

    run: Run

    @cached_property
    def prevalence(self) -> pd.DataFrame:
        """The share of every topic in every period of the run."""
        return self._shares(self.run.manifest.period)

    @cached_property
    def coarse_prevalence(self) -> pd.DataFrame:
        """The same in periods so long that they stand beside each other as columns."""
        return self._shares(self.coarse_period)

    @cached_property
    def coarse_period(self) -> str:
        """The period of the run, or a longer one."""
        run = self.run
        published = run.documents["published"]
        return coarser_period(published, period=run.manifest.period, most=MOST)

    @cached_property
    def flows(self) -> pd.DataFrame:
        """How the themes flow between those periods."""
        return theme_flows(self.run.documents, self.run.neighbours, period=self.coarse_period)

    @cached_property
    def diagram(self) -> pd.DataFrame:
        """Where the themes stand."""
        run = self.run
        period, seed = run.manifest.period, run.manifest.seed
        return strategic_diagram(run.documents, run.neighbours, period=period, seed=seed)

    @cached_property
    def mixture(self) -> str:
        """What charts of shares say of venues and categories that come or go."""
        return about_mixture(self.run)

    @cached_property
    def forecast(self) -> pd.DataFrame | None:
        """The forecast of every theme, where it is to be trusted."""
        trusted = is_trusted(self.run, kind="topic")
        return run_forecast(self.run, kind="topic") if trusted else None

    def forecast_of(self, topic: int) -> pd.DataFrame | None:
        """That of one theme."""
        return None if self.forecast is None else self.forecast[self.forecast["name"] == topic]

    @cached_property
    def calibration(self) -> pd.DataFrame:
        """How far the odds held, no row where no past of the run was replayed."""
        calls = read_backtest(self.run)
        return calibration(pd.DataFrame(columns=CALLS) if calls is None else calls)

    @cached_property
    def last_two(self) -> tuple[str, str] | None:
        """The last two whole periods of those."""
        return last_two(self.coarse_prevalence)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """How the share of every theme changed between those two."""
        documents = self.run.documents
        periods = period_of(documents["published"], period=self.coarse_period)
        first, second = ((periods == one).to_numpy() for one in self.last_two or ("", ""))
        return theme_changes(documents["topic"].to_numpy(), first=first, second=second)

    @cached_property
    def term_prevalence(self) -> pd.DataFrame:
        """The same of the best keyword of each of the largest themes."""
        run = self.run
        best = run.terms[(run.terms["rank"] == 1) & run.terms["topic"].isin(self.largest(_LINES))]
        return term_prevalence(
            run.documents,
            list(dict.fromkeys(best["term"])),
            vocabulary=run.vocabulary,
            postings=run.postings,
            period=run.manifest.period,
            as_of=run.manifest.created[:10] or None,
        )

    def _shares(self, period: str) -> pd.DataFrame:
        run = self.run
        return prevalence(run.documents, period=period, as_of=run.manifest.created[:10] or None)

    def largest(self, count: int) -> list[int]:
        """The `count` largest themes, the largest first."""
        named = self.run.topics[self.run.topics["topic"] >= 0]
        order = named.sort_values(["documents", "topic"], ascending=[False, True])
        return order["topic"].head(count).tolist()


@dataclass(frozen=True)
class Chart:
    """A chart; `draw` takes the material of a run and a topic, which most charts do not need."""

    title: str
    draw: Callable[[Material, int], go.Figure]
    needs_theme: bool = False


CHARTS = {
    "topic_map": Chart(
        "Map of the papers",
        lambda of, _: topic_map_figure(of.run.documents, of.run.topics, size=_MAP_SIZE),
    ),
    "theme_sizes": Chart("Papers in each theme", lambda of, _: theme_sizes_figure(of.run.topics)),
    "prevalence": Chart(
        "Themes over time",
        lambda of, _: prevalence_figure(
            of.prevalence, of.run.topics, chosen=of.largest(_LINES), note=of.mixture
        ),
    ),
    "papers_per_period": Chart(
        "Papers over time", lambda of, _: papers_per_period_figure(of.prevalence)
    ),
    "keyword_trends": Chart(
        "Keywords over time",
        lambda of, _: keyword_trends_figure(of.term_prevalence, note=of.mixture),
    ),
    "theme_movers": Chart(
        "Themes that move",
        lambda of, _: theme_movers_figure(of.run.topic_signals, of.run.topics),
    ),
    "theme_courses": Chart(
        "The course of what moves",
        lambda of, _: theme_courses_figure(
            of.prevalence, of.run.topics, signals=of.run.topic_signals
        ),
    ),
    "keyword_movers": Chart(
        "Keywords that move", lambda of, _: keyword_movers_figure(of.run.term_signals)
    ),
    "keyword_bursts": Chart(
        "Bursts of keywords", lambda of, _: keyword_bursts_figure(of.run.term_signals)
    ),
    "calibration": Chart("How far the odds held", lambda of, _: calibration_figure(of.calibration)),
    "hierarchy": Chart(
        "How the themes belong together",
        lambda of, _: hierarchy_figure(of.run.hierarchy, of.run.topics),
    ),
    "strategic_diagram": Chart(
        "Where the themes stand",
        lambda of, _: strategic_diagram_figure(
            of.diagram, of.run.topics, chosen=of.largest(_NAMED)
        ),
    ),
    "theme_flows": Chart(
        "How the themes flow into each other",
        lambda of, _: theme_flows_figure(
            of.flows,
            of.coarse_prevalence,
            topics=of.run.topics,
            chosen=of.largest(_NAMED),
        ),
    ),
    "theme_heatmap": Chart(
        "When the themes peaked",
        lambda of, _: theme_heatmap_figure(of.prevalence, of.run.topics),
    ),
    "period_shift": Chart(
        "What changed between the last two times",
        lambda of, _: period_shift_figure(of.changes, of.run.topics, times=of.last_two),
    ),
    "theme_ranks": Chart(
        "Which themes overtook which",
        lambda of, _: theme_ranks_figure(
            theme_ranks(of.coarse_prevalence, chosen=of.largest(_NAMED)),
            of.run.topics,
            chosen=of.largest(_NAMED),
        ),
    ),
    "theme_prevalence": Chart(
        "One theme over time",
        lambda of, topic: theme_prevalence_figure(
            of.prevalence[of.prevalence["topic"] == topic],
            of.run.topics,
            forecast=of.forecast_of(topic),
            note=of.mixture,
        ),
        needs_theme=True,
    ),
    "theme_terms": Chart(
        "Keywords of one theme",
        lambda of, topic: theme_terms_figure(of.run.terms, of.run.topics, topic=topic),
        needs_theme=True,
    ),
}
