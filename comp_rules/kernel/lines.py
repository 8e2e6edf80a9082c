"""The steps that make lines of credits: each, in slices of a ladder, and restated when something changes.

In: credits in order and how their places stand. Out: line rows with their states, and the credits that do not pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from comp_rules.kernel.again import rows_before
from comp_rules.kernel.columns import LineRow, Refused, State
from comp_rules.kernel.components import credits_of_component
from comp_rules.kernel.ladder import slices_at, starts_of, tier_at
from comp_rules.kernel.run import Run, factors_in
from comp_rules.kernel.standing import Course, Courses, Standing, usable
from comp_rules.kernel.steps import Each, Edge, Frame, Restate, Slice
from comp_rules.kernel.world import Amount, CreditRow, Known, Missing

#: A credit's part with its tier, None for the whole credit.
Part = tuple[int | None, Amount | None]


def each(step: Each, run: Run) -> list[LineRow]:
    """Return one line per credit, and one more where a gate judged to date opens or closes for it later."""
    frame = _frame_of(step, run)
    maker = _Maker(step, frame, run)
    for credit in _paid_on(step, run):
        if maker.took_over(credit):
            continue
        if not step.edges:
            maker.add(credit, ((None, None),))
            continue
        value = credit.fields.get(step.tier_field) if step.tier_field else credit.size
        if value is None:
            maker.miss(credit, Missing("field_missing", step.tier_field or "", credit.day))
            continue
        placed = _placed_by(step, credit, maker)
        if isinstance(placed, int):
            maker.add(credit, ((placed, None),))
        elif placed is not None:
            starts = maker.starts_for(credit, step.edges, *placed)
            if starts is not None:
                maker.add(credit, ((tier_at(value, step.edges, starts), None),))
    return maker.rows


def _placed_by(step: Each | Slice, credit: CreditRow, maker: _Maker) -> tuple[int | None, Amount] | int | None:
    """The cell and the quota that edges are placed by, or the tier in which a quota stated as 0 puts every credit.

    None, with the reason noted, when the quota is missing or nothing is paid without one.
    """
    cell = maker.course(credit).own.state.cell
    if step.quota is None:
        return cell, 1
    known = maker.run.columns.cells[step.quota][cell] if cell is not None else None
    if cell is None:
        maker.outside(credit)
    if not isinstance(known, Known) or not usable(known):
        maker.add(credit, ())
        return None
    if known.value == 0:
        return 0 if known.if_zero == "base_rate" else tier_at(1, step.edges, starts_of(step.edges))
    return cell, known.value


def sliced(step: Slice, run: Run) -> list[LineRow]:
    """Return the part of every credit in every tier; a quota stated as 0 leaves the credit whole.

    Parts are those of the credit's own period, for good: a quota that changes later moves only later credits.
    """
    frame = run.columns.frames[step.running] if step.running else _frame_of(step, run)
    maker = _Maker(step, frame, run)
    running = run.columns.running[step.running] if step.running else None
    for credit in _paid_on(step, run):
        opened: Amount = 0
        closed = credit.size
        if running is not None:
            if credit.credit_id not in running:
                maker.outside(credit)
                continue
            opened, closed = running[credit.credit_id]
        if maker.took_over(credit, opened, closed):
            continue
        placed = _placed_by(step, credit, maker)
        if isinstance(placed, int):
            maker.add(credit, ((placed, credit.amount),), opened, closed)
        elif placed is not None:
            starts = maker.starts_for(credit, step.edges, *placed)
            if starts is not None:
                maker.add(credit, _parts_of(step, credit, opened, closed, starts), opened, closed)
    return maker.rows


def _parts_of(
    step: Slice, credit: CreditRow, opened: Amount, closed: Amount, starts: Sequence[Amount]
) -> Sequence[Part]:
    """The signed part of a credit in each tier; with `overage` all above the second edge in the tier it reaches."""
    if not step.overage or len(starts) < 2:
        sign = credit.sign if step.running is None else 1
        return [(tier, sign * part) for tier, part in slices_at(opened, closed, step.edges, starts)]
    low = min(closed, starts[1]) - min(opened, starts[1])
    above = closed - opened - low
    parts: list[Part] = [(0, credit.sign * low)] if low or not above else []
    return [*parts, (tier_at(closed, step.edges, starts), credit.sign * above)] if above else parts


def restated(step: Restate, run: Run) -> list[LineRow]:
    """Return one line per credit when it arrives and one more in each later period in which its value changes."""
    maker = _Maker(step, step.frame, run)
    running = run.columns.running[step.running] if step.running else None
    for credit in _paid_on(step, run):
        course = maker.course(credit)
        if course.own.state.cell is None:
            maker.outside(credit)
        elif running is None:
            maker.add(credit, ((None, None),))
        else:
            opened, closed = running[credit.credit_id]
            _add_overage(step, credit, opened, closed, course, maker)
    return maker.rows


def _add_overage(
    step: Restate, credit: CreditRow, opened: Amount, closed: Amount, course: Course, maker: _Maker
) -> None:
    """Add the two parts of a credit: up to the second edge at the first rate, above it at the rate reached."""
    for number in (0, 1):
        shown = (opened, closed, number)
        if credit.period >= maker.first and maker.may_pay(credit, course.own, once=number == 0):
            state = _overage(step, number, opened, closed, course.own, credit, maker)
            if state.on:
                maker.rows.append(_row("new", credit.period, step.frame, state, None, credit, *shown))
        for period, stood, before, now in course.changes:
            if maker.missed(now, period):
                continue
            was = _overage(step, number, opened, closed, before, credit, maker)
            state = _overage(step, number, opened, closed, now, credit, maker)
            if (was.on or state.on) and not _alike(was, state, before, now):
                kind = "uplift" if state.on else "back"
                maker.rows.append(_row(kind, period, step.frame, state, was, credit, *shown, stood))


def _alike(was: State, now: State, before: Standing, after: Standing) -> bool:
    """Whether a part is worth the same: its size and tier, and every number that multiplies it."""
    return (was.on, was.tier, was.part, was.at_base) == (now.on, now.tier, now.part, now.at_base) and (
        before.values == after.values
    )


def _overage(
    step: Restate, number: int, opened: Amount, closed: Amount, standing: Standing, credit: CreditRow, maker: _Maker
) -> State:
    """The state of one part of a credit; a part of nothing is off, but for a credit of 0 in its lower part."""
    state = standing.state
    if not state.on:
        return state
    low, high = _two_parts(step, opened, closed, state, credit, maker)
    part = high if number else low
    empty = part == 0 and (number == 1 or opened != closed)
    tier = state.tier if number else 0
    return State(state.cell, tier, part, on=not empty, at_base=state.at_base)


def _two_parts(
    step: Restate, opened: Amount, closed: Amount, state: State, credit: CreditRow, maker: _Maker
) -> tuple[Amount, Amount]:
    quota: Amount = 1
    if step.quota is not None and state.cell is not None:
        known = maker.run.columns.cells[step.quota][state.cell]
        assert isinstance(known, Known)
        quota = known.value
        if quota == 0:
            return (closed - opened, 0) if state.at_base or not state.tier else (0, closed - opened)
    line = maker.starts(step.edges, state.cell, quota)[1] if len(step.edges) > 1 else None
    if line is None:
        return closed - opened, 0
    low = min(closed, line) - min(opened, line)
    return low, closed - opened - low


class _Maker:
    """Collects the rows of one line step, its refusals and the first number that is missing."""

    def __init__(self, step: Each | Slice | Restate, frame: Frame | None, run: Run) -> None:
        self.step, self.frame, self.run = step, frame, run
        self.first = run.world.first_line
        self.rows: list[LineRow] = []
        self._courses = Courses(step, frame, run)
        self._refused = run.columns.refused.setdefault(step.name, [])
        self._before = rows_before(step, run) if not isinstance(step, Restate) else {}
        self._starts: dict[object, list[Amount]] = {}
        self._fields = [edge.field for edge in step.edges if edge.field]
        self._divides = [
            factor.name
            for pay in run.pays_on(step.name)
            for factor in factors_in(pay.factors)
            if factor.ref == "record_field" and factor.divide
        ]

    def took_over(self, credit: CreditRow, opened: Amount | None = None, closed: Amount | None = None) -> bool:
        """Take over the rows of a credit that stands where it stood in the run before; say whether it does."""
        left = self._before.get(credit.credit_id)
        if left is None or left.credit is not credit or left.opened != opened or left.closed != closed:
            return False
        self.rows += left.rows
        return True

    def course(self, credit: CreditRow) -> Course:
        """How the credit's place stands, from its own period on."""
        return self._courses.of(credit)

    def miss(self, credit: CreditRow, missing: Missing) -> None:
        """Note a number that is missing, when the credit belongs to a period for which lines are made."""
        if credit.period >= self.first:
            self.run.miss(self.step, credit.period, missing)

    def outside(self, credit: CreditRow) -> None:
        """Note a credit that no window of the frame holds: of quota windows, that a quota row is missing."""
        if self.frame is not None and self.frame.window == "quota_window":
            self.miss(credit, Missing("quota_missing", self.frame.quota or "", credit.day))

    def missed(self, standing: Standing, period: int) -> bool:
        """Say whether a number is missing in a standing, and note it for the period.

        What stands now is paid less what stood when all was known, and whole where it never was.
        """
        if standing.missing is not None:
            self.run.miss(self.step, period, standing.missing)
        return standing.missing is not None

    def may_pay(self, credit: CreditRow, own: Standing, *, once: bool = True) -> bool:
        """Say whether the credit pays when it arrives; note why not, `once` for a credit of several parts."""
        if self.missed(own, credit.period):
            return False
        refusal = own.refusal
        if refusal is None and any(credit.fields.get(name) == 0 for name in self._divides):
            refusal = ("undefined", next(pay.name for pay in self.run.pays_on(self.step.name)))
        if refusal is not None and once:
            self._refused.append(Refused(credit, credit.period, *refusal))
        return refusal is None

    def add(
        self, credit: CreditRow, parts: Sequence[Part], opened: Amount | None = None, closed: Amount | None = None
    ) -> None:
        """Add the lines of a credit: those with which it arrives and those of each later change."""
        course = self._courses.of(credit)
        if credit.period >= self.first and self.may_pay(credit, course.own):
            for part in parts:
                state = _state_of(course.own, part)
                self.rows.append(LineRow("new", credit.period, self.frame, state, None, credit, opened, closed))
        for period, stood, before, now in course.changes:
            if self.missed(now, period):
                continue
            kind = "uplift" if now.state.on else "back"
            for part in parts:
                was, state = _state_of(before, part), _state_of(now, part)
                row = LineRow(kind, period, self.frame, state, was, credit, opened, closed, stood=stood)
                self.rows.append(row)

    def starts_for(
        self, credit: CreditRow, edges: Sequence[Edge], cell: int | None = None, quota: Amount = 1
    ) -> list[Amount] | None:
        """Where edges lie for a credit; None when it lacks a field that an edge names."""
        if not self._fields:
            return self.starts(edges, cell, quota)
        lacking = next((name for name in self._fields if name not in credit.fields), None)
        if lacking is not None:
            self.miss(credit, Missing("field_missing", lacking, credit.day))
            return None
        return starts_of(edges, quota, fields=credit.fields)

    def starts(self, edges: Sequence[Edge], cell: int | None, quota: Amount) -> list[Amount]:
        """Where edges without fields lie in a cell."""
        key = (cell, quota)
        starts = self._starts.get(key)
        if starts is None:
            part = Fraction(1)
            if getattr(self.step, "scaled", False) and cell is not None and self.frame is not None:
                part = self.run.grid(self.frame).cells[cell].part
            starts = self._starts[key] = starts_of(edges, quota, part)
        return starts


def _state_of(standing: Standing, part: Part) -> State:
    """The state of a part of a credit; without a part the whole place shares one state."""
    tier, amount = part
    if tier is None and amount is None:
        return standing.state
    state = standing.state
    return State(state.cell, tier if tier is not None else state.tier, amount, state.on, state.at_base)


def _row(
    kind: str,
    period: int,
    frame: Frame,
    now: State,
    before: State | None,
    credit: CreditRow,
    opened: Amount,
    closed: Amount,
    number: int,
    stood: int | None = None,
) -> LineRow:
    return LineRow(kind, period, frame, now, before, credit, opened, closed, slice=number, stood=stood)


def _paid_on(step: Each | Slice | Restate, run: Run) -> Iterator[CreditRow]:
    """The credits that a component pays on: those its conditions let through, or the lines of another component."""
    if step.credit.startswith("component:"):
        yield from credits_of_component(step.credit.removeprefix("component:"), step, run)
        return
    for credit in run.credits_of(step.credit):
        if step.component not in credit.refused_by:
            yield credit


def _frame_of(step: Each | Slice, run: Run) -> Frame | None:
    """The frame of lines that have none of their own: of their quota, or of the first cell their amount is made of."""
    if step.quota is not None:
        return run.columns.frames[step.quota]
    names = [
        factor.name for pay in run.pays_on(step.name) for factor in factors_in(pay.factors) if factor.ref == "cell"
    ]
    return run.columns.frames[names[0]] if names else None
