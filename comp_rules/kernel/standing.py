"""How the lines of credits stand at the end of a period: their cell, tier and gates, and when that changes.

In: a line step, its Pay steps and the cell columns. Out: for each place of a credit what holds and its later changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from comp_rules.kernel.cells import Column, Value
from comp_rules.kernel.columns import State
from comp_rules.kernel.grid import Grid
from comp_rules.kernel.reasons import why_undefined
from comp_rules.kernel.run import Run, factors_in
from comp_rules.kernel.steps import Each, Frame, Restate, Slice
from comp_rules.kernel.world import Amount, CreditRow, Known, Missing

#: The cell of each grid that a line step reads; None where no window holds the credit.
Place = tuple[int | None, ...]


class Read(NamedTuple):
    """A column that a line step reads: its step, the number of its grid, and whether it divides."""

    name: str
    column: Column
    grid: int
    divide: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for the credits of one place: the state of a line without its part, or why it does not pay.

    `values` are the operands of its amount that are read from cells.
    """

    state: State
    values: tuple[Amount | None, ...]
    missing: Missing | None = None
    #: (`gate`, `undefined` or `quota_zero`, the step that says no)
    refusal: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a place stands when its credits arrive, and (period, stood, before, now) for each later change.

    `stood` is the last period in which `before` was known, None for the one before.
    """

    own: Standing
    changes: tuple[tuple[int, int | None, Standing, Standing], ...]


class Courses:
    """The courses of a line step, each worked out once for all credits of a place.

    The amounts of Each and Slice are read at the credit's own period, for good, and only gates judged to date are read
    again later; Restate reads everything again.
    """

    def __init__(self, step: Each | Slice | Restate, frame: Frame | None, run: Run) -> None:
        self._step, self._run, self._frame = step, run, frame
        self._grids: list[Grid] = []
        self._live = isinstance(step, Restate)
        self._first = run.world.first_line
        cells = [
            (factor.name, factor.divide)
            for pay in run.pays_on(step.name)
            for factor in factors_in(pay.factors)
            if factor.ref == "cell"
        ]
        quota = step.quota
        if quota is not None:
            cells.append((quota, False))
        self._main = self._number(run.grid(frame)) if frame is not None else None
        self._operands = [self._read(name, divide) for name, divide in dict.fromkeys(cells)]
        self._gates = [self._read(name, False) for name in step.gates]
        self._tier = self._read(step.tier, False) if isinstance(step, Restate) else None
        self._quota = self._read(quota, False) if quota is not None else None
        self._courses: dict[Place, Course] = {}
        self._places: dict[object, Place] = {}

    def _number(self, grid: Grid) -> int:
        if grid not in self._grids:
            self._grids.append(grid)
        return self._grids.index(grid)

    def _read(self, name: str, divide: bool) -> Read:
        return Read(name, self._run.columns.cells[name], self._number(self._run.grid_of(name)), divide)

    def of(self, credit: CreditRow) -> Course:
        """Return the course of a credit."""
        key = (credit.day, credit.period, bool(credit.root))
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = tuple(self._run.own_cell(grid, credit) for grid in self._grids)
        course = self._courses.get(place)
        if course is None:
            course = self._courses[place] = self._course(place, credit.period)
        return course

    def _course(self, own: Place, period: int) -> Course:
        standing = arrived = self._standing(own, own)
        changes = []
        if self._live or self._step.judged == "to_date":
            before = known = own
            stood = period
            for later in range(period + 1, self._run.world.last + 1):
                place = self._later(own, later)
                if place != before:
                    before, now = place, self._standing(own, place)
                    if later >= self._first and _differ(standing, now):
                        changes.append((later, None if stood == later - 1 else stood, standing, now))
                    # where a number is missing nothing is posted: what stood before stays what was
                    if now.missing is None:
                        known, standing = place, now
                if place == known:
                    stood = later
        return Course(arrived, tuple(changes))

    def _later(self, own: Place, period: int) -> Place:
        pairs = zip(self._grids, own, strict=True)
        return tuple(None if index is None else grid.latest(index, period) for grid, index in pairs)

    def _standing(self, own: Place, place: Place) -> Standing:
        read_at = place if self._live else own
        gates_at = place if self._step.judged == "to_date" else own
        tier = self._at(self._tier, read_at) if self._tier else None
        values = [self._at(read, read_at) for read in self._operands]
        gates = [self._at(read, gates_at) for read in self._gates]
        missing = next((value for value in (tier, *values, *gates) if isinstance(value, Missing)), None)
        refusal = None if missing else self._refusal(tier, values, gates, read_at, gates_at)
        cell = read_at[self._main] if self._main is not None else None
        at_base = self._at_base(tier, read_at)
        number = int(tier.value) if isinstance(tier, Known) else None
        state = State(cell, number, None, on=missing is None and refusal is None, at_base=at_base)
        amounts = tuple(value.value if isinstance(value, Known) else None for value in values)
        return Standing(state, amounts, missing, refusal)

    def _at_base(self, tier: Value, place: Place) -> bool:
        """Whether the rate is the base rate itself, because the quota is stated as 0."""
        said = tier if self._tier else self._at(self._quota, place) if self._quota else None
        return isinstance(said, Known) and said.value == 0 and said.if_zero == "base_rate"

    @staticmethod
    def _at(read: Read, place: Place) -> Value:
        index = place[read.grid]
        return None if index is None else read.column[index]

    def _refusal(
        self, tier: Value, values: list[Value], gates: list[Value], read_at: Place, gates_at: Place
    ) -> tuple[str, str] | None:
        """Why a line does not pay: the first gate that does not hold, or else the first number that is undefined."""
        for read, value in zip(self._gates, gates, strict=True):
            if value is None:
                return why_undefined(read.name, gates_at[read.grid], self._run)
            if isinstance(value, Known) and not value.value:
                return "gate", read.name
        for read, value in zip(self._operands, values, strict=True):
            if value is None or (read.divide and isinstance(value, Known) and value.value == 0):
                return why_undefined(read.name, read_at[read.grid], self._run)
        if self._tier is not None and tier is None:
            return why_undefined(self._tier.name, read_at[self._tier.grid], self._run)
        quota = self._at(self._quota, read_at) if self._quota else None
        if self._quota is not None and isinstance(quota, Known) and not usable(quota):
            return ("quota_zero" if quota.if_zero else "undefined"), self._quota.name
        return None


def usable(quota: Known) -> bool:
    """Say whether edges can be placed by a quota: it is above 0, or its row says what holds when it is 0."""
    return quota.value > 0 or (quota.value == 0 and quota.if_zero in ("base_rate", "at_target"))


def _differ(before: Standing, now: Standing) -> bool:
    """Whether the line of a credit may have another value now."""
    if now.missing:
        return True
    if not before.state.on and not now.state.on:
        return False
    return (before.state.on, before.state.tier, before.state.at_base, before.values) != (
        now.state.on,
        now.state.tier,
        now.state.at_base,
        now.values,
    )
