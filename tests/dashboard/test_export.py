"""Charts and tables as files: complete, safe to open, and whole or absent."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from PIL import Image
from playwright.sync_api import Page
from typer.testing import CliRunner, Result

from analysis.runs.schema import SCHEMAS
from analysis.runs.store import open_run
from dashboard.__main__ import app
from dashboard.export.files import figure_bytes, table_csv
from dashboard.export.formats import SIZES
from dashboard.export.sizing import laid_out
from dashboard.figures.catalogue.chart import Options
from dashboard.figures.catalogue.charts import CHARTS
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.text import text_width
from tests.support.builders import build_run, make_older

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {name for name, chart in CHARTS.items() if not chart.needs_theme}
THEMED = set(CHARTS) - PLAIN


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    build_run(folder, papers=150, topics=12)
    return folder


def run_id(runs: Path) -> str:
    return next(path.name for path in runs.glob("2*"))


def export(runs: Path, *words: str, **environment: str) -> Result:
    runner = CliRunner(env=environment)
    return runner.invoke(app, ["export", "latest", "--runs", str(runs), *words])


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_charts_and_tables_are_written_under_their_names(runs: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    done = export(runs, "--out", str(out), "--formats", "json", "--tables", "csv,parquet")
    assert (done.exit_code, done.stderr) == (0, "")
    wanted = {f"{name}.json" for name in PLAIN}
    topics = open_run(runs / run_id(runs)).topics.query("topic >= 0")
    largest = topics.sort_values("documents", ascending=False, kind="stable")["topic"][:10]
    wanted |= {f"themes/{name}-{topic}.json" for name in THEMED for topic in largest}
    tables = (*SCHEMAS, "theme_movers", "keyword_movers")
    wanted |= {f"{table}.{form}" for table in tables for form in ("csv", "parquet")}
    assert names(out) == wanted
    assert str(len(wanted)) in done.stdout
    for file in out.rglob("*.json"):
        assert run_id(runs) in json.loads(file.read_text())["layout"]["meta"]["caption"]


def test_tables_hold_what_the_run_holds(runs: Path, tmp_path: Path) -> None:
    words = ("--charts", "hierarchy", "--formats", "json", "--tables", "csv,parquet")
    assert export(runs, "--out", str(tmp_path / "out"), *words).exit_code == 0
    run = open_run(runs / run_id(runs))
    written = pd.read_csv(tmp_path / "out" / "documents.csv")
    assert written["doc_id"].tolist() == run.documents["doc_id"].tolist()
    assert written["title"].tolist() == run.documents["title"].tolist()
    assert written["authors"][0] == "; ".join(run.documents["authors"][0])
    topics = pq.read_table(tmp_path / "out" / "topics.parquet").to_pandas()
    pd.testing.assert_frame_equal(topics, run.topics)
    areas = pd.read_csv(tmp_path / "out" / "areas.csv")
    assert len(areas) == 2
    pd.testing.assert_frame_equal(areas, run.areas, check_dtype=False)


def test_a_run_from_before_areas_exports_all_else(tmp_path: Path) -> None:
    make_older(tmp_path / "runs" / build_run(tmp_path / "runs", papers=40, topics=3))
    words = ("--charts", "hierarchy", "--formats", "json", "--tables", "csv,parquet")
    done = export(tmp_path / "runs", "--out", str(tmp_path / "out"), *words)
    assert done.exit_code == 0, done.stderr
    tables = {*SCHEMAS, "theme_movers", "keyword_movers"} - {"areas"}
    wanted = {f"{table}.{form}" for table in tables for form in ("csv", "parquet")}
    assert names(tmp_path / "out") == wanted | {"hierarchy.json"}


def test_the_themes_asked_for_are_drawn(runs: Path, tmp_path: Path) -> None:
    words = ("--charts", "theme_terms", "--formats", "json", "--themes", "11, 3,3")
    assert export(runs, "--out", str(tmp_path / "out"), *words).exit_code == 0
    assert {name for name in names(tmp_path / "out") if name.endswith("json")} == {
        "themes/theme_terms-11.json",
        "themes/theme_terms-3.json",
    }


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--charts", "pie"), "topic_map"),
        (("--charts", ","), "topic_map"),
        (("--formats", "gif"), "svg"),
        (("--tables", "xlsx"), "parquet"),
        (("--size", "poster"), "slide"),
        (("--themes", "99"), "11"),
        (("--themes", "speech"), "11"),
    ],
)
def test_an_unknown_name_is_refused_and_the_known_ones_are_named(
    runs: Path, tmp_path: Path, words, named
) -> None:
    done = export(runs, "--out", str(tmp_path / "out"), *words)
    assert done.exit_code == 2
    assert named in done.stderr
    assert not (tmp_path / "out").exists()


def real_command(*words: str) -> subprocess.CompletedProcess[str]:
    """`python -m dashboard WORDS` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_real_command_says_what_it_wrote_and_no_more(runs: Path, tmp_path: Path) -> None:
    words = ["export", "latest", "--runs", str(runs), "--out", str(tmp_path / "o")]
    words += ["--charts", "topic_map", "--formats", "html"]
    done = real_command(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Exported ")


def test_an_unknown_run_is_refused_by_the_real_command(runs: Path, tmp_path: Path) -> None:
    words = ["export", "20200101T000000Z-00000", "--runs", str(runs), "--out", str(tmp_path / "o")]
    done = real_command(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert run_id(runs) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_is_never_written_into(runs: Path) -> None:
    before = names(runs)
    for inside in (run_id(runs), f"{run_id(runs)}/charts"):
        done = export(runs, "--out", str(runs / inside), "--formats", "json")
        assert done.exit_code == 2
        assert "never changed" in done.stderr
    assert names(runs) == before


def test_a_file_in_the_way_is_refused_and_nothing_half_written_stays(
    runs: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    assert export(runs, "--out", str(tmp_path / "file")).exit_code == 2
    assert (tmp_path / "file").read_text() == "mine"
    (tmp_path / "out" / "terms.csv").mkdir(parents=True)
    done = export(runs, "--out", str(tmp_path / "out"), "--formats", "json")
    assert done.exit_code == 1
    assert "terms.csv cannot be written" in done.stderr
    assert "choose another folder with --out" in " ".join(done.stderr.split())
    assert not [name for name in names(tmp_path / "out") if "unfinished" in name]


def test_without_a_browser_everything_but_pictures_is_written(runs: Path, tmp_path: Path) -> None:
    words = ("--out", str(tmp_path / "out"), "--charts", "theme_sizes,hierarchy")
    done = export(runs, *words, PAPERTIDES_BROWSER=str(tmp_path / "no-such-browser"))
    assert done.exit_code == 1
    assert "chromium" in done.stderr
    written = {name for name in names(tmp_path / "out") if not name.endswith(".csv")}
    assert written == {"theme_sizes.html", "hierarchy.html"}


def test_pictures_show_the_chart(runs: Path, tmp_path: Path, browser_path: Path) -> None:
    words = ("--charts", "topic_map,theme_sizes", "--formats", "png,svg,pdf")
    browser = {"PAPERTIDES_BROWSER": str(browser_path)}
    done = export(runs, "--out", str(tmp_path), *words, **browser)
    assert done.exit_code == 0, done.stderr
    for name in ("topic_map", "theme_sizes"):
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert picture.width == 2200
            colours = picture.convert("RGB").resize((220, 200)).getcolors(50_000)
        assert len(colours or []) > 50
        drawing = (tmp_path / f"{name}.svg").read_text()
        assert "Speech synthesis" in drawing
        assert run_id(runs) in drawing
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    # Points are shapes, sharp at any size; and no picture of a picture.
    points = (tmp_path / "topic_map.svg").read_text()
    assert points.count('<path class="point') == 150
    assert "<image" not in points


def test_a_picture_has_the_size_of_its_column_or_slide(
    runs: Path, tmp_path: Path, browser_path: Path
) -> None:
    """Millimetres of the files, whatever program reads them; text of at least 7 points."""
    run = open_run(runs / run_id(runs))
    inch, points = 25.4, 72
    for size, wide in (("column", 85), ("columns", 178), ("slide", 40 / 3 * inch)):
        words = ("--charts", "keyword_trends", "--formats", "png,svg,pdf", "--size", size)
        browser = {"PAPERTIDES_BROWSER": str(browser_path)}
        done = export(runs, "--out", str(tmp_path / size), *words, **browser)
        assert done.exit_code == 0, done.stderr
        file = tmp_path / size / f"keyword_trends-{size}"
        drawing = file.with_suffix(".svg").read_text()
        numbers = r'width="([\d.]+)" height="([\d.]+)"[^>]*viewBox="0 0 ([\d.]+) '
        width, height, units = map(float, re.findall(numbers, drawing)[0])
        assert width / 96 * inch == pytest.approx(wide, rel=0.01)
        texts = [float(px) for px in re.findall(r"font-size: ([\d.]+)px", drawing)]
        assert min(texts) * width / units / 96 * points >= 7
        assert run.run_id in drawing
        with Image.open(file.with_suffix(".png")) as picture:
            dots = float(picture.info["dpi"][0])
            assert picture.width / dots * inch == pytest.approx(wide, rel=0.01)
            assert dots == pytest.approx(144 if size == "slide" else 300, abs=0.1)
        printed = file.with_suffix(".pdf").read_bytes()
        (box,) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) [\d.]+\]", printed)
        assert float(box) / points * inch == pytest.approx(wide, rel=0.01)
        if size == "slide":
            assert width / height == pytest.approx(16 / 9, rel=1e-4)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_every_chart_has_text_of_seven_points_in_a_column(runs: Path, name: str) -> None:
    figure = CHARTS[name].draw(open_run(runs / run_id(runs)), Options(topic=0))
    for size in ("column", "columns"):
        shown = laid_out(figure, caption="A caption", size=size)
        sizes = re.findall(r'"(?:size|fontsize)":\s*([\d.]+)', _fonts(shown.to_plotly_json()))
        smallest = min(map(float, sizes))
        width = layout_of(shown).width
        assert smallest * SIZES[size].millimetres / width / 25.4 * 72 >= 7


def _fonts(part: object) -> str:
    """All fonts of a figure as JSON."""
    if isinstance(part, dict):
        own = [json.dumps(v, default=str) for k, v in part.items() if k.endswith("font")]
        return " ".join([*own, *(_fonts(value) for value in part.values())])
    if isinstance(part, list | tuple):
        return " ".join(map(_fonts, part))
    return ""


def test_the_caption_of_a_narrow_chart_has_as_many_lines_as_it_needs(runs: Path) -> None:
    figure = CHARTS["theme_sizes"].draw(open_run(runs / run_id(runs)), Options())
    caption = "Papertides · run 20240101T000000Z-abcde of 2024-01-01 · exported 2024-02-02"
    for size in SIZES:
        shown = layout_of(laid_out(figure, caption=caption, size=size))
        lines = shown.annotations[-1].text.split("<br>")
        assert " ".join(lines) == caption
        room = shown.width or 1100
        assert max(text_width(line, size=12) for line in lines) <= room
        assert shown.margin.b - layout_of(figure).margin.b >= 16 * len(lines)


@pytest.mark.parametrize("name", ["theme_ranks", "theme_flows", "theme_heatmap"])
def test_the_columns_that_are_named_have_room_for_their_names(runs: Path, name: str) -> None:
    figure = CHARTS[name].draw(open_run(runs / run_id(runs)), Options(period="month"))
    shown = layout_of(laid_out(figure, caption="", size="column"))
    names = [text.split("<br>") for text in shown.xaxis.ticktext if text]
    assert names
    widest = max(text_width(line, size=12) for lines in names for line in lines)
    assert widest * len(names) < shown.width - shown.margin.r
    assert shown.xaxis.tickangle == 0


def test_a_page_opens_without_a_network(runs: Path, page: Page, tmp_path: Path) -> None:
    run = open_run(runs / run_id(runs))
    figure = CHARTS["topic_map"].draw(run, Options(topic=0))
    (tmp_path / "map.html").write_bytes(
        figure_bytes(figure, format="html", caption="A <b>caption</b> of 2024")
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "map.html").as_uri())
    page.get_by_text("A <b>caption</b> of 2024").wait_for()
    assert page.title() == "Map of the papers"
    buttons = page.locator(".modebar-btn").evaluate_all("all => all.map(b => b.dataset.title)")
    assert buttons
    assert not [title for title in buttons if "share" in title.lower() or "cloud" in title.lower()]
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked), asked


def test_a_caption_does_not_change_the_figure(runs: Path) -> None:
    figure = CHARTS["theme_sizes"].draw(open_run(runs / run_id(runs)), Options(topic=0))
    before = figure.to_json()
    figure_bytes(figure, format="json", caption="below")
    assert figure.to_json() == before


def test_cells_that_a_spreadsheet_would_run_are_harmless() -> None:
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
    table = pd.DataFrame(
        {
            "text": starts,
            "=list": [["=cmd()", "b"]] + [np.array(["a", "b"])] * 6,
            "number": [-1.5] * 7,
            "kind": pd.Categorical(starts),
        }
    )
    rows = list(csv.reader(io.StringIO(table_csv(table).decode(), newline="")))
    assert rows[0] == ["text", "'=list", "number", "kind"]
    for row, start in zip(rows[1:], starts, strict=True):
        assert row[0] == row[3] == f"'{start}"
        assert row[2] == "-1.5"
    assert rows[1][1] == "'=cmd(); b"
    assert rows[2][1] == "a; b"
    assert table["text"].tolist() == starts


def test_csv_keeps_what_is_hard_to_keep() -> None:
    texts = ['quotes "in" it, commas', "two\nlines", "العربية", "数学", None, ""]
    rows = list(csv.reader(io.StringIO(table_csv(pd.DataFrame({"t": texts})).decode(), newline="")))
    assert [row[0] for row in rows[1:]] == [text or "" for text in texts]
    assert table_csv(pd.DataFrame({"t": []})) == b"t\r\n"
