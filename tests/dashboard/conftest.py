"""Runs to look at, made once, and the app without a browser."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from analysis.jobs import list_jobs, stop_job, wait_for_job
from tests.support.builders import build_run, every_verdict, make_older
from tests.support.jobs import LONG

APP = Path(__file__).resolve().parents[2] / "dashboard" / "streamlit_app.py"

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of runs by what is special about the one run in each."""
    kinds = {
        "normal": {},
        "before areas": {},
        "one theme": {"papers": 12, "topics": 1},
        "one paper": {"papers": 1, "topics": 1},
        "no dates": {"published": [None] * 120},
        "moving": {"papers": 1500, "topics": 6},
        "every verdict": every_verdict(),
    }
    root = tmp_path_factory.mktemp("shelves")
    for kind, options in kinds.items():
        run_id = build_run(root / kind, **options)
        if kind == "before areas":
            make_older(root / kind / run_id)
    return {kind: root / kind for kind in kinds} | {"no run": root / "no run"}


@pytest.fixture
def jobs(data_dir: Path) -> Iterator[Path]:
    """The folder of jobs, of which none is left at work."""
    yield data_dir / "jobs"
    for job in list_jobs(data_dir / "jobs"):
        stop_job(job.path)
        wait_for_job(job.path, seconds=LONG)


@pytest.fixture(autouse=True, scope="session")
def packages_looked_through_once() -> Iterator[None]:
    """Streamlit's search of every installed package for components: once, not for every app."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The app's pages, by which an app that has not run yet finds them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERTIDES_RUNS", str(tmp_path_factory.mktemp("no run")))
        return AppTest.from_file(str(APP), default_timeout=60).run()._registered_pages


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, registered: dict) -> OpenPage:
    """Open a page of the app as a link would: `open_page(runs, "themes", topic="3")`."""

    def open_page(runs: Path, view: str = "overview", **names: str | list[str]) -> AppTest:
        monkeypatch.setenv("PAPERTIDES_RUNS", str(runs))
        app = AppTest.from_file(str(APP), default_timeout=60)
        app._registered_pages = registered
        for name, value in names.items():
            app.query_params[name] = value
        return app.switch_page(f"views/{view}.py").run()

    return open_page
