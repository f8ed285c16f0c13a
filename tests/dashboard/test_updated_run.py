"""A run that an update made, on every page: its themes have other numbers than their places."""

import pytest

from tests.dashboard.conftest import OpenPage
from tests.support.lineages import planted_lineage

VIEWS = ("overview", "topic_map", "themes", "trends", "papers", "compare", "about")


@pytest.fixture(scope="module")
def lineage(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERTIDES_DATA", str(tmp_path_factory.mktemp("data")))
        yield planted_lineage(tmp_path_factory.mktemp("lineage"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_shows_it(lineage, open_page: OpenPage, view: str) -> None:
    app = open_page(lineage.parent.path.parent, view, run=lineage.child.run_id)
    assert not app.exception
    assert not app.error


def test_a_theme_that_opened_has_a_page_with_the_number_of_its_papers(
    lineage, open_page: OpenPage
) -> None:
    run = lineage.child
    opened = run.manifest.update["opened"][0]
    app = open_page(run.path.parent, "themes", run=run.run_id, topic=str(opened))
    said = " ".join(str(part.value) for part in (*app.title, *app.header, *app.subheader))
    assert run.labels[opened] in said
    papers = int((run.documents["topic"] == opened).sum())
    shown = " ".join(str(part.value) for part in (*app.markdown, *app.caption))
    assert f"{papers} papers" in shown
