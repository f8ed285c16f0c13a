"""Parameters of a fit: all documented, every invalid value refused with a reason."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from analysis.errors import InputError
from analysis.modelling.params import DEFAULTS, FitParams, known_params, read_params
from analysis.trends.params import TrendParams
from tests.support.commands import command, write_papers

SIZES = (1, 2, 3, 9, 10, 84, 120, 500, 2_000, 10_000, 50_000, 200_000, 1_000_000)


def test_every_knob_has_a_default_and_every_default_is_a_knob() -> None:
    lines = DEFAULTS.read_text(encoding="utf-8").splitlines()
    written = [match[1] for line in lines if (match := re.match(r"(\w+) = ", line))]
    assert sorted(written) == sorted(FitParams.model_fields)


def test_trends_alone_and_in_a_fit_have_the_same_thresholds() -> None:
    assert TrendParams() == TrendParams(
        **read_params().model_dump(include=set(TrendParams.model_fields))
    )


def test_every_default_is_explained() -> None:
    """Each block of settings stands under its comment."""
    blocks = DEFAULTS.read_text(encoding="utf-8").strip().split("\n\n")
    assert all(block.startswith("#") for block in blocks)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("topics=20", 20),
        ("topics = 20", 20),
        ("topics=auto", "auto"),
        ('topics="auto"', "auto"),
        ("max_outliers=0", 0.0),
        ("max_outliers=0.25", 0.25),
        ("encoder=st:some/model", "st:some/model"),
        ("encoder=lsa", "lsa"),
        ("period=month", "month"),
        ("seed=0", 0),
        ("label_model=gpt-4", "gpt-4"),
        ("label_model=a=b", "a=b"),
    ],
)
def test_a_setting_is_read_as_what_it_looks_like(setting: str, expected: object) -> None:
    value = getattr(read_params(settings=[setting]), setting.split("=", maxsplit=1)[0].strip())
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("topic=3", "topics"), ("min_size=3", "min_topic_size"), ("neighbors=9", "neighbours")],
)
def test_an_unknown_parameter_names_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(InputError, match=f"nearest is {nearest}"):
        read_params(settings=[wrong])


@pytest.mark.parametrize("name", ["min_samples", "cluster_dimensions", "cluster_epochs"])
def test_a_parameter_that_is_gone_is_refused_with_what_took_its_place(name: str) -> None:
    with pytest.raises(
        InputError, match=f"parameter {name} was removed: .*(size|graph|partitions)"
    ):
        read_params(settings=[f"{name}=5"])


def test_the_parameters_of_an_older_run_are_read_without_those_that_are_gone() -> None:
    kept = read_params(settings=["seed=7", "max_outliers=0.2"]).model_dump()
    older = {**kept, "min_samples": 5, "cluster_epochs": "auto"}
    del older["partitions"]
    read = known_params(older)
    assert (read.seed, read.max_outliers, read.partitions) == (7, 0.2, "auto")


@pytest.mark.parametrize(
    "wrong",
    [
        "partitions=1",
        "topics=0",
        "topics=-3",
        "topics=many",
        "topics=2.5",
        "topics=true",
        "min_topic_size=1",
        "max_outliers=1.1",
        "max_outliers=-0.1",
        "max_outliers=nan",
        "max_outliers=ten",
        "neighbours=1",
        "neighbours=[1]",
        "seed=-1",
        "seed=4294967296",
        "period=fortnight",
        "terms_per_topic=9",
        "map_min_dist=1",
        "label_endpoint=localhost",
        "label_model=4",
    ],
)
def test_a_wrong_value_is_refused_by_name(wrong: str) -> None:
    name, value = wrong.split("=")
    with pytest.raises(InputError, match=f"The parameter {name} cannot be ") as refusal:
        read_params(settings=[wrong])
    assert value.lower() in str(refusal.value).lower()


@pytest.mark.parametrize("text", ["topics", "", "20"])
def test_a_setting_without_a_value_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="KEY=VALUE"):
        read_params(settings=[text])


def test_an_endpoint_needs_a_model() -> None:
    with pytest.raises(InputError, match=r"label_model.*label_endpoint needs"):
        read_params(settings=["label_endpoint=http://127.0.0.1:1"])
    settings = ["label_endpoint=http://127.0.0.1:1", "label_model=m"]
    assert read_params(settings=settings).label_model == "m"


@pytest.mark.parametrize(
    "address", ["http://", "http://127.0.0.1:port", "http://[::1", "http://a b", "http://a\x00"]
)
def test_an_address_that_cannot_be_is_refused_before_the_work(address: str) -> None:
    setting = f"label_endpoint={json.dumps(address)}"
    with pytest.raises(InputError, match=r"label_endpoint.*A URL looks like"):
        read_params(settings=[setting, "label_model=m"])


@pytest.mark.parametrize(
    "address",
    [
        "https://user:hidden@example.org/v1",
        "https://hidden@example.org/v1",
        "https://example.org/v1?api_key=hidden",
        "https://example.org/v1#hidden",
        "ftp://user:hidden@example.org",
        "user:hidden@example.org",
        "http://user:hidden@[::1",
    ],
)
@pytest.mark.parametrize("by_file", [True, False])
def test_an_address_with_a_secret_is_refused_and_printed_nowhere(
    address: str, by_file: bool, tmp_path: Path
) -> None:
    corpus = write_papers(tmp_path / "p.jsonl", {"title": "A", "abstract": "B."})
    file = tmp_path / "mine.toml"
    file.write_text(f'label_endpoint = "{address}"\nlabel_model = "m"\n', encoding="utf-8")
    flags = ["--set", f"label_endpoint={json.dumps(address)}", "--set", "label_model=m"]
    given = ["--params", file] if by_file else flags
    for debug in ([], ["--debug"]):
        done = command("fit", corpus, *given, *debug)
        assert done.exit_code == 2
        assert "label_endpoint" in done.stderr
        assert "OPENAI_API_KEY" in done.stderr
        assert "hidden" not in done.output


def test_the_parameters_of_an_older_run_are_read_without_an_address_that_holds_a_secret() -> None:
    older = read_params().model_dump() | {"label_endpoint": "https://u:hidden@host/v1"}
    assert known_params(older).label_endpoint == ""


def test_flags_beat_the_file_and_the_file_beats_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("topics = 12\nseed = 5\n", encoding="utf-8")
    params = read_params(file, settings=["seed=6"])
    assert (params.topics, params.seed) == (12, 6)
    assert params.neighbours == read_params().neighbours


@pytest.mark.parametrize("content", [b"topics = = 3", b"\xff\xfe", b"[topics"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"mine\.toml is not TOML"):
        read_params(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml cannot be read"):
        read_params(tmp_path / "nowhere.toml")


def test_params_cannot_be_changed() -> None:
    params: Any = read_params()
    with pytest.raises(ValidationError):
        params.seed = 1


def test_sizes_settle_everything_and_grow_with_the_corpus() -> None:
    settled = [read_params().for_size(size) for size in SIZES]
    for name in ("min_topic_size", "min_term_documents"):
        values = [getattr(params, name) for params in settled]
        assert "auto" not in values
        assert values == sorted(values)


@pytest.mark.parametrize(
    ("papers", "smallest_topic", "rarest_term"),
    [(84, (2, 5), (2, 3)), (10_000, (10, 40), (5, 20)), (200_000, (40, 200), (20, 100))],
)
def test_sizes_are_sensible(
    papers: int, smallest_topic: tuple[int, int], rarest_term: tuple[int, int]
) -> None:
    params: Any = read_params().for_size(papers)
    assert smallest_topic[0] <= params.min_topic_size <= smallest_topic[1]
    assert rarest_term[0] <= params.min_term_documents <= rarest_term[1]
    assert 20 <= params.partitions <= 200


def test_what_is_asked_for_is_not_settled_otherwise() -> None:
    params = read_params(settings=["min_topic_size=50", "min_term_documents=4"]).for_size(84)
    assert (params.min_topic_size, params.min_term_documents) == (50, 4)
    assert params.for_size(10_000) == params
