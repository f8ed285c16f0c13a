"""Papers put into the themes of a run: those it holds keep theirs, the others are voted on."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.encoding import Encoder, embed
from analysis.errors import InputError
from analysis.modelling.inputs import describe_encoder
from analysis.modelling.neighbours import nearest, vote
from analysis.papers.table import to_documents
from analysis.runs.store import Run


def place(run: Run, texts: Sequence[str], *, encoder: Encoder, cache: Path) -> pd.DataFrame:
    """The topic of every text: topic int32, probability float32 (0 to 1), known bool.

    `texts` are as `to_documents` makes them. One that the run holds is `known` and keeps its stored
    topic and probability; another gets the topic that its nearest neighbours in the run favour, by
    similarity, and their share of the votes (-1 and 0 where all of them are outliers).
    Raises InputError where `encoder` is not the one that the run was made with.
    """
    made_with = {name: run.manifest.encoder[name] for name in describe_encoder(encoder)}
    if made_with != describe_encoder(encoder):
        raise InputError(
            f"The run {run.run_id} was made with the encoder {made_with['name']}, version "
            f"{made_with['revision']}; texts embedded with {encoder.name}, version "
            f"{encoder.revision}, cannot be placed in it."
        )
    stored = run.documents[["topic", "probability"]]
    row_of = {text: row for row, text in enumerate(to_documents(run.documents)["text"])}
    rows = np.array([row_of.get(text, -1) for text in texts], dtype=np.int64)
    known = rows >= 0
    topic, probability = stored["topic"].to_numpy()[rows], stored["probability"].to_numpy()[rows]
    if not known.all():
        new = [text for text, is_known in zip(texts, known, strict=True) if not is_known]
        vectors = embed(new, encoder=encoder, cache=cache)
        graph = nearest(vectors, run.embeddings, k=run.manifest.params["neighbours"])
        topic[~known], probability[~known] = vote(graph, stored["topic"].to_numpy())
    return pd.DataFrame({"topic": topic, "probability": probability, "known": known})
