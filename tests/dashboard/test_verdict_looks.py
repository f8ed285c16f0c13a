"""A verdict looks the same on a page, in a chart and in the report."""

import tomllib
from pathlib import Path

import dashboard
from analysis.runs.store import open_run
from analysis.trends.verdict_codes import VERDICTS as CODES
from dashboard.style.verdicts import MOVING, VERDICTS, badge_css, legend, marks

CONFIG = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"


def test_every_verdict_has_a_look_and_no_look_is_of_none() -> None:
    assert set(VERDICTS) == set(CODES)


def test_the_run_with_every_verdict_has_every_verdict(shelves) -> None:
    (path,) = shelves["every verdict"].iterdir()
    run = open_run(path)
    found = {*run.topic_signals["verdict"], *run.term_signals["verdict"]}
    assert found == set(CODES)


def test_badges_of_pages_have_the_colours_of_charts() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    for look in VERDICTS.values():
        assert theme["light"][f"{look.badge}TextColor"] == look.colour("light")
        assert theme["dark"][f"{look.badge}TextColor"] == look.colour("dark")


def test_no_two_verdicts_are_told_apart_by_colour_alone() -> None:
    for of in ("word", "icon", "symbol", "mark", "meaning"):
        assert len({getattr(look, of) for look in VERDICTS.values()}) == len(VERDICTS), of


def test_legend_marks_and_report_name_every_verdict() -> None:
    for code, look in VERDICTS.items():
        assert f"**{look.word}**" in legend()
        assert f".{code} {{ color: {look.light}; }}" in badge_css()
        assert (f"{look.mark} {look.word.lower()}" in marks()) == (code in MOVING)
