"""Holidays of arXiv: those that it has listed, and in other years those that it usually keeps.

Every year arXiv lists the weekdays without an announcement on its help page on availability. They
are holidays of the United States and some days of its own choice, which nobody can know before.
"""

from datetime import date, timedelta

_LISTED = {
    2023: "01-16 06-14 06-19 07-04 09-04 11-23 12-25 12-27",
    2026: "01-01 01-19 06-19 07-03 09-07 11-26 12-25 12-29 12-31",
}


def arxiv_holiday(day: date) -> str | None:
    """What a day is to arXiv, if it is, or may be, a holiday: `perhaps a holiday of arXiv (…)`."""
    if day.year in _LISTED:
        is_listed = f"{day:%m-%d}" in _LISTED[day.year].split()
        return "a holiday of arXiv" if is_listed else None
    usual = _usual(day)
    return f"perhaps a holiday of arXiv ({usual})" if usual else None


def _usual(day: date) -> str | None:
    """The holiday that a day is, of those that arXiv kept in the years whose lists are known."""
    fixed = {(6, 19): "Juneteenth", (7, 4): "Independence Day", (12, 25): "Christmas"}
    # A holiday on Saturday is kept on the Friday before, one on Sunday on the Monday after.
    kept = {4: (0, 1), 0: (0, -1)}.get(day.weekday(), (0,))
    for days in kept:
        meant = day + timedelta(days)
        if (meant.month, meant.day) in fixed:
            return fixed[meant.month, meant.day]
    week = (day.day - 1) // 7 + 1
    movable = {
        (1, 3, 0): "Martin Luther King Day",
        (9, 1, 0): "Labor Day",
        (11, 4, 3): "Thanksgiving",
    }
    if (day.month, day.day) == (1, 1):
        return "New Year"
    if day.month == 12 and day.day > 25:
        return "between Christmas and New Year"
    return movable.get((day.month, week, day.weekday()))
