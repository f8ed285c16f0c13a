"""The figures of the model: sample, real corpus, encoder, reproducibility, pages."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.modelling.keywords.word_roles import stop_words
from analysis.runs.store import Run, open_run
from tests.bench.encoder import encoder_rows
from tests.bench.pages import page_rows
from tests.bench.rows import ROOT, Cost, Row, cost, left_out

SAMPLE = ROOT / "data" / "sample"
FITS = 3


def model_rows(corpora: Path | None) -> Iterator[Row]:
    """Every row of SUITE=model; `corpora` is the folder that holds hf_daily.parquet."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        yield from _sample(data)
        corpus = corpora / "hf_daily.parquet" if corpora else None
        if corpus is None or not corpus.is_file():
            yield left_out("9,873 papers: fit, memory, quality, pages", "", "no CORPORA")
            return
        yield from encoder_rows(corpus)
        yield from _real(corpus, data / "real")


def _sample(data: Path) -> Iterator[Row]:
    fits = [_fit(SAMPLE, data / f"sample-{i}") for i in range(FITS)]
    runs = [run for run, _ in fits]
    counts, documents = runs[0].manifest.counts, runs[0].documents
    dated = int(documents["published"].notna().sum())
    yield Row("sample: papers read, dated", "84, 84", f"{len(documents)}, {dated}",
              (len(documents), dated) == (84, 84))  # fmt: skip
    yield Row("sample: themes", "6 to 14", str(counts.topics), 6 <= counts.topics <= 14)
    yield Row("sample: unassigned", "at most 8", str(counts.outliers), counts.outliers <= 8)
    labels = runs[0].topics["label"][runs[0].topics["topic"] >= 0]
    empty = sum(set(label.lower().split()) <= stop_words() for label in labels)
    yield Row("sample: names made of stop words", "0", str(empty), empty == 0)
    seconds = statistics.median(spent.seconds for _, spent in fits)
    yield Row("sample: fit, embeddings not cached, median of 3", "at most 60 s",
              f"{seconds:.1f} s", seconds <= 60)  # fmt: skip
    same = _tables(runs[0]) == _tables(runs[1])
    yield Row("two fits, same seed: tables", "byte-equal", "equal" if same else "differ", same)


def _real(corpus: Path, data: Path) -> Iterator[Row]:
    cost("-m", "analysis", "fit", str(corpus), "--set", "partitions=2", data=data)
    run, spent = _fit(corpus, data)
    quality = run.manifest.quality
    share, npmi, diversity = (quality[key] or 0 for key in ("outlier_share", "npmi", "diversity"))
    name = f"{len(run.documents):,} papers, embeddings cached"
    yield Row(f"{name}: fit", "at most 75 s", f"{spent.seconds:.1f} s", spent.seconds <= 75)
    yield Row(f"{name}: memory", "at most 2 GB", f"{spent.gigabytes:.2f} GB", spent.gigabytes <= 2)
    yield Row("unassigned", "at most 10%", f"{share:.1%}", share <= 0.1)
    yield Row("NPMI", "at least 0.34", f"{npmi:.3f}", npmi >= 0.34)
    yield Row("diversity", "at least 0.94", f"{diversity:.3f}", diversity >= 0.94)
    yield Row("themes", "", str(run.manifest.counts.topics), None)
    yield from page_rows(run, data)


def _fit(corpus: Path, data: Path) -> tuple[Run, Cost]:
    spent = cost("-m", "analysis", "fit", str(corpus), data=data)
    run_id = spent.output.split()[-1]
    return open_run(data / "runs" / run_id), spent


def _tables(run: Run) -> dict[str, bytes]:
    kept = [path for path in run.path.iterdir() if path.suffix in (".parquet", ".npy", ".npz")]
    return {path.name: path.read_bytes() for path in kept}
