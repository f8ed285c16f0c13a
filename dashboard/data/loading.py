"""Runs and what is computed from them, kept between clicks. A run never changes: nothing expires.

What is returned is shared by everybody who looks at the dashboard, and must not be changed.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import streamlit as st

from analysis.encoding.encoder import Encoder
from analysis.encoding.query import load_query_encoder
from analysis.paths import runs_dir
from analysis.periods import coarser_period, period_of, periods_between
from analysis.runs.corrections.corrected import open_edition
from analysis.runs.corrections.overlay import Overlay, usable_overlay
from analysis.runs.corrections.split_theme import halves_by_keyword, halves_by_meaning, keywords_of
from analysis.runs.queries.similarity import topic_likeness
from analysis.runs.store import Run, RunSummary, list_runs, open_run
from analysis.trends.comparison.log_odds import telling_terms
from analysis.trends.mapping.flows import theme_flows
from analysis.trends.mapping.strategic_diagram import strategic_diagram
from analysis.trends.prevalence import prevalence, term_prevalence
from dashboard.data.forecasts import is_trusted, run_forecast
from dashboard.data.period_navigation import Times, times_of
from dashboard.data.signal_rows import keyword_signals, theme_signals
from dashboard.figures.parts.period_axis import MOST
from dashboard.state.address import kept_run
from dashboard.text.run_facts import about_mixture, corpus_facts

# A run and the edition of its corrections: together they never change.
Key = tuple[str, str]


def runs_folder() -> Path:
    """The folder of runs that `serve` was told of, or the usual one."""
    told = os.environ.get("PAPERTIDES_RUNS")
    return Path(told) if told else runs_dir()


def known_runs() -> list[RunSummary]:
    """Every run there is, the latest first; a damaged one says what is wrong with it."""
    folder = runs_folder()
    changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
    return _summaries(str(folder), changed)


def whole_runs() -> dict[str, RunSummary]:
    """The runs that can be opened, by their id, the latest first."""
    return {run.run_id: run for run in known_runs() if run.damaged is None}


def load_run(run_id: str) -> Run:
    """The run `run_id` as people corrected it; raises InputError where it is damaged.

    Where its corrections are damaged, it is the run as it was fitted.
    """
    path = str(runs_folder() / run_id)
    return _opened((path, usable_overlay(_fitted(path))[0].edition))


def current_run() -> Run:
    """The run that the router has settled on."""
    return load_run(kept_run())


def load_prevalence(run: Run, period: str) -> pd.DataFrame:
    """The share of every topic in every period, columns as in `prevalence`."""
    return _prevalence(_key(run), period)


def load_periods(run: Run, period: str) -> pd.Series:
    """The period of every paper, by doc_id; missing where its date does not say."""
    return _periods(_key(run), period)


def load_times(run: Run) -> Times:
    """The periods of every length that have papers, with how many."""
    return _times(_key(run))


def all_periods(run: Run, period: str) -> list[str]:
    """Every period from the first paper to the last, also those without a paper."""
    dated = load_periods(run, period).dropna()
    return periods_between(dated.min(), dated.max()) if len(dated) else []


def load_columns(run: Run, period: str) -> str:
    """The period of which a chart has a column each: `period`, or a longer one where many."""
    return _columns(_key(run), period)


def load_corpus_facts(run: Run) -> dict[str, str]:
    """What the papers of a run are like, as in `corpus_facts`."""
    return _corpus_facts(_key(run))


def load_mixture(run: Run) -> str:
    """What charts of shares say of venues and categories that come or go, as in `about_mixture`."""
    return _mixture(_key(run))


def load_likeness(run: Run) -> pd.DataFrame:
    """How alike every two topics are, as in `topic_likeness`."""
    return _likeness(_key(run))


def load_topic_signals(run: Run) -> pd.DataFrame:
    """The verdict on every theme, columns as in `theme_signals`."""
    return _topic_signals(_key(run))


def load_term_signals(run: Run) -> pd.DataFrame:
    """The same of every keyword."""
    return _term_signals(_key(run))


def load_terms(run: Run, terms: Sequence[str], *, period: str) -> pd.DataFrame:
    """The share of papers that have each keyword in every period, as in `term_prevalence`."""
    return term_prevalence(
        run.documents,
        terms,
        vocabulary=run.vocabulary,
        postings=run.postings,
        period=period,
        as_of=run.manifest.created[:10] or None,
    )


def load_forecast(run: Run, *, kind: str) -> pd.DataFrame | None:
    """The forecast of themes (topic) or keywords (term); None where it has not proved itself."""
    return _forecast(_key(run), kind) if is_trusted(run, kind=kind) else None


def load_diagram(run: Run, period: str) -> pd.DataFrame:
    """Where the themes stand and how they moved, columns as in `strategic_diagram`."""
    return _diagram(_key(run), period)


def load_flows(run: Run, period: str) -> pd.DataFrame:
    """How the themes flow from period to period, columns as in `theme_flows`."""
    return _flows(_key(run), period)


def load_telling_terms(run: Run, papers: pd.DataFrame) -> pd.DataFrame:
    """What sets some of the papers of a run apart, as in `telling_terms`."""
    return _telling_terms(_key(run), np.sort(papers["doc_id"].to_numpy(np.int32)).tobytes())


def load_overlay(run: Run) -> tuple[Overlay, str]:
    """People's corrections of a run as they are now, or none and the sentence that says why."""
    return usable_overlay(_fitted(str(run.path)))


def load_halves(run: Run, topic: int, *, term: str) -> np.ndarray:
    """The doc_ids that would leave a theme: those with a keyword, or without one by meaning."""
    return _halves(_key(run), topic, term=term)


def load_part_keywords(run: Run, doc_ids: np.ndarray) -> list[str]:
    """The keywords that set some papers of a run apart, the best first."""
    return _part_keywords(_key(run), doc_ids.astype(np.int32).tobytes())


def load_new_papers(run: Run, since: str) -> np.ndarray:
    """The doc_ids of the papers that the run `since` does not have, by their paper_id."""
    return _new_papers(str(run.path), str(runs_folder() / since))


def load_encoder(run: Run) -> Encoder | None:
    """What embeds a query as the run's papers were; None where the dashboard cannot."""
    return _encoder(str(run.path))


@st.cache_resource(max_entries=8, show_spinner=False)
def _summaries(folder: str, changed: int) -> list[RunSummary]:
    # `changed` is the time of the last change of the folder: part of the key, not of the work.
    del changed
    return list_runs(Path(folder))[::-1]


@st.cache_resource(max_entries=4, show_spinner="Opening the run …")
def _fitted(path: str) -> Run:
    return open_run(path)


@st.cache_resource(max_entries=4, show_spinner="Applying corrections …")
def _corrected(key: Key) -> Run:
    path, edition = key
    return open_edition(_fitted(path), edition)


def _opened(key: Key) -> Run:
    path, edition = key
    return _corrected(key) if edition else _fitted(path)


def _key(run: Run) -> Key:
    return str(run.path), run.edition


@st.cache_resource(max_entries=20, show_spinner=False)
def _prevalence(key: Key, period: str) -> pd.DataFrame:
    run = _opened(key)
    return prevalence(run.documents, period=period, as_of=run.manifest.created[:10] or None)


@st.cache_resource(max_entries=20, show_spinner=False)
def _periods(key: Key, period: str) -> pd.Series:
    return period_of(_opened(key).documents["published"], period=period)


@st.cache_resource(max_entries=4, show_spinner=False)
def _times(key: Key) -> Times:
    return times_of(_opened(key).documents["published"])


@st.cache_resource(max_entries=20, show_spinner=False)
def _columns(key: Key, period: str) -> str:
    return coarser_period(_opened(key).documents["published"], period=period, most=MOST)


@st.cache_resource(max_entries=4, show_spinner=False)
def _corpus_facts(key: Key) -> dict[str, str]:
    return corpus_facts(_opened(key).documents)


@st.cache_resource(max_entries=4, show_spinner=False)
def _mixture(key: Key) -> str:
    return about_mixture(_opened(key))


@st.cache_resource(max_entries=4, show_spinner=False)
def _likeness(key: Key) -> pd.DataFrame:
    return topic_likeness(_opened(key))


@st.cache_resource(max_entries=4, show_spinner=False)
def _topic_signals(key: Key) -> pd.DataFrame:
    return theme_signals(_opened(key))


@st.cache_resource(max_entries=4, show_spinner=False)
def _term_signals(key: Key) -> pd.DataFrame:
    return keyword_signals(_opened(key))


@st.cache_resource(max_entries=8, show_spinner="Forecasting …")
def _forecast(key: Key, kind: str) -> pd.DataFrame:
    return run_forecast(_opened(key), kind=kind)


@st.cache_resource(max_entries=20, show_spinner="Drawing samples of the papers …")
def _diagram(key: Key, period: str) -> pd.DataFrame:
    run = _opened(key)
    seed = run.manifest.seed
    return strategic_diagram(run.documents, run.neighbours, period=period, seed=seed)


@st.cache_resource(max_entries=20, show_spinner=False)
def _flows(key: Key, period: str) -> pd.DataFrame:
    run = _opened(key)
    return theme_flows(run.documents, run.neighbours, period=period)


@st.cache_resource(max_entries=20, show_spinner=False)
def _telling_terms(key: Key, doc_ids: bytes) -> pd.DataFrame:
    run = _opened(key)
    selected = np.zeros(len(run.documents), bool)
    selected[np.frombuffer(doc_ids, np.int32)] = True
    return telling_terms(run.vocabulary, run.postings, selected=selected)


@st.cache_resource(max_entries=4, show_spinner="Comparing with the run seen last …")
def _new_papers(path: str, since: str) -> np.ndarray:
    documents, before = _fitted(path).documents, _fitted(since).documents
    return documents["doc_id"][~documents["paper_id"].isin(before["paper_id"])].to_numpy()


@st.cache_resource(max_entries=4, show_spinner="Loading the encoder …")
def _encoder(path: str) -> Encoder | None:
    return load_query_encoder(_fitted(path).manifest.encoder, Path(path) / "model")


@st.cache_resource(max_entries=8, show_spinner="Dividing the theme …")
def _halves(key: Key, topic: int, *, term: str) -> np.ndarray:
    run = _opened(key)
    return halves_by_keyword(run, topic, term=term) if term else halves_by_meaning(run, topic)


@st.cache_resource(max_entries=16, show_spinner=False)
def _part_keywords(key: Key, doc_ids: bytes) -> list[str]:
    part = np.frombuffer(doc_ids, np.int32)
    return keywords_of(_opened(key), [part], most=8)[0]["term"].tolist()
