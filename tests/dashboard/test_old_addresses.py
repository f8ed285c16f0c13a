"""Addresses of earlier versions: each leads to what has taken its place, with what it asks for."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.state.old_addresses import new_place
from tests.dashboard.conftest import APP
from tests.dashboard.test_pages import NONSENSE, VIEWS, words_of

# An old address, and the title and the parameters of where it leads.
OLD = {
    ("trending", "when=2023-05"): ("Papers", "show=upvoted&when=2023-05"),
    ("reading_list", ""): ("Papers", "show=saved"),
    ("field", "chart=ranks&topic=2&topic=4"): ("Themes", "show=ranks&name=2&name=4"),
    ("field", ""): ("Themes", "show=places"),
    ("keywords", "term=speech synthesis 2"): ("Trends", "show=keywords&term=speech synthesis 2"),
    ("corrections", ""): ("Details of the run", ""),
    ("corrections", "topic=3"): ("Graph neural networks", "topic=3&change=rename"),
    ("corrections", "topic=3&change=split"): ("Graph neural networks", "topic=3&change=split"),
    ("corrections", "paper=arxiv:2201.00040"): ("Paper 40", "paper=arxiv:2201.00040&change=move"),
    ("compare", "what=times&a=2022&b=2023"): ("Trends", "window=between&from=2022&to=2023"),
}


def read(query: str) -> dict[str, list[str]]:
    """The parameters of a query, each with its values."""
    names: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        names.setdefault(name, []).append(value)
    return names


@pytest.fixture
def open_address(monkeypatch, registered):
    """Open an address as a browser would: the path of a page, whatever file shows it."""

    def open_address(runs, path: str, names: dict[str, list[str]]) -> AppTest:
        monkeypatch.setenv("PAPERTIDES_RUNS", str(runs))
        app = AppTest.from_file(str(APP), default_timeout=60)
        app._registered_pages = registered
        paths = {info["url_pathname"]: page for page, info in registered.items()}
        app._page_hash = paths[path]
        for name, values in names.items():
            app.query_params[name] = values
        return app.run()

    return open_address


@pytest.mark.parametrize(("old", "new"), OLD.items(), ids="?".join)
def test_an_old_address_leads_to_its_new_place(old, new, shelves, open_address):
    path, query = old
    title, wanted = new
    (run,) = (one.name for one in shelves["normal"].iterdir())
    app = open_address(shelves["normal"], path, read(query) | {"run": [run], "period": ["year"]})

    assert not app.exception
    assert app.title[0].value.startswith(title)
    place = new_place(path, read(query) | {"run": [run], "period": ["year"]})
    assert place is not None
    names = {
        name: [value] if isinstance(value, str) else value
        for name, value in place["query_params"].items()
    }
    assert names == read(wanted) | {"run": [run], "period": ["year"]}


@pytest.mark.parametrize("path", ["trending", "reading_list", "field", "corrections", "keywords"])
def test_nonsense_in_an_old_address_is_said_where_it_leads(path, shelves, open_address):
    names = {
        name: value if isinstance(value, list) else [value] for name, value in NONSENSE.items()
    }
    app = open_address(shelves["normal"], path, names)

    assert not app.exception
    assert not app.error
    assert app.title[0].value in VIEWS.values()


def test_an_old_address_of_a_run_that_is_gone_says_so(shelves, open_address):
    app = open_address(shelves["normal"], "trending", {"run": ["nope"]})

    assert app.title[0].value == "This run is not here"
    assert "There is no run nope here" in words_of(app)


@pytest.mark.parametrize("path", ["", "map", "themes", "trends", "papers", "compare", "about"])
def test_the_addresses_of_today_lead_nowhere_else(path):
    assert new_place(path, {"topic": ["3"], "what": ["themes"]}) is None
