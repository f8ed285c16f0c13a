"""The figures of the map at 9,873, 200,000 and 1,000,000 papers, in a real browser."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import plotly
from bertopic.plotting import visualize_documents
from playwright.sync_api import Browser, Page, ViewportSize

from analysis.runs.store import Run, open_run
from tests.bench.browsing import (
    SLOW,
    browser,
    files,
    heap_megabytes,
    seconds_to_points,
    settle,
)
from tests.bench.many_points import write_many_points
from tests.bench.rows import Row
from tests.bench.served import served

BARE = Path(__file__).with_name("bare.html")
TRIES = 3
HEAP = 1_000
WINDOW: ViewportSize = {"width": 1280, "height": 1100}


def first_points(opened: Browser, address: str, *, run: Run) -> Iterator[Row]:
    """From the click on the page to its first points, against BERTopic's own map of the same."""
    with tempfile.TemporaryDirectory() as folder:
        _write_bertopic_map(run, Path(folder) / "map.html")
        with files(Path(folder)) as peers:
            _click_to_points(opened, address)  # the server opens the run once
            ours, theirs = _in_turns(
                lambda: _click_to_points(opened, address),
                lambda: _open_to_points(opened, f"{peers}/map.html"),
            )
    name = f"map of {len(run.documents):,}: click on the page to first points"
    measured = f"{ours:.2f} s, theirs {theirs:.2f} s, ratio {ours / theirs:.2f}"
    yield Row(name, "no slower than visualize_documents", measured, ours <= theirs)


def bytes_sent(opened: Browser, address: str, *, run: Run) -> Iterator[Row]:
    """What the browser is sent for the map, by address and through the websocket."""
    page = opened.new_page(viewport=WINDOW)
    sent: list[int] = []
    wire: list[int] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda got: wire.append(len(got)))
    )
    page.on(
        "response",
        lambda answer: (
            sent.append(int(answer.headers["content-length"]))
            if "/map/" in answer.url and "/runs/" in answer.url
            else None
        ),
    )
    page.goto(address)
    settle(page)
    wire.clear()
    seconds_to_points(page, page.get_by_role("link", name="Map", exact=True).first.click)
    page.close()
    papers = len(run.documents)
    each = sum(sent) / papers
    name = f"map of {papers:,}: bytes sent"
    yield Row(f"{name} a point", "at most 20", f"{each:.1f}", each <= 20)
    megabytes = (sum(sent) + sum(wire)) / 1e6
    most = max([*sent, *wire]) / 1e6
    measured = f"{megabytes:.1f} MB, the largest piece {most:.1f} MB"
    yield Row(f"{name} in all", "at most 25 MB", measured, megabytes <= 25)


def million(opened: Browser, address: str, *, run: Run) -> Iterator[Row]:
    """First picture against a bare page of Plotly; then the map is used, and must stay whole."""
    name = f"map of {len(run.documents):,}"
    with tempfile.TemporaryDirectory() as folder:
        _write_bare_page(run, Path(folder))
        with files(Path(folder)) as bare:
            _click_to_points(opened, address)
            ours, theirs = _in_turns(
                lambda: _click_to_points(opened, address),
                lambda: _open_to_points(opened, f"{bare}/bare.html"),
            )
    measured = f"{ours:.2f} s, bare Plotly {theirs:.2f} s, ratio {ours / theirs:.2f}"
    yield Row(f"{name}: first picture", "at most 1.5 times bare Plotly", measured,
              ours <= 1.5 * theirs)  # fmt: skip
    page = _overview(opened, address)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("crash", lambda _: failures.append("the page crashed"))
    seconds_to_points(page, page.get_by_role("link", name="Map", exact=True).first.click)
    said = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in _used(page).items())
    heap = heap_megabytes(page)
    page.close()
    yield Row(f"{name}: draws, pans, finds, selects", "no failure", said, not failures)
    yield Row(f"{name}: JavaScript heap", "at most 1 GB", f"{heap:.0f} MB", heap <= HEAP)


# Each takes an opened browser, the address of a dashboard and its only run, of so many papers.
ROWS = {9_873: (first_points,), 200_000: (bytes_sent,), 1_000_000: (million,)}


def map_rows() -> Iterator[Row]:
    """Every row, the smallest run first; none of them needs a real corpus."""
    with browser() as opened:
        for papers, measures in ROWS.items():
            with tempfile.TemporaryDirectory() as folder:
                runs = Path(folder) / "runs"
                run = open_run(runs / write_many_points(runs, papers=papers))
                with served(runs) as dashboard:
                    for measure in measures:
                        yield from measure(opened, dashboard.address, run=run)


def _used(page: Page) -> dict[str, float]:
    """Pan, search and loop, each until its effect is on the screen: seconds by what was done."""
    plot = page.locator(".live-map-plot .nsewdrag").first
    box = plot.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    range_now = "() => document.querySelector('.live-map-plot')._fullLayout.xaxis.range[0]"
    before = page.evaluate(range_now)
    started = time.perf_counter()
    _drag(page, [(x, y), (x + 60, y + 30)])
    page.wait_for_function(f"before => ({range_now})() !== before", arg=before, timeout=SLOW)
    panned = time.perf_counter()
    page.get_by_label("Light up papers about").fill("theme 17")
    page.get_by_role("heading", name="lit up").wait_for(timeout=SLOW)
    found = time.perf_counter()
    page.locator('.modebar-btn[data-val="drawclosedpath"]').click()
    corners = [(-90, -90), (90, -90), (90, 90), (-90, 90), (-90, -90)]
    _drag(page, [(x + right, y + down) for right, down in corners], steps=4)
    page.get_by_role("heading", name="picked on the map").wait_for(timeout=SLOW)
    done = time.perf_counter()
    return {"pan": panned - started, "search": found - panned, "loop": done - found}


def _drag(page: Page, places: list[tuple[float, float]], *, steps: int = 1) -> None:
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=steps)
    page.mouse.up()


def _in_turns(ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float]:
    """The medians of two measures that are taken in turns."""
    pairs = [(ours(), theirs()) for _ in range(TRIES)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def _overview(opened: Browser, address: str) -> Page:
    page = opened.new_page(viewport=WINDOW)
    page.set_default_timeout(SLOW)
    page.goto(address)
    settle(page)
    return page


def _click_to_points(opened: Browser, address: str) -> float:
    """In a browser that keeps nothing from before."""
    page = _overview(opened, address)
    link = page.get_by_role("link", name="Map", exact=True).first
    seconds = seconds_to_points(page, link.click)
    page.close()
    return seconds


def _open_to_points(opened: Browser, address: str) -> float:
    page = opened.new_page(viewport=WINDOW)
    page.set_default_timeout(SLOW)
    seconds = seconds_to_points(page, lambda: page.goto(address))
    page.close()
    return seconds


def _write_bertopic_map(run: Run, path: Path) -> None:
    """BERTopic's own figure of these papers, as it writes it; it needs no more of a model."""
    words = {
        topic: [(term, 1.0) for term in terms]
        for topic, terms in run.terms.groupby("topic")["term"]
    }
    model = SimpleNamespace(
        topics_=run.documents["topic"].tolist(),
        custom_labels_=None,
        get_topic=lambda topic: words.get(topic, [("none", 1.0)]),
    )
    places = run.documents[["x", "y"]].to_numpy()
    titles = run.documents["title"].tolist()
    visualize_documents(model, titles, reduced_embeddings=places).write_html(path)


def _write_bare_page(run: Run, folder: Path) -> None:
    """The least that draws the same points with Plotly: one trace, one colour, no names."""
    shutil.copy(BARE, folder)
    shutil.copy(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", folder)
    for axis in ("x", "y"):
        run.documents[axis].to_numpy("<f4").tofile(folder / axis)
