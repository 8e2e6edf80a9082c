"""Worlds become a block: every number that the steps may read of each assignment, laid out in columns.

In: the steps of a plan and worlds of one calculation. Out: a block, with the assignments that exact must run marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from comp_rules.kernel.blocks_layout import Block, Credits, Grid, Numbers, listed
from comp_rules.kernel.blocks_rows import factors_in
from comp_rules.kernel.steps import AnyStep, Dated, Due, Each, Factor, Frame, Pay, Restate, Running, Slice, Total
from comp_rules.kernel.wide import Ints, ints
from comp_rules.kernel.world import Amount, Cell, CreditRow, Known, Missing, World

CreditStep = Each | Slice | Restate


def block_from_worlds(steps: Sequence[AnyStep], worlds: Sequence[World]) -> Block:
    """Return the block of the worlds, one assignment each, in their order.

    All worlds have the same periods, currency and rounding. Raises ValueError when they do not, or when there are none.
    """
    kinds = {(tuple(w.periods), w.currency, w.rounding, w.first_line, w.year_starts) for w in worlds}
    if len(kinds) != 1:
        raise ValueError("a block needs worlds of one calculation: the same periods, currency and rounding")
    return _Gatherer(steps, worlds).block()


class _Gatherer:
    """Reads the worlds column by column and notes which of them are odd."""

    def __init__(self, steps: Sequence[AnyStep], worlds: Sequence[World]) -> None:
        self._steps, self._worlds = steps, worlds
        self._odd = np.zeros(len(worlds), dtype=np.bool_)
        frames = [frame for step in steps if (frame := getattr(step, "frame", None)) is not None]
        self._frames: list[Frame] = list(dict.fromkeys(frames))
        self._cells = {frame: [self._chains(world, frame) for world in worlds] for frame in self._frames}
        self._credits = [(number, credit) for number, world in enumerate(worlds) for credit in world.credits]

    def block(self) -> Block:
        world = self._worlds[0]
        periods = [period.span.first.toordinal() for period in world.periods]
        periods.append(world.periods[-1].span.after.toordinal())
        self._look_at_order()
        dated = {step.name: self._dated(step) for step in self._steps if isinstance(step, Dated)}
        openings = dict(self._openings())
        personal = dict(self._personal())
        credits = self._columns()
        return Block(
            len(self._worlds),
            ints(periods),
            {frame: self._grid(frame, len(world.periods)) for frame in self._frames},
            credits,
            dated,
            openings,
            personal,
            self._odd,
            world.first_line,
            world.rounding,
            world.year_starts,
            world.currency,
        )

    def _chains(self, world: World, frame: Frame) -> list[tuple[int, Cell]]:
        """The cells of one world, those of a window after each other, with their own numbers."""
        numbered = list(enumerate(world.cells.get(frame, ())))
        return sorted(numbered, key=lambda pair: (pair[1].window, pair[1].period))

    def _look_at_order(self) -> None:
        """Credits out of order, or cells of a window that skip a period, are left to exact."""
        for number, world in enumerate(self._worlds):
            days = [(credit.period, credit.day) for credit in world.credits]
            inside = all(
                0 <= credit.period <= world.last and credit.day in world.periods[credit.period].span
                for credit in world.credits
            )
            rooted = any(credit.root for credit in world.credits)
            self._odd[number] |= rooted or not inside or any(a > b for a, b in pairwise(days))
            for frame in self._frames:
                for (_, one), (_, two) in pairwise(self._cells[frame][number]):
                    if one.window == two.window and two.period != one.period + 1:
                        self._odd[number] = True

    def _of_cells(self, frame: Frame) -> Iterator[tuple[int, Cell]]:
        for number, cells in enumerate(self._cells[frame]):
            for _, cell in cells:
                yield number, cell

    def _grid(self, frame: Frame, periods: int) -> Grid:
        rows = list(self._of_cells(frame))

        def column(of: Callable[[Cell], int]) -> Ints:
            return ints([of(cell) for _, cell in rows])

        def numbers(of: Callable[[Cell], Amount]) -> Numbers:
            values = [Fraction(of(cell)) for _, cell in rows]
            return Numbers(ints([v.numerator for v in values]), ints([v.denominator for v in values]))

        return Grid(
            ints([number for number, _ in rows]),
            column(lambda cell: cell.period),
            column(lambda cell: cell.window.first.toordinal()),
            column(lambda cell: cell.window.after.toordinal()),
            column(lambda cell: cell.through.toordinal()),
            numbers(lambda cell: cell.part),
            numbers(lambda cell: cell.months),
            numbers(lambda cell: cell.months_to_date),
            len(self._worlds),
            periods,
            ints([local for cells in self._cells[frame] for local, _ in cells]),
        )

    def _numbers(self, values: Iterable[tuple[int, Known | Missing | None]], *, may_lack: bool = False) -> Numbers:
        """A column of (world, value); a world with a value that is missing, or stated as 0, is odd."""
        found: list[Amount] = []
        there: list[bool] = []
        for number, value in values:
            known = isinstance(value, Known)
            if not may_lack and (not isinstance(value, Known) or value.if_zero):
                self._odd[number] = True
            if isinstance(value, Missing):
                self._odd[number] = True
            found.append(value.value if isinstance(value, Known) else 0)
            there.append(known)
        column = listed(found)
        return Numbers(column.upper, column.lower, None if all(there) else np.array(there, dtype=np.bool_))

    def _dated(self, step: Dated) -> Numbers:
        def value(world: World, cell: Cell) -> Known | Missing:
            if step.table == "quota":
                return world.lookup.quota(step.key, cell, step.frame.window == "quota_window")
            return world.lookup.input(step.key, cell) if step.table == "input" else world.lookup.target(cell.day)

        rows = self._of_cells(step.frame)
        if step.table != "target_months":
            return self._numbers((number, value(self._worlds[number], cell)) for number, cell in rows)
        return listed([self._months(step, self._worlds[number], cell) for number, cell in rows])

    @staticmethod
    def _months(step: Dated, world: World, cell: Cell) -> Amount:
        """Months of target in the window, or those so far; 12 of them when the row is the window's own."""
        months = cell.months_to_date if step.to_date else cell.months
        if not world.lookup.target_is_of_window(cell.day):
            return months
        return Fraction(12 * months) / cell.months if cell.months else 12

    def _openings(self) -> Iterator[tuple[tuple[str, str, Frame], Numbers]]:
        for step in self._steps:
            if isinstance(step, (Total, Running)) and step.opening:
                yield ("measure", step.opening, step.frame), self._opening("measure", step.opening, step.frame)
            if isinstance(step, Due) and step.paid != "window_end":
                column = self._opening("component", step.component, step.frame)
                owners = [number for number, _ in self._of_cells(step.frame)]
                posted = np.ones(len(owners), dtype=np.bool_) if column.defined is None else column.defined
                self._odd[ints(owners).astype(np.int64)[posted]] = True

    def _opening(self, of: str, name: str, frame: Frame) -> Numbers:
        rows = self._of_cells(frame)
        return self._numbers(
            ((number, self._worlds[number].lookup.opening(of, name, cell)) for number, cell in rows), may_lack=True
        )

    def _pays(self) -> Iterator[tuple[AnyStep, Factor]]:
        """Each factor with the line step whose lines it multiplies."""
        lines = {step.name: step for step in self._steps}
        for step in self._steps:
            if isinstance(step, Pay):
                for factor in factors_in(step.factors):
                    yield lines[step.lines], factor

    def _personal(self) -> Iterator[tuple[tuple[str, str, Frame | None], Numbers]]:
        for step, factor in self._pays():
            if factor.ref != "personal":
                continue
            if isinstance(step, (Each, Slice, Restate)):
                of_credits = (
                    (n, self._value(factor, self._worlds[n], credit.day) if _reads(step, credit) else _NOTHING)
                    for n, credit in self._credits
                )
                yield (factor.name, factor.unit, None), self._joined(factor, of_credits)
            else:
                frame: Frame = step.frame  # type: ignore[union-attr]
                of_cells = (
                    (n, self._value(factor, self._worlds[n], cell.through.fromordinal(cell.through.toordinal() - 1)))
                    for n, cell in self._of_cells(frame)
                )
                yield (factor.name, factor.unit, frame), self._numbers(of_cells)

    def _joined(self, factor: Factor, values: Iterable[tuple[int, Known | Missing | None]]) -> Numbers:
        return self._numbers(values, may_lack=True)

    @staticmethod
    def _value(factor: Factor, world: World, day: object) -> Known | Missing:
        known = world.lookup.personal(factor.name, day)  # type: ignore[arg-type]
        wanted = "percent" if factor.unit == "ratio" else "money"
        if isinstance(known, Known) and known.form != wanted:
            return Missing("personal_unit", factor.name, day)  # type: ignore[arg-type]
        return known

    def _columns(self) -> Credits:
        rules = list(dict.fromkeys(credit.rule for _, credit in self._credits))
        records: dict[str, int] = {}
        last = self._worlds[0].last
        reversal = np.array([credit.reversal for _, credit in self._credits], dtype=np.bool_)
        components = {step.component for step in self._steps if isinstance(step, (Each, Slice, Restate))}
        return Credits(
            ints([number for number, _ in self._credits]),
            ints([credit.day.toordinal() for _, credit in self._credits]),
            ints([min(max(credit.period, 0), last) for _, credit in self._credits]),
            ints([rules.index(credit.rule) for _, credit in self._credits]),
            listed([credit.amount for _, credit in self._credits]),
            rules,
            ints([records.setdefault(credit.record or credit.credit_id, len(records)) for _, credit in self._credits]),
            reversal if reversal.any() else None,
            {name: self._field(name) for name in self._fields()},
            {name: self._rate(name) for name in self._rates()},
            {name: self._turned_away(name) for name in sorted(components)},
        )

    def _turned_away(self, component: str) -> Ints:
        return np.array([component in credit.refused_by for _, credit in self._credits], dtype=np.bool_)

    def _fields(self) -> list[str]:
        names = [factor.name for _, factor in self._pays() if factor.ref == "record_field"]
        for step in self._steps:
            if isinstance(step, (Each, Slice, Restate)):
                names += [edge.field for edge in step.edges if edge.field]
            if isinstance(step, Each) and step.edges and step.tier_field:
                names.append(step.tier_field)
        return list(dict.fromkeys(names))

    def _field(self, name: str) -> Numbers:
        """A field of every credit; a credit that lacks it, or divides by 0, makes its world odd when it is read."""
        readers: list[CreditStep] = []
        divides: list[CreditStep] = []
        for step in self._steps:
            if isinstance(step, (Each, Slice, Restate)):
                pays = [factor for line, factor in self._pays() if line is step and factor.ref == "record_field"]
                read = name in [edge.field for edge in step.edges] or (
                    isinstance(step, Each) and step.tier_field == name
                )
                if read or any(factor.name == name for factor in pays):
                    readers.append(step)
                if any(factor.name == name and factor.divide for factor in pays):
                    divides.append(step)
        values: list[Amount] = []
        for number, credit in self._credits:
            value = credit.fields.get(name)
            lacks = value is None and any(_reads(step, credit) for step in readers)
            if lacks or (value == 0 and any(_reads(step, credit) for step in divides)):
                self._odd[number] = True
            values.append(0 if value is None else value)
        return listed(values)

    def _rates(self) -> list[str]:
        names: list[str] = []
        for _, factor in self._pays():
            if factor.ref in ("table", "spread"):
                names.append(factor.name)
            if factor.ref == "spread":
                names.append(f"{factor.name}:below")
        return list(dict.fromkeys(names))

    def _rate(self, name: str) -> Numbers:
        """The rate of every credit; one that cannot be found makes its world odd when it is read."""
        readers = [
            line
            for line, factor in self._pays()
            if factor.ref in ("table", "spread") and factor.name == name and isinstance(line, (Each, Slice, Restate))
        ]
        values: list[tuple[int, Known | Missing | None]] = []
        for number, credit in self._credits:
            value = credit.rates.get(name)
            if value is None and any(_reads(step, credit) for step in readers):
                self._odd[number] = True
            values.append((number, value))
        return self._numbers(values, may_lack=True)


_NOTHING = None


def _reads(step: CreditStep, credit: CreditRow) -> bool:
    """Whether a line step pays on the credit."""
    return credit.rule == step.credit and step.component not in credit.refused_by
