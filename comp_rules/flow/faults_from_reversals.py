"""A reversal that takes back nothing known, adds instead of taking back, or takes back too much is a fault.

In: the plans and records of a calculation. Out: faults that name the record and the one it says it takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from comp_rules.facts.facts import RecordVersion
from comp_rules.flow.amount_from_record import amount_of
from comp_rules.flow.faults_from_missing import facts_fault
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.values.fault import Fault, Place
from comp_rules.values.period import Period

Records = Mapping[str, Mapping[str, Sequence[RecordVersion]]]


def faults_from_reversals(plans: Iterable[CompiledPlan], records: Records, period: Period) -> list[Fault]:
    """Look at every reversal that some plan's rule dates in the period; each is named once for each fault."""
    found: dict[tuple[str, str, str], Fault] = {}
    direct = [rule for plan in plans for rule in plan.credits if rule.shape == "direct"]
    for rule in {(r.record_type, r.date_field, r.amount_field, r.amount): r for r in direct}.values():
        of_type = records.get(rule.record_type, {})
        for versions in of_type.values():
            newest = versions[-1]
            day = newest.fields.get(rule.date_field)
            if newest.reverses is None or newest.withdrawn or day is None or day.data not in period.span:
                continue
            code = _wrong(newest, of_type, rule)
            if code is not None:
                place = newest.place or Place("records")
                fault = facts_fault(code, place, name=newest.record_id, found=newest.reverses)
                found[code, newest.record_type, newest.record_id] = fault
    return list(found.values())


def _wrong(reversal: RecordVersion, of_type: Mapping[str, Sequence[RecordVersion]], rule: CreditRule) -> str | None:
    original = of_type.get(reversal.reverses or "", ())
    if not original or original[-1].withdrawn:
        return "reverses_unknown"
    if rule.count_of is not None:
        return None
    was, taken = amount_of(rule, original[-1]).amount, amount_of(rule, reversal).amount
    if was is None or taken is None:
        return None
    if taken * was > 0:
        return "reverses_adds"
    others = [versions[-1] for versions in of_type.values() if versions[-1].reverses == reversal.reverses]
    together = sum(
        (amount_of(rule, other).amount or Fraction(0) for other in others if not other.withdrawn), Fraction(0)
    )
    return "reverses_too_much" if abs(together) > abs(was) else None
