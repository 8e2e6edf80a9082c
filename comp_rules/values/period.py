"""Days, spans and periods: first and last day outside, half-open inside, one converter.

In: civil dates and texts such as 2026-03, 2026-03-H2, 2026-Q1. Out: spans to compare and windows to add up.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

#: What a measure adds up over. `quota_window` takes each quota row's own days.
Window = Literal["period", "month", "quarter_to_date", "year_to_date", "quota_window", "rolling_months"]
#: The form of a calculated period: `2026-03-H2`, `2026-03` or `2026-Q1`.
Calculate = Literal["half_month", "month", "quarter"]

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_HALF = re.compile(r"(\d{4})-(\d{2})-H([12])", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
#: The first day of the second half of a month.
_SECOND_HALF = 16
#: periods reach back by the windows before them, and nobody was paid by plans before
_FIRST_YEAR, _LAST_YEAR = 1900, 9998
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` up to and without `after` (half-open). `after` is date.max when there is no end."""

    first: date
    after: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day < self.after

    @property
    def last_day(self) -> date | None:
        """The last day included, or None when there is no end."""
        return None if self.after == date.max else self.after - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the span holds, 0 when it is empty."""
        return max(0, (self.after - self.first).days)

    def overlap(self, other: Span) -> Span:
        """Return the days in both; a span of 0 days when there are none."""
        first = max(self.first, other.first)
        return Span(first, max(first, min(self.after, other.after)))


def span_of_days(first_day: date, last_day: date | None) -> Span:
    """Return the span of a first and a last day, both included; None is no end. Raises ValueError if reversed."""
    if last_day is None or last_day == date.max:
        return Span(first_day, date.max)
    if last_day < first_day:
        raise ValueError(f"the last day {last_day} lies before the first day {first_day}")
    return Span(first_day, last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calculated period: its name (`2026-03-H2`, `2026-03`, `2026-Q1`) and its days."""

    name: str
    span: Span


def period_from_text(text: str, year_starts: int = 1) -> Period:
    """Return the half month, month or quarter of that name.

    A half month runs from the 1st to the 15th (`H1`) or from the 16th to the month's last day (`H2`). Quarters are
    those of the plan year, which begins in month `year_starts` and bears the number of the calendar year in which it
    begins: with April, `2026-Q4` is January to March 2027. Raises ValueError for any other text, and for years before
    1900 or after 9998.
    """
    if found := _HALF.fullmatch(text):
        month = period_from_text(text[:7]).span
        return period_of(month.first if found[3] == "1" else month.after - timedelta(days=1), "half_month", 1)
    if found := _QUARTER.fullmatch(text):
        year = int(found[1])
        if _FIRST_YEAR <= year < _LAST_YEAR:
            return period_of(add_months(date(year, year_starts, 1), 3 * int(found[2]) - 3), "quarter", year_starts)
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        raise ValueError(f"{text!r} is not a period such as 2026-03, 2026-03-H2 or 2026-Q1")
    return month_of(date(int(found[1]), int(found[2]), 1))


def form_of_period(name: str) -> Calculate:
    """Return the form of a period's name. Raises ValueError when it names none."""
    period_from_text(name)
    return "quarter" if "Q" in name else "half_month" if "H" in name else "month"


def period_of(day: date, calculate: Calculate, year_starts: int) -> Period:
    """Return the half month, month or quarter of the plan year that holds the day."""
    month = month_of(day)
    if calculate == "month":
        return month
    if calculate == "quarter":
        quarter = quarter_of(day, year_starts)
        year = year_of(day, year_starts).first
        number = months_in(Span(year, quarter.after)) // 3
        return Period(f"{year.year:04d}-Q{number}", quarter)
    middle = month.span.first.replace(day=_SECOND_HALF)
    if day < middle:
        return Period(f"{month.name}-H1", Span(month.span.first, middle))
    return Period(f"{month.name}-H2", Span(middle, month.span.after))


def periods_between(first: date, last: date, calculate: Calculate, year_starts: int) -> list[Period]:
    """Return the periods from the one that holds `first` to the one that holds `last`, in order."""
    period = period_of(first, calculate, year_starts)
    periods = [period]
    while period.span.after <= last:
        period = period_of(period.span.after, calculate, year_starts)
        periods.append(period)
    return periods


def date_from_text(text: str) -> date:
    """Return the date written `2026-03-05`. Raises ValueError for any other text and for days that do not exist."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is not a date such as 2026-03-05")
    return date.fromisoformat(text)


def month_of(day: date) -> Period:
    """Return the calendar month that holds the day."""
    length = calendar.monthrange(day.year, day.month)[1]
    first = day.replace(day=1)
    return Period(f"{day.year:04d}-{day.month:02d}", Span(first, first + timedelta(days=length)))


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later (earlier when negative), or the first of the month after where that
    month has no such day: so a month from January 31 is over with the last day of February.

    The result is the day after the last day of a length of `months` that begins on `day`. Raises ValueError outside the
    years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    if day.day <= calendar.monthrange(first.year, first.month)[1]:
        return first.replace(day=day.day)
    return add_months(first, 1)


def month_number(since: date, day: date) -> int:
    """Return which month counted from `since` holds the day: 1 for the month that begins on `since`, 0 or less before.

    A month runs to the day before the same day number; where the next month has no such day, to its last day.
    """
    number = months_in(Span(since.replace(day=1), day.replace(day=1)))
    return number + 1 if add_months(since, number) <= day else number


def year_of(day: date, year_starts: int) -> Span:
    """Return the plan year that holds the day; `year_starts` is the number of its first month, 1 to 12."""
    first = day.replace(day=1)
    first = add_months(first, -((day.month - year_starts) % 12))
    return Span(first, add_months(first, 12))


def quarter_of(day: date, year_starts: int) -> Span:
    """Return the quarter of the plan year that holds the day."""
    months = (day.month - year_starts) % 12
    first = add_months(day.replace(day=1), -(months % 3))
    return Span(first, add_months(first, 3))


def window_of(day: date, window: Window, year_starts: int, calculate: Calculate = "month", months: int = 0) -> Span:
    """Return the whole window that holds the day: its period, month, quarter or plan year.

    `rolling_months` is the `months` months that end with the month of the last day of the day's period, so every period
    has a window of its own. Raises ValueError for `quota_window`, whose days are those of a quota row, and for rolling
    months without a number.
    """
    if window == "period":
        return period_of(day, calculate, year_starts).span
    if window == "month":
        return month_of(day).span
    if window == "quarter_to_date":
        return quarter_of(day, year_starts)
    if window == "year_to_date":
        return year_of(day, year_starts)
    if window == "rolling_months" and months > 0:
        last = month_of(period_of(day, calculate, year_starts).span.after - timedelta(days=1)).span
        return Span(add_months(last.after, -months), last.after)
    raise ValueError("a quota window has the days of its quota row, and rolling months have a number")


def months_in(span: Span) -> int:
    """Return how many whole calendar months the span holds; it must begin and end on a first of a month."""
    return (span.after.year - span.first.year) * 12 + span.after.month - span.first.month


def months_between(first: date, last: date) -> list[Period]:
    """Return the months from the one that holds `first` to the one that holds `last`, in order."""
    return periods_between(first, last, "month", 1)
