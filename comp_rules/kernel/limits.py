"""Limits: own lines that cut what a component's lines came to, carry the cut on, or pay it out at the year's end.

In: the paid lines of a component and a cap. Out: lines of what is above the cap, by group and period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from comp_rules.kernel.cells import Value
from comp_rules.kernel.columns import CapUse, LineRow, PaidLine, State
from comp_rules.kernel.factors import of_number
from comp_rules.kernel.run import Run, day_of
from comp_rules.kernel.steps import Limit, Number
from comp_rules.kernel.world import CreditRow, Known, Missing
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio
from comp_rules.values.period import year_of


@dataclass(slots=True)
class _Group:
    """What a cap has seen of a group so far: its sum, and the cap that stood (None: it did not bind)."""

    sum: int = 0
    cap: Known | None = None
    seen: bool = False


def limited(step: Limit, run: Run) -> list[PaidLine]:
    """Return the lines of a limit in the periods for which lines are made, none where a number is missing.

    Of `record` the sum to date is held between -cap and cap; of all others at most at cap. A `carry` gives what was
    cut to the next period; `year_end` pays what was cut in the plan year in its last period.
    """
    missing = next((run.columns.missing[name] for name in step.pays if name in run.columns.missing), None)
    if missing is not None:
        run.miss(step, run.world.last, missing)
    by_period: dict[int, list[PaidLine]] = {}
    for name in step.pays:
        for line in run.columns.paid.get(name, ()):
            by_period.setdefault(line.row.period, []).append(line)
    return list(_Limiter(step, run).lines(by_period))


class _Limiter:
    """Walks through the periods and keeps the sums of every group."""

    def __init__(self, step: Limit, run: Run) -> None:
        self._step, self._run = step, run
        self._grid = run.grid(step.frame)
        self._groups: dict[str, _Group] = {}
        self._cut_in_year: dict[int, int] = {}

    def lines(self, by_period: dict[int, list[PaidLine]]) -> Iterator[PaidLine]:
        """Yield the lines of every period in order: what is carried in, what is cut, what is paid out."""
        carried = 0
        for period in range(self._run.world.first_line, self._run.world.last + 1):
            if self._lacks(period):
                continue
            here = by_period.get(period, [])
            if carried:
                yield self._line("carried", self._period_name(period), period, carried, CapUse(
                    "carried", self._period_name(period), carried, 0, None, None
                ))  # fmt: skip
            cut = 0
            for line in self._cuts(here, carried, period):
                cut -= line.amount
                yield line
            carried = cut if self._step.excess == "carry" else 0
            if self._step.excess == "year_end":
                yield from self._paid_out(cut, period)

    def _lacks(self, period: int) -> bool:
        """Whether nothing of the component is paid in a period, because a number of its lines or its cap is missing."""
        cap = self._cap(self._end_cell(period))
        if isinstance(cap, Missing):
            self._run.miss(self._step, period, cap)
        return self._run.is_blocked(self._step.component, period)

    def _cuts(self, here: list[PaidLine], carried: int, period: int) -> Iterator[PaidLine]:
        sums: dict[str, int] = {}
        firsts: dict[str, PaidLine] = {}
        for line in here:
            group = self._group_of(line, period)
            sums[group] = sums.get(group, 0) + line.amount
            firsts.setdefault(group, line)
        if self._step.per in ("period", "quarter", "year"):
            whole = self._group_at(self._end_cell(period), period)
            sums[whole] = sums.get(whole, 0) + carried
        # a cap that moves, or that stops binding, changes what was cut from a group without lines of its own
        for name in [*sums, *(name for name in self._open_groups(period) if name not in sums)]:
            line_here = firsts.get(name)
            found = self._cut(name, sums.get(name, 0), line_here, period)
            if found is not None:
                yield found

    def _open_groups(self, period: int) -> list[str]:
        """Groups of earlier periods that still run: of records and windows."""
        if self._step.per == "record":
            return list(self._groups)
        if self._step.per == "window":
            running = {self._group_at(index, period) for index in self._grid.of_period(period)}
            return [name for name in self._groups if name in running]
        return []

    def _cut(self, name: str, added: int, first: PaidLine | None, period: int) -> PaidLine | None:
        cell = self._cell_of(name, first, period)
        group = self._groups.setdefault(name, _Group())
        cap = self._cap(cell)
        if isinstance(cap, Missing):
            self._run.miss(self._step, period, cap)
            return None
        before = CapUse("cut", name, group.sum + added, group.sum, cap, group.cap if group.seen else None)
        group.sum, group.cap, group.seen = group.sum + added, cap, True
        amount = cut_of(before, both_sides=self._step.per == "record")
        if not amount:
            return None
        return self._line("cap", name, period, amount, before, cell, first.row.credit if first else None)

    def _cap(self, cell: int | None) -> Known | Missing | None:
        """The cap in whole minor units; None while it does not bind."""
        gates = [self._gate(name, cell) for name in self._step.unless]
        missing = next((gate for gate in gates if isinstance(gate, Missing)), None)
        if missing is not None:
            return missing
        if gates and all(isinstance(gate, Known) and gate.value for gate in gates):
            return None
        if isinstance(self._step.cap, Number):
            number = of_number(self._step.cap)
            return Known(rounded_ratio(number.value), number.source, "money")
        return self._run.columns.cells[self._step.cap][cell] if cell is not None else None

    def _gate(self, name: str, cell: int | None) -> Value:
        grid = self._run.grid_of(name)
        if cell is None:
            return None
        at = cell if grid is self._grid else grid.own(self._grid.last_day(cell), self._grid.cells[cell].period)
        return self._run.columns.cells[name][at] if at is not None else None

    def _group_of(self, line: PaidLine, period: int) -> str:
        """The group of a line: its record, the window it stands in, or what holds the end of its period."""
        row = line.row
        if self._step.per == "record":
            credit = row.credit
            return (credit.record or credit.credit_id) if credit is not None else "none"
        if self._step.per == "window":
            if row.frame == self._step.frame and row.now.cell is not None:
                return self._group_at(row.now.cell, period)
            return self._group_at(self._run.window_cell(self._grid, day_of(row, self._run), period), period)
        return self._group_at(self._end_cell(period), period)

    def _group_at(self, cell: int | None, period: int) -> str:
        if cell is None or self._step.per == "period":
            return self._period_name(period)
        return self._grid.cells[cell].window.first.isoformat()

    def _cell_of(self, name: str, first: PaidLine | None, period: int) -> int | None:
        """The cell whose cap and gates hold for a group in a period."""
        if self._step.per != "window":
            return self._end_cell(period)
        here = self._grid.of_period(period)
        found = next((index for index in here if self._group_at(index, period) == name), None)
        return found if found is not None else self._end_cell(period)

    def _end_cell(self, period: int) -> int | None:
        """The cell of the period that holds its last day, or the last one there is."""
        here = self._grid.of_period(period)
        own = self._grid.own(self._run.last_day_of(period), period)
        return own if own is not None else (here[-1] if here else None)

    def _paid_out(self, cut: int, period: int) -> Iterator[PaidLine]:
        """In the plan year's last period, what was cut in the year so far."""
        last_day = self._run.last_day_of(period)
        year = year_of(last_day, self._run.world.year_starts)
        total = self._cut_in_year.get(year.first.year, 0) + cut
        self._cut_in_year[year.first.year] = total
        if total and year.after - timedelta(days=1) == last_day:
            use = CapUse("paid_out", self._period_name(period), total, 0, None, None)
            yield self._line("paid_out", self._period_name(period), period, total, use)

    def _line(
        self,
        state: str,
        group: str,
        period: int,
        amount: int,
        use: CapUse,
        cell: int | None = None,
        credit: CreditRow | None = None,
    ) -> PaidLine:
        at = cell if cell is not None else self._end_cell(period)
        frame = self._step.frame if at is not None else None
        row = LineRow(state, period, frame, State(at), None, credit if self._step.per == "record" else None)
        return PaidLine(row, Fraction(amount), amount, use)

    def _period_name(self, period: int) -> str:
        return self._run.world.periods[period].name


def cut_of(use: CapUse, *, both_sides: bool) -> int:
    """Return what a cap takes off: (held sum now - sum now) - (held sum before - sum before), 0 or below but for room
    that a return or a higher cap gives back.

    `both_sides` holds a sum also at or above -cap.
    """
    now = _above(use.sum_now, use.cap_now, both_sides=both_sides)
    return now - _above(use.sum_before, use.cap_before, both_sides=both_sides)


def _above(total: int, cap: Known | None, *, both_sides: bool) -> int:
    if cap is None:
        return 0
    held = min(int(cap.value), total)
    if both_sides:
        held = max(-int(cap.value), held)
    return held - total


def cap_source(step: Limit) -> Source:
    """Return the origin of the sums that a cap looks at: the lines of its component."""
    return Source("component", step.component)
