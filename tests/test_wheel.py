"""Papertides without its checkout: as a wheel, and as packages that nothing installed."""

import os
import shutil
import site
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from analysis.runs.store import open_run
from tests.support.commands import write_papers
from tests.support.sources import ROOT

PACKAGES = ("analysis", "dashboard")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every installed library but Papertides, which is installed here out of its checkout."""
    folder = tmp_path_factory.mktemp("libraries")
    for place in site.getsitepackages():
        for entry in Path(place).iterdir():
            link = folder / entry.name
            if "papertides" not in entry.name and entry.suffix != ".pth" and not link.exists():
                link.symlink_to(entry)
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages alone."""
    folder = tmp_path_factory.mktemp("packages")
    for name in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(packages, source, dirs_exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", source)
    pip("wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", source / "dist", source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the wheel is installed into."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def pip(*arguments: object) -> None:
    words = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def run(
    *words: object, paths: list[Path], cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`python -m WORDS` with `paths` alone beside the standard library."""
    variables = {name: text for name, text in os.environ.items() if name != "PAPERTIDES_DATA"}
    variables |= {"PYTHONPATH": os.pathsep.join(map(str, paths))} | environment
    command = [sys.executable, "-S", "-m", *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, text=True, check=False, timeout=300
    )


def papers(folder: Path) -> Path:
    texts = ({"title": f"Sea ice {n}", "abstract": "We measure how it melts."} for n in range(5))
    return write_papers(folder / "papers.jsonl", *texts)


def test_every_file_of_the_packages_is_in_the_wheel(packages: Path, wheel: Path) -> None:
    there = {path.relative_to(packages) for path in packages.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name) for name in archive.namelist() if ".dist-info/" not in name}
    assert inside == there


def test_an_installed_wheel_fits_and_keeps_its_runs_with_the_user(
    installed: Path, libraries: Path, tmp_path: Path
) -> None:
    everywhere = {"paths": [installed, libraries], "cwd": tmp_path}
    for program in PACKAGES:
        done = run(program, "--version", **everywhere)
        assert (done.returncode, done.stdout) == (0, f"papertides {version('papertides')}\n")
    corpus, home = papers(tmp_path), tmp_path / "home"
    done = run(
        *("analysis", "fit", corpus, "--encoder", "lsa"),
        **everywhere,
        HOME=str(home),
        XDG_DATA_HOME=str(home / "share"),
    )
    assert done.returncode == 0, done.stderr
    (made,) = home.rglob("runs/*/manifest.json")
    assert "papertides" in made.relative_to(home).parts
    assert open_run(made.parent).manifest.versions["papertides"] == version("papertides")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "home", "papers.jsonl"}
    assert not any((tmp_path / "data").iterdir())


def test_packages_that_nothing_installed_fit_all_the_same(
    packages: Path, libraries: Path, tmp_path: Path
) -> None:
    everywhere = {"paths": [packages, libraries], "cwd": tmp_path}
    for program in PACKAGES:
        done = run(program, "--version", **everywhere)
        assert (done.returncode, done.stdout) == (0, "papertides unknown (not installed)\n")
    words = ("analysis", "fit", papers(tmp_path), "--encoder", "lsa", "--runs", tmp_path / "runs")
    done = run(*words, **everywhere, PAPERTIDES_DATA=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "runs").glob("*/manifest.json")
    assert open_run(made.parent).manifest.versions["papertides"] == "unknown (not installed)"


def test_a_checkout_keeps_its_runs_in_its_own_folder_wherever_it_is_called_from(
    packages: Path, libraries: Path, tmp_path: Path
) -> None:
    checkout, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    shutil.copytree(packages, checkout)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    elsewhere.mkdir()
    (elsewhere / "pyproject.toml").write_text('[project]\nname = "another"\n')
    done = run("analysis", "cache", "--json", paths=[checkout, libraries], cwd=elsewhere)
    assert f'"{checkout / "data" / "cache"}"' in done.stdout, done.stderr
