"""Plans held against the facts they will run on: numbers that are missing, given twice, and records paid twice.

In: compiled plans and facts. Out: faults, each at the row or rule it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Protocol

from comp_rules.compile.faults_from_plans import faults_from_plans, faults_from_versions
from comp_rules.facts.facts import Assignment, Facts, Quota, RecordVersion, TargetIncentive
from comp_rules.kernel.steps import Dated
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.plan.faults import error, warning
from comp_rules.values.fault import Fault, Place, in_order
from comp_rules.values.period import Span
from comp_rules.values.words import Words


def faults_from_facts(plans: Sequence[CompiledPlan], facts: Facts) -> list[Fault]:
    """Return what the plans and the facts as last known lack for each other, in reading order.

    Errors: two quotas or two target incentives of one person on one day, days assigned without a version, what
    plans take from each other. Warnings: a quota or target incentive that is missing on assigned days, one record
    that two credits pay one person for, versions that overlap.
    """
    facts = facts.known_by(facts.last_known_no)
    faults = [*faults_from_plans(plans), *faults_from_versions(plans, facts.assignments)]
    names = {person.payee: person.name for person in facts.people}
    for plan in plans:
        for assignment in facts.assignments:
            held = assignment.span.overlap(plan.span)
            if assignment.plan == plan.name and held.days:
                faults += _missing(
                    _Holder(plan, assignment, held, names.get(assignment.payee) or assignment.payee), facts
                )
        faults += _paid_twice(plan, facts)
    faults += _two_quotas(facts.quotas, names)
    faults += _two_targets(facts.targets, names)
    return in_order(dict.fromkeys(faults))


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody who holds a plan version for some days."""

    plan: CompiledPlan
    assignment: Assignment
    days: Span
    name: str

    @property
    def place(self) -> Place:
        return self.assignment.place or Place("assignments")


def _missing(holder: _Holder, facts: Facts) -> Iterator[Fault]:
    plan, payee = holder.plan, holder.assignment.payee
    read = {name for component in plan.components for name in component.reads}
    quotas = {m.quota: m for m in plan.measures if m.name in read and m.quota is not None}
    for quota, measure in quotas.items():
        rows = [row.span for row in facts.quotas if row.payee == payee and row.quota == quota]
        windowed = measure.frame.window == "quota_window"
        gap = _gap(holder.days, rows)
        if gap is not None and not (windowed and any(holder.days.overlap(span).days for span in rows)):
            yield warning("quota_missing", holder.place, *_NO_QUOTA, quota=quota or "", **_said(holder, gap))
    if any(isinstance(step, Dated) and step.table == "target" for step in plan.steps):
        gap = _gap(holder.days, [row.span for row in facts.targets if row.payee == payee])
        if gap is not None:
            yield warning("target_missing", holder.place, *_NO_TARGET, **_said(holder, gap))


def _said(holder: _Holder, gap: Span) -> dict[str, str]:
    last = gap.last_day or gap.first
    return {
        "name": holder.name,
        "plan": holder.plan.name,
        "first": gap.first.isoformat(),
        "last": last.isoformat(),
    }


def _gap(days: Span, rows: Iterable[Span]) -> Span | None:
    """The first days of a span that no row covers, None when every day is covered."""
    covered = days.first
    for span in sorted(rows):
        if span.first > covered:
            break
        covered = max(covered, span.after)
    if covered >= days.after:
        return None
    later = [span.first for span in rows if span.first > covered]
    return Span(covered, min([days.after, *later]))


def _two_quotas(quotas: Iterable[Quota], names: dict[str, str]) -> Iterator[Fault]:
    held: dict[tuple[str, str], list[Quota]] = {}
    for row in quotas:
        held.setdefault((row.payee, row.quota), []).append(row)
    for (payee, quota), rows in held.items():
        for place, day in _doubled(rows):
            values = {"name": names.get(payee) or payee, "quota": quota, "day": day.isoformat()}
            yield error("two_quotas", place or Place("quotas"), *_TWO_QUOTAS, **values)


def _two_targets(targets: Iterable[TargetIncentive], names: dict[str, str]) -> Iterator[Fault]:
    held: dict[tuple[str, bool], list[TargetIncentive]] = {}
    for row in targets:
        held.setdefault((row.payee, row.of_window), []).append(row)
    for (payee, _), rows in held.items():
        for place, day in _doubled(rows):
            values = {"name": names.get(payee) or payee, "day": day.isoformat()}
            yield error("two_targets", place or Place("targets"), *_TWO_TARGETS, **values)


class _Dated(Protocol):
    @property
    def span(self) -> Span: ...
    @property
    def place(self) -> Place | None: ...


def _doubled(rows: Iterable[_Dated]) -> Iterator[tuple[Place | None, date]]:
    """The place of each row that begins while an earlier one still holds, with the first day that both have."""
    after = date.min
    for row in sorted(rows, key=lambda row: row.span):
        if row.span.first < after:
            yield row.place, row.span.first
        after = max(after, row.span.after)


def _paid_twice(plan: CompiledPlan, facts: Facts) -> Iterator[Fault]:
    """Pairs of credits that pay one person for one record, with how many records there are and one of them."""
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    holders = {row.payee: row.span for row in facts.assignments if row.plan == plan.name}
    for record in _latest(facts.records):
        paid = [(rule, people) for rule in plan.credits if (people := _paid(plan, rule, record) & holders.keys())]
        for (a, receivers), (b, others) in combinations(paid, 2):
            if receivers & others:
                found[a.name, b.name] += 1
                first.setdefault((a.name, b.name), record.record_id)
    for (a_name, b_name), number in found.items():
        values = {"a": a_name, "b": b_name, "number": str(number), "record": first[a_name, b_name]}
        yield warning("paid_twice", _rule_place(plan, b_name), *_PAID_TWICE, **values)


def _latest(records: Iterable[RecordVersion]) -> list[RecordVersion]:
    last: dict[tuple[str, str], RecordVersion] = {}
    for version in records:
        known = last.get(version.key)
        if known is None or known.version_no <= version.version_no:
            last[version.key] = version
    return [version for version in last.values() if not version.withdrawn]


def _paid(plan: CompiledPlan, rule: CreditRule, record: RecordVersion) -> frozenset[str]:
    """Whom a direct rule credits for the record, if a component pays for it; empty where that is not on the record."""
    day = record.fields.get(rule.date_field)
    if rule.shape != "direct" or rule.record_type != record.record_type or day is None or day.data not in plan.span:
        return frozenset()
    if not all(condition.met_by(record.fields) for condition in rule.conditions):
        return frozenset()
    paying = (component for component in plan.components if component.pays_on == rule.name)
    if not any(all(c.met_by(record.fields) for c in component.conditions) for component in paying):
        return frozenset()
    if rule.receiver.to == "owner":
        return frozenset({record.owner} if record.owner else ())
    if rule.receiver.to == "split":
        return frozenset(payee for payee, _ in record.split) or frozenset({record.owner} if record.owner else ())
    named = record.fields.get(rule.receiver.field) if rule.receiver.to == "field" else None
    return frozenset({named.data} if named is not None and isinstance(named.data, str) else ())


def _rule_place(plan: CompiledPlan, name: str) -> Place:
    credits = plan.document.top.map("credit")
    entry = credits.entry(name) if credits else None
    return entry.place if entry else Place(plan.document.file)


_NO_QUOTA = (
    Words(
        "{name} holds {plan} and has no quota “{quota}” from {first} to {last}; pay by it cannot be calculated.",
        "{plan} 플랜의 {name} 님에게 {first} ~ {last} 기간의 ‘{quota}’ 목표가 없어 관련 금액을 계산할 수 없습니다.",
    ),
    Words("Enter the quota for these days.", "이 기간의 목표를 등록해 주세요."),
)
_NO_TARGET = (
    Words(
        "{name} holds {plan} and has no target incentive from {first} to {last}.",
        "{plan} 플랜의 {name} 님에게 {first} ~ {last} 기간의 목표 인센티브가 없습니다.",
    ),
    Words("Enter the annual target incentive for these days.", "이 기간의 연간 목표 인센티브를 등록해 주세요."),
)
_TWO_QUOTAS = (
    Words("Two quotas “{quota}” of {name} hold on {day}.", "{day} 날짜에 {name} 님의 ‘{quota}’ 목표가 두 개입니다."),
    Words("End the older one on the day before.", "앞선 목표의 마지막 날을 그 전날로 고쳐 주세요."),
)
_TWO_TARGETS = (
    Words("Two target incentives of {name} hold on {day}.", "{day} 날짜에 {name} 님의 목표 인센티브가 두 개입니다."),
    Words("End the older one on the day before.", "앞선 목표 인센티브의 마지막 날을 그 전날로 고쳐 주세요."),
)
_PAID_TWICE = (
    Words(
        "{a} and {b} both pay one person for the same record; records so far: {number}, such as {record}.",
        "{a}, {b} 실적이 같은 건에 대해 한 사람에게 함께 지급됩니다. 지금까지 {number}건, 예: {record}.",
    ),
    Words(
        "Keep it if that is meant, or exclude one by its `when`.",
        "의도한 것이면 그대로 두고, 아니면 `when` 조건으로 하나를 빼 주세요.",
    ),
)
