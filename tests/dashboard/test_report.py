"""The report: everything in one page that asks nobody, runs nothing of others, and prints whole."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from typer.testing import CliRunner, Result

from analysis.runs.corrections.corrected import open_corrected
from analysis.runs.corrections.overlay import add_edit
from analysis.runs.store import open_run, write_run
from dashboard.__main__ import app
from dashboard.report.download import cached_report
from dashboard.report.page import report_html
from tests.support.builders import build_run, run_parts
from tests.support.corrections import edit
from tests.support.sources import ROOT

MISCHIEF = "</script><script>hacked = 1</script><img src='http://x.invalid/' onerror='hacked=1'>"
# What a browser prints on A4 between margins of 14 mm, in pixels.
PAGE_WIDTH, PAGE_HEIGHT = 688, 1017


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 1,500 papers that move, with titles, names and links that mean mischief."""
    folder = tmp_path_factory.mktemp("runs")
    tables, vectors, manifest = run_parts(papers=1500, topics=6)
    first = tables.documents.index[tables.documents["topic"] == 0]
    tables.documents.loc[first, ["title", "venue"]] = MISCHIEF
    tables.documents.loc[first, "url"] = "javascript:window.hacked=1"
    tables.documents["authors"] = [
        [MISCHIEF] if topic == 0 else ["Ada Author"] for topic in tables.documents["topic"]
    ]
    tables.topics.loc[1, "label"] = MISCHIEF
    tables.terms["term"] = tables.terms["term"].replace("large language models 1", MISCHIEF)
    manifest.papers["name"] = MISCHIEF
    write_run(tables, vectors, manifest=manifest, runs=folder)
    return folder


@pytest.fixture(scope="module")
def many_themes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 4,000 papers that move, in 93 themes with long names."""
    folder = tmp_path_factory.mktemp("many")
    tables, vectors, manifest = run_parts(papers=4000, topics=93)
    tables.topics["label"] = [
        f"Theme {place} of quite a long name" for place in range(len(tables.topics))
    ]
    write_run(tables, vectors, manifest=manifest, runs=folder)
    return folder


def report(runs: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["report", *words, "--runs", str(runs)])


def opened(runs: Path, page: Page, tmp_path: Path, *flags: str) -> list[str]:
    """Write the report and open it as a file; what the browser asks for and complains about."""
    out = tmp_path / "new folder" / "report.html"
    done = report(runs, "latest", "--out", str(out), *flags)
    assert done.exit_code == 0, done.stderr
    assert str(out) in done.stdout
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(out.as_uri())
    page.wait_for_function("waiting.size === 0")
    return [url for url in asked if not url.startswith(("file:", "blob:", "data:"))]


@pytest.mark.parametrize("flags", [[], ["--full"]])
def test_a_report_runs_nothing_of_others_and_asks_no_network(runs, page, tmp_path, flags) -> None:
    assert opened(runs, page, tmp_path, *flags) == []
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    assert MISCHIEF in page.locator("#all-themes").inner_text()
    if flags:
        article = page.locator("#theme-0")
        assert MISCHIEF in article.locator("h3").inner_text()
        assert MISCHIEF in article.locator(".lists").inner_text()


def test_a_full_report_has_every_chart_and_theme(runs, page, tmp_path) -> None:
    opened(runs, page, tmp_path, "--full")
    figures = page.locator("figure.chart")
    assert figures.count() == 6 + 6
    for figure in figures.all():
        assert figure.locator(".main-svg").count() > 0
        assert figure.get_attribute("aria-label")
    for name in ("map", "topic_map"):
        assert page.locator(f"#chart-{name} .point").count() == 1500
    run = open_run(next(runs.glob("2*")))
    text = page.locator("body").inner_text()
    for said in (run.run_id, "Diffusion models", "would have been usual", "Wilson"):
        assert said in text
    page.locator("#all-themes").get_by_role("link", name="Speech synthesis", exact=True).click()
    assert page.url.endswith("#theme-2")


def test_a_brief_is_read_in_five_pages_and_its_first_says_what_moved(
    many_themes, page, tmp_path
) -> None:
    opened(many_themes, page, tmp_path)
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 5
    assert page.locator(".mover").count() == 5
    for mover in page.locator(".mover").all():
        assert mover.locator("li").count() == 3
        assert mover.locator("svg polyline").count() == 1
    page.set_viewport_size({"width": PAGE_WIDTH, "height": PAGE_HEIGHT})
    page.emulate_media(media="print")
    first = page.locator("#brief").bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= PAGE_HEIGHT


def test_printed_nothing_is_cut_and_two_themes_share_a_page(runs, page, tmp_path) -> None:
    opened(runs, page, tmp_path, "--full")
    assert page.pdf(format="A4").count(b"/Type /Page\n") in range(8, 16)
    page.set_viewport_size({"width": PAGE_WIDTH, "height": PAGE_HEIGHT})
    page.emulate_media(media="print")
    boxes = page.locator(".chart .main-svg").evaluate_all(
        "all => all.map(svg => svg.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert all(left >= 0 and right <= PAGE_WIDTH for left, right in boxes)
    heights = page.locator(".theme").evaluate_all("all => all.map(one => one.offsetHeight)")
    # The first theme has mischief for words, which takes lines of its own.
    assert max(heights[1:]) < PAGE_HEIGHT / 2
    tallest = page.locator(".chart").evaluate_all(
        "all => Math.max(...all.map(x => x.offsetHeight))"
    )
    assert tallest < PAGE_HEIGHT


@pytest.mark.parametrize("kind", ["one theme", "one paper", "no dates", "normal"])
def test_a_small_or_odd_run_has_a_report(shelves, kind) -> None:
    run = open_run(next(shelves[kind].glob("2*")))
    for full in (False, True):
        html = report_html(run, full=full)
        assert run.run_id in html
        assert ("Over time" in html) == (full and kind != "no dates")
        assert len(html) < 6_000_000


def test_a_report_is_made_once_for_everybody_and_anew_once_corrected(tmp_path: Path) -> None:
    run = open_run(tmp_path / build_run(tmp_path, papers=60, topics=3))
    first = cached_report(run)
    assert cached_report(open_run(run.path)) is first
    add_edit(run, edit(run, "rename", 1, label="Another name"), seen=0)
    corrected = cached_report(open_corrected(run.path)[0])
    assert "Another name" in corrected
    assert "Another name" not in cached_report(run)
    full = cached_report(run, full=True)
    assert cached_report(open_run(run.path), full=True) is full
    assert len(full) > len(first)


def test_a_place_that_cannot_be_written_is_refused(runs: Path, tmp_path: Path) -> None:
    run_id = next(runs.glob("2*")).name
    (tmp_path / "file").write_text("mine")
    places = {
        tmp_path: "is a folder",
        tmp_path / "file" / "report.html": "is a file",
        runs / run_id / "report.html": "never changed",
    }
    for place, why in places.items():
        done = report(runs, "latest", "--out", str(place))
        assert done.exit_code == 2
        assert why in " ".join(done.stderr.split())
    done = report(runs, "20200101T000000Z-00000", "--out", str(tmp_path / "report.html"))
    assert done.exit_code == 2
    assert run_id in done.stderr
    assert not (tmp_path / "report.html").exists()


def test_a_full_disk_fails_and_leaves_the_report_of_before(tmp_path: Path) -> None:
    build_run(tmp_path / "runs", papers=20, topics=2)
    (tmp_path / "report.html").write_text("before")

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    words = ["report", "latest", "--runs", str(tmp_path / "runs")]
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", *words, "--out", str(tmp_path / "report.html")],
        cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=small_files_only,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "report.html").read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"runs", "report.html", "data"}
