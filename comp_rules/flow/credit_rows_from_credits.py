"""Credits as the steps see them: amount, numbers of the record, months since a date, rates, and who does not pay on it.

In: the credits of an assignment, their records and a plan version. Out: credit rows, and refusals of the period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from comp_rules.facts.facts import Assignment, Facts, RecordVersion, Value
from comp_rules.flow.converted import rate_between
from comp_rules.flow.credits_from_credits import looked_from_credit
from comp_rules.flow.credits_from_records import Credited, by_payee
from comp_rules.flow.fields_from_steps import fields_read
from comp_rules.flow.qualified_from_records import looks, met_of
from comp_rules.flow.rates_from_tables import Rate, TablesUsed, facts_of_person, rates_of, tables_used
from comp_rules.flow.records import Credit, Refusal
from comp_rules.flow.refusals_from_credits import component_refusal
from comp_rules.kernel.world import CreditRow, Known, Missing
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.money import Money
from comp_rules.values.period import Period, month_number


class Made(NamedTuple):
    """A credit with its row and the components that do not pay on it."""

    credit: Credit
    row: CreditRow
    refusals: Sequence[Refusal]


@dataclass(frozen=True, slots=True)
class RowMaker:
    """What the rows of a plan version are made with."""

    plan: CompiledPlan
    facts: Facts
    credited: Credited
    tables: TablesUsed
    #: the names under which the steps read numbers of the record, and months since a date
    fields: tuple[str, ...]
    hired: Mapping[str, date] = field(default_factory=dict)
    #: of each person
    assignments: Mapping[str, Sequence[Assignment]] = field(default_factory=dict)
    #: what was made of each credit of a period, by its id and the period's number; None keeps nothing
    made: dict[tuple[str, int], Made] | None = None


def row_maker(plan: CompiledPlan, facts: Facts, credited: Credited) -> RowMaker:
    """Return what is the same for all credits of a plan version."""
    hired = {person.payee: person.hire for person in facts.people if person.hire is not None}
    return RowMaker(
        plan, facts, credited, tables_used(plan), fields_read(plan.steps), hired, by_payee(facts.assignments)
    )


def credit_rows(
    maker: RowMaker,
    credits: Sequence[Credit],
    assignment: Assignment,
    periods: Sequence[Period],
    rules_on: Callable[[date], bool],
) -> tuple[list[CreditRow], list[Refusal]]:
    """Return the rows in the order of credits, and why components do not pay on credits of the last period.

    Credits of days on which another version rules count in measures and running totals and are paid by that version.
    """
    rows: list[CreditRow] = []
    refusals: list[Refusal] = []
    everything = frozenset(component.name for component in maker.plan.components)
    begins = [period.span.first for period in periods]
    for credit in credits:
        index = max(bisect_right(begins, credit.day) - 1, 0)
        made = maker.made.get((credit.credit_id, index)) if maker.made is not None else None
        if made is None or made.credit is not credit:
            made = _made(maker, credit, assignment, index, everything if not rules_on(credit.day) else None)
            if maker.made is not None:
                maker.made[credit.credit_id, index] = made
        rows.append(made.row)
        if made.refusals and index == len(periods) - 1:
            refusals += made.refusals
    return rows, refusals


def _made(maker: RowMaker, credit: Credit, assignment: Assignment, index: int, refused: frozenset[str] | None) -> Made:
    """The row of a credit; `refused` by all components, or None where each of them is asked."""
    if refused is not None:
        return Made(credit, _row(maker, credit, assignment, index, refused), ())
    said_no = _refusals(maker, credit)
    refused = frozenset(refusal.component for refusal in said_no if refusal.component)
    return Made(credit, _row(maker, credit, assignment, index, refused), said_no)


def _refusals(maker: RowMaker, credit: Credit) -> list[Refusal]:
    """The components that pay on the credit's rule and whose conditions it does not meet."""
    version = maker.credited.versions[credit.credit_id]
    found = []
    for component in maker.plan.components:
        if component.pays_on != credit.rule or not component.conditions:
            continue
        if met_of(component.conditions, version) < len(component.conditions):
            looked = looks(component.conditions, version, maker.facts.company)
            rule = maker.plan.credit(credit.rule)
            record = looked_from_credit(rule, credit, version, maker.credited.people[credit.credit_id])
            found.append(component_refusal(component.name, component.path, credit.record, looked, record))
    return found


def _row(maker: RowMaker, credit: Credit, assignment: Assignment, index: int, refused: frozenset[str]) -> CreditRow:
    version = maker.credited.versions[credit.credit_id]
    amount = credit.amount.numerator if credit.amount.denominator == 1 else credit.amount
    everyone = len(refused) == len(maker.plan.components)
    return CreditRow(
        credit_id=credit.credit_id,
        rule=credit.rule,
        day=credit.day,
        period=index,
        amount=amount,
        fields=_fields(maker, credit, version, assignment),
        refused_by=refused,
        reversal=credit.reverses is not None,
        rates={} if everyone else _rates(maker, credit, version, assignment),
        # what takes a record back belongs to it: a cap per record gives back only what was paid
        record=f"{credit.record.record_type}:{credit.reverses or credit.record.record_id}",
    )


def _fields(maker: RowMaker, credit: Credit, version: RecordVersion, assignment: Assignment) -> dict[str, Fraction]:
    """The numbers that steps read: of the record, money in the plan's currency (exact), or months since a date."""
    fields: dict[str, Fraction] = {}
    for name in maker.fields:
        if name.startswith("since:"):
            since = _since(maker, name, credit, version, assignment)
            number = Fraction(month_number(since, credit.day)) if since is not None else None
        else:
            value = version.fields.get(name)
            number = _number(maker, value, credit.day) if value is not None else None
        if number is not None:
            fields[name] = number
    return fields


def _number(maker: RowMaker, value: Value, day: date) -> Fraction | None:
    data = value.data
    if isinstance(data, str):
        return None
    if isinstance(data, Money):
        if data.currency == maker.plan.currency:
            return Fraction(data.minor)
        found = rate_between(data.currency, day, maker.plan, maker.facts.fx)
        return data.minor * found[0] if found else None
    return data if type(data) is Fraction else None


def _since(maker: RowMaker, name: str, credit: Credit, version: RecordVersion, assignment: Assignment) -> date | None:
    """The date from which `since:..` counts; None when the person or record has none."""
    if name == "since:hire":
        return maker.hired.get(credit.payee)
    if name == "since:assignment":
        return assignment.span.first
    value = version.fields.get(name.removeprefix("since:field:"))
    return value.data if value is not None and isinstance(value.data, date) else None


def _rates(maker: RowMaker, credit: Credit, version: RecordVersion, assignment: Assignment) -> dict[str, Rate]:
    if not maker.tables.tables:
        return {}
    facts = maker.facts
    receiver = facts_of_person(maker.assignments.get(credit.payee, ()), credit.day, assignment)
    candidates = []
    for below in next_below(credit):
        person = facts_of_person(maker.assignments.get(below, ()), credit.day)
        candidates.append(
            rates_of(maker.tables, maker.plan.currency, version.fields, credit.day, receiver, person, facts.table_rows)
        )  # fmt: skip
    if not candidates:
        return rates_of(maker.tables, maker.plan.currency, version.fields, credit.day, receiver, None, facts.table_rows)
    return {name: _highest([rates[name] for rates in candidates]) for name in candidates[0]}


def next_below(credit: Credit) -> list[str]:
    """Return the people next below the receiver on each way up: the last manager before, or who was credited."""
    found = [(source.payee, *source.chain)[-2] for source in credit.sources if source.chain]
    return list(dict.fromkeys(found))


def _highest(rates: Sequence[Rate]) -> Rate:
    """Of several people next below the one with the highest rate counts, so that no part is paid twice."""
    missing = next((rate for rate in rates if isinstance(rate, Missing)), None)
    known = [rate for rate in rates if isinstance(rate, Known)]
    return missing or max(known, key=lambda rate: Fraction(rate.value))
