"""The figures of access: what axe-core and the console say of every page, light and dark."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.browsing import browser
from tests.bench.rows import Row
from tests.bench.served import served
from tests.e2e.conftest import heard
from tests.e2e.test_access import PAGES_TO_CHECK, survey
from tests.support.builders import build_run


def access_rows() -> Iterator[Row]:
    """Two rows, of a small run."""
    with tempfile.TemporaryDirectory() as folder, browser() as opened:
        build_run(Path(folder), papers=240, topics=8)
        with served(Path(folder)) as dashboard:
            context = opened.new_context(viewport={"width": 1280, "height": 900})
            tab = context.new_page()
            pages = [f"{dashboard.address}/{path}" for path in PAGES_TO_CHECK.values()]
            with heard(context) as complaints:
                grave = sum(len(survey(tab, page)) for page in pages)
        name = f"{len(pages)} pages, light and dark"
        yield Row(f"{name}: serious or critical findings of axe-core", "none",
                  str(grave), not grave)  # fmt: skip
        yield Row(f"{name}: errors and warnings of ours in the console", "none",
                  str(len(complaints)), not complaints)  # fmt: skip
