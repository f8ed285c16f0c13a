"""Pictures drawn for many people at once: a few browsers, and everybody is answered."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import plotly.graph_objects as go

from dashboard.export.rendering import Picture, draw_pictures

CLICKS, MOST = 5, 2
# Before it becomes the browser it writes how many of its kind are alive, itself included: those
# that have ended have no command line.
COUNTING = """#!/bin/sh
touch "{folder}/started/$$"
alive=0
for process in "{folder}"/started/*; do
  test -n "$(tr -d '\\0' 2>/dev/null </proc/${{process##*/}}/cmdline)" && alive=$((alive + 1))
done
echo $alive >>"{folder}/counts"
exec "{browser}" "$@"
"""


def test_of_many_clicks_at_once_two_start_a_browser_and_all_are_answered(
    browser_path: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "started").mkdir()
    counting = tmp_path / "browser"
    counting.write_text(COUNTING.format(folder=tmp_path, browser=browser_path))
    counting.chmod(counting.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PAPERTIDES_BROWSER", str(counting))

    def click(place: int) -> bytes:
        figure = go.Figure(go.Bar(y=[place]), {"title": {"text": f"Chart {place}"}, "height": 200})
        contents: list[bytes] = []
        draw_pictures([Picture(figure, "svg")], done=lambda _, content: contents.append(content))
        return contents[0]

    with ThreadPoolExecutor(max_workers=CLICKS) as people:
        drawn = list(people.map(click, range(CLICKS)))
    assert [f"Chart {place}<".encode() in svg for place, svg in enumerate(drawn)] == [True] * CLICKS
    alive = [int(line) for line in (tmp_path / "counts").read_text().split()]
    assert len(alive) == CLICKS
    assert max(alive) <= MOST
