"""BERTopic as it comes, and its map: the process that a whole fit is measured beside.

python -m tests.bench.stock TEXTS.parquet EMBEDDINGS.npy
"""

import sys

import numpy as np
import pandas as pd

SEED = 42


def main(texts: str, embeddings: str) -> None:
    """Fit the default sub-models, with a seed as people set who want the same twice; draw."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    vectors = np.load(embeddings)
    reduction = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED
    )
    clusters = HDBSCAN(
        min_cluster_size=10,
        metric="euclidean",
        cluster_selection_method="eom",
        prediction_data=True,
    )
    model = BERTopic(umap_model=reduction, hdbscan_model=clusters)
    topics, _ = model.fit_transform(pd.read_parquet(texts)["text"].tolist(), vectors)
    # What `visualize_documents` computes, as well with a seed.
    UMAP(
        n_neighbors=15, n_components=2, min_dist=0.0, metric="cosine", random_state=SEED
    ).fit_transform(vectors)
    print(max(topics) + 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
