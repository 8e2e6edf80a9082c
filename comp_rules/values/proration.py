"""How much of a window was worked, by each basis that a plan may name; exact, nothing is rounded.

In: the days of a window, the days worked in it, days of leave and holidays. Out: counted units and their ratio.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from comp_rules.values.period import Span, add_months

Basis = Literal["calendar_days", "days_360", "work_days", "full_months", "started_months"]
_WORK_DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Units worked out of the units of the window: days, or months for the bases that count months."""

    worked: int
    of: int

    @property
    def ratio(self) -> Fraction:
        """The exact part, from 0 to 1; 1 when the window holds no unit of its basis, so that nothing is scaled."""
        return Fraction(self.worked, self.of) if self.of else Fraction(1)


def part_worked(
    window: Span, worked: Span, basis: Basis, leave: Iterable[Span] = (), holidays: Collection[date] = ()
) -> Part:
    """Return how much of `window` (which has an end) lies in `worked`, less the days of `leave`.

    `calendar_days`: days · `days_360`: days of months that all have 30, see `days_360` · `work_days`: Mondays to
    Fridays that are no holidays · `full_months`, `started_months`: months counted from the window's first day that were
    worked whole, or on at least one day; a last month that the window cuts short counts as one.
    """
    here = _without(worked.overlap(window), leave)
    if basis in ("full_months", "started_months"):
        months = months_of(window)
        if basis == "full_months":
            return Part(sum(_days(here, month) == month.days for month in months), len(months))
        return Part(sum(_days(here, month) > 0 for month in months), len(months))
    if basis == "days_360":
        return Part(sum(days_360(span) for span in here), days_360(window))
    if basis == "work_days":
        return Part(sum(work_days(span, holidays) for span in here), work_days(window, holidays))
    return Part(sum(span.days for span in here), window.days)


def days_360(span: Span) -> int:
    """Return the days of the span when every month has 30: the 31st is none, the last of February reaches the 30th.

    Spans that follow each other add up: February 15 to March 31 is 16 + 30.
    """
    return _position_360(span.after) - _position_360(span.first) if span.days else 0


def work_days(span: Span, holidays: Collection[date] = ()) -> int:
    """Return the Mondays to Fridays of the span, holidays among them taken off."""
    weeks, rest = divmod(span.days, 7)
    weekdays = (span.first.weekday() + offset for offset in range(rest))
    days = weeks * _WORK_DAYS_A_WEEK + sum(day % 7 < _WORK_DAYS_A_WEEK for day in weekdays)
    return days - sum(day in span and day.weekday() < _WORK_DAYS_A_WEEK for day in set(holidays))


def months_of(span: Span) -> list[Span]:
    """Return the months counted from the span's first day, the last one cut short where the span ends within it."""
    months: list[Span] = []
    first = span.first
    while first < span.after:
        after = min(add_months(span.first, len(months) + 1), span.after)
        months.append(Span(first, after))
        first = after
    return months


def _position_360(day: date) -> int:
    return (day.year * 12 + day.month) * 30 + min(day.day - 1, 30)


def _days(spans: Iterable[Span], month: Span) -> int:
    return sum(span.overlap(month).days for span in spans)


def _without(span: Span, leave: Iterable[Span]) -> list[Span]:
    """The spans left of `span` when all days of leave are taken off; leaves may overlap each other."""
    left = []
    first = span.first
    for away in sorted(away.overlap(span) for away in leave):
        if away.days:
            if first < away.first:
                left.append(Span(first, away.first))
            first = max(first, away.after)
    if first < span.after:
        left.append(Span(first, span.after))
    return left
