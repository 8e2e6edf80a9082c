"""One assignment under one plan version, with everything its steps may look at in a period.

In: facts and credits, an assignment, a version and a period. Out: the world, its credits and refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from comp_rules.facts.facts import (
    Assignment,
    Facts,
    Leave,
    Opening,
    PersonalValue,
    Quota,
    TargetIncentive,
    TypedResult,
)
from comp_rules.flow.cells import Horizon, cells_of, frames_of, horizon_of, needs_earlier_lines, periods_of
from comp_rules.flow.credit_rows_from_credits import RowMaker, credit_rows
from comp_rules.flow.lookup import DatedNumbers
from comp_rules.flow.plan_versions import Versions
from comp_rules.flow.records import Credit, Refusal
from comp_rules.kernel.world import GivenRow, World
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Period


@dataclass(frozen=True, slots=True)
class OwnRows:
    """The dated rows of each person, found once."""

    quotas: Mapping[str, Sequence[Quota]]
    targets: Mapping[str, Sequence[TargetIncentive]]
    personal: Mapping[str, Sequence[PersonalValue]]
    inputs: Mapping[str, Sequence[TypedResult]]
    openings: Mapping[str, Sequence[Opening]]
    leaves: Mapping[str, Sequence[Leave]]

    def numbers(self, payee: str, currency: str) -> DatedNumbers:
        """Return the dated numbers of one person."""
        return DatedNumbers(
            currency,
            self.quotas.get(payee, ()),
            self.targets.get(payee, ()),
            self.personal.get(payee, ()),
            self.inputs.get(payee, ()),
            self.openings.get(payee, ()),
        )


class _Owned(Protocol):
    @property
    def payee(self) -> str: ...


_Row = TypeVar("_Row", bound=_Owned)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The world of an assignment under one version, the credits behind its rows and what components refuse."""

    plan: CompiledPlan
    assignment: Assignment
    world: World
    credits: Mapping[str, Credit]
    refusals: Sequence[Refusal]


def own_rows(facts: Facts) -> OwnRows:
    """Sort the dated rows by person."""
    return OwnRows(
        _by_payee(facts.quotas),
        _by_payee(facts.targets),
        _by_payee(facts.personal),
        _by_payee(facts.inputs),
        _by_payee(facts.openings),
        _by_payee(facts.leaves),
    )


def _by_payee(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    sorted_rows: dict[str, list[_Row]] = {}
    for row in rows:
        sorted_rows.setdefault(row.payee, []).append(row)
    return sorted_rows


def world_from_facts(
    maker: RowMaker,
    rows: OwnRows,
    versions: Versions,
    assignment: Assignment,
    period: Period,
    given: Mapping[str, Sequence[GivenRow]],
) -> Prepared:
    """Return the world of an assignment under the maker's version; `given` are rows by component, for this period."""
    plan, facts, payee = maker.plan, maker.facts, assignment.payee
    quotas = rows.quotas.get(payee, ())
    horizon = horizon_of(plan, period, quotas)
    periods = periods_of(plan, horizon)
    leave = [row.span for row in rows.leaves.get(payee, ())]
    credits = [
        credit
        for credit in maker.credited.credits.get(assignment.row_id, [])
        if periods[0].span.first <= credit.day < period.span.after and _same_unit(credit, plan)
    ]
    credited, refusals = credit_rows(maker, credits, assignment, periods, lambda day: versions.on(day) is plan)
    holidays = facts.company.holidays
    world = World(
        periods=periods,
        currency=plan.currency,
        cells={
            frame: cells_of(frame, periods, assignment, plan, quotas, leave, holidays)
            for frame in frames_of(plan.steps)
        },
        credits=credited,
        lookup=rows.numbers(payee, plan.currency),
        lines_from=_lines_from(plan, horizon, periods),
        given=given,
        rounding=(plan.rounding.unit, plan.rounding.mode),
        year_starts=plan.year_starts,
    )
    return Prepared(plan, assignment, world, {credit.credit_id: credit for credit in credits}, refusals)


def _same_unit(credit: Credit, plan: CompiledPlan) -> bool:
    """A version in another currency begins its own totals."""
    return credit.unit in ("count", f"money:{plan.currency}")


def _lines_from(plan: CompiledPlan, horizon: Horizon, periods: Sequence[Period]) -> int:
    """The first period of which lines are read; -1 when only those of the last one are."""
    if not needs_earlier_lines(plan.steps):
        return -1
    return next(index for index, period in enumerate(periods) if period.span.after > horizon.lines_first)
