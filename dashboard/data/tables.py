"""Tables that pages, exports and the report compute from a run, one function each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.periods import (
    coarser_period,
    period_kind,
    period_of,
    periods_between,
    span_ends,
)
from analysis.runs.backtest_file import backtest_path, read_backtest
from analysis.runs.corrections.split_theme import halves_by_keyword, halves_by_meaning, keywords_of
from analysis.runs.queries.reading import papers_to_read
from analysis.runs.queries.similarity import between_topics, topic_likeness, typical_papers
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run
from analysis.trends.comparison.log_odds import telling_terms
from analysis.trends.comparison.share_differences import term_changes, theme_changes
from analysis.trends.evidence.late_citations import late_peaks
from analysis.trends.forecasting.backtest import CALLS
from analysis.trends.forecasting.skill import beats_naive, calibration, skill
from analysis.trends.growth.regression import scatter
from analysis.trends.mapping.flows import theme_flows
from analysis.trends.mapping.strategic_diagram import strategic_diagram
from analysis.trends.postings import Postings
from analysis.trends.prevalence import group_prevalence, prevalence
from analysis.trends.series import members, series, window
from dashboard.data.cache import cached
from dashboard.data.forecasts import run_forecast
from dashboard.data.loading import changed, load_before
from dashboard.data.period_navigation import Times, last_two, times_of
from dashboard.data.signal_rows import keyword_signals, theme_signals
from dashboard.style.appearance import MOST_COLUMNS, Measure
from dashboard.text.run_facts import about_mixture, about_strays, corpus_name, names_to_pick


@cached(entries=20)
def load_prevalence(run: Run, period: str) -> pd.DataFrame:
    """Share of every topic in every period, columns as in `prevalence`."""
    return prevalence(run.documents, period=period, as_of=run.as_of)


@cached(entries=20)
def load_area_prevalence(run: Run, period: str) -> pd.DataFrame:
    """Share of every area in every period, columns as in `prevalence`, `topic` being the area."""
    area = run.documents["topic"].map(run.topics.set_index("topic")["area"]).fillna(OUTLIER)
    papers = run.documents.assign(topic=area.astype("int32"))
    return prevalence(papers, period=period, as_of=run.as_of)


@cached(entries=20)
def load_periods(run: Run, period: str) -> pd.Series:
    """Period of every paper, by doc_id; missing where its date is too coarse."""
    return period_of(run.documents["published"], period=period)


@cached()
def load_times(run: Run) -> Times:
    """Periods of every length that have papers, with their number of papers."""
    return times_of(run.documents["published"])


def all_periods(run: Run, period: str) -> list[str]:
    """All periods from the first paper to the last, including empty ones."""
    dated = load_periods(run, period).dropna()
    return periods_between(dated.min(), dated.max()) if len(dated) else []


@cached(entries=20)
def load_columns(run: Run, period: str) -> str:
    """Period length for charts with one column per period: `period`, or a longer one."""
    return coarser_period(run.documents["published"], period=period, most=MOST_COLUMNS)


def load_last_two(run: Run, period: str) -> tuple[str, str] | None:
    """The last two complete periods with papers; None where there are fewer."""
    return last_two(load_prevalence(run, period))


@cached()
def load_mixture(run: Run) -> str:
    """Note on venues and categories that begin or end, as in `about_mixture`."""
    return about_mixture(run)


@cached()
def load_strays(run: Run) -> str:
    """Note on papers whose dates keep them out of trends, as in `about_strays`."""
    return about_strays(run)


@cached()
def load_corpus_name(run: Run) -> str:
    """The name of the papers, as in `corpus_name`."""
    return corpus_name(run)


@cached()
def load_names(run: Run) -> dict[int, str]:
    """The name of each theme for a picker, as in `names_to_pick`."""
    return names_to_pick(run)


@cached()
def load_picker(run: Run) -> dict[int, str]:
    """The themes that have papers by area, each with its name and area; unassigned papers last."""
    names, areas = load_names(run), run.areas.set_index("area")
    themes = run.topics[run.topics["documents"] > 0]
    themes = themes.assign(
        heading=themes["area"].map(areas["label"]) if len(areas) > 1 else "",
        of_area=themes["area"].map(areas["documents"]),
        rest=themes["topic"] == OUTLIER,
    )
    order = ["rest", "of_area", "area", "documents", "topic"]
    themes = themes.sort_values(order, ascending=[True, False, True, False, True])
    return {
        topic: " · ".join(filter(None, [names[topic], heading]))
        for topic, heading in zip(
            themes["topic"].tolist(), themes["heading"].fillna(""), strict=True
        )
    }


@cached()
def load_likeness(run: Run) -> pd.DataFrame:
    """Pairwise similarity of topics, as in `topic_likeness`."""
    return topic_likeness(run)


@cached()
def load_topic_signals(run: Run) -> pd.DataFrame:
    """Verdict on every theme, columns as in `theme_signals`."""
    return theme_signals(run)


@cached()
def load_term_signals(run: Run) -> pd.DataFrame:
    """Verdict on every keyword, columns as in `keyword_signals`."""
    return keyword_signals(run)


@cached(spinner="Looking through citations …")
def load_late_peaks(run: Run) -> pd.DataFrame:
    """The papers whose best year came late, as in `late_peaks`."""
    return late_peaks(run.documents)


@cached(entries=60)
def load_typical(run: Run, topic: int, *, most: int) -> pd.DataFrame:
    """The papers nearest to the centroid of a theme, as in `typical_papers`."""
    return typical_papers(run, topic, most=most)


@cached(entries=60)
def load_between(run: Run, *, one: int, other: int) -> pd.Series:
    """The papers of two themes by closeness to both, as in `between_topics`."""
    return between_topics(run, one=one, other=other)


@cached(entries=60)
def load_to_read(run: Run, topic: int) -> pd.DataFrame:
    """The three papers of a theme to read first, as in `papers_to_read`."""
    return papers_to_read(run, np.flatnonzero(run.documents["topic"] == topic))


@cached(entries=20)
def load_keyword_sets(run: Run, sets: Sequence[tuple[str, ...]], *, period: str) -> pd.DataFrame:
    """Share of papers with any keyword of each set, as in `group_prevalence`."""
    groups = {" or ".join(terms): papers_with_any(run, terms) for terms in sets}
    return group_prevalence(run.documents, groups, period=period, as_of=run.as_of)


def papers_with_any(run: Run, terms: Sequence[str]) -> np.ndarray:
    """Ascending doc_ids of the papers with at least one of some keywords."""
    places = np.flatnonzero(run.vocabulary["term"].isin(list(terms)))
    return np.unique(run.postings.of(places).doc_ids)


@cached(entries=20)
def load_changes(run: Run, times: tuple[str, str] | None) -> pd.DataFrame:
    """Change in the share of every theme between two periods or spans, as in `theme_changes`."""
    first, second = (in_period(run, time) for time in times or ("", ""))
    topics = run.documents["topic"].to_numpy()
    known = np.unique(topics)
    dispersion = scatter_of(run, known.tolist(), postings=members(topics, known.tolist()))
    return theme_changes(topics, first=first, second=second, scatter=dispersion)


@cached(entries=16, spinner="Counting keywords …")
def load_term_changes(run: Run, times: tuple[str, str]) -> pd.DataFrame:
    """The same for every keyword that has a verdict, as in `term_changes`."""
    first, second = (in_period(run, time) for time in times)
    terms = run.term_signals["term"]
    places = pd.Series(range(len(run.vocabulary)), index=run.vocabulary["term"])[terms]
    postings = run.postings.of(places.to_numpy())
    dispersion = scatter_of(run, terms.tolist(), postings=postings)
    return term_changes(terms, postings, first=first, second=second, scatter=dispersion)


def scatter_of(run: Run, names: Sequence[object], *, postings: Postings) -> np.ndarray:
    """The dispersion of the counts of each series of a run, in its period."""
    counted = series(
        run.documents, postings, names=names, period=run.manifest.period, as_of=run.as_of
    )
    inside = window(counted, params=run.trend_params)
    return scatter(inside.counts, inside.totals, a_year=inside.a_year)


def in_period(run: Run, time: str) -> np.ndarray:
    """Mask of the papers in one period or span (documents,); all False for the period ""."""
    if not time:
        return np.zeros(len(run.documents), dtype=bool)
    first, last = span_ends(time)
    inside = load_periods(run, period_kind(first)).between(first, last)
    return inside.fillna(value=False).to_numpy(bool)


def load_backtest(run: Run) -> pd.DataFrame | None:
    """Verdicts and forecasts of the run's backtest; None where there is none."""
    return _backtest(run, changed(backtest_path(run.path)))


def load_skill(run: Run) -> pd.DataFrame | None:
    """Skill of the forecasts in the run's backtest, as in `skill`; None where there is none."""
    return _skill(run, changed(backtest_path(run.path)))


def load_calibration(run: Run, kind: str | None) -> pd.DataFrame:
    """Forecast calibration of topics, terms or both, as in `calibration`."""
    known = load_backtest(run)
    calls = pd.DataFrame(columns=CALLS) if known is None else known
    return calibration(calls if kind is None else calls[calls["kind"] == kind])


def load_forecast(run: Run, *, kind: str) -> pd.DataFrame | None:
    """Forecast of themes (topic) or keywords (term); None where it is not trusted."""
    worth = load_skill(run)
    return None if worth is None or not beats_naive(worth, kind) else _forecast(run, kind)


def load_theme_forecast(
    run: Run, topic: int, *, period: str, measure: Measure
) -> pd.DataFrame | None:
    """Forecast of one theme's share; None where this period or measure has none."""
    if period != run.manifest.period or measure != "prevalence":
        return None
    found = load_forecast(run, kind="topic")
    return None if found is None else found[found["name"] == topic]


@cached(entries=20, spinner="Drawing bootstrap samples …")
def load_diagram(run: Run, period: str) -> pd.DataFrame:
    """Positions of the themes and their changes, columns as in `strategic_diagram`."""
    seed = run.manifest.seed
    return strategic_diagram(run.documents, run.neighbours, period=period, seed=seed)


@cached(entries=20)
def load_flows(run: Run, period: str) -> pd.DataFrame:
    """Flows between themes of successive periods, columns as in `theme_flows`."""
    return theme_flows(run.documents, run.neighbours, period=period)


@cached(entries=20)
def load_telling_terms(run: Run, doc_ids: np.ndarray) -> pd.DataFrame:
    """Distinctive terms of some papers of a run (ascending doc_ids), as in `telling_terms`."""
    selected = np.zeros(len(run.documents), bool)
    selected[doc_ids] = True
    return telling_terms(run.vocabulary, run.postings, selected=selected)


@cached(entries=8, spinner="Splitting the theme …")
def load_halves(run: Run, topic: int, *, term: str) -> np.ndarray:
    """The doc_ids to split off a theme: by keyword, or by embedding where there is none."""
    return halves_by_keyword(run, topic, term=term) if term else halves_by_meaning(run, topic)


@cached(entries=16)
def load_part_keywords(run: Run, doc_ids: np.ndarray) -> list[str]:
    """Distinctive keywords of some papers of a run, best first."""
    return keywords_of(run, [doc_ids], most=8)[0]["term"].tolist()


@cached(spinner="Comparing with the run seen last …")
def load_new_papers(run: Run, since: str) -> np.ndarray:
    """The doc_ids of papers missing from the run `since`, compared by paper_id."""
    documents, before = run.documents, load_before(since).documents
    return documents["doc_id"][~documents["paper_id"].isin(before["paper_id"])].to_numpy()


@cached(entries=8)
def _backtest(run: Run, changed: tuple[int, ...]) -> pd.DataFrame | None:
    del changed  # part of the key, not of the work
    return read_backtest(run)


@cached(entries=8)
def _skill(run: Run, changed: tuple[int, ...]) -> pd.DataFrame | None:
    calls = _backtest(run, changed)
    return None if calls is None else skill(calls)


@cached(entries=8, spinner="Forecasting …")
def _forecast(run: Run, kind: str) -> pd.DataFrame:
    return run_forecast(run, kind=kind)
