"""An update: new papers into the themes of a run, as a new run whose parent it is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.encoding import Encoder, embed, load_query_encoder, select_encoder
from analysis.encoding.cache_files import bounded_cache
from analysis.encoding.encoder import ProgressCallback
from analysis.encoding.given import GIVEN
from analysis.errors import InputError
from analysis.modelling.clustering.anchored import FIXED, NEW, PLACED, UNASSIGNED, anchored_themes
from analysis.modelling.clustering.areas import find_areas
from analysis.modelling.clustering.graph import paper_graph
from analysis.modelling.clustering.neighbours import Neighbours, neighbours
from analysis.modelling.clustering.positions import positions_beside
from analysis.modelling.clustering.themes import by_size
from analysis.modelling.clustering.topics import Topics, topic_weights
from analysis.modelling.identity import Identity
from analysis.modelling.inputs import Inputs, as_of, describe_encoder, hash_inputs, in_content_order
from analysis.modelling.keywords.vocabulary import vocabulary_of_papers
from analysis.modelling.manifest import versions
from analysis.modelling.naming.labels import Label
from analysis.modelling.params import known_params
from analysis.modelling.pipeline import Clock, Facts, Model, Report, write_model
from analysis.papers.arrivals import arrivals
from analysis.papers.languages import languages_of_corpus
from analysis.papers.table import LIST_COLUMNS, PAPER_COLUMNS, to_documents, typed_table
from analysis.paths import cache_dir
from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run, find_run, prepare_runs

_FREEDOM = {"cluster": FIXED, "reassigned": FIXED, "moved": FIXED, "placed": PLACED}


@dataclass(frozen=True)
class Updated:
    """What came of an update: the id of the run, and whether it is new.

    `papers` is the number of new papers, `changed` that of known ones with another text.
    """

    run_id: str
    is_new: bool
    papers: int
    changed: int


def update_run(
    run: Run,
    found: pd.DataFrame,
    *,
    runs: Path,
    report: Report = lambda _: None,
    progress: ProgressCallback | None = None,
) -> Updated:
    """Put the papers `found` (from `read_papers`) into the themes of `run`, as a new run.

    No paper that a fit placed changes its theme; numbers, names, hues and places on the map stay.
    Papers that belong to none of the themes open new ones. Without any new or changed paper, and
    where the same update was made before, no run is written. Raises InputError where the encoder of
    the run is not at hand or the run is too old, PapertidesError where the work fails.
    """
    prepare_runs(runs)
    if run.areas.empty or run.topics["stability"].isna().all():
        raise InputError(
            f"The run {run.run_id} is older than areas and stability, which an update goes by. Fit "
            "its papers again."
        )
    there = arrivals(papers_of(run), found)
    papers = in_content_order(there.papers.assign(known=there.known, is_changed=there.is_changed))
    papers.attrs["reading"] = found.attrs["reading"]
    changed = int(there.is_changed.sum())
    inputs = _inputs(run, papers)
    if not there.new and not changed:
        return Updated(run.run_id, is_new=False, papers=0, changed=0)
    made = find_run(inputs.sha256, runs=runs)
    if made is not None:
        return Updated(made, is_new=False, papers=there.new, changed=changed)
    with bounded_cache(cache_dir()):
        made = _update(run, inputs, runs=runs, clock=Clock(report), progress=progress)
    return Updated(made, is_new=True, papers=there.new, changed=changed)


def papers_of(run: Run) -> pd.DataFrame:
    """The papers of a run, with PAPER_COLUMNS, in its order."""
    documents = run.documents

    def cells(name: str) -> list[Any]:
        column = documents[name]
        if name in LIST_COLUMNS:
            return [None if cell is None else list(cell) for cell in column]
        return [None if pd.isna(cell) else cell for cell in column]

    return typed_table({name: cells(name) for name in PAPER_COLUMNS})


def _inputs(run: Run, papers: pd.DataFrame) -> Inputs:
    """The inputs of an update; its hash is of the run, too."""
    params = known_params(run.manifest.params).resized(len(papers), was=len(run.documents))
    encoder = _encoder(run)
    day = as_of(papers["published"])
    sha256 = hash_inputs(papers, params=params, encoder=encoder, as_of=day, parent=run.run_id)
    return Inputs(papers, params, encoder, day, sha256)


def _encoder(run: Run) -> Encoder:
    """The encoder of a run, fitted if it learns. Raises InputError where it is not at hand."""
    facts = run.manifest.encoder
    if facts["name"] == GIVEN:
        raise InputError(
            f"The run {run.run_id} was fitted on vectors of your own (--embeddings), and new "
            "papers have none. Fit all papers again with the vectors of all."
        )
    if any(name.startswith("model/") for name in run.manifest.files):
        encoder = load_query_encoder(facts, run.path / "model")
    else:
        encoder = select_encoder(facts["name"], documents=len(run.documents))
    if encoder is None or any(
        facts[name] != fact for name, fact in describe_encoder(encoder).items()
    ):
        raise InputError(
            f"The run {run.run_id} was made with the encoder {facts['name']}, version "
            f"{facts['revision']}, which is not the one installed. Fit all papers again."
        )
    return encoder


def _update(
    run: Run, inputs: Inputs, *, runs: Path, clock: Clock, progress: ProgressCallback | None
) -> str:
    params, encoder = inputs.params, inputs.encoder
    built_with = versions()
    known = inputs.papers["known"].to_numpy()
    with clock.step("Reading texts"):
        documents = to_documents(inputs.papers)
        texts = documents["text"].tolist()
    with clock.step("Embedding"):
        fresh = np.flatnonzero((known < 0) | inputs.papers["is_changed"].to_numpy())
        vectors = np.array(run.embeddings, dtype=np.float32)[known]
        vectors[fresh] = embed(
            [texts[row] for row in fresh], encoder=encoder, cache=cache_dir(), progress=progress
        )
    with clock.step("Finding neighbours"):
        graph = neighbours(vectors, k=params.neighbours)
    with clock.step("Collecting keywords"):
        languages = languages_of_corpus(documents["lang"])
        vocabulary = vocabulary_of_papers(texts, params=params, languages=languages)
    with clock.step("Finding themes"):
        topics, identity = _grown(
            run, vocabulary.counts, vectors=vectors, graph=graph, inputs=inputs
        )
    with clock.step("Drawing the map"):
        places = run.documents[["x", "y"]].to_numpy(np.float32)[known]
        places[known < 0] = np.nan
        positions = positions_beside(places, vectors, graph=graph, params=params)
    model = Model(documents, vocabulary, vectors, graph, topics, positions)
    lineage = _lineage(run, known, identity=identity, topics=topics)
    facts = Facts(encoder, built_with, identity, lineage)
    return write_model(model, inputs, facts=facts, clock=clock, runs=runs)


def _grown(
    run: Run,
    counts: sparse.csr_array,
    *,
    vectors: np.ndarray,
    graph: Neighbours,
    inputs: Inputs,
) -> tuple[Topics, Identity]:
    """The themes with the new papers, and which numbers, names and hues they have.

    `counts` (papers, terms) are occurrences.
    """
    known = inputs.papers["known"].to_numpy()
    standing = run.topics[run.topics["topic"] != OUTLIER].reset_index(drop=True)
    numbers = standing["topic"].to_numpy()
    place = pd.Series(np.arange(len(numbers)), numbers)
    was = run.documents["topic"].map(place).fillna(OUTLIER).to_numpy(np.int32)
    may = run.documents["assigned"].map(_FREEDOM).fillna(UNASSIGNED).to_numpy(int)
    edges = paper_graph(graph)
    found = anchored_themes(
        vectors,
        edges,
        before=np.where(known < 0, OUTLIER, was[known]),
        freedom=np.where(known < 0, NEW, may[known]),
        params=inputs.params,
    )
    next_topic, next_area = _next_numbers(run)
    opened = found.before < 0
    topic = np.where(opened, next_topic + np.cumsum(opened) - 1, numbers[found.before])
    broad = find_areas(found.topic, edges, embeddings=vectors, params=inputs.params)
    sizes = np.bincount(found.topic[found.topic >= 0], minlength=found.count)
    area = _areas(broad, found.before, standing=standing, next_area=next_area, sizes=sizes)
    used, place_of_area = np.unique(area, return_inverse=True)
    order = by_size(np.append(place_of_area, OUTLIER)[found.topic], count=len(used))
    kept = {i: standing.iloc[b] for i, b in enumerate(found.before.tolist()) if b >= 0}
    identity = Identity(
        topics=topic,
        areas=used[order],
        next_topic=next_topic + int(opened.sum()),
        next_area=max(next_area, int(area.max()) + 1),
        labels={i: Label(row["label"], row["label_source"]) for i, row in kept.items()},
        hues={i: float(row["hue"]) for i, row in kept.items()},
    )
    places = np.argsort(order)[place_of_area].astype(np.int32)
    facts = {name: value for name, value in vars(found).items() if name != "before"}
    # Papers that stay keep what is said of them.
    stays = (known >= 0) & (found.assigned == "cluster")
    was_assigned = run.documents["assigned"].to_numpy(object)[known]
    facts["assigned"] = np.where(stays, was_assigned, found.assigned)
    weights = topic_weights(counts, vectors, topic=found.topic, count=found.count)
    return Topics(**facts, area=places, weights=weights), identity


def _areas(
    broad: np.ndarray,
    before: np.ndarray,
    *,
    standing: pd.DataFrame,
    next_area: int,
    sizes: np.ndarray,
) -> np.ndarray:
    """The number of each theme's area: its own, or where it opened that of the themes beside it.

    Themes that opened far from all others are in a new area.
    """
    own = standing["area"].to_numpy()
    area = np.where(before >= 0, own[before], OUTLIER)
    for group in np.unique(broad[before < 0]):
        inside = broad == group
        opened, stood = inside & (before < 0), inside & (before >= 0)
        if stood.any():
            area[opened] = np.bincount(area[stood], weights=sizes[stood]).argmax()
        else:
            area[opened] = next_area
            next_area += 1
    return area


def _next_numbers(run: Run) -> tuple[int, int]:
    """The first numbers of topics and areas that no run of the lineage has used."""
    topics, areas = run.manifest.next_topic, run.manifest.next_area
    return (
        int(run.topics["topic"].max()) + 1 if topics is None else topics,
        int(run.areas["area"].max()) + 1 if areas is None else areas,
    )


def _lineage(run: Run, known: np.ndarray, *, identity: Identity, topics: Topics) -> dict[str, Any]:
    """The fields of the manifest that only a run with a parent has."""
    manifest, new = run.manifest, known < 0
    opened = sorted({*identity.topics.tolist()} - {*run.topics["topic"].tolist()})
    gone = sorted({*run.topics["topic"].tolist()} - {*identity.topics.tolist(), OUTLIER})
    placed = np.append(identity.topics, OUTLIER)[topics.topic[new]]
    unassigned_before = run.manifest.counts.outliers / run.manifest.counts.documents
    entry = {
        "run_id": run.run_id,
        "created": manifest.created,
        "documents": manifest.counts.documents,
        "topics": manifest.counts.topics,
        "opened": manifest.update.get("opened", []),
    }
    return {
        "parent": run.run_id,
        "lineage": [*manifest.lineage, entry],
        "update": {
            "papers": int(new.sum()),
            "opened": opened,
            "gone": gone,
            "moved": int((topics.assigned == "moved").sum()),
            "waiting": int(np.isin(placed, opened).sum()),
            "unassigned_share": float((topics.topic[new] < 0).mean()) if new.any() else None,
            "unassigned_share_before": unassigned_before,
            "confidence": float(topics.probability[new].mean()) if new.any() else None,
            "confidence_before": float(topics.probability[~new].mean()),
        },
    }
