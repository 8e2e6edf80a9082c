"""When things happen in the demo company: its fifteen months and the days on which it learns of them.

In: the moment of the seed. Out: months, civil days in the company's time zone, and the number of each weekly import.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comp_rules.values.period import Period, Span, add_months, month_of, months_between

MONTHS = 15
ZONE = "America/New_York"
_IMPORT_TIME = time(6, 30)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Fifteen calendar months, the last one not over; `now` has a time zone, days are civil days of the company."""

    now: datetime
    months: tuple[Period, ...]
    #: when each batch of facts was learnt; batch 1 is the setting up, the last one is `now`
    imports: tuple[datetime, ...]

    @property
    def today(self) -> date:
        """The civil day of `now`."""
        return self.now.astimezone(ZoneInfo(ZONE)).date()

    @property
    def first_day(self) -> date:
        """The day from which the company works with Daylight."""
        return self.months[0].span.first

    @property
    def this_year(self) -> int:
        """The year of the open month."""
        return self.months[-1].span.first.year

    def day(self, month: int, day_of_month: int) -> date:
        """Return a day of month 0 to 14, or -1 for the open one; a day beyond its end is its last day."""
        span = self.months[month].span
        return min(span.first + timedelta(days=day_of_month - 1), span.after - timedelta(days=1))

    def years(self) -> range:
        """Return the calendar years that the fifteen months touch, two or three."""
        return range(self.first_day.year, self.this_year + 1)

    def past(self, span: Span) -> Span:
        """Return the part of the span that has happened, today included."""
        return span.overlap(Span(date.min, self.today + timedelta(days=1)))

    def known_no(self, day: date) -> int:
        """Return the number of the first import that can know what happened on `day` (1 = the setting up)."""
        for number, moment in enumerate(self.imports, start=1):
            if moment.astimezone(ZoneInfo(ZONE)).date() > day:
                return number
        return len(self.imports)


def timeline_of(now: datetime) -> Timeline:
    """Return the timeline whose open month holds `now`. Raises ValueError when `now` has no time zone."""
    if now.tzinfo is None:
        raise ValueError("the demo company needs a moment with a time zone")
    today = now.astimezone(ZoneInfo(ZONE)).date()
    first = add_months(today.replace(day=1), 1 - MONTHS)
    months = tuple(months_between(first, today))
    return Timeline(now, months, tuple(_imports(first, now)))


def _imports(first: date, now: datetime) -> list[datetime]:
    """The setting up, the week before the first month; then every Monday morning; then now."""
    zone = ZoneInfo(ZONE)
    moments = [datetime.combine(first - timedelta(days=6), _IMPORT_TIME, zone)]
    monday = first + timedelta(days=(7 - first.weekday()) % 7 or 7)
    while (moment := datetime.combine(monday, _IMPORT_TIME, zone)) < now - timedelta(hours=12):
        moments.append(moment)
        monday += timedelta(days=7)
    return [*moments, now]


def month_index(timeline: Timeline, day: date) -> int | None:
    """Return which of the fifteen months holds `day`, None outside them."""
    name = month_of(day).name
    return next((number for number, month in enumerate(timeline.months) if month.name == name), None)
