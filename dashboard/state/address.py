"""URL parameters and widget keys; the only module that reads or writes them.

A widget whose words are also its value is bound by Streamlit itself: `**bound(QUERY)`. Where the
screen says something friendlier than the address (a theme's name, not its number), the address is
the truth: `read_selection` reads and checks it, and the widget mirrors it: `**linked(…)`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.periods import PERIODS
from analysis.runs.store import Run
from dashboard.state.region import Region, read_region, region_text

# Names in the address.
RUN, PERIOD = "run", "period"
TOPIC, AREA = "topic", "area"
PAPER = "paper"
TERM, FROM, TO = "term", "from", "to"
QUERY, SEARCH_BY, MARK = "q", "by", "mark"
SORT, SORT_FOUND, ONLY, PAGE = "sort", "rank", "only", "page"
LIKE, SINCE = "like", "since"
CITE, CHANGE, SHOWN, WHEN, WINDOW = "cite", "change", "show", "when", "window"
COMPARED, LEFT, RIGHT = "what", "a", "b"
NAMED, MEASURE = "name", "measure"
COLOUR, VALUE, REGION = "colour", "value", "region"
ALIKE, DENSITY = "alike", "density"
COUNTED, BIN = "count", "bin"

_FILTERS = (PERIOD, FROM, TO, TOPIC, TERM, QUERY, SEARCH_BY, ONLY, COLOUR, VALUE, MEASURE, WHEN)
_FILTERS += (NAMED, LEFT, RIGHT, WINDOW, COUNTED, BIN)
_NARROWING = (QUERY, SEARCH_BY, SORT, SORT_FOUND, ONLY)

# Keys that stay out of it.
NEW_PAPERS, STARTED_JOB = "new-papers", "started-job"
DROPPED_FILES, NAMED_FILES, PAPERS_NAME = "dropped-files", "named-files", "papers-name"
CHECKED_PAPERS, COLUMN = "checked-papers", "column"
PAPERS_FROM, SHOWN_FETCH = "papers-from", "shown-fetch"
MAP, FIND = "map", "find"
LET_GO = "let-go"
THEME_TABLE, MOVER_TABLE, TOUR_STEP = "theme-table", "mover-table", "tour-step"
STORAGE, STORAGE_WRITES = "browser-storage", "browser-storage-writes"
_CHOSEN_RUN, _ASKED, _FOUND_AT = "chosen-run", "asked", "found-at"


@dataclass(frozen=True)
class Selection:
    """Selection of a page, validated against the run.

    `topic`, `area`, `paper`, `like` (doc_ids) and `region` are None where none is asked for,
    `topics` holds every topic that is asked for, `named` those that a chart is to name; `since` is
    the name of a run, not checked; `first` and `last` are periods, None for all time; `value` is
    the number of a layer of the map and `bin` that of a bin of its histogram, not checked; `gone`
    has a sentence for each name that is not in the run.
    """

    topic: int | None
    topics: tuple[int, ...]
    named: tuple[int, ...]
    area: int | None
    paper: int | None
    like: int | None
    since: str | None
    first: str | None
    last: str | None
    value: int | None
    bin: int | None
    region: Region | None
    gone: tuple[str, ...]


def bound(name: str) -> dict[str, Any]:
    """Widget arguments that let Streamlit keep its value in the URL under `name`."""
    narrows = {"on_change": _narrow, "args": (name,)} if name in _NARROWING else {}
    return {"key": name, "bind": "query-params", **narrows}


def linked(
    name: str, value: Any, *, left_out: Any = None, key: str | None = None
) -> dict[str, Any]:
    """Widget arguments that show `value` and write the selection to the URL.

    The value `left_out` is not written: it is what the page shows of its own accord. Of several
    widgets that write the same name, all but one need a `key`.
    """
    key = key or f"pick-{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _write_address, "args": (name, key, left_out)}


def asked_names() -> dict[str, list[str]]:
    """Everything in the URL, as written there."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def asked_run() -> str | None:
    """The run named in the URL, or that of the previous page."""
    return st.query_params.get(RUN) or st.session_state.get(_CHOSEN_RUN)


def asks_for_a_view() -> bool:
    """Whether the URL names more than a run."""
    return bool(set(st.query_params) - {RUN})


def asks_for(name: str) -> bool:
    """Whether the URL has the parameter `name`."""
    return name in st.query_params


def asked_sides() -> tuple[list[str], list[str]]:
    """Both sides of a comparison in the URL, as written there."""
    asked = (dict.fromkeys(st.query_params.get_all(name)) for name in (LEFT, RIGHT))
    left, right = ([one for one in names if one] for names in asked)
    return left, right


def asked_ends() -> tuple[str, str]:
    """Both ends of a time range in the URL, as written there; empty where there is none."""
    return st.query_params.get(FROM, ""), st.query_params.get(TO, "")


def asked_terms() -> list[str]:
    """The keywords in the URL, as written there."""
    return [term for term in dict.fromkeys(st.query_params.get_all(TERM)) if term]


def forget_sides() -> None:
    """Drop both sides of a comparison from the URL, since its kind changed."""
    _forget(LEFT, RIGHT, because_of=COMPARED)


def asked_part(parts: Sequence[str]) -> str:
    """The part of a page in the URL, or the first of its `parts`."""
    asked = st.query_params.get(SHOWN)
    return asked if asked is not None and asked in parts else parts[0]


def asked_time() -> str | None:
    """The day, week, month, quarter or year in the URL, as written there."""
    return st.query_params.get(WHEN)


def keep_run(run_id: str) -> None:
    """Write the run to the URL, so that a shared link keeps showing the same run."""
    st.session_state[_CHOSEN_RUN] = run_id
    if st.query_params.get(RUN) != run_id:
        st.query_params[RUN] = run_id


def show_address(page: str) -> None:
    """Make the browser follow a link within `page`, which Streamlit does not do by itself."""
    asked = [page, *(st.query_params.get_all(name) for name in (SHOWN, TOPIC, PAPER))]
    before = st.session_state.get(_ASKED, asked)
    st.session_state[_ASKED] = asked
    if before[0] == page and before != asked:
        st.query_params[RUN] = kept_run()  # whatever is written, the whole address is sent


def forget_search(page: str) -> None:
    """Empty the search above the pages once another place is opened."""
    here = [page, *(st.query_params.get_all(name) for name in (TOPIC, PAPER, TERM, QUERY))]
    if st.session_state.get(_FOUND_AT, here) != here and st.session_state.get(FIND):
        st.session_state[FIND] = ""
        st.query_params[RUN] = kept_run()  # as in `show_address`
    st.session_state[_FOUND_AT] = here


def kept_run() -> str:
    """The run selected by the router."""
    return st.session_state[_CHOSEN_RUN]


def open_link(page: str, **names: object) -> dict[str, Any]:
    """Arguments of `st.page_link` for a view of this run: file in `views/` and parameters."""
    kept = {RUN: st.session_state.get(_CHOSEN_RUN), PERIOD: st.query_params.get(PERIOD)} | names
    return {
        "page": f"views/{page}.py",
        "query_params": {
            name: [*map(str, value)] if isinstance(value, list) else str(value)
            for name, value in kept.items()
            if value is not None
        },
    }


def go_to(page: str, **names: object) -> None:
    """Open a view of this run at once, as `open_link` would."""
    link = open_link(page, **names)
    link["query_params"].pop(PERIOD, None)  # its widget in the sidebar keeps it
    st.switch_page(**link)


def follow_term(term: str) -> None:
    """Choose one keyword on the page of trends, in a callback of that page."""
    if TERM in st.session_state:
        st.session_state[TERM] = [term]
    else:  # the picker of keywords is yet to come
        st.query_params[TERM] = term
    st.session_state[SHOWN] = "keywords"


def read_selection(run: Run, *, periods: Sequence[str]) -> Selection:
    """The selection in the URL, as far as the run has it; `periods` are all of the run's."""
    themes = run.topics["topic"][run.topics["documents"] > 0]
    known = {str(topic): int(topic) for topic in themes}
    asked = dict.fromkeys(st.query_params.get_all(TOPIC))
    topics = tuple(known[topic] for topic in asked if topic in known)
    named = dict.fromkeys(st.query_params.get_all(NAMED))
    areas = {str(area): int(area) for area in run.areas["area"]}
    area = st.query_params.get(AREA)
    wanted = {name: st.query_params.get(name) for name in (PAPER, LIKE)}
    papers = {name: _find_paper(run, paper_id) for name, paper_id in wanted.items()}
    first, last = (st.query_params.get(name) for name in (FROM, TO))
    first, last = (last, first) if first and last and last < first else (first, last)
    asked_region = st.query_params.get(REGION)
    region = read_region(asked_region or "")
    missing = {
        "theme": [topic for topic in [*asked, *named] if topic not in known],
        "area": [area] if area and area not in areas else [],
        "paper": [one for name, one in wanted.items() if one and papers[name] is None],
        "region": [asked_region[:40]] if asked_region and region is None else [],
        "time": [time for time in (first, last) if time and time not in periods],
    }
    return Selection(
        topic=topics[0] if topics else None,
        topics=topics,
        named=tuple(known[topic] for topic in named if topic in known),
        area=areas.get(area or ""),
        paper=papers[PAPER],
        like=papers[LIKE],
        since=st.query_params.get(SINCE),
        first=first if first in periods else None,
        last=last if last in periods else None,
        value=_number(VALUE),
        bin=_number(BIN),
        region=region,
        gone=tuple(
            f"The link asks for the {what} “{one}”, which is not in this run."
            for what, asked_in_vain in missing.items()
            for one in asked_in_vain
        ),
    )


def filters() -> tuple[str, ...]:
    """Filters in the URL as it has them: `topic=3`; for file names."""
    asked = {name: st.query_params.get_all(name) for name in _FILTERS}
    return tuple(f"{name}={','.join(values)}" for name, values in asked.items() if any(values))


def searched_words() -> str:
    """The full-text query to highlight, from the URL or the search field."""
    asked = st.query_params.get(MARK) or st.session_state.get(QUERY)
    return asked or st.query_params.get(QUERY, "")


def chosen_period(run: Run) -> str:
    """The period length selected beside a chart or in the URL, or the run's own."""
    picked = st.session_state.get(PERIOD) or st.query_params.get(PERIOD)
    return picked if picked in PERIODS else run.manifest.period


def show_topic(topic: int) -> None:
    """Write a topic to the URL."""
    st.query_params[TOPIC] = str(topic)


def pick_region(drawn: Sequence[Sequence[float]]) -> None:
    """Write the polygon `drawn` to the URL, replacing any other selection on the map."""
    _ask({PAPER: None, REGION: region_text(drawn)})


def pick_paper(paper_id: str) -> None:
    """Write one paper to the URL, replacing any other selection on the map."""
    _ask({REGION: None, PAPER: paper_id})


def pick_topic(topic: int) -> None:
    """Write one theme to the URL, replacing any other selection on the map."""
    _ask({PAPER: None, REGION: None, TOPIC: str(topic)})


def pick_time(first: str | None, last: str | None) -> None:
    """Write a time range to the URL; None leaves an end open."""
    _ask({FROM: first, TO: last})


def pick_value(value: int | None) -> None:
    """Write the number of a layer of the map to the URL; None drops it."""
    _ask({VALUE: None if value is None else str(value)})


def pick_bin(code: int | None) -> None:
    """Write the number of a bin of the map's histogram to the URL; None drops it."""
    _ask({BIN: None if code is None else str(code)})


def drop(*names: str) -> None:
    """Drop parts of the selection from the URL."""
    _ask(dict.fromkeys(names))


def show_time(period: str) -> None:
    """Write a period to the URL, and return to the first page of its papers."""
    st.query_params[WHEN] = period
    _first_page()


def forget_range() -> None:
    """Drop the time range from the URL, since the period length changed."""
    _forget(FROM, TO, because_of=PERIOD)


def forget_value() -> None:
    """Drop the layer of the map from the URL, since its colouring changed."""
    _forget(VALUE, because_of=COLOUR)


def forget_bin() -> None:
    """Drop the bin from the URL, since the histogram is of another column."""
    _forget(BIN, because_of=COUNTED)


def _forget(*names: str, because_of: str) -> None:
    if [name for name in names if st.query_params.pop(name, None)]:
        _send_along(because_of)


def _narrow(name: str) -> None:
    _first_page()
    if PAGE in st.query_params or SORT in st.query_params:  # one of them is about to go
        _send_along(name)


def _send_along(name: str) -> None:
    # A browser may ask for a run before its address has the value that the run is for. Whatever is
    # written then, the whole address is sent, and would lose it.
    st.session_state[name] = st.session_state[name]


def _first_page() -> None:
    # Another list has other pages.
    if PAGE in st.session_state:
        st.session_state[PAGE] = 1


def _write_address(*args: Any) -> None:
    name, key, left_out = args
    value = st.session_state[key]
    # What one run numbers is something else in another.
    numbered = (
        dict.fromkeys((TOPIC, AREA, NAMED, LEFT, RIGHT, REGION, VALUE, BIN)) if name == RUN else {}
    )
    many = isinstance(value, list)
    text = [str(one) for one in value] if many else str(value)
    _ask({**numbered, name: None if value in (left_out, None, []) else text})


def _ask(asked: Mapping[str, str | list[str] | None]) -> None:
    """Write values to the URL and return to page one; None drops a parameter."""
    _first_page()
    for name in asked:
        if asked[name] is None:
            st.query_params.pop(name, None)
    # At once: every change of the address is a step of the browser's way back.
    if written := {name: text for name, text in asked.items() if text is not None}:
        st.query_params.update(written)


def _number(name: str) -> int | None:
    """A number in the URL; None where there is none."""
    asked = st.query_params.get(name, "")
    return int(asked) if re.fullmatch(r"[0-9]{1,4}", asked) else None


def _find_paper(run: Run, paper_id: str | None) -> int | None:
    if paper_id is None:
        return None
    found = run.documents["doc_id"][run.documents["paper_id"] == paper_id]
    return int(found.iloc[0]) if len(found) else None
