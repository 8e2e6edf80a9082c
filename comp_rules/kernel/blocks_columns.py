"""The columns of one assignment of a block, as `exact` leaves them: cells, running totals, lines, money, refusals.

In: the result of a block and the world of one of its assignments. Out: that assignment's Columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from comp_rules.kernel.blocks import BlockResult
from comp_rules.kernel.blocks_layout import Numbers
from comp_rules.kernel.blocks_rows import KINDS, Cuts, Money, Rows, Side, Value
from comp_rules.kernel.columns import CapUse, Columns, Judged, LineRow, PaidLine, Refused, State
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.reasons import parts_of
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Frame,
    Gate,
    Limit,
    Number,
    Pay,
    Pick,
    Ratio,
    Scale,
    Share,
    Tier,
    Total,
    Weighted,
    Worked,
)  # fmt: skip
from comp_rules.kernel.wide import Ints
from comp_rules.kernel.world import Amount, Cell, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio


def columns_of(result: BlockResult, assignment: int, world: World) -> Columns:
    """Return the columns of one assignment of a block; `world` is the one it was made from.

    An odd assignment is run by exact.
    """
    if result.odd[assignment]:
        return run_steps(result.env.steps, world)
    return _Reader(result, assignment, world).columns()


def numbers_in(result: BlockResult, numbers: Numbers) -> Sequence[Amount | None]:
    """Return a column of a block as a list, None where it is not defined; it is made once for all assignments."""
    found = result.read.get(id(numbers))
    if found is None:
        # with the column itself, so that no other can come to bear its identity
        found = result.read[id(numbers)] = numbers, _listed(numbers)
    return found[1]


def _listed(numbers: Numbers) -> list[Amount | None]:
    upper: list[int] = numbers.upper.tolist()
    count = len(upper)
    defined = [True] * count if numbers.defined is None else numbers.defined.tolist()
    lower = [numbers.lower] * count if isinstance(numbers.lower, int) else numbers.lower.tolist()
    return [_amount(u, v) if d else None for u, v, d in zip(upper, lower, defined, strict=True)]


def _amount(upper: int, lower: int) -> Amount:
    if lower == 1:
        return upper
    value = Fraction(upper, lower)
    return value.numerator if value.denominator == 1 else value


class _Reader:
    """Reads the rows of one assignment."""

    def __init__(self, result: BlockResult, assignment: int, world: World) -> None:
        self._result = result
        self._env, self._block, self._world = result.env, result.block, world
        self._number = assignment
        self._of_step = {step.name: step for step in result.env.steps}
        count = len(result.block.periods) - 1
        starts = result.block.period_starts
        self._first_credit = int(starts[assignment * count])
        self._last_credit = int(starts[(assignment + 1) * count])
        self._columns = Columns(steps=self._of_step, frames=dict(result.env.frames))

    def columns(self) -> Columns:
        found = self._columns
        for name, column in self._env.cells.items():
            step = self._of_step[name]
            found.cells[name] = [self._known(step, column, place, cell) for place, cell in self._places(name)]
        for name, sides in self._env.running.items():
            found.running[name] = self._running(*sides)
        for name, rows in self._env.rows.items():
            found.lines[name] = [self._row(rows, row) for row in self._mine(rows.owner)]
        self._refusals()
        self._standings()
        for name, paid in self._env.paid.items():
            found.paid[name] = self._money(name, paid) if isinstance(paid, Money) else self._cuts(name, paid)
        return found

    def _at(self, numbers: Numbers, row: int) -> Amount | None:
        return numbers_in(self._result, numbers)[row]

    def _mine(self, owner: Ints) -> range:
        first, last = np.searchsorted(owner, (self._number, self._number + 1))
        return range(int(first), int(last))

    def _places(self, name: str) -> list[tuple[int, Cell]]:
        """The rows of a cell column in the assignment's own order, with their cells."""
        frame = self._env.frames[name]
        grid = self._block.grids[frame]
        mine = range(int(grid.first[self._number]), int(grid.first[self._number + 1]))
        ordered = sorted(mine, key=lambda row: self._local(frame, row))
        return list(zip(ordered, self._world.cells.get(frame, ()), strict=True))

    def _local(self, frame: Frame, row: int) -> int:
        grid = self._block.grids[frame]
        return row - int(grid.first[self._number]) if grid.local is None else int(grid.local[row])

    def _known(self, step: AnyStep, column: Numbers, row: int, cell: Cell) -> Known | Missing | None:
        value = self._at(column, row)
        if value is None:
            return None
        source, form = self._origin(step, row, cell)
        return Known(value, source, form)

    def _origin(self, step: AnyStep, row: int, cell: Cell) -> tuple[Source, str]:
        """Where a number of a cell came from, and its form."""
        match step:
            case Dated():
                found = self._looked_up(step, cell)
                return (found.source, found.form) if isinstance(found, Known) else (Source("plan", step.path), "")
            case Scale():
                return self._origin(self._of_step[step.amount], row, cell)
            case Share():
                return Source("plan", step.path), "money"
            case Worked():
                return Source("plan", step.path), "percent"
            case Total():
                return Source("credit", "+".join(step.credits)), ""
            case Add() | Ratio() | Weighted():
                return Source("measure", step.name), ""
            case Curve():
                return Source("plan", step.path), step.points[0][1].form
            case Pick():
                number = self._picked(step, row)
                return Source("plan", number.path), number.form
            case Tier() | Gate():
                return Source("plan", step.path), ""
            case _:
                raise ValueError(f"{step.name} has no cells")

    def _looked_up(self, step: Dated, cell: Cell) -> Known | Missing | None:
        lookup = self._world.lookup
        match step.table:
            case "quota":
                return lookup.quota(step.key, cell, step.frame.window == "quota_window")
            case "input":
                return lookup.input(step.key, cell)
            case "target":
                return lookup.target(cell.day)
            case "target_months":
                return None

    def _picked(self, step: Pick, row: int) -> Number:
        place = 0
        for name in step.tiers:
            place = place * step.columns + int(self._env.cells[name].upper[row])
        return step.numbers[place]

    def _running(self, opened: Numbers, closed: Numbers) -> dict[str, tuple[Amount, Amount]]:
        found: dict[str, tuple[Amount, Amount]] = {}
        mine = slice(self._first_credit, self._last_credit)
        sides = (numbers_in(self._result, side)[mine] for side in (opened, closed))
        for credit, before, after in zip(self._world.credits, *sides, strict=True):
            if before is not None and after is not None:
                found[credit.credit_id] = (before, after)
        return found

    def _row(self, rows: Rows, row: int) -> LineRow:
        granted = None if rows.granted is None or rows.frame is None else self._place(rows.frame, rows.granted, row)
        before = rows.before
        return LineRow(
            KINDS[0 if rows.kind is None else int(rows.kind[row])],
            int(rows.period[row]),
            rows.frame,
            self._state(rows.now, rows.frame, row),
            None
            if before is None or (before.here is not None and not before.here[row])
            else self._state(before, rows.frame, row),
            None if rows.credit is None else self._world.credits[int(rows.credit[row]) - self._first_credit],
            None if rows.opened is None else self._at(rows.opened, row),
            None if rows.closed is None else self._at(rows.closed, row),
            granted=granted,
            slice=0 if rows.slice is None else int(rows.slice[row]),
        )

    def _place(self, frame: Frame, cells: Ints, row: int) -> int | None:
        cell = int(cells[row])
        return None if cell < 0 else self._local(frame, cell)

    def _state(self, side: Side, frame: Frame | None, row: int) -> State:
        tier = -1 if side.tier is None else int(side.tier[row])
        return State(
            None if side.cell is None or frame is None else self._place(frame, side.cell, row),
            None if tier < 0 else tier,
            None if side.part is None else self._at(side.part, row),
            side.on is None or bool(side.on[row]),
        )

    def _refusals(self) -> None:
        for name, refused in self._env.refused.items():
            found = self._columns.refused[name] = []
            first, last = np.searchsorted(refused.credit, (self._first_credit, self._last_credit))
            for row in range(int(first), int(last)):
                credit = self._world.credits[int(refused.credit[row]) - self._first_credit]
                code, step = self._why(refused.names[int(refused.check[row])], int(refused.cell[row]))
                found.append(Refused(credit, credit.period, code, step))

    def _why(self, name: str, cell: int) -> tuple[str, str]:
        """Why a column says no at a cell: a gate that does not hold, or the ratio that is undefined."""
        if cell < 0:
            return "undefined", name
        gate = self._env.cells[name]
        if isinstance(self._of_step[name], Gate) and (gate.defined is None or gate.defined[cell]):
            return "gate", name
        return "undefined", self._undefined(name, cell) or name

    def _undefined(self, name: str, cell: int) -> str | None:
        step, column = self._of_step[name], self._env.cells[name]
        if isinstance(step, Ratio) and column.defined is not None and not column.defined[cell]:
            return name
        for part in parts_of(step):
            found = self._undefined(part, cell)
            if found is not None:
                return found
        return None

    def _standings(self) -> None:
        for name, judged in self._env.judged.items():
            frame = self._of_step[name].frame  # type: ignore[union-attr]
            found = self._columns.judged[name] = []
            for row in self._mine(self._block.grids[frame].owner[judged.cell]):
                state, check = judged.states[int(judged.state[row])], int(judged.check[row])
                code, step = ("", "") if check < 0 else self._why(judged.names[check], int(judged.at[row]))
                cell = self._local(frame, int(judged.cell[row]))
                found.append(Judged(cell, code if state == "refused" else state, step))

    def _money(self, name: str, paid: Money) -> list[PaidLine]:
        pay = self._of_step[name]
        assert isinstance(pay, Pay)
        rows, lines = self._env.rows[pay.lines], self._columns.lines[pay.lines]
        mine = self._mine(rows.owner)
        first, last = np.searchsorted(paid.row, (mine.start, mine.stop))
        found = []
        for at in range(int(first), int(last)):
            line = lines[int(paid.row[at]) - mine.start]
            exact = self._exact(paid.now, at) if line.now.on else Fraction(0)
            if line.before is not None and paid.before is not None and line.before.on:
                exact -= self._exact(paid.before, at)
            found.append(PaidLine(line, exact, int(paid.amount[at])))
        return found

    def _exact(self, value: Value, row: int) -> Fraction:
        amount, rest = self._at(value.amount, row), self._at(value.rest, row)
        return Fraction(0) if amount is None or rest is None else Fraction(amount * rest)

    def _cuts(self, name: str, cuts: Cuts) -> list[PaidLine]:
        step = self._of_step[name]
        assert isinstance(step, Limit)
        found = []
        for row in self._mine(cuts.owner):
            period, kind, amount = int(cuts.period[row]), int(cuts.kind[row]), int(cuts.amount[row])
            state, what = (("cap", "cut"), ("carried", "carried"), ("paid_out", "paid_out"))[kind]
            cell, credit = self._place(step.frame, cuts.cell, row), int(cuts.first_credit[row])
            caps = [self._cap(step, cuts, row, before=before) for before in (False, True)]
            line = LineRow(
                state,
                period,
                None if cell is None else step.frame,
                State(cell),
                credit=None if credit < 0 or step.per != "record" else self._world.credits[credit - self._first_credit],
            )
            sums = (int(cuts.sum_now[row]), int(cuts.sum_before[row]))
            use = CapUse(what, self._group(step, cuts, row), *sums, *caps)
            found.append(PaidLine(line, Fraction(amount), amount, use))
        return found

    def _group(self, step: Limit, cuts: Cuts, row: int) -> str:
        cell, named = int(cuts.cell[row]), int(cuts.group[row])
        if int(cuts.kind[row]) == 0 and step.per == "record":
            if named < 0:
                return "none"
            credit = self._world.credits[named - self._first_credit]
            return credit.record or credit.credit_id
        if int(cuts.kind[row]) or step.per == "period" or cell < 0:
            return self._world.periods[int(cuts.period[row])].name
        place = self._local(step.frame, cell)
        return self._world.cells[step.frame][place].window.first.isoformat()

    def _cap(self, step: Limit, cuts: Cuts, row: int, *, before: bool) -> Known | None:
        column = cuts.cap_before if before else cuts.cap_now
        value = self._at(column, row)
        if value is None:
            return None
        if isinstance(step.cap, Number):
            return Known(rounded_ratio(step.cap.value), Source("plan", step.cap.path), "money")
        path = self._of_step[step.cap].path
        return Known(value, Source("plan", path), "money")
