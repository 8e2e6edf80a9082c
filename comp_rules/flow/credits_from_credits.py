"""Credits become credits of others: rollup sends them to the managers above, overlay to people related or named.

In: an indirect rule, the credits of the plans it reads, hierarchy and relations. Out: credits that name their sources.

The record's original amount is converted by the receiving plan and split as it is below, so that the parts of those
whom a receiver stands above add up without a unit lost; once for each record at most the whole of it. A reversal goes
to those whom the record that it takes back reached, however people report and are related by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Assignment, Facts, RecordVersion
from comp_rules.flow.converted import converted
from comp_rules.flow.credits_from_records import Credited, Named, assignment_on, by_payee
from comp_rules.flow.faults_from_missing import facts_fault
from comp_rules.flow.hierarchy import Hierarchy
from comp_rules.flow.plan_versions import Days
from comp_rules.flow.qualified_from_records import Looked
from comp_rules.flow.records import Credit, CreditSource, FxUsed
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.values.fault import Place
from comp_rules.values.money import rounded_ratio, split_amount
from comp_rules.values.period import period_of


@dataclass(frozen=True, slots=True)
class Below:
    """A credit below, with its plan and the versions of its record: the one that counts and the one of its people.

    `reached_on` is the day whose managers and relations count: of a reversal, the day of what it takes back.
    """

    plan: str
    credit: Credit
    version: RecordVersion
    people: RecordVersion
    reached_on: date


@dataclass(frozen=True, slots=True)
class Raise:
    """Everything an indirect rule looks at."""

    plan: CompiledPlan
    rule: CreditRule
    receivers: Mapping[str, Sequence[Assignment]]
    hierarchy: Hierarchy
    facts: Facts


def credits_from_credits(
    plan: CompiledPlan,
    credited: Mapping[str, Credited],
    assignments: Sequence[Assignment],
    facts: Facts,
    hierarchy: Hierarchy,
    days: Days,
    result: Credited,
) -> None:
    """Credit to `result` what the version's rollup and overlay rules make of the credits in `credited`, by plan.

    `assignments` are those under the receiving plan; a credit counts when its credit date is one of the `days`.
    """
    receivers = by_payee(assignments)
    for rule in plan.credits:
        if rule.shape == "direct":
            continue
        raised = Raise(plan, rule, receivers, hierarchy, facts)
        below = [one for one in _below(rule.sources, credited) if one.credit.day in days]
        for group in _groups(below, rule.once_per_record):
            _raise_group(raised, group, result)
        if rule.shape == "overlay" and rule.receiver.to == "field":
            _name_refused(raised, credited, days, result)


def looked_from_credit(rule: CreditRule, credit: Credit, version: RecordVersion, people: RecordVersion) -> Looked:
    """Return a credited record as a rule saw it."""
    return Looked(
        rule, credit.record, version, people, credit.day, credit.original, credit.original_unit, credit.original_text,
        None,
    )  # fmt: skip


def _below(sources: Iterable[str], credited: Mapping[str, Credited]) -> list[Below]:
    """The credits of the rules named, of all people, in the order of the sources and then of credits."""
    found = []
    for source in sources:
        plan, _, name = source.partition(".")
        of_plan = credited.get(plan)
        if of_plan is None:
            continue
        credits = [c for row in sorted(of_plan.credits) for c in of_plan.credits[row] if c.rule == name]
        credits.sort(key=lambda c: (c.day, c.booked_at or "00:00:00", c.record.record_id, c.credit_id))
        dates = {c.record.record_id: c.day for c in credits}
        found += [
            Below(plan, c, of_plan.versions[c.credit_id], of_plan.people[c.credit_id],
                  c.day if c.reverses is None else dates.get(c.reverses, c.day))
            for c in credits
        ]  # fmt: skip
    return found


def _groups(below: Sequence[Below], once: bool) -> list[list[Below]]:
    """The credits of one record together, where it counts once for each receiver; each alone otherwise."""
    if not once:
        return [[one] for one in below]
    groups: dict[tuple[str, str], list[Below]] = {}
    for one in below:
        groups.setdefault((one.credit.record.record_type, one.credit.record.record_id), []).append(one)
    return list(groups.values())


def _raise_group(raised: Raise, group: Sequence[Below], result: Credited) -> None:
    """Send the credits of a group to everyone they reach who holds the receiving plan on the day."""
    reached: dict[str, list[tuple[Below, tuple[str, ...]]]] = {}
    for one in group:
        day = _as_of(raised, one.credit.day)
        for payee, chain in _reached(raised, one, _as_of(raised, one.reached_on)):
            if assignment_on(raised.receivers.get(payee, ()), day) is not None:
                reached.setdefault(payee, []).append((one, chain))
    for payee, ways in reached.items():
        first = ways[0][0]
        assignment = assignment_on(raised.receivers[payee], _as_of(raised, first.credit.day))
        assert assignment is not None
        exchanged = _converted(raised, first.credit)
        if exchanged is None:
            _cannot_convert(raised, payee, first, result)
            continue
        whole, used = exchanged
        sources = tuple(
            CreditSource(one.plan, one.credit.rule, one.credit.credit_id, one.credit.payee, one.credit.share, chain)
            for one, chain in ways
        )
        credit = _credit(raised, payee, [one.credit for one, _ in ways], whole, used, sources)
        result.add(assignment, credit, first.version, first.people)


def _as_of(raised: Raise, day: date) -> date:
    """The day whose hierarchy, relations and assignments count."""
    if raised.rule.as_of == "credit_date":
        return day
    return period_of(day, raised.plan.calculate, raised.plan.year_starts).span.last_day or day


def _reached(raised: Raise, one: Below, day: date) -> list[tuple[str, tuple[str, ...]]]:
    """Whom a credit goes to, each with the way up from the person credited."""
    rule, payee = raised.rule, one.credit.payee
    if rule.receiver.to == "managers":
        above = raised.hierarchy.managers_above(payee, day, rule.levels)
        return [(manager, tuple(above[: number + 1])) for number, manager in enumerate(above)]
    if rule.receiver.to == "relation":
        return [(who, (who,)) for who in raised.hierarchy.related_to(rule.receiver.field, payee, day)]
    version = one.people if rule.people == "locked" else one.version
    value = version.fields.get(rule.receiver.field)
    return [(str(value.data), (str(value.data),))] if value is not None and str(value.data) else []


def _converted(raised: Raise, credit: Credit) -> tuple[Fraction, FxUsed | None] | None:
    """The whole record's amount in the receiving plan's currency; None when no rate is in force."""
    kind, _, currency = credit.original_unit.partition(":")
    if kind != "money" or currency == raised.plan.currency:
        return credit.original, None
    exchanged = converted(credit.original, currency, credit.day, raised.plan, raised.facts.fx)
    return None if exchanged is None else (Fraction(exchanged[0]), exchanged[1])


def _credit(
    raised: Raise,
    payee: str,
    below: Sequence[Credit],
    whole: Fraction,
    used: FxUsed | None,
    sources: tuple[CreditSource, ...],
) -> Credit:
    first = below[0]
    rule, record = raised.rule, first.record
    key = f"{record.record_type}:{record.record_id}"
    tail = "" if rule.once_per_record else "/" + first.rule + "." + first.credit_id.removeprefix(f"{first.rule}/{key}/")
    share = min(Fraction(1), sum((source.share for source in sources), Fraction(0)))
    count = first.original_unit == "count"
    amount = whole * share if count else _held(sum((_part(one, whole) for one in below), Fraction(0)), whole)
    return Credit(
        credit_id=f"{rule.name}/{key}/{payee}{tail}",
        rule=rule.name,
        label=rule.label,
        record=record,
        day=first.day,
        booked_at=first.booked_at,
        basis="managers" if rule.receiver.to == "managers" else rule.receiver.field,
        share=share,
        original=first.original,
        original_unit=first.original_unit,
        original_text=first.original_text,
        fx=used,
        converted=whole,
        amount=amount,
        unit="count" if count else f"money:{raised.plan.currency}",
        split=first.split,
        people_version=first.people_version,
        reverses=first.reverses,
        payee=payee,
        sources=sources,
    )


def _held(amount: Fraction, whole: Fraction) -> Fraction:
    """At most the whole record, whatever sign it has."""
    return amount if abs(amount) <= abs(whole) else whole


def _part(credit: Credit, whole: Fraction) -> Fraction:
    """The part of the record that the credit below has: the same split, of the amount in this plan's currency."""
    if whole == credit.converted:
        return credit.amount
    people = [name for name, _ in credit.split]
    if credit.basis != "split" or credit.payee not in people:
        return Fraction(rounded_ratio(whole * credit.share))
    parts = split_amount(rounded_ratio(whole), [share for _, share in credit.split], credit.odd_unit)
    return Fraction(parts[people.index(credit.payee)])


def _cannot_convert(raised: Raise, payee: str, one: Below, result: Credited) -> None:
    """The receiver is told, and whoever keeps the rates: without one the record counts for nobody above."""
    currency = one.credit.original_unit.partition(":")[2]
    looked = looked_from_credit(raised.rule, one.credit, one.version, one.people)
    result.named.append(Named(payee, "no_rate_of_exchange", looked, currency))
    values = {"found": currency, "wanted": raised.plan.name, "day": one.credit.day.isoformat()}
    fault = facts_fault(
        "no_rate_above", one.version.place or Place("records"), name=one.credit.record.title, **values
    )  # fmt: skip
    if fault not in result.faults:
        result.faults.append(fault)


def _name_refused(raised: Raise, credited: Mapping[str, Credited], days: Days, result: Credited) -> None:
    """Someone whom a record names asks why it gives nothing: what refused it below refuses it here."""
    for source in raised.rule.sources:
        plan, _, name = source.partition(".")
        of_plan = credited.get(plan)
        if of_plan is None:
            continue
        for code, looked, detail in of_plan.nobody.values():
            value = looked.version.fields.get(raised.rule.receiver.field)
            if looked.rule.name != name or value is None or looked.day is None or looked.day not in days:
                continue
            if assignment_on(raised.receivers.get(str(value.data), ()), looked.day) is not None:
                result.named.append(Named(str(value.data), code, looked, detail))
