"""The modelling pipeline: the steps from papers to a run, in order."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.encoding import Encoder, embed
from analysis.encoding.cache_files import bounded_cache
from analysis.encoding.encoder import ProgressCallback
from analysis.modelling.clustering.neighbours import Neighbours, neighbours, runner_up
from analysis.modelling.clustering.projection import project
from analysis.modelling.clustering.topics import Topics, fit_topics
from analysis.modelling.identity import Identity, first_identity, named
from analysis.modelling.inputs import Inputs, gather_inputs
from analysis.modelling.keywords.vocabulary import Vocabulary, vocabulary_of_papers
from analysis.modelling.manifest import describe_run, versions
from analysis.modelling.naming.llm_labels import ask_for_labels, authorization
from analysis.modelling.naming.name_themes import name_themes
from analysis.modelling.params import FitParams
from analysis.modelling.tables import run_tables
from analysis.papers.languages import languages_of_corpus
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from analysis.paths import cache_dir
from analysis.runs.schema import Vectors
from analysis.runs.store import find_run, prepare_runs, write_run

Report = Callable[[str], None]


class Clock:
    """A timer that reports each step of a fit as it begins and keeps its `seconds`."""

    def __init__(self, report: Report) -> None:
        """Start with no step; `report` is called with the name of each."""
        self.seconds: dict[str, float] = {}
        self._report = report

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within, under this name."""
        self._report(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)


@dataclass(frozen=True)
class Model:
    """What a fit or an update found in papers: a row a document in every table and array.

    `documents` is from `to_documents`, `positions` (documents, 2) on the map.
    """

    documents: pd.DataFrame
    vocabulary: Vocabulary
    vectors: np.ndarray
    graph: Neighbours
    topics: Topics
    positions: np.ndarray


@dataclass(frozen=True)
class Facts:
    """What a run is made with: encoder, versions of packages, the identity of its themes.

    `lineage` holds the fields of the manifest of a run that has a parent.
    """

    encoder: Encoder
    built_with: dict[str, str]
    identity: Identity
    lineage: Mapping[str, Any] = field(default_factory=dict)


def fit_run(paths: Sequence[str | Path], *, params: FitParams, runs: Path) -> str:
    """Fit the papers in `paths` and return the run's id; a run of the same inputs is not refitted.

    Raises InputError where a file or parameter cannot be used, PapertidesError where the work
    fails.
    """
    return fit_inputs(gather_inputs(read_papers(paths), params=params), runs=runs)[0]


def fit_inputs(
    inputs: Inputs,
    *,
    runs: Path,
    force: bool = False,
    report: Report = lambda _: None,
    progress: ProgressCallback | None = None,
) -> tuple[str, bool]:
    """Fit what `gather_inputs` gives; return the run's id and whether it is new.

    A run of the same inputs is not refitted but with `force`. `report` is called with the name of
    every step, `progress` with how far the embedding is. Raises InputError where a parameter or
    the folder `runs` cannot be used, PapertidesError where the work fails.
    """
    # An unsafe endpoint is refused before the work, not after it.
    authorization(inputs.params.label_endpoint)
    prepare_runs(runs)
    known = None if force else find_run(inputs.sha256, runs=runs)
    if known is not None:
        return known, False
    with bounded_cache(cache_dir()):
        return _fit(inputs, runs=runs, clock=Clock(report), progress=progress), True


def _fit(inputs: Inputs, *, runs: Path, clock: Clock, progress: ProgressCallback | None) -> str:
    params = inputs.params
    built_with = versions()
    with clock.step("Reading texts"):
        documents = to_documents(inputs.papers)
        texts = documents["text"].tolist()
    with clock.step("Embedding"):
        encoder = inputs.encoder.fitted(texts, cache=cache_dir())
        vectors = embed(texts, encoder=encoder, cache=cache_dir(), progress=progress)
    with clock.step("Finding neighbours"):
        graph = neighbours(vectors, k=params.neighbours)
    with clock.step("Collecting keywords"):
        languages = languages_of_corpus(documents["lang"])
        vocabulary = vocabulary_of_papers(texts, params=params, languages=languages)
    with clock.step("Finding themes"):
        topics = fit_topics(vocabulary.counts, vectors, graph=graph, params=params)
    with clock.step("Drawing the map"):
        positions = project(vectors, graph=graph, params=params)
    model = Model(documents, vocabulary, vectors, graph, topics, positions)
    identity = first_identity(topics=topics.count, areas=int(topics.area.max()) + 1)
    facts = Facts(encoder, built_with, identity)
    return write_model(model, inputs, facts=facts, clock=clock, runs=runs)


def write_model(model: Model, inputs: Inputs, *, facts: Facts, clock: Clock, runs: Path) -> str:
    """Name the themes of a model, test their trends and write the run; return its id."""
    params, identity = inputs.params, facts.identity
    with clock.step("Naming themes"):
        themes = name_themes(
            model.topics,
            model.vocabulary,
            vectors=model.vectors,
            encoder=facts.encoder,
            params=params,
            kept=identity.labels,
        )
        titles = list(model.documents["title"])
        themes = ask_for_labels(themes, titles, params=params, kept=identity.labels)
    with clock.step("Testing trends"):
        tables = run_tables(
            model.documents,
            themes,
            vectors=model.vectors,
            positions=model.positions,
            runner_up=runner_up(model.graph, model.topics.topic),
            inputs=inputs,
        )
    with clock.step("Writing"):
        graph = model.graph
        kept = Vectors(model.vectors, graph.indices, graph.distances, facts.encoder.files())
        manifest = describe_run(
            inputs,
            tables,
            themes=themes,
            encoder=facts.encoder,
            seconds=clock.seconds,
            built_with=facts.built_with,
        ).model_copy(
            update={
                "next_topic": identity.next_topic,
                "next_area": identity.next_area,
                **facts.lineage,
            }
        )
        return write_run(named(tables, identity), kept, manifest=manifest, runs=runs)
