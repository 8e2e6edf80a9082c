"""Lengths of time in days or months, both their first and last day counted.

In: texts such as 90 days. Out: the days that a length covers from a date on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from comp_rules.values.period import Span, add_months

_LENGTH = re.compile(r"(\d{1,5}) (day|month)s?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Length:
    """A number of days or months."""

    count: int
    unit: Literal["day", "month"]

    def from_day(self, since: date) -> Span:
        """Return the days of the length that begins on `since`, which is its first day.

        `90 days` from January 1 end with March 31. A month runs to the day before the same day number, or to the last
        day of the month where that number is missing: `1 month` from January 31 ends with the last day of February.
        What would end after the year 9999 has no end.
        """
        try:
            after = since + timedelta(days=self.count) if self.unit == "day" else add_months(since, self.count)
        except (ValueError, OverflowError):
            return Span(since, date.max)
        return Span(since, after)


def length_from_text(text: str) -> Length:
    """Return the length written `90 days`, `1 month` or `12 months`. Raises ValueError for any other text."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a length such as 90 days or 12 months")
    return Length(int(found[1]), "day" if found[2] == "day" else "month")
