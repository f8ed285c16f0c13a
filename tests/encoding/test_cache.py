"""No text is computed twice, whatever is killed, damaged or running beside."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.encoding import EmbeddingProgress, embed
from analysis.encoding.cache_files import cached
from analysis.encoding.encoder import Fitted
from analysis.errors import PapertidesError
from tests.support.sources import ROOT

TEXTS = [f"paper number {i}" for i in range(700)]
WORKER = """
import sys
from pathlib import Path
from tests.encoding.test_cache import TEXTS, CountingEncoder
from analysis.encoding import embed
embed(TEXTS, encoder=CountingEncoder(seconds=float(sys.argv[2])), cache=Path(sys.argv[1]))
"""


@dataclass(frozen=True)
class CountingEncoder(Fitted):
    """Vectors out of a text's hash; remembers what it was asked for and takes its time."""

    seconds: float = 0.0  # a text
    name: str = "counting"
    revision: str = "1"
    sha256: str = "0" * 64
    dimensions: int = 8
    asked: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.extend(texts)
        time.sleep(self.seconds * len(texts))
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        vectors[:, :8] = _expected(texts).reshape(-1, 8)
        return vectors


def _truth(text: str) -> np.ndarray:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]
    vector = np.frombuffer(digest, dtype=np.uint8).astype(np.float32) + 1
    return vector / np.linalg.norm(vector)


def _expected(texts: Sequence[str]) -> np.ndarray:
    return np.array([_truth(text) for text in texts], dtype=np.float32)


def _files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.vectors"))


def _start(cache: Path, *, seconds: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(cache), str(seconds)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_text_is_computed_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    texts = ["a", "b", "a", "", "b", "\ud800"]
    first = embed(texts, encoder=encoder, cache=tmp_path)
    again = embed(["\ud800", "c", *texts], encoder=encoder, cache=tmp_path)
    assert np.array_equal(first, _expected(texts))
    assert np.array_equal(again, _expected(["\ud800", "c", *texts]))
    assert encoder.asked == ["a", "b", "", "\ud800", "c"]


def test_another_encoder_has_vectors_of_its_own(tmp_path: Path) -> None:
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path)
    for other in (CountingEncoder(revision="2"), CountingEncoder(sha256="1" * 64)):
        embed(TEXTS, encoder=other, cache=tmp_path)
        assert other.asked == TEXTS


def test_progress_counts_what_has_to_be_computed(tmp_path: Path) -> None:
    told: list[EmbeddingProgress] = []
    embed(TEXTS[:300], encoder=CountingEncoder(), cache=tmp_path)
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path, progress=told.append)
    assert [told[0].done, told[-1].done] == [0, 400]
    assert {one.total for one in told} == {400}
    told.clear()
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path, progress=told.append)
    assert not told


def test_a_kill_loses_seconds_not_the_work(tmp_path: Path) -> None:
    worker = _start(tmp_path, seconds=0.002)
    try:
        deadline = time.monotonic() + 60
        while len(_files(tmp_path)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    kept = len(_files(tmp_path))
    assert 2 <= kept < 6
    encoder = CountingEncoder()
    vectors = embed(TEXTS, encoder=encoder, cache=tmp_path)
    assert np.array_equal(vectors, _expected(TEXTS))
    assert len(encoder.asked) <= len(TEXTS) - 2 * 128


def test_two_processes_share_a_cache(tmp_path: Path) -> None:
    workers = [_start(tmp_path, seconds=0.0005) for _ in range(2)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    encoder = CountingEncoder()
    assert np.array_equal(embed(TEXTS, encoder=encoder, cache=tmp_path), _expected(TEXTS))
    assert not encoder.asked


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[: len(content) // 2],
        lambda content: content + b"more",
        lambda content: bytes(reversed(content)),
        lambda content: content[:900] + bytes([content[900] ^ 1]) + content[901:],
        lambda content: content[:5] + bytes([content[5] ^ 1]) + content[6:],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    ],
)
def test_a_damaged_entry_is_computed_again(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path)
    hurt = _files(tmp_path)[1]
    hurt.write_bytes(damage(hurt.read_bytes()))
    encoder = CountingEncoder()
    assert np.array_equal(embed(TEXTS, encoder=encoder, cache=tmp_path), _expected(TEXTS))
    assert 0 < len(encoder.asked) <= 128
    whole = CountingEncoder()
    embed(TEXTS, encoder=whole, cache=tmp_path)
    assert not whole.asked


def test_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path)
    folder = _files(tmp_path)[0].parent
    dead, alive = folder / ".papertides-dead", folder / ".papertides-alive"
    dead.write_bytes(b"half")
    alive.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(dead, (long_ago, long_ago))
    embed(["one more"], encoder=CountingEncoder(), cache=tmp_path)
    assert not dead.exists()
    assert alive.exists()


def test_a_cache_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(
        PapertidesError, match=r"cannot be written: [A-Z][a-z ]+\. .*PAPERTIDES_DATA"
    ) as failure:
        embed(["a"], encoder=CountingEncoder(), cache=blocked)
    assert failure.value.exit_code == 1


def test_no_texts_need_no_encoder(tmp_path: Path) -> None:
    assert embed([], encoder=CountingEncoder(), cache=tmp_path).shape == (0, 8)


@pytest.mark.parametrize("number", [errno.EMFILE, errno.EACCES, errno.EIO])
def test_what_cannot_be_read_at_the_moment_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    embed(TEXTS, encoder=CountingEncoder(), cache=tmp_path)
    before = {path: path.read_bytes() for path in _files(tmp_path)}
    opened = Path.open

    def refuse(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if path.suffix == ".vectors" and mode == "rb":
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, mode, *args, **more)

    encoder = CountingEncoder()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        vectors = embed(TEXTS, encoder=encoder, cache=tmp_path)
    assert np.array_equal(vectors, _expected(TEXTS))
    assert encoder.asked == TEXTS
    assert {path: path.read_bytes() for path in before if path.exists()} == before
    again = CountingEncoder()
    embed(TEXTS, encoder=again, cache=tmp_path)
    assert not again.asked


def test_a_model_that_cannot_be_read_at_the_moment_stays(tmp_path: Path) -> None:
    """A folder in its place: it is there, and no content can be read."""
    path = tmp_path / "encoders" / "model"
    path.mkdir(parents=True)
    assert cached(path, lambda: b"model") == b"model"
    assert path.is_dir()
    other = path.with_name("other")
    assert [cached(other, content) for content in (lambda: b"first", lambda: b"second")] == [
        b"first",
        b"first",
    ]
    other.write_bytes(other.read_bytes()[:-1])
    assert cached(other, lambda: b"third") == b"third"
    assert cached(other, lambda: b"fourth") == b"third"


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="Linux has it")
def test_a_few_texts_read_little_of_a_large_cache(tmp_path: Path) -> None:
    wide = CountingEncoder(dimensions=384)
    embed(TEXTS * 4, encoder=wide, cache=tmp_path)
    embed([f"other {i}" for i in range(6_000)], encoder=wide, cache=tmp_path)
    script = f"""
import sys
from pathlib import Path
from tests.encoding.test_cache import TEXTS, CountingEncoder
from analysis.encoding import embed
def read():
    facts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(facts["rchar"])
encoder, before = CountingEncoder(dimensions=384), read()
embed(TEXTS[:5], encoder=encoder, cache=Path({str(tmp_path)!r}))
print(len(encoder.asked), read() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    computed, read = map(int, done.stdout.split())
    size = sum(path.stat().st_size for path in _files(tmp_path))
    assert computed == 0
    assert 0 < read < size / 10, f"{read:,} of {size:,} bytes were read"
