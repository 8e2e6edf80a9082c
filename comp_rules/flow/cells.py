"""The cells of a frame: which windows stand at the end of each period, and how many of their days were worked.

In: frames, periods, an assignment and its quota rows. Out: cells, and the first day that any window needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from comp_rules.facts.facts import Assignment, Quota
from comp_rules.kernel.steps import AnyStep, Frame
from comp_rules.kernel.world import Cell
from comp_rules.values.period import Period, Span, months_between, window_of, year_of


def frames_of(steps: Iterable[AnyStep]) -> list[Frame]:
    """Return the frames that the steps use, each once, in order."""
    return list(dict.fromkeys(frame for step in steps if (frame := getattr(step, "frame", None)) is not None))


def horizon_of(frames: Sequence[Frame], period: Period, year_starts: int, quotas: Iterable[Quota]) -> Span:
    """Return the days whose credits a calculation of `period` may need: from the earliest window's first day."""
    first = year_of(period.span.first, year_starts).first
    names = {frame.quota for frame in frames if frame.window == "quota_window"}
    starts = [row.span.first for row in quotas if row.quota in names and row.span.overlap(period.span).days]
    return Span(min([first, *starts]), period.span.after)


def periods_of(horizon: Span) -> list[Period]:
    """Return the months of the horizon, the calculated one last."""
    return months_between(horizon.first, horizon.after - timedelta(days=1))


def cells_of(
    frame: Frame, periods: Sequence[Period], assignment: Assignment, year_starts: int, quotas: Sequence[Quota]
) -> list[Cell]:
    """Return the cells of a frame: one for each period, or one for each quota row that overlaps it.

    A period in which the assignment does not hold has none.
    """
    cells = []
    for index, period in enumerate(periods):
        if frame.window == "quota_window":
            spans = {row.span for row in quotas if row.quota == frame.quota and row.span.overlap(period.span).days}
            windows = sorted(spans)
        else:
            windows = [window_of(period.span.first, frame.window, year_starts)]
        for window in windows:
            here = assignment.span.overlap(period.span.overlap(window))
            if here.days:
                through = min(period.span.after, window.after)
                worked = assignment.span.overlap(window)
                cells.append(Cell(index, window, through, worked, here.after - timedelta(days=1)))
    return cells
