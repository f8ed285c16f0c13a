"""Dates in the forms people write, and what is kept of the odd ones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.papers.dates import precision_of, read_dates
from analysis.papers.readers import read_papers
from tests.papers.conftest import as_csv, paper

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December"]  # fmt: skip


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2025, 12, 31)))
def test_every_way_to_write_a_day_reads_back(day):
    month = MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.isoformat()}T23:59:59Z",
        f"{day.isoformat()} 00:00:00+00:00",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"Mon, {day.day} {month[:3]} {day.year} 19:18:42 GMT",
    ):
        assert read_dates([text])[0].published == day.isoformat(), text
    assert read_dates([day])[0].published == day.isoformat()


@given(st.integers(1800, 2025), st.integers(1, 12))
def test_months_and_years_keep_their_precision(year, month):
    for text in (f"{year}-{month:02d}", f"{month}/{year}", f"{MONTHS[month - 1]} {year}"):
        assert read_dates([text])[0].published == f"{year}-{month:02d}"
    for value in (year, float(year), str(year), f" {year} "):
        assert read_dates([value])[0].published == str(year)


@given(st.text(max_size=30))
def test_any_text_gives_a_date_of_the_calendar_or_none(text):
    found = read_dates([text])[0]
    if found.published:
        precision = precision_of(found.published)
        whole = found.published + {"day": "", "month": "-01"}.get(str(precision), "-01-01")
        assert date.fromisoformat(whole).year >= 1800
    else:
        assert found.note or not text.strip() or len(text.strip()) <= 7


@pytest.mark.parametrize(
    ("column", "dates"),
    [
        (["03/04/2024", "13/04/2024"], ["2024-04-03", "2024-04-13"]),
        (["03/04/2024", "04/13/2024"], ["2024-03-04", "2024-04-13"]),
        (["03/04/2024"], ["2024"]),
        (["03/04/2024", "13/04/2024", "04/13/2024"], ["2024", "2024-04-13", "2024-04-13"]),
        (["05.05.2024"], ["2024-05-05"]),
        (["31.12.2023", "1.2.2023"], ["2023-12-31", "2023-02-01"]),
    ],
)
def test_day_or_month_first_is_decided_by_the_column(column, dates):
    assert [found.published for found in read_dates(column)] == dates


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0000", None), ("1500", None), ("2999", None), ("0000-00-00", None), ("2999-01-01", None),
        ("last week", None), ("2024-02-30", "2024-02"), ("2024-13-01", "2024"),
        ("2024-W09", "2024"), ("https://x.org/2024", None), ("10.1101/2020.01.02", None),
    ],
)  # fmt: skip
def test_odd_dates_keep_what_is_sure_and_are_reported(write, text, kept):
    rows = [paper(1), paper(2, published=text)]
    papers = read_papers(write("p.csv", as_csv(rows)), strict=True)
    found = papers["published"][1]
    assert (found if isinstance(found, str) else None) == kept
    problem = papers.attrs["reading"]["problems"][0]
    assert (problem["row"], problem["column"], problem["severity"]) == (3, "published", "warning")
    assert text in problem["found"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2019 Dec-2020 Jan", "2019"), ("2019-2020", "2019"), ("2020/2021", "2020"),
        ("2023 Jul-Aug", "2023"), ("12-14 March 2024", "2024-03"), ("Spring 2021", "2021"),
        ("2021 Q3", "2021"), ("2021年3月", "2021-03"), ("2021年3月5日", "2021-03-05"),
        ("1 juin 2020", "2020-06-01"), ("5 de mayo de 2019", "2019-05-05"),
        ("12. März 2018", "2018-03-12"), ("7 марта 2017 г.", "2017-03-07"),
        ("44197", "2021-01-01"), (44197.75, "2021-01-01"), ("1609459200000", "2021-01-01"),
        ("6/18/23", "2023-06-18"), ("18.6.98", "1998-06-18"),
    ],
)  # fmt: skip
def test_forms_of_exports_are_read_without_remark(text, kept):
    """44197 is what a spreadsheet shows for 2021-01-01, 1609459200000 what JavaScript does."""
    (found,) = read_dates([text])
    assert (found.published, found.note) == (kept, None)


def test_a_month_in_one_column_joins_the_year_of_another(write):
    months = ["MAR", "JUN 15", "SPR", "", "n.d."]
    rows = [
        paper(n) | {"published": None, "Publication Date": month, "Publication Year": "2021"}
        for n, month in enumerate(months)
    ]
    papers = read_papers(write("p.csv", as_csv(rows)))
    assert papers["published"].tolist() == ["2021-03", "2021-06-15", "2021", "2021", "2021"]


def test_mixed_precisions_live_in_one_column(write):
    dates = ["2024-03-01", "2024-03", "2024", "", "Mar 11, 2024"]
    rows = [paper(n, published=text) for n, text in enumerate(dates)]
    papers = read_papers(write("p.csv", as_csv(rows)))
    assert papers["published"].fillna("").tolist() == [
        "2024-03-01",
        "2024-03",
        "2024",
        "",
        "2024-03-11",
    ]
    assert papers["date_precision"].fillna("").tolist() == ["day", "month", "year", "", "day"]


def test_dates_that_are_odd_alike_are_said_once_with_their_count(write):
    odd = ["last week", "some day", "soon", "later"]
    rows = [paper(n, published=text) for n, text in enumerate(odd)]
    problems = read_papers(write("p.csv", as_csv(rows))).attrs["reading"]["problems"]
    (said,) = [problem for problem in problems if problem["row"] is not None]
    assert (said["row"], said["count"], len(said["examples"])) == (2, 4, 3)


def test_no_dates_at_all_is_said_once(write):
    rows = [{"title": f"T{n}", "abstract": "Words"} for n in range(30)]
    papers = read_papers(write("p.csv", as_csv(rows)))
    assert papers["published"].isna().all()
    problems = papers.attrs["reading"]["problems"]
    assert len(problems) == 1
    assert "none for 30 of 30 papers" in problems[0]["found"]
