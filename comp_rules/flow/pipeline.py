"""The stages in order: records, credits, measures, earnings, trace. Preview, run and shell all call this.

In: compiled plans, facts as known at a moment, a period. Out: everyone's month, explained, or why it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from itertools import pairwise

from comp_rules.facts.facts import Assignment, Facts
from comp_rules.flow.calculation import Calculation, calculation_of, records_by_type
from comp_rules.flow.columns_from_worlds import CREDITS_FOR_BLOCKS
from comp_rules.flow.credits_from_records import by_payee
from comp_rules.flow.faults_from_missing import facts_fault
from comp_rules.flow.faults_from_reversals import faults_from_reversals
from comp_rules.flow.laws import check_laws
from comp_rules.flow.plan_versions import version_in_force as version_in_force
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.qualified_from_records import Looked
from comp_rules.flow.records import PayeeResult, RunResult, Uncredited
from comp_rules.flow.refusals_from_credits import uncredited_of
from comp_rules.flow.result_from_runs import once_refused, result_from_runs
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Fault, Place, in_order
from comp_rules.values.period import Period, form_of_period

#: Written into every result; changes when a result could.
ENGINE_VERSION = "1"

#: How many objects a process that calculates for many people makes before it looks for cycles among them
#: (`gc.set_threshold`): looking after every 700 takes a third of the time of a whole calculation.
OBJECTS_BEFORE_COLLECTING = 50_000

Progress = Callable[[int, int], None]
#: Records that nobody is credited for because of facts that somebody must mend.
_MENDED = ("split_total", "split_twice", "split_negative", "no_rate_of_exchange", "territory_twice")


def calculate(
    plans: Sequence[CompiledPlan],
    facts: Facts,
    period: Period,
    payees: Container[str] | None = None,
    progress: Progress | None = None,
    *,
    blocks_from: int = CREDITS_FOR_BLOCKS,
) -> RunResult:
    """Calculate a period for everyone assigned in it, or for `payees` only; others are worked out where they are read.

    `facts` are taken as they are: `Facts.known_by` makes those of a moment. `plans` are all versions that rule on a day
    of the windows: each credit is paid by the version of its day. Plans that calculate other periods give credits and
    earnings to those that read them, and no result. `progress` is told (people done, people in all). A plan version
    whose people have at least `blocks_from` credits together runs as blocks: the result is the same, but for the note
    in `executed`; what it does for speed is told in `columns_from_worlds`.
    """
    facts = facts.known_by(facts.as_of or facts.last_known_no)
    records = records_by_type(facts.records)
    calculation = calculation_of(versions_by_name(plans), facts, records, period, runs_of)
    return result_of(calculation, plans, payees, progress, blocks_from)


def result_of(
    calculation: Calculation,
    plans: Sequence[CompiledPlan],
    payees: Container[str] | None = None,
    progress: Progress | None = None,
    blocks_from: int = CREDITS_FOR_BLOCKS,
    before: RunResult | None = None,
) -> RunResult:
    """Return the result of a calculation whose records are credited. Raises LawBroken as `calculate` does.

    `before` is a result that kept the laws; lines that it has are not asked again.
    """
    facts, period = calculation.facts, calculation.period
    here = [a for a in calculation.here(period) if _is_calculated(calculation, a, period)]
    own = by_payee(here)
    wanted = sorted(payee for payee in own if payees is None or payee in payees)
    calculation.run_as_blocks([a for payee in wanted for a in own[payee]], period, blocks_from)
    results = []
    for number, payee in enumerate(wanted, start=1):
        of_payee = _payee_result(payee, calculation, own[payee], period)
        if of_payee.parts:
            results.append(of_payee)
        if progress:
            progress(number, len(wanted))
    uncredited, faults = _nobody(calculation, period)
    now = [assignment for assignment in here if assignment.span.overlap(period.span).days]
    faults = (
        *faults,
        *calculation.faults,
        *(fault for credited in calculation.credited.values() for fault in credited.faults),
        *_overlaps(now, period),
        *_two_managers(calculation, period),
        *faults_from_reversals(plans, calculation.records, period),
    )
    result = RunResult(
        period=period.name,
        span=period.span,
        as_of=facts.as_of,
        engine=ENGINE_VERSION,
        plans=_used(calculation, now, period),
        payees=tuple(results),
        uncredited=uncredited,
        faults=faults,
        executed=calculation.execution.executed(),
    )
    check_laws(result, before)
    return result


def _is_calculated(calculation: Calculation, assignment: Assignment, period: Period) -> bool:
    """Whether the assignment's plan calculates periods of this form; one that nobody knows is a fault of any period."""
    family = calculation.families.get(assignment.plan)
    if family is None:
        return True
    current, _ = calculation.versions_for(assignment, period)
    return (current or family.plans[-1]).calculate == form_of_period(period.name)


def _used(calculation: Calculation, here: Sequence[Assignment], period: Period) -> tuple[tuple[str, int, str], ...]:
    """The versions that rule the period's parts, in the order in which people hold them."""
    used: dict[tuple[str, int, str], None] = {}
    for assignment in here:
        current, _ = calculation.versions_for(assignment, period)
        if current is not None:
            used[current.name, current.version, current.digest] = None
    return tuple(used)


def _payee_result(payee: str, calculation: Calculation, own: Sequence[Assignment], period: Period) -> PayeeResult:
    found = [result_from_runs(calculation, assignment, period) for assignment in own]
    parts = sorted((part for part in found if part is not None), key=lambda part: (part.span.first, part.assignment))
    return PayeeResult(payee, period.name, tuple(once_refused(parts)))


def _overlaps(here: Sequence[Assignment], period: Period) -> list[Fault]:
    """Two assignments of a person under one plan on one day: only one of them can be credited."""
    faults = []
    ordered = sorted(here, key=lambda a: (a.payee, a.plan, a.span.first, a.row_id))
    for first, second in pairwise(ordered):
        both = first.span.overlap(second.span).overlap(period.span)
        if (first.payee, first.plan) == (second.payee, second.plan) and both.days:
            place = second.place or Place("assignments")
            values = {"found": second.plan, "day": both.first.isoformat()}
            faults.append(facts_fault("assignments_overlap", place, name=second.payee, **values))
    return faults


def _two_managers(calculation: Calculation, period: Period) -> list[Fault]:
    """People who report to two managers on a day of the period."""
    faults = []
    for first, second in calculation.hierarchy.reporting_twice():
        both = first.span.overlap(second.span).overlap(period.span)
        if both.days:
            values = {"found": first.manager, "wanted": second.manager, "day": both.first.isoformat()}
            place = second.place or Place("hierarchy")
            faults.append(facts_fault("reports_twice", place, name=second.payee, **values))
    return faults


def _nobody(calculation: Calculation, period: Period) -> tuple[tuple[Uncredited, ...], tuple[Fault, ...]]:
    """The records of the period that no plan credits to anyone, and the faults among them that somebody must mend."""
    all_credited = [calculation.credited[name] for name in calculation.order]
    credited = {
        (credit.record.record_type, credit.record.record_id)
        for of_plan in all_credited
        for credits in of_plan.credits.values()
        for credit in credits
    }
    found: dict[tuple[str, str], Uncredited] = {}
    faults = []
    for of_plan in all_credited:
        for key, (code, looked, detail) in of_plan.nobody.items():
            if key in credited or key in found or (looked.day is not None and looked.day not in period.span):
                continue
            found[key] = uncredited_of(code, looked, detail, calculation.facts.company)
            if code in _MENDED:
                faults.append(_record_fault(code, looked, detail))
    return tuple(found.values()), tuple(in_order(faults))


def _record_fault(code: str, looked: Looked, detail: str) -> Fault:
    first, _, second = detail.partition(" ") if code == "split_total" else (detail, "", "")
    place = looked.version.place or Place("records")
    return facts_fault(code, place, name=looked.record.title, found=first, wanted=second, day=str(looked.day))
