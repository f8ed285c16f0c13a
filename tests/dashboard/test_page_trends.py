"""Trends: what moved in a window, with its evidence, its chance and what to read of it."""

import json
import re
import shutil
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from streamlit.testing.v1 import AppTest

from analysis.runs.queries.reading import papers_to_read
from analysis.runs.store import Run, open_run
from analysis.trends.comparison.share_differences import theme_changes as changes_of
from analysis.trends.evidence.topicality import subjects
from analysis.trends.verdict_codes import CALLED
from dashboard.data.period_navigation import last_two
from dashboard.data.signal_rows import theme_signals
from dashboard.figures.keyword_bursts import bursts_of
from dashboard.figures.parts.base_figure import layout_of
from dashboard.figures.parts.inline_svg import interval_bar, share_line
from dashboard.figures.period_shift import period_shift_figure
from dashboard.overview.headline import change_headline
from dashboard.style.verdicts import movers
from dashboard.text.wording import plain
from dashboard.trends.mover_cards import grouped
from dashboard.trends.mover_rows import theme_changes, verdict_rows
from dashboard.trends.windows import ALL, BETWEEN, QUARTER, YEAR, Spans, last_spans
from tests.dashboard.test_pages import titles, words_of
from tests.support.factors import factors, stands_for
from tests.support.links import link_names

TOPICS = pd.DataFrame({"topic": [-1, *range(30)], "label": ["Unassigned", *map(str, range(30))]})


@pytest.fixture
def moving(shelves) -> Run:
    (path,) = shelves["moving"].iterdir()
    return open_run(path)


def months(run: Run) -> pd.Series:
    return run.documents["published"].str[:7]


def dots(q: float) -> str:
    return "●" * (1 + (q <= 0.01) + (q <= 0.001))


@pytest.mark.parametrize(
    ("show", "kind"), [("themes", "topic"), ("keywords", "term"), ("general words", "term")]
)
def test_what_moves_stands_beside_all_shuffles_and_one_copy(shelves, open_page, show, kind) -> None:
    app = open_page(shelves["moving"], "trends", show=show)
    app.session_state[f"shuffled-{kind}"] = True  # what opening the expander does
    app.run()
    (path,) = shelves["moving"].iterdir()
    run = open_run(path)
    signals = getattr(run, f"{kind}_signals")
    if kind == "term":
        subject = subjects(signals, params=run.trend_params)
        signals = signals[subject == (show == "keywords")]
    copies = run.shuffled_signals[run.shuffled_signals["kind"] == kind]
    copies = copies[copies["name"].isin(signals[kind].astype("str"))]
    if copies.empty:
        assert "shuffle" not in words_of(app)
        return
    here, copy = (table.value for table in app.table[:2])
    words = words_of(app)
    numbers = (copies["verdict"].isin(CALLED).sum(), signals["verdict"].isin(CALLED).sum())
    assert re.search(rf"The tests find a change in {numbers[1]:,} {show[:-1]}s?\.", words)
    names = run.labels.values() if kind == "topic" else signals["term"]
    known = {plain(name) for name in names}
    assert {*here.iloc[:, 0], *copy.iloc[:, 0]} <= known
    assert len(here) == len(copy)
    assert f"In 20 copies with the months shuffled, the same tests find {numbers[0]:,} in" in words
    assert here.columns.tolist() == copy.columns.tolist()
    assert not here.equals(copy)
    assert here["Verdict"].str.contains("Rising|Fading|Emerging|Dormant").any()
    assert copy["Verdict"].str.contains("No clear direction|Stable").mean() > 0.8


def test_a_run_without_copies_opens_as_ever(shelves, open_page, tmp_path) -> None:
    shutil.copytree(shelves["moving"], tmp_path / "old")
    (run,) = (tmp_path / "old").iterdir()
    manifest = json.loads((run / "manifest.json").read_text())
    del manifest["files"]["shuffled_signals.parquet"]
    (run / "shuffled_signals.parquet").unlink()
    (run / "manifest.json").write_text(json.dumps(manifest))
    app = open_page(tmp_path / "old", "trends")
    assert not app.exception
    assert "shuffle" not in words_of(app)


def test_every_number_of_the_table_is_the_runs(shelves, open_page, moving) -> None:
    """The papers are counted anew, from the first and the last year of the window."""
    shown = open_page(shelves["moving"], "trends").dataframe[0].value
    signals = moving.topic_signals.set_index("topic")
    assert set(shown["topic"]) == set(signals.index)
    for row in shown.to_dict("records"):
        one, ends = signals.loc[row["topic"]], []
        for end, first in (("first", row["window_start"]), ("last", row["window_end"])):
            start = pd.Period(first, "M") - (0 if end == "first" else 11)
            inside = months(moving).between(str(start), str(start + 11))
            ends.append((moving.documents["topic"][inside] == row["topic"]).sum())
        assert row["papers"] == f"{ends[0]:,} → {ends[1]:,}"
        if pd.isna(one["growth_low"]):
            assert pd.isna(row["interval"])
        else:
            assert stands_for(factors(row["interval"])[0], 1 + one["growth_low"])
            assert stands_for(factors(row["interval"])[-1], 1 + one["growth_high"])
        found = {"rising": "q", "fading": "q", "emerging": "emergence_q"}.get(one["verdict"])
        assert row["strength"] == (dots(one[found]) if found else "")
        if row["verdict"] in ("rising", "fading"):
            assert row["interval"].replace(" to ", " and ") in row["said"]


def bar_places(svg: str) -> tuple[float, float, float, float | None]:
    """Where a bar begins and ends, its point, and its stroke."""
    left, right = re.search(r'd="M([\d.]+) [\d.]+H([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    point = re.search(r'cx="([\d.]+)"', svg)[1]  # type: ignore[index]
    stroke = re.search(r'd="M([\d.]+) [\d.]+v14"', svg)
    return float(left), float(right), float(point), float(stroke[1]) if stroke else None


def test_no_drawn_number_lies_outside_its_interval(moving) -> None:
    """Random intervals, with a point and a stroke anywhere."""
    rng = np.random.default_rng(1)
    for *ends, value, tick in np.exp(rng.normal(0, 2, (300, 4))):
        low, high = sorted(ends)
        svg = interval_bar(low, high, value=value, tick=tick, colour="#000", mode="dark")
        left, right, point, stroke = bar_places(svg)
        assert left <= point <= right
        assert stroke is not None
        assert left <= stroke <= right
        assert ("l5-5" in svg) == (high > 20)
    middle = interval_bar(0.5, 2, value=1, tick=None, colour="#000", mode="light")
    left, right, point, stroke = bar_places(middle)
    assert point == pytest.approx((left + right) / 2, abs=0.1)  # ÷2 is as far as ×2
    assert stroke is None
    rows = verdict_rows(theme_signals(moving)).dropna(subset=["factor_low"])
    assert rows["tick"].between(rows["factor_low"], rows["factor_high"]).all()


def test_a_line_ends_at_its_last_share_and_peaks_at_the_top() -> None:
    points = re.search(r'points="([^"]+)"', share_line([1, 4, 2], colour="#000"))[1].split()  # type: ignore[index]
    heights = [float(point.split(",")[1]) for point in points]
    assert heights[1] == min(heights)
    assert heights[1] < heights[2] < heights[0]
    assert "NaN" not in share_line([0, 0], colour="#000")


@pytest.mark.parametrize("window", [ALL, YEAR, QUARTER])
def test_cards_name_what_moved_and_what_to_read_of_it(shelves, open_page, moving, window) -> None:
    app = open_page(shelves["moving"], "trends", show="themes", window=window)
    assert not app.exception
    words, table = words_of(app), app.dataframe[0].value
    spans = None if window == ALL else last_spans(moving, window)
    inside = np.ones(len(moving.documents), bool)
    if spans:
        first, last = spans.after.split("/")
        inside = months(moving).between(first, last).to_numpy()
    # What has a card is named there and in the list that a narrow page has instead of the table.
    named = Counter(link_names(app, to="topic="))
    assert set(table["name"]) == set(named)
    cards = table[table["name"].map(named) > 1]
    assert len(cards) >= 2
    read = titles(app)
    for row in cards.to_dict("records"):
        of_theme = (moving.documents["topic"] == row["topic"]).to_numpy()
        changes = row["word"] not in ("Emerging", "Peaked", "Dormant")
        counted = f"{row['papers']} papers**" if changes else f"{of_theme.sum():,} papers"
        assert f"{counted} {row['strength'] if changes else ''}".strip() in words.replace("\\", "")
        doc_ids = np.flatnonzero(of_theme & inside)
        best = papers_to_read(moving, doc_ids)["title"].tolist()
        assert " ".join(best) in " ".join(read)


def test_what_changed_between_two_times_is_said_first() -> None:
    names = ["Speech", "*Agents*", "Maps", "Code", "Rust", "Rest"]
    changes = pd.DataFrame(
        {
            "name": names,
            "verdict": ["rising", "unknown", "fading", "fading", "fading", "unknown"],
            "leaning": ["", "rising", "", "", "", ""],
        }
    )
    said = change_headline(changes, things="themes")
    assert said == ("Speech grew; 3 themes shrank, above all Maps; \\*Agents\\* perhaps grew.")
    unclear = change_headline(changes[changes["verdict"] == "unknown"], things="themes")
    assert unclear == "None clearly changed; \\*Agents\\* perhaps grew."
    assert change_headline(changes.tail(1), things="themes") == "None clearly changed."


def test_a_narrow_list_goes_on_to_its_last_row() -> None:
    def page() -> None:
        import pandas as pd

        from dashboard.components.narrow_rows import NarrowRow, narrow_rows

        rows = pd.DataFrame({"name": [f"row {place}" for place in range(50)]})
        link = {"page": "https://example.org"}
        narrow_rows(rows, lambda row: NarrowRow(row["name"], "said", link), name="rows")

    app, shown = AppTest.from_function(page).run(), []
    while app.button:
        shown.append(len(app.caption))
        app.button[0].click().run()
    assert len(app.caption) == 50 > shown[-1] > shown[0] > 0


@pytest.mark.parametrize("window", [YEAR, QUARTER])
def test_the_last_window_is_of_whole_months_and_tested(shelves, open_page, moving, window) -> None:
    app = open_page(shelves["moving"], "trends", window=window)
    length = {YEAR: 12, QUARTER: 3}[window]
    whole = pd.Period(moving.topic_signals["window_end"].iloc[0], "M")
    spans = [(whole - 2 * length + 1, whole - length), (whole - length + 1, whole)]
    masks = [months(moving).between(str(one), str(other)).to_numpy() for one, other in spans]
    topics = moving.documents["topic"].to_numpy()
    table = app.dataframe[0].value
    assert set(table["topic"]) == set(topics[topics >= 0])
    for row in table.to_dict("records"):
        before, after = (int((topics[mask] == row["topic"]).sum()) for mask in masks)
        assert row["papers"] == f"{before:,} → {after:,}"
        shares = [n / mask.sum() for n, mask in zip((before, after), masks, strict=True)]
        if before and after:
            low, high = factors(row["interval"])[0], factors(row["interval"])[-1]
            assert low[0] <= shares[1] / shares[0] <= high[1]
            part = stats.binomtest(after, before + after).proportion_ci(method="exact")
            ratio = part.low / (1 - part.low) * masks[0].sum() / masks[1].sum()
            assert low[0] <= ratio + 1e-9  # with the scatter of the series it is only wider
        found = row["word"] in ("Grew", "Shrank")
        assert row["strength"] == (dots(row["q"]) if found else "")
        assert not found or row["q"] <= moving.trend_params.false_discoveries
    grown = table["word"].isin(["Grew", "Shrank"]).sum()
    assert (f" {grown} clearly changed" in words_of(app)) == bool(grown)
    sizes = " and ".join(f"{mask.sum():,} papers" for mask in masks[::-1])
    assert f": {sizes} before." in words_of(app)


@pytest.mark.parametrize("show", ["themes", "keywords", "general words"])
def test_two_times_are_compared_as_the_windows_are(shelves, open_page, moving, show) -> None:
    asked = {"show": show, "window": BETWEEN, "from": "2022", "to": "2023"}
    app = open_page(shelves["moving"], "trends", **asked)
    assert not app.exception
    assert "2023, compared with 2022: " in words_of(app)
    assert "Growth is between these two spans alone" in words_of(app)
    assert [app.selectbox(key=f"pick-{end}").value for end in ("from", "to")] == ["2022", "2023"]
    table, years = app.dataframe[0].value, moving.documents["published"].str[:4]
    assert app.header[1].value == f"All {len(table):,} {show}"
    for row in table.to_dict("records") if show == "themes" else []:
        there = years[moving.documents["topic"] == row["topic"]]
        assert row["papers"] == f"{(there == '2022').sum():,} → {(there == '2023').sum():,}"


def test_times_that_overlap_or_are_unknown_are_a_sentence(shelves, open_page) -> None:
    for one, other in (("2022", "2022"), ("2022", "2022-03")):
        asked = {"window": BETWEEN, "from": one, "to": other}
        app = open_page(shelves["normal"], "trends", **asked)
        assert "These two times overlap" in words_of(app)
        assert not app.dataframe
    app = open_page(shelves["normal"], "trends", window=BETWEEN, **{"from": "<b>", "to": "9999"})
    assert not app.exception
    assert words_of(app).count("which is not in this run") == 2


def test_a_window_that_the_papers_do_not_cover_is_a_sentence(shelves, open_page) -> None:
    for kind in ("one paper", "no dates"):
        for window, words in ((YEAR, "do not cover two whole"), (BETWEEN, "nothing to compare")):
            app = open_page(shelves[kind], "trends", window=window)
            assert not app.exception
            assert words in words_of(app) or "These two times overlap" in words_of(app)


def test_a_keyword_is_new_where_no_paper_before_has_it(shelves, open_page, moving) -> None:
    asked = {"show": "keywords", "window": BETWEEN, "from": "2022", "to": "2024"}
    app = open_page(shelves["moving"], "trends", **asked)
    years = moving.documents["published"].str[:4].to_numpy()
    (said,) = [one.value for one in app.markdown if one.value.startswith("In no paper before")]
    new = {
        term
        for place, term in enumerate(moving.vocabulary["term"])
        if set(years[moving.postings.documents_of(place)]) == {"2024"}
    }
    named = {one.split("**")[1] for one in said.split(", ")}
    assert named <= new
    assert len(named) == min(12, len(new))


@pytest.mark.parametrize("show", ["keywords", "general words"])
def test_the_lists_of_keywords_are_as_long_as_their_headings(shelves, open_page, show) -> None:
    app = open_page(shelves["every verdict"], "trends", show=show)
    tables = [len(frame.value) for frame in app.dataframe[:1]]
    (headings,) = [h.value for h in app.header if h.value.startswith("All ")]
    assert headings == f"All {tables[0]:,} {show}"
    assert f"Of these terms {tables[0]:,} are {show}, listed here" in words_of(app)


def test_a_specific_keyword_is_named_before_a_general_one_of_more_papers() -> None:
    names = ["reusable", "agent skills", "video world models", "unknown"]
    topicality = [0.3, 0.9, 1.1, np.nan]
    found = pd.DataFrame({"term": names, "topicality": topicality})
    new = found.assign(verdict="emerging", growth_shrunk=4.0, documents=[90, 30, 50, 20])
    specific_first = ["video world models", "agent skills", "unknown", "reusable"]
    assert movers(new)["term"].tolist() == specific_first
    bursts = found.assign(burst_start="2024-01", burst_weight=[90, 30, 50, 20])
    assert bursts_of(bursts)["term"].tolist() == specific_first


def test_every_burst_has_a_row_that_opens_its_keyword(shelves, open_page, moving) -> None:
    app = open_page(shelves["moving"], "trends", show="bursts")
    with_burst = moving.term_signals.dropna(subset=["burst_start"])
    (heading,) = [one.value for one in app.header if "burst" in one.value]
    assert heading == f"All {len(with_burst):,} bursts"
    (listed,) = [one.value for one in app.dataframe]
    assert sorted(listed["term"]) == sorted(with_burst["term"])


def test_the_groups_of_cards_hold_every_mover_and_fill_up_with_what_may_have_grown() -> None:
    rows = pd.DataFrame(
        {
            "name": list("abcdef"),
            "verdict": ["rising", "fading", *["unknown"] * 4],
            "leaning": ["", "", "rising", "fading", "", ""],
            "factor": [3, 0.3, 2, 0.5, 1.4, 2],
            "factor_low": [2, 0.2, 1.1, 0.3, 0.8, 0.1],
        }
    )
    filled = [shown["name"].tolist() for _, shown in grouped(rows, stable_factor=1.5, fill=True)]
    assert filled == [["a"], ["b"], ["c"], ["d"], ["e"]]
    plain = [shown["name"].tolist() for _, shown in grouped(rows, stable_factor=1.5, fill=False)]
    assert plain == [["a"], ["b"]]
    many = pd.concat([rows.head(1)] * 7)
    ((note, shown),) = grouped(many, stable_factor=1.5, fill=True)
    assert (note, len(shown)) == ("the first 4 of 7", 4)


def test_words_between_two_times_never_contradict_the_interval(moving) -> None:
    seen = set()
    for before, after in (
        ("2022", "2023"),
        ("2023", "2022-Q4"),
        ("2021", "2024"),
        ("2022", "2024"),
    ):
        rows = theme_changes(moving, Spans(before, after))
        for row in rows.to_dict("records"):
            seen.add(row["word"])
            assert row["word"] not in ("Grew", "Perhaps grew") or row["factor_low"] > 1
            assert row["word"] not in ("Shrank", "Perhaps shrank") or row["factor_high"] < 1
            times = re.search(r"([\d.]+)%? (times|of) its share", row["said"])
            assert not times or (times[2] == "times") == (row["factor"] >= 0.995)
    assert {"Grew", "Shrank"} <= seen


def test_a_keyword_that_is_followed_has_its_chart_verdict_and_papers(
    shelves, open_page, moving
) -> None:
    term = moving.term_signals["term"].iloc[0]
    app = open_page(shelves["moving"], "trends", show="keywords", term=[term])
    assert f"Papers with “{term}”" in words_of(app)
    held = moving.postings.documents_of(moving.vocabulary["term"].tolist().index(term))
    assert f"1 to 10 of {len(held):,} papers" in words_of(app)
    listed = set(titles(app)[:10])
    assert len(listed) == 10
    assert listed <= set(moving.documents["title"].iloc[held])


def test_the_shift_shows_what_grew_on_top_and_greys_what_may_be_nothing():
    topics = np.r_[np.repeat(0, 90), np.repeat(1, 10), np.repeat(0, 40), np.repeat(1, 60), -1, -1]
    first = np.r_[np.repeat(True, 100), np.repeat(False, 102)]
    changes = changes_of(topics, first=first, second=~first)
    figure = period_shift_figure(changes, TOPICS, times=("2023", "2024"), rate=0.1)
    drawn: list[Any] = list(figure.data)

    assert layout_of(figure).title.text == "2023, then 2024"
    assert list(layout_of(figure).yaxis.ticktext) == ["1", "0"]
    assert "×1" in layout_of(figure).xaxis.ticktext
    # 10 of 100 papers, then 60 of 102; 90, then 40.
    assert list(drawn[-1].x) == pytest.approx([6 / 1.02, 4 / 9 / 1.02])
    assert list(drawn[-1].marker.symbol) == ["triangle-up", "triangle-down"]
    for interval, x in zip(drawn[:2], drawn[-1].x, strict=True):
        assert interval.x[0] <= x <= interval.x[1]
    few = changes_of(np.array([0, 1, 0, 0]), first=np.arange(4) < 2, second=np.arange(4) > 1)
    unsure: list[Any] = list(
        period_shift_figure(few, TOPICS, times=("2023", "2024"), rate=0.1).data
    )
    assert set(unsure[-1].marker.symbol) == {"circle-open"}


def test_many_themes_are_cut_to_either_end_and_none_to_a_sentence():
    topics = np.tile(np.arange(30), 20)
    first = np.arange(600) < 300
    many = period_shift_figure(
        changes_of(topics, first=first, second=~first),
        TOPICS,
        times=("2023", "2024"),
        rate=0.1,
    )
    assert len(layout_of(many).yaxis.ticktext) == 16
    nothing = period_shift_figure(
        changes_of(topics, first=first, second=~first), TOPICS, times=None, rate=0.1
    )
    assert "two periods" in layout_of(nothing).annotations[0].text


def test_the_last_two_are_whole_and_have_papers():
    shares = pd.DataFrame(
        {"period": ["2021", "2022", "2023", "2024"], "total": [3, 0, 4, 1], "complete": True}
    )
    assert last_two(shares) == ("2023", "2024")
    assert last_two(shares.assign(complete=[True, True, True, False])) == ("2021", "2023")
    assert last_two(shares.head(2)) is None
