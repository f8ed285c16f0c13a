"""Backtest replay: fit the papers before a cut-off date, assign those after it."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.encoding import Encoder, embed, select_encoder
from analysis.encoding.given import GIVEN, GivenVectors
from analysis.errors import InputError
from analysis.modelling.clustering.neighbours import nearest, neighbours, runner_up, vote
from analysis.modelling.clustering.topics import fit_topics
from analysis.modelling.inputs import describe_encoder
from analysis.modelling.keywords.vocabulary import vocabulary_of_papers
from analysis.modelling.naming.name_themes import name_themes
from analysis.modelling.params import FitParams, known_params
from analysis.modelling.tables import postings_of, vocabulary_table
from analysis.papers.languages import languages_of_corpus
from analysis.papers.table import to_documents
from analysis.paths import cache_dir
from analysis.periods import period_bounds
from analysis.runs.store import Run
from analysis.trends.postings import Postings


@dataclass(frozen=True)
class Replay:
    """The model as of the day before `cut`, and the papers observed after.

    `documents` has the columns of a run's and a new doc_id; its first `past` rows were there
    before `cut`, the others came later. Its column `favoured` is the topic that a paper's nearest
    neighbours in the past favour: the same measure on both sides of the cut; `runner_up` is the
    second best of the past ones. `labels` names the themes (topic: name), `keywords` are
    their best terms; `vocabulary` and `postings` are as in a run, and `embeddings` (documents,
    dimensions) has their vectors. Nothing of themes, terms or parameters was learnt from what came
    later.
    """

    cut: date
    past: int
    documents: pd.DataFrame
    labels: dict[int, str]
    keywords: set[str]
    vocabulary: pd.DataFrame
    postings: Postings
    embeddings: np.ndarray


def replay(run: Run, *, cut: date, until: date) -> Replay:
    """Fit the papers of `run` before `cut`; assign those from `cut` to `until` to its themes.

    Papers without a date, and those whose date leaves open on which side they stand, are left out.
    Raises InputError where too few are left, or where the run's encoder is not the one at hand.
    """
    rows, past = _rows(run.documents["published"], cut=cut, until=until)
    params = _params(run, past)
    documents = run.documents.iloc[rows].reset_index(drop=True)
    documents = documents.assign(doc_id=np.arange(len(rows), dtype=np.int32))
    texts = to_documents(documents)["text"].tolist()
    encoder, vectors = _vectors(run, texts, rows=rows, past=past)
    graph = neighbours(vectors[:past], k=params.neighbours)
    languages = languages_of_corpus(documents["lang"], past=past)
    vocabulary = vocabulary_of_papers(texts, params=params, past=past, languages=languages)
    known = replace(vocabulary, counts=vocabulary.counts[:past], languages=languages[:past])
    topics = fit_topics(known.counts, vectors[:past], graph=graph, params=params)
    themes = name_themes(topics, known, vectors=vectors[:past], encoder=encoder, params=params)
    later = nearest(vectors[past:], vectors[:past], k=params.neighbours)
    placed, share = vote(later, topics.topic)
    documents = documents.assign(
        topic=np.concatenate([topics.topic, placed]).astype(np.int32),
        probability=np.concatenate([topics.probability, share]).astype(np.float32),
        favoured=np.concatenate([vote(graph, topics.topic)[0], placed]).astype(np.int32),
        runner_up=np.concatenate([runner_up(graph, topics.topic), placed]).astype(np.int32),
    )
    postings = postings_of(vocabulary.counts)
    return Replay(
        cut=cut,
        past=past,
        documents=documents,
        labels={topic: label.text for topic, label in enumerate(themes.labels)},
        keywords={vocabulary.terms[term] for best in themes.ranked for term in best},
        vocabulary=vocabulary_table(vocabulary, postings),
        postings=postings,
        embeddings=vectors,
    )


def _rows(published: pd.Series, *, cut: date, until: date) -> tuple[np.ndarray, int]:
    """The rows of the papers before `cut`, then from it to `until`; the number of the former."""
    bounds = {value: period_bounds(value) for value in published.dropna().unique()}
    first = published.map({value: start.toordinal() for value, (start, _) in bounds.items()})
    after = published.map({value: end.toordinal() for value, (_, end) in bounds.items()})
    early = np.flatnonzero(after <= cut.toordinal())
    later = np.flatnonzero((first >= cut.toordinal()) & (after <= until.toordinal()))
    if not len(early) or not len(later):
        raise InputError(
            f"There are {len(early):,} dated papers before {cut} and {len(later):,} from then to "
            f"{until}; a backtest needs both."
        )
    return np.concatenate([early, later]), len(early)


def _params(run: Run, documents: int) -> FitParams:
    params = known_params(run.manifest.params)
    return params.resized(documents, was=len(run.documents))


def _vectors(
    run: Run, texts: list[str], *, rows: np.ndarray, past: int
) -> tuple[Encoder, np.ndarray]:
    """The vectors of the run; those of a fitted encoder are recomputed from the past alone."""
    spec = run.manifest.params["encoder"]
    if spec == GIVEN:
        vectors, facts = np.asarray(run.embeddings)[rows], run.manifest.encoder
        known = {text: row for row, text in enumerate(texts)}
        return GivenVectors(vectors, known, facts["sha256"], facts["revision"]), vectors
    recipe = select_encoder(spec, documents=len(run.documents), seed=run.manifest.seed)
    encoder = recipe.fitted(texts[:past], cache=cache_dir())
    if encoder is not recipe:
        return encoder, embed(texts, encoder=encoder, cache=cache_dir())
    if any(run.manifest.encoder[name] != fact for name, fact in describe_encoder(encoder).items()):
        raise InputError(
            f"The run {run.run_id} was made with the encoder {run.manifest.encoder['name']}, "
            f"version {run.manifest.encoder['revision']}, but {encoder.name}, version "
            f"{encoder.revision}, is installed. Fit the papers again to backtest them."
        )
    return encoder, np.asarray(run.embeddings)[rows]
