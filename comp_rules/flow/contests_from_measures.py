"""Contests: people ranked by a measure at the end of its window, and what their places win.

In: a calculation, an assignment and its plan version. Out: one given row for each contest that a person is ranked in.

Whoever has no number yet, or none above 0, or does not meet the contest's conditions, is not ranked; the others are
ranked without them. So a month in which nobody sold has no winner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from comp_rules.facts.facts import Assignment
from comp_rules.flow.calculation import Calculation
from comp_rules.flow.world_from_facts import Prepared
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import CellStep
from comp_rules.kernel.world import Amount, Cell, GivenRow, Known
from comp_rules.plan.compiled import CompiledPlan, Component, ContestRule, Measure
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio, split_amount
from comp_rules.values.period import Period, Span

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A competitor with the value that ranks them, and the credit by which they came to it."""

    payee: str
    value: Amount
    reached: tuple[date, str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """What a competitor's rank is and wins, in minor units.

    `tied` counts those of the same rank, themselves included; `shared` is the sum that they share, None where each has
    a prize of their own.
    """

    rank: int
    prize: int
    tied: int = 1
    shared: int | None = None


def contest_rows(calculation: Calculation, prepared: Prepared, component: Component, period: Period) -> list[GivenRow]:
    """Return the rows of a contest for an assignment: one for each window that ends in a period with lines."""
    contest = component.contest
    assert contest is not None
    plan, world = prepared.plan, prepared.world
    measure = plan.measure(contest.rank)
    rows = []
    for cell in world.cells[measure.frame]:
        if cell.period < world.first_line or not _ends_here(cell, world.periods[cell.period]):
            continue
        for pool in pools_of(calculation, prepared.assignment, contest, cell.window):
            ranked = _standings(calculation, plan, component, cell, pool, period)
            places = places_of(ranked, contest)
            own = next((one for one in ranked if one.payee == prepared.assignment.payee), None)
            if own is not None:
                rows.append(_row(component, measure, cell, pool, own, places, ranked))
    return rows


def pools_of(calculation: Calculation, assignment: Assignment, contest: ContestRule, window: Span) -> list[str]:
    """Return the contests in which an assignment competes: one, none, or one for each person it is related to."""
    day = window.after - _ONE_DAY
    if day not in assignment.span:
        return []
    if contest.among == "relation":
        return calculation.hierarchy.others_of(contest.name, assignment.payee, day)
    if contest.among == "title":
        return [contest.name] if assignment.title == contest.name else []
    holds = any(a.payee == assignment.payee and day in a.span for a in calculation.holders(contest.name))
    return [contest.name] if holds else []


def places_of(ranked: Sequence[Ranked], contest: ContestRule) -> dict[str, Place]:
    """Return each competitor's place, best value first; unrounded values that are equal are a tie.

    `share`: tied places share the sum of their prizes, odd units by largest remainder in order of payee · `higher`:
    each gets the higher place's · `earliest`: who came to the value first is first.
    """
    prizes = [rounded_ratio(prize.value) for prize in contest.prizes]
    places: dict[str, Place] = {}
    number = 1
    for tied in _tied(ranked, contest.ties == "earliest"):
        won = sum(prizes[number - 1 : number - 1 + len(tied)])
        if contest.ties == "higher":
            shares = [prizes[number - 1] if number <= len(prizes) else 0] * len(tied)
        else:
            shares = split_amount(won, [Fraction(1, len(tied))] * len(tied))
        shared = won if contest.ties == "share" and len(tied) > 1 and won else None
        for one, prize in zip(tied, shares, strict=True):
            places[one.payee] = Place(number, prize, len(tied), shared)
        number += len(tied)
    return places


def next_paid(own: Ranked, ranked: Sequence[Ranked], places: Mapping[str, Place]) -> Ranked | None:
    """Return who holds the nearest better place with a prize, None for the first and where no better one has any."""
    better = [one for one in ranked if places[one.payee].rank < places[own.payee].rank and places[one.payee].prize]
    return max(better, key=lambda one: places[one.payee].rank, default=None)


def _tied(ranked: Sequence[Ranked], by_time: bool) -> Iterator[list[Ranked]]:
    """Yield those of equal value together in order of payee, or one by one by when they came to it."""
    values = sorted({one.value for one in ranked}, reverse=True)
    for value in values:
        equal = [one for one in ranked if one.value == value]
        if by_time:
            yield from ([one] for one in sorted(equal, key=lambda one: (one.reached, one.payee)))
        else:
            yield sorted(equal, key=lambda one: one.payee)


def _ends_here(cell: Cell, period: Period) -> bool:
    return (cell.window.after - _ONE_DAY) in period.span


def _standings(
    calculation: Calculation, plan: CompiledPlan, component: Component, cell: Cell, pool: str, period: Period
) -> list[Ranked]:
    """Everyone who competes in the pool and has a value, in order of payee; worked out once for all of them."""
    key = ("standings", id(plan), component.name, cell.window, cell.period, pool, period.name)
    found = calculation.kept.get(key)
    if found is None:
        found = calculation.kept[key] = sorted(
            _competitors(calculation, plan, component, cell, pool, period), key=lambda one: one.payee
        )
    return found  # type: ignore[return-value]


def _competitors(
    calculation: Calculation, plan: CompiledPlan, component: Component, cell: Cell, pool: str, period: Period
) -> Iterator[Ranked]:
    contest = component.contest
    assert contest is not None
    day = cell.window.after - _ONE_DAY
    if calculation.families[plan.name].on(day) is not plan:
        return
    for assignment in calculation.holders(plan.name):
        if day in assignment.span and pool in pools_of(calculation, assignment, contest, cell.window):
            prepared, columns = _cells(calculation, assignment, plan, period)
            one = _ranked(prepared, columns, component, cell)
            if one is not None:
                yield one


def _cells(
    calculation: Calculation, assignment: Assignment, plan: CompiledPlan, period: Period
) -> tuple[Prepared, Columns]:
    """The cells of an assignment: what lines are made of is not needed to rank it."""
    key = ("cells", assignment.row_id, id(plan), period.name)
    found = calculation.kept.get(key)
    if found is None:
        prepared = calculation.prepared(assignment, plan, period)
        steps = [step for step in plan.steps if isinstance(step, CellStep)]
        found = calculation.kept[key] = (prepared, run_steps(steps, prepared.world))
    return found  # type: ignore[return-value]


def _ranked(prepared: Prepared, columns: Columns, component: Component, cell: Cell) -> Ranked | None:
    contest = component.contest
    assert contest is not None
    measure = prepared.plan.measure(contest.rank)
    cells = prepared.world.cells[measure.frame]
    at = next((i for i, own in enumerate(cells) if (own.period, own.window) == (cell.period, cell.window)), None)
    if at is None:
        return None
    known = columns.cells[measure.attainment_step or measure.total_step][at]
    if not isinstance(known, Known) or known.value <= 0 or not _may_rank(prepared, columns, contest.gates, cells[at]):
        return None
    return Ranked(prepared.assignment.payee, known.value, _reached(prepared, measure, cells[at]))


def _may_rank(prepared: Prepared, columns: Columns, gates: Sequence[str], cell: Cell) -> bool:
    for gate in gates:
        at = prepared.world.cell_of(columns.frames[gate], cell.through - _ONE_DAY, cell.period)
        holds = columns.cells[gate][at] if at is not None else None
        if not isinstance(holds, Known) or not holds.value:
            return False
    return True


def _reached(prepared: Prepared, measure: Measure, cell: Cell) -> tuple[date, str, str]:
    """The credit by which the final value was reached first; of a typed result the end of the window."""
    rules = _rules(measure, prepared.plan)
    counted = [
        row
        for row in prepared.world.credits
        if row.rule in rules and cell.window.first <= row.day < cell.through and row.amount
    ]
    final, running = sum(row.amount for row in counted), Fraction(0)
    for row in counted:
        running += row.amount
        if running == final:
            credit = prepared.credits[row.credit_id]
            return credit.day, credit.booked_at or "00:00:00", credit.record.record_id
    return cell.window.after, "", ""


def _rules(measure: Measure, plan: CompiledPlan) -> frozenset[str]:
    """The credit rules that the measure or the measures it is made of add up."""
    parts = [plan.measure(name) for name in measure.parts]
    return frozenset(measure.credits).union(*(_rules(part, plan) for part in parts))


def _row(
    component: Component,
    measure: Measure,
    cell: Cell,
    pool: str,
    own: Ranked,
    places: Mapping[str, Place],
    ranked: Sequence[Ranked],
) -> GivenRow:
    source, ranked_by = Source("contest", component.path), Source("measure", measure.name)
    unit = "percent" if measure.attainment_step else {"ratio": "percent"}.get(measure.unit, measure.unit)
    place, above = places[own.payee], next_paid(own, ranked, places)
    values = {
        "prize": Known(place.prize, source, "money"),
        "rank": Known(place.rank, source, "count"),
        "of": Known(len(ranked), source, "count"),
        "value": Known(own.value, ranked_by, unit),
    }
    if place.tied > 1:
        values["tied"] = Known(place.tied, source, "count")
    if place.shared is not None:
        values["shared"] = Known(place.shared, source, "money")
    if above is not None:
        values["next_place"] = Known(places[above.payee].rank, source, "count")
        values["next_value"] = Known(above.value, ranked_by, unit)
    day = cell.window.after - _ONE_DAY
    return GivenRow(cell.period, f"{cell.window.first.isoformat()}/{pool}", day, values)
