"""Records become credits: who gets how much of which record, and why a record that bears a name gives nothing.

In: a compiled plan, the records known, and the assignments under the plan. Out: credits in order and refusals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Assignment, Facts, RecordVersion
from comp_rules.flow.converted import converted
from comp_rules.flow.plan_versions import Days
from comp_rules.flow.qualified_from_records import Looked, look_at
from comp_rules.flow.records import Credit, FxUsed
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.values.fault import Fault
from comp_rules.values.frozen import frozen
from comp_rules.values.money import rounded_ratio, split_amount
from comp_rules.values.ratio import percent_text

RecordsByType = Mapping[str, Mapping[str, Sequence[RecordVersion]]]


@frozen
class Named:
    """A record that names a payee and gives no credit under the plan. `code` as in `records.Refusal`."""

    payee: str
    code: str
    looked: Looked
    #: what the code needs to say it: shares that do not add up, a currency without a rate, the person who has it
    detail: str = ""


@dataclass(slots=True)
class Credited:
    """What became of the records under one plan, all its versions together."""

    #: credits by assignment row id, in the order of credits
    credits: dict[str, list[Credit]] = field(default_factory=dict)
    #: the version of the record that each credit counts, for conditions and fields
    versions: dict[str, RecordVersion] = field(default_factory=dict)
    #: the version whose people each credit took
    people: dict[str, RecordVersion] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    #: the looks of records that gave nobody a credit, best rule first, by record
    nobody: dict[tuple[str, str], tuple[str, Looked, str]] = field(default_factory=dict)
    #: what is wrong with the facts that credits from credits need
    faults: list[Fault] = field(default_factory=list)
    #: assignments whose credits are not in order yet
    _added: set[str] = field(default_factory=set)

    def add(self, assignment: Assignment, credit: Credit, version: RecordVersion, people: RecordVersion) -> None:
        """Keep a credit with the versions of its record; a record counts once for each person and rule."""
        if credit.credit_id not in self.versions:
            self.credits.setdefault(assignment.row_id, []).append(credit)
            self._added.add(assignment.row_id)
            self.versions[credit.credit_id] = version
            self.people[credit.credit_id] = people

    def in_order(self) -> None:
        """Put the credits of each assignment in order: date, booked time, record, rule."""
        for row_id in self._added:
            self.credits[row_id].sort(
                key=lambda c: (c.day, c.booked_at or "00:00:00", c.record.record_id, c.rule, c.credit_id)
            )
        self._added.clear()

    def copied(self) -> Credited:
        """Return the same, to which more can be credited without changing this."""
        return Credited(
            {row_id: list(credits) for row_id, credits in self.credits.items()},
            dict(self.versions),
            dict(self.people),
            list(self.named),
            dict(self.nobody),
            list(self.faults),
        )


def credits_from_records(
    plan: CompiledPlan,
    records: RecordsByType,
    known: RecordsByType,
    assignments: Sequence[Assignment],
    facts: Facts,
    days: Days,
    result: Credited,
) -> None:
    """Credit to `result` every record of the version's direct rules whose credit date is one of its `days`.

    `records` is versions by record type and record id, `known` those among which a reversal finds what it takes back.
    Records without a date are looked at by the newest version.
    """
    receivers = by_payee(assignments)
    direct = [rule for rule in plan.credits if rule.shape == "direct"]
    for record_type in dict.fromkeys(rule.record_type for rule in direct):
        rules = [rule for rule in direct if rule.record_type == record_type]
        dated_by = list(dict.fromkeys(rule.date_field for rule in rules))
        for versions in records.get(record_type, {}).values():
            if not versions[-1].withdrawn and _may_count(dated_by, versions[-1], days):
                reversed_id = versions[-1].reverses
                original = known[record_type].get(reversed_id, ()) if reversed_id else ()
                looks = [_look(rule, versions, original, facts) for rule in rules]
                _credit_record(plan, looks, receivers, facts, days, result)


def _may_count(dated_by: Sequence[str], newest: RecordVersion, days: Days) -> bool:
    """Whether some rule dates the record on the version's days, or cannot date it: the others need no look."""
    for name in dated_by:
        found = newest.fields.get(name)
        if days.undated if found is None else found.data in days:
            return True
    return False


def _look(
    rule: CreditRule, versions: Sequence[RecordVersion], original: Sequence[RecordVersion], facts: Facts
) -> Looked:
    """Look at a record through a rule; a reversal is split exactly as the record that it takes back."""
    looked = look_at(rule, versions, facts.company, facts.territories)
    if original:
        taken_back = look_at(rule, original, facts.company, facts.territories)
        if taken_back.code is None:
            return replace(looked, people=taken_back.people, held_by=taken_back.held_by)
    return looked


def by_payee(assignments: Iterable[Assignment]) -> dict[str, list[Assignment]]:
    """Return the assignments of each person, in order of their first day."""
    receivers: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        receivers.setdefault(assignment.payee, []).append(assignment)
    for own in receivers.values():
        own.sort(key=lambda assignment: (assignment.span.first, assignment.row_id))
    return receivers


def _credit_record(
    plan: CompiledPlan,
    looks: Sequence[Looked],
    receivers: Mapping[str, Sequence[Assignment]],
    facts: Facts,
    days: Days,
    result: Credited,
) -> None:
    credited: set[str] = set()
    named: dict[str, list[tuple[Looked, str | None, str]]] = {}
    best: tuple[str, Looked, str] | None = None
    for looked in looks:
        if looked.day not in days if looked.day is not None else not days.undated:
            continue
        code, detail, credits = _credits_of(plan, looked, receivers, facts)
        for payee, assignment, credit in credits:
            credited.add(payee)
            result.add(assignment, credit, looked.version, looked.people)
        for payee in people_named(looked):
            if payee not in credited and payee in receivers:
                named.setdefault(payee, []).append((looked, code, detail))
        if not credits and (best is None or _rank(code, looked) > _rank(best[0], best[1])):
            best = (code or "nobody_assigned", looked, detail)
    if best is not None and not credited:
        result.nobody[best[1].version.key] = best
    for payee, seen in named.items():
        if payee not in credited:
            of_payee = [Named(payee, *_why(payee, *one, receivers)) for one in seen]
            result.named.append(max(of_payee, key=lambda named: _rank(named.code, named.looked)))


def _why(
    payee: str, looked: Looked, code: str | None, detail: str, receivers: Mapping[str, Sequence[Assignment]]
) -> tuple[str, Looked, str]:
    """Why a named person has no credit of a record: what refused the record, or what is true of this person."""
    if code is not None:
        return code, looked, detail
    got = [name for name, share in shares_of(looked) if share]
    if payee not in got:
        moved = looked.people.version_no != looked.version.version_no and payee in people_now(looked)
        return ("people_locked" if moved else "no_share"), looked, ", ".join(got)
    return "not_assigned", looked, ""


def _rank(code: str | None, looked: Looked) -> tuple[int, int]:
    """How far a record came under a rule: the furthest explains best."""
    far = {
        "condition": 0,
        "no_date": 1,
        "no_amount": 1,
        "amount_undefined": 1,
        "split_total": 2,
        "split_twice": 2,
        "split_negative": 2,
        "no_rate_of_exchange": 2,
        "no_receiver": 2,
        "no_territory": 2,
        "territory_twice": 2,
    }
    return far.get(code or "", 3), looked.met


def shares_of(looked: Looked) -> list[tuple[str, Fraction]]:
    """Return who receives a qualified record and which share, in the record's order; empty when it names nobody."""
    rule, people = looked.rule, looked.people
    if rule.receiver.to == "split":
        return list(people.split)
    if rule.receiver.to == "owner":
        return [(people.owner, Fraction(1))] if people.owner else []
    if rule.receiver.to == "territory":
        return [(looked.held_by[0], Fraction(1))] if len(looked.held_by) == 1 else []
    value = people.fields.get(rule.receiver.field)
    return [(str(value.data), Fraction(1))] if value is not None and str(value.data) else []


def people_now(looked: Looked) -> list[str]:
    """Return who would receive the record by its newest version, were its people not locked."""
    return [name for name, share in shares_of(replace(looked, people=looked.version)) if share]


def people_named(looked: Looked) -> set[str]:
    """Return everyone the record names in a part that the rule looks at: its owner and split, or its person field.

    Of a territory: whoever holds it.
    """
    version, rule = looked.version, looked.rule
    if rule.receiver.to == "territory":
        return set(looked.held_by)
    if rule.receiver.to == "field":
        value = version.fields.get(rule.receiver.field)
        return {str(value.data)} if value is not None else set()
    names = {name for name, _ in version.split}
    return names | {version.owner} if version.owner else names


def _credits_of(
    plan: CompiledPlan,
    looked: Looked,
    receivers: Mapping[str, Sequence[Assignment]],
    facts: Facts,
) -> tuple[str | None, str, list[tuple[str, Assignment, Credit]]]:
    """Return what refused the record (and its detail), or the credits it gives."""
    if looked.code is not None:
        return looked.code, "", []
    shares = shares_of(looked)
    if not any(share for _, share in shares):
        return _without_receiver(looked), ", ".join(looked.held_by), []
    wrong = _wrong_shares(shares, looked.rule)
    if wrong is not None:
        return *wrong, []
    amount, used = looked.amount, None
    kind, _, currency = looked.unit.partition(":")
    if kind == "money" and currency != plan.currency:
        assert looked.day is not None
        exchanged = converted(looked.amount, currency, looked.day, plan, facts.fx)
        if exchanged is None:
            return "no_rate_of_exchange", currency, []
        amount, used = Fraction(exchanged[0]), exchanged[1]
    parts = _parts(looked, amount, [share for _, share in shares])
    credits = []
    for (payee, share), part in zip(shares, parts, strict=True):
        assignment = assignment_on(receivers.get(payee, ()), looked.day)
        if assignment is not None and share:
            credits.append((payee, assignment, _credit(plan, looked, payee, share, amount, part, used)))
    return None, "", credits


def _wrong_shares(shares: Sequence[tuple[str, Fraction]], rule: CreditRule) -> tuple[str, str] | None:
    """What is wrong with the shares of a record, and what says so: a person twice, one below 0, or their total."""
    if len(shares) == 1 and shares[0][1] == 1 == rule.split_total:
        return None
    twice = [name for name, count in Counter(name for name, _ in shares).items() if count > 1]
    if twice:
        return "split_twice", ", ".join(twice)
    if any(share < 0 for _, share in shares):
        return "split_negative", ""
    total = sum((share for _, share in shares), Fraction(0))
    if rule.receiver.to == "split" and total != rule.split_total:
        return "split_total", f"{percent_text(total)} {percent_text(rule.split_total)}"
    return None


def _without_receiver(looked: Looked) -> str:
    """Why a qualified record names nobody: of a territory, none of its rows fits, or two fit equally well."""
    if looked.rule.receiver.to != "territory":
        return "no_receiver"
    return "territory_twice" if looked.held_by else "no_territory"


def _parts(looked: Looked, amount: Fraction, shares: Sequence[Fraction]) -> list[Fraction]:
    """Money is split so that the units add up; a count is divided exactly."""
    if len(shares) == 1 and shares[0] == 1 and amount.denominator == 1:
        return [amount]
    if looked.unit == "count":
        return [amount * share for share in shares]
    return [Fraction(part) for part in split_amount(rounded_ratio(amount), shares, looked.rule.odd_unit)]


def assignment_on(assignments: Sequence[Assignment], day: date | None) -> Assignment | None:
    """Return the assignment that holds on the day; of two the one that began first."""
    return next((assignment for assignment in assignments if day in assignment.span), None)


def _credit(
    plan: CompiledPlan,
    looked: Looked,
    payee: str,
    share: Fraction,
    converted_amount: Fraction,
    part: Fraction,
    used: FxUsed | None,
) -> Credit:
    rule, version = looked.rule, looked.version
    assert looked.day is not None
    basis = rule.receiver.field if rule.receiver.to in ("field", "territory") else rule.receiver.to
    return Credit(
        credit_id=f"{rule.name}/{version.record_type}:{version.record_id}/{payee}",
        rule=rule.name,
        label=rule.label,
        record=looked.record,
        day=looked.day,
        booked_at=version.booked_at,
        basis=basis,
        share=share,
        original=looked.amount,
        original_unit=looked.unit,
        original_text=looked.original_text,
        fx=used,
        converted=converted_amount,
        amount=part,
        unit="count" if looked.unit == "count" else f"money:{plan.currency}",
        split=tuple(looked.people.split),
        people_version=looked.people.version_no,
        reverses=version.reverses,
        odd_unit=rule.odd_unit,
        payee=payee,
    )
