"""All charts by name, which is also a file in `dashboard/figures/` and in exports."""

import pandas as pd
import plotly.graph_objects as go

from analysis.runs.store import Run
from analysis.trends.evidence.topicality import subjects
from analysis.trends.mapping.ranks import theme_ranks
from analysis.trends.prevalence import too_few_for_shares
from dashboard.data.tables import (
    load_area_prevalence,
    load_calibration,
    load_changes,
    load_diagram,
    load_flows,
    load_keyword_sets,
    load_last_two,
    load_mixture,
    load_prevalence,
    load_theme_forecast,
)
from dashboard.figures import (
    area_prevalence,
    calibration,
    growth_map,
    hierarchy,
    keyword_bursts,
    keyword_movers,
    keyword_trends,
    papers_by_year,
    papers_per_period,
    period_shift,
    prevalence,
    strategic_diagram,
    theme_courses,
    theme_flows,
    theme_heatmap,
    theme_movers,
    theme_prevalence,
    theme_sizes,
    theme_terms,
    topic_map,
)
from dashboard.figures import (
    theme_ranks as ranks,
)
from dashboard.figures.catalogue.chart import GENERAL, Chart, Options, largest
from dashboard.figures.parts.last_columns import last_columns
from dashboard.figures.parts.line_strips import line_strips
from dashboard.figures.parts.narrow import lower, names_above_lines, names_above_rows
from dashboard.figures.parts.numbered_points import numbered_points

# The narrowest a window with the map may be, and how high the map is.
_MAP_SIZE = (430, 860)
# How many lines a chart starts with.
_LINES = 6


def _shares(run: Run, of: Options) -> pd.DataFrame:
    return load_prevalence(run, of.period)


def _course(shares: pd.DataFrame, of: Options) -> pd.DataFrame:
    """The rows of the periods asked for, all where none are."""
    return shares[shares["period"].between(*of.times)] if of.times else shares


def _theme_shares(run: Run, of: Options) -> pd.DataFrame:
    shares = _shares(run, of)
    return shares[shares["topic"] == of.topic]


def _keyword_shares(run: Run, of: Options) -> pd.DataFrame:
    """Shares of the requested keywords, or of the top keyword of each of the largest themes."""
    best = run.terms[(run.terms["rank"] == 1) & run.terms["topic"].isin(largest(run, _LINES))]
    own = tuple((term,) for term in dict.fromkeys(best["term"]))
    return _course(load_keyword_sets(run, of.keywords or own, period=of.period), of)


def _of_theme(shares: pd.DataFrame, run: Run, *, of: Options) -> go.Figure:
    """Shares of one theme, with its forecast where it has the same periods."""
    return theme_prevalence.theme_prevalence_figure(
        shares,
        run.topics,
        forecast=load_theme_forecast(run, of.topic, period=of.period, measure=of.measure),
        measure=of.measure,
        note=load_mixture(run),
        mode=of.mode,
    )


def _keyword_movers(run: Run, of: Options) -> pd.DataFrame:
    subject = subjects(run.term_signals, params=run.trend_params)
    return run.term_signals[subject != (of.kind == GENERAL)]


def _changes(run: Run, of: Options) -> pd.DataFrame:
    return load_changes(run, _times(run, of))


def _times(run: Run, of: Options) -> tuple[str, str] | None:
    return of.times or load_last_two(run, of.period)


CHARTS = {
    "topic_map": Chart(
        title=topic_map.TITLE,
        alt="Map of the papers: similar papers lie close together",
        table=lambda run, _: run.documents,
        figure=lambda papers, run, of: topic_map.topic_map_figure(
            papers, run.topics, mode=of.mode, size=_MAP_SIZE
        ),
    ),
    "growth_map": Chart(
        title=growth_map.TITLE,
        alt="Map of the papers, coloured by the growth of their themes; those that moved are named",
        table=lambda run, _: run.documents,
        figure=lambda papers, run, of: growth_map.growth_map_figure(
            papers, run.topics, signals=run.topic_signals, mode=of.mode
        ),
    ),
    "papers_by_year": Chart(
        title=papers_by_year.TITLE,
        alt="The papers of each year as dots in the colours of their themes",
        table=lambda run, _: run.documents,
        figure=lambda papers, run, of: papers_by_year.papers_by_year_figure(
            papers, run.topics, mode=of.mode
        ),
    ),
    "theme_sizes": Chart(
        title=theme_sizes.TITLE,
        alt="Number of papers in each theme, the largest first",
        table=lambda run, _: run.topics,
        figure=lambda topics, _, of: theme_sizes.theme_sizes_figure(topics, mode=of.mode),
    ),
    "prevalence": Chart(
        title=prevalence.TITLE,
        alt="Papers of each {period} in each theme shown",
        table=lambda run, of: _course(_shares(run, of), of),
        figure=lambda shares, run, of: prevalence.prevalence_figure(
            shares,
            run.topics,
            chosen=of.chosen,
            measure="documents" if too_few_for_shares(shares) else of.measure,
            note=load_mixture(run),
            mode=of.mode,
        ),
        follows=_LINES,
        narrow=names_above_lines,
    ),
    "area_prevalence": Chart(
        title=area_prevalence.TITLE,
        alt="Papers of each {period} in each area, a group of themes",
        table=lambda run, of: load_area_prevalence(run, of.period),
        figure=lambda shares, run, of: area_prevalence.area_prevalence_figure(
            shares,
            run.areas,
            measure="documents" if too_few_for_shares(shares) else of.measure,
            note=load_mixture(run),
            mode=of.mode,
        ),
        narrow=line_strips,
    ),
    "papers_per_period": Chart(
        title=papers_per_period.TITLE,
        alt="Number of papers of each {period}",
        table=_shares,
        figure=lambda shares, _, of: papers_per_period.papers_per_period_figure(
            shares, mode=of.mode
        ),
    ),
    "keyword_trends": Chart(
        title=keyword_trends.TITLE,
        alt="Share of the papers of each {period} that contain each keyword shown",
        table=_keyword_shares,
        figure=lambda shares, run, of: keyword_trends.keyword_trends_figure(
            shares, note=load_mixture(run), mode=of.mode
        ),
        narrow=names_above_lines,
    ),
    "theme_movers": Chart(
        title=theme_movers.TITLE,
        alt="Growth per year of each theme that changed, with its 95% confidence interval",
        table=lambda run, _: run.topic_signals,
        figure=lambda signals, run, of: theme_movers.theme_movers_figure(
            signals, run.topics, mode=of.mode
        ),
        narrow=names_above_rows,
    ),
    "theme_courses": Chart(
        title=theme_courses.TITLE,
        alt="Share of the papers of each {period} in each theme that changed most",
        table=_shares,
        figure=lambda shares, run, of: theme_courses.theme_courses_figure(
            shares, run.topics, signals=run.topic_signals, mode=of.mode
        ),
    ),
    "keyword_movers": Chart(
        title=keyword_movers.TITLE,
        alt="Growth per year of each keyword that changed, with its 95% confidence interval",
        table=_keyword_movers,
        figure=lambda signals, _, of: keyword_movers.keyword_movers_figure(signals, mode=of.mode),
        narrow=names_above_rows,
    ),
    "keyword_bursts": Chart(
        title=keyword_bursts.TITLE,
        alt="Bursts: the periods in which keywords had far more papers than expected",
        table=lambda run, _: run.term_signals,
        figure=lambda signals, _, of: keyword_bursts.keyword_bursts_figure(signals, mode=of.mode),
        narrow=names_above_rows,
    ),
    "calibration": Chart(
        title=calibration.TITLE,
        alt="Observed frequency of growth by predicted probability",
        table=lambda run, of: load_calibration(run, of.kind),
        figure=lambda table, _, of: calibration.calibration_figure(table, mode=of.mode),
    ),
    "hierarchy": Chart(
        title=hierarchy.TITLE,
        alt="Hierarchical clustering of the themes, as a tree",
        table=lambda run, _: run.hierarchy,
        figure=lambda tree, run, of: hierarchy.hierarchy_figure(tree, run.topics, mode=of.mode),
    ),
    "strategic_diagram": Chart(
        title=strategic_diagram.TITLE,
        alt="Themes by centrality (links to other themes) and density (similarity of their papers)",
        guide=(
            "Every point is a theme. Right: tied to many other themes. Up: papers much alike. "
            "Size: number of papers. Shading: how uncertain the place is. Arrow: from its place "
            "in the earlier half of the papers."
        ),
        table=lambda run, of: load_diagram(run, of.period),
        figure=lambda places, run, of: strategic_diagram.strategic_diagram_figure(
            places, run.topics, chosen=of.chosen, mode=of.mode
        ),
        narrow=numbered_points,
    ),
    "theme_flows": Chart(
        title=theme_flows.TITLE,
        alt="Themes as blocks in each {period}, with bands to the nearest themes of the next",
        guide=(
            "Every block is a theme in one {period}; its height is its share of the papers. A band "
            "leads to the theme of the next {period} that its papers are nearest to. Grey: "
            "exchange with all themes not named."
        ),
        table=lambda run, of: load_flows(run, of.period),
        figure=lambda flows, run, of: theme_flows.theme_flows_figure(
            flows, _shares(run, of), topics=run.topics, chosen=of.chosen, mode=of.mode
        ),
        columns=True,
        narrow=last_columns,
    ),
    "theme_heatmap": Chart(
        title=theme_heatmap.TITLE,
        alt="Papers of each theme in each {period}, the themes that peaked first on top",
        guide=(
            "One row per theme, one column per {period}; the colour shows how many of that "
            "{period}’s papers the theme has. Themes that peaked first are on top; dots mark the "
            "peaks."
        ),
        table=_shares,
        figure=lambda shares, run, of: theme_heatmap.theme_heatmap_figure(
            shares, run.topics, measure=of.measure, mode=of.mode
        ),
        narrow=names_above_rows,
    ),
    "period_shift": Chart(
        title=period_shift.TITLE,
        alt="Growth of the share of every theme from one time to another, with its 95% CI",
        table=_changes,
        figure=lambda changes, run, of: period_shift.period_shift_figure(
            changes,
            run.topics,
            times=_times(run, of),
            rate=run.trend_params.false_discoveries,
            mode=of.mode,
        ),
        columns=True,
        narrow=names_above_rows,
    ),
    "theme_ranks": Chart(
        title=ranks.TITLE,
        alt="Rank of each theme by number of papers in each {period}",
        guide=(
            "Themes ranked by number of papers in every {period}, the largest first. Where lines "
            "cross, one theme overtook another; small points are small shares, whose ranks are "
            "uncertain."
        ),
        table=lambda run, of: theme_ranks(_shares(run, of), chosen=of.chosen),
        figure=lambda table, run, of: ranks.theme_ranks_figure(
            table, run.topics, chosen=of.chosen, mode=of.mode
        ),
        columns=True,
        narrow=last_columns,
    ),
    "theme_prevalence": Chart(
        title="One theme over time",
        alt="Share of the papers of each {period} in the theme, with its 95% confidence interval",
        table=_theme_shares,
        figure=lambda shares, run, of: _of_theme(shares, run, of=of),
        needs_theme=True,
        narrow=lower,
    ),
    "theme_terms": Chart(
        title="Keywords of one theme",
        alt="Keywords of the theme by weight",
        table=lambda run, _: run.terms,
        figure=lambda terms, run, of: theme_terms.theme_terms_figure(
            terms, run.topics, topic=of.topic, mode=of.mode
        ),
        needs_theme=True,
        narrow=names_above_rows,
    ),
}
