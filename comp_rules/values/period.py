"""Days, spans and periods: first and last day outside, half-open inside, one converter.

In: civil dates and texts such as 2026-03. Out: spans to compare and windows to add up.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

#: What a measure adds up over. `quota_window` takes each quota row's own days.
Window = Literal["period", "month", "quarter_to_date", "year_to_date", "quota_window", "rolling_months"]

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
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
    """A calculated period: its name (`2026-03`) and its days."""

    name: str
    span: Span


def period_from_text(text: str) -> Period:
    """Return the month written `2026-03`. Raises ValueError for any other text."""
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found.group(2)) <= 12 or not 1 <= int(found.group(1)) <= 9998:
        raise ValueError(f"{text!r} is not a month such as 2026-03")
    return month_of(date(int(found.group(1)), int(found.group(2)), 1))


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


def add_months(first: date, months: int) -> date:
    """Return the first of the month `months` later; `first` must be the first of a month."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


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


def window_of(day: date, window: Window, year_starts: int) -> Span:
    """Return the whole window that holds the day: its month, quarter or plan year.

    Raises ValueError for `quota_window`, whose days are those of a quota row.
    """
    if window in ("period", "month"):
        return month_of(day).span
    if window == "quarter_to_date":
        return quarter_of(day, year_starts)
    if window == "year_to_date":
        return year_of(day, year_starts)
    raise ValueError("a quota window has the days of its quota row")


def months_in(span: Span) -> int:
    """Return how many whole calendar months the span holds; it must begin and end on a first of a month."""
    return (span.after.year - span.first.year) * 12 + span.after.month - span.first.month


def months_between(first: date, last: date) -> list[Period]:
    """Return the months from the one that holds `first` to the one that holds `last`, in order."""
    month = month_of(first)
    months = [month]
    while month.span.after <= last:
        month = month_of(month.span.after)
        months.append(month)
    return months
