"""What a rerun does: the steps from papers to a run, in order, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from analysis.encoding import embed
from analysis.encoding.cache_files import bounded_cache
from analysis.encoding.encoder import ProgressCallback
from analysis.modelling.clustering.neighbours import neighbours, runner_up
from analysis.modelling.clustering.topics import fit_topics
from analysis.modelling.inputs import Inputs, gather_inputs
from analysis.modelling.keywords.vocabulary import fit_vocabulary
from analysis.modelling.manifest import describe_run
from analysis.modelling.naming.llm_labels import ask_for_labels, authorization
from analysis.modelling.naming.name_themes import name_themes
from analysis.modelling.params import FitParams
from analysis.modelling.projection import project
from analysis.modelling.tables import run_tables
from analysis.modelling.timings import Clock, Report
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from analysis.paths import cache_dir
from analysis.runs.schema import Vectors
from analysis.runs.store import find_run, write_run


def fit_run(paths: Sequence[str | Path], *, params: FitParams, runs: Path) -> str:
    """Fit the papers in `paths` and return the run's id; a run of the same inputs is not refitted.

    Raises InputError where a file or parameter cannot be used, PapertidesError where the work
    fails.
    """
    inputs = gather_inputs(read_papers(paths), params=params)
    return find_run(inputs.sha256, runs=runs) or fit_inputs(inputs, runs=runs, report=_silent)


def fit_inputs(
    inputs: Inputs, *, runs: Path, report: Report, progress: ProgressCallback | None = None
) -> str:
    """Fit and write a run; its id. `report` is told of every step, `progress` of the embedding."""
    with bounded_cache(cache_dir()):
        return _fit(inputs, runs=runs, report=report, progress=progress)


def _fit(inputs: Inputs, *, runs: Path, report: Report, progress: ProgressCallback | None) -> str:
    params = inputs.params
    authorization(params.label_endpoint)  # an unsafe one is refused before the work, not after it
    clock = Clock({}, report)
    with clock.step("Reading texts"):
        documents = to_documents(inputs.papers)
        texts = documents["text"].tolist()
    with clock.step("Embedding"):
        encoder = inputs.encoder.fitted(texts, cache=cache_dir())
        vectors = embed(texts, encoder=encoder, cache=cache_dir(), progress=progress)
    with clock.step("Finding neighbours"):
        graph = neighbours(vectors, k=params.neighbours)
    with clock.step("Collecting keywords"):
        vocabulary = fit_vocabulary(texts, params=params)
    with clock.step("Finding themes"):
        topics = fit_topics(vocabulary.counts, vectors, graph=graph, params=params)
    with clock.step("Naming themes"):
        themes = name_themes(topics, vocabulary, vectors=vectors, encoder=encoder, params=params)
        themes = ask_for_labels(themes, list(documents["title"]), params=params)
    with clock.step("Drawing the map"):
        positions = project(vectors, graph=graph, params=params)
    with clock.step("Testing trends"):
        content = run_tables(
            documents,
            themes,
            vectors=vectors,
            positions=positions,
            runner_up=runner_up(graph, topics.topic),
            inputs=inputs,
        )
    with clock.step("Writing"):
        kept = Vectors(vectors, graph.indices, graph.distances, encoder.files())
        manifest = describe_run(inputs, content, themes=themes, encoder=encoder, clock=clock)
        return write_run(content, kept, manifest=manifest, runs=runs)


def _silent(_: str) -> None:
    """Nobody is told."""
