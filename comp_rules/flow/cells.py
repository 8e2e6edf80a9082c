"""The cells of a frame: which windows stand at the end of each period, and which part of each was worked.

In: frames, periods, an assignment, its quota rows and leave. Out: cells, and the first day that any window needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.facts.facts import Assignment, Quota
from comp_rules.kernel.steps import AnyStep, Each, Frame, Limit, Restate
from comp_rules.kernel.world import Amount, Cell
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import (
    Calculate,
    Period,
    Span,
    add_months,
    month_number,
    month_of,
    periods_between,
    window_of,
    year_of,
)
from comp_rules.values.proration import months_of, part_worked

_ONE_DAY = timedelta(days=1)
#: Half months end on the 15th.
_SECOND_HALF = 16


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days whose credits a calculation may need, and the first day from which on lines are made."""

    span: Span
    lines_first: date


def frames_of(steps: Iterable[AnyStep]) -> list[Frame]:
    """Return the frames that the steps use, each once, in order."""
    return list(dict.fromkeys(frame for step in steps if (frame := getattr(step, "frame", None)) is not None))


def needs_earlier_lines(steps: Iterable[AnyStep]) -> bool:
    """Say whether lines of earlier periods are read: by a cap over time, or by a component paid on another's lines."""
    return any(
        isinstance(step, Limit) or (isinstance(step, (Each, Restate)) and step.credit.startswith("component:"))
        for step in steps
    )


def horizon_of(plan: CompiledPlan, period: Period, quotas: Iterable[Quota]) -> Horizon:
    """Return the horizon of a calculation of `period`: from the first day of the earliest window that it reads.

    That is at least the plan year. Where earlier lines are read, their windows count too.
    """
    frames = frames_of(plan.steps)
    names = {frame.quota for frame in frames if frame.window == "quota_window"}
    spans = [row.span for row in quotas if row.quota in names]
    year = year_of(period.span.after - _ONE_DAY, plan.year_starts).first
    first = min([year, period.span.first, *_firsts(spans, period.span)])
    earliest = first
    if needs_earlier_lines(plan.steps):
        earliest = min([first, *_firsts(spans, Span(first, period.span.after))])
    rolling = max((frame.months for frame in frames if frame.window == "rolling_months"), default=0)
    if rolling:
        ends_with = first if needs_earlier_lines(plan.steps) else period.span.after - _ONE_DAY
        earliest = min(earliest, add_months(month_of(ends_with).span.first, 1 - rolling))
    return Horizon(Span(earliest, period.span.after), first)


def _firsts(spans: Iterable[Span], days: Span) -> list[date]:
    return [span.first for span in spans if span.overlap(days).days]


def periods_of(plan: CompiledPlan, horizon: Horizon) -> list[Period]:
    """Return the plan's periods from the one that holds the horizon's first day on, the calculated one last."""
    return periods_between(horizon.span.first, horizon.span.after - _ONE_DAY, plan.calculate, plan.year_starts)


def cells_of(
    frame: Frame,
    periods: Sequence[Period],
    assignment: Assignment,
    plan: CompiledPlan,
    quotas: Sequence[Quota],
    leave: Sequence[Span] = (),
    holidays: Collection[date] = (),
) -> list[Cell]:
    """Return the cells of a frame: one for each period and window that overlap, from the first day worked on.

    A window goes on to its own end when the assignment ended before: what it pays is due then.
    """
    away = leave if plan.proration.leave_absent else ()
    cells = []
    for index, period in enumerate(periods):
        for window in windows_in(frame, period, plan, quotas):
            through = min(period.span.after, window.after)
            worked = assignment.span.overlap(window)
            if not worked.days or worked.first >= through:
                continue
            part = part_worked(window, worked, plan.proration.basis, away, holidays)
            day = min(worked.after, through) - _ONE_DAY
            months = _months(window, window.after, plan.calculate)
            to_date = _months(window, through, plan.calculate)
            units = (part.worked, part.of)
            cells.append(Cell(index, window, through, worked, day, part.ratio, months, to_date, units))
    return cells


def windows_in(frame: Frame, period: Period, plan: CompiledPlan, quotas: Iterable[Quota]) -> list[Span]:
    """Return the windows of the frame that overlap the period, in order."""
    if frame.window == "quota_window":
        return sorted(
            {row.span for row in quotas if row.quota == frame.quota and row.span.overlap(period.span).days}
        )  # fmt: skip
    windows: list[Span] = []
    day = period.span.first
    while day < period.span.after:
        windows.append(window_of(day, frame.window, plan.year_starts, plan.calculate, frame.months))
        day = windows[-1].after
    return windows


def _months(window: Span, through: date, calculate: Calculate) -> Amount:
    """The months of the window up to `through`, the month that holds its last day counted whole.

    A calendar of half months counts halves.
    """
    if calculate == "half_month" and window.days <= _SECOND_HALF:
        return Fraction(1, 2)
    if through >= window.after:
        return len(months_of(window))
    months = month_number(window.first, through - _ONE_DAY)
    if calculate == "half_month" and through.day == _SECOND_HALF and window.first.day == 1:
        return months - Fraction(1, 2)
    return months
