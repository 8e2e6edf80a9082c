"""The people of a worked example: which plan they hold, who their manager is, whom they are credited for.

In: the given rows and the compiled plans. Out: people, assignments, hierarchy, relations, leaves, territories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comp_rules.facts.facts import (
    Assignment,
    FieldType,
    Leave,
    Person,
    Relation,
    Reporting,
    TargetIncentive,
    TerritoryRow,
    Value,
)  # fmt: skip
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.conditions_from_node import value_from_form
from comp_rules.plan.document import Entry, Items, Map, Scalar
from comp_rules.plan.example_row import ExampleRow
from comp_rules.values.fault import Fault
from comp_rules.values.period import Span

Stated = tuple[tuple[str, tuple[Value, ...]], ...]


def holder_rows(given: Map, plan: CompiledPlan, others: Iterable[CompiledPlan]) -> list[ExampleRow]:
    """Return the rows of `people`; each holds for the whole effective range of its plan unless it says otherwise."""
    ranges = {plan.name: plan.span}
    for other in others:
        known = ranges.get(other.name, other.span) if other.name != plan.name else plan.span
        ranges[other.name] = Span(min(known.first, other.span.first), max(known.after, other.span.after))
    ranges[plan.name] = plan.span
    return [ExampleRow(row, ranges.get(row.text("plan") or plan.name, plan.span)) for row in given.maps("people")]


def people_from_rows(rows: Iterable[ExampleRow]) -> tuple[Person, ...]:
    """Return everyone once, with the first date of hire and payroll currency that is written."""
    people: dict[str, Person] = {}
    for row in rows:
        known = people.get(row.person)
        people[row.person] = Person(
            row_id=f"person:{row.person}",
            payee=row.person,
            name=row.person,
            hire=(known.hire if known else None) or row.day("hire"),
            place=known.place if known else row.row.place,
            payroll_currency=(known.payroll_currency if known else "") or row.text("payroll_currency"),
        )
    return tuple(people.values())


def assignments_from_rows(rows: Iterable[ExampleRow], plan: CompiledPlan) -> tuple[Assignment, ...]:
    """Return one assignment for each row, under this plan unless the row names another."""
    return tuple(
        Assignment(
            row_id=row.row_id,
            payee=row.person,
            position=row.person,
            title=row.text("title") or plan.label.en,
            plan=row.text("plan") or plan.name,
            span=row.span,
            place=row.row.place,
            grade=row.text("grade"),
        )
        for row in rows
    )


def hierarchy_from_rows(rows: Iterable[ExampleRow]) -> tuple[Reporting, ...]:
    """Return who reports to whom on the days of the row; two rows of a person that say the same are one."""
    found: dict[tuple[str, str, Span], Reporting] = {}
    for row in rows:
        manager = row.text("manager")
        if manager:
            reporting = Reporting(f"{row.row_id}.manager", row.person, manager, row.span, place=row.row.place)
            found.setdefault((row.person, manager, row.span), reporting)
    return tuple(found.values())


def targets_from_rows(rows: Iterable[ExampleRow]) -> tuple[TargetIncentive, ...]:
    """Return the target incentive of a year that a row of `people` names."""
    return tuple(
        TargetIncentive(f"{row.row_id}.target", row.person, money, row.span, place=row.row.place)
        for row in rows
        if (money := row.money("target"))
    )


def relations_from_rows(rows: Iterable[ExampleRow]) -> tuple[Relation, ...]:
    """Return relations: the person is credited for what the other one, `with`, is credited."""
    return tuple(
        Relation(row.row_id, row.text("relation"), row.person, row.text("with"), row.span, place=row.row.place)
        for row in rows
    )


def leaves_from_rows(rows: Iterable[ExampleRow]) -> tuple[Leave, ...]:
    """Return days on which people are away."""
    return tuple(Leave(row.row_id, row.person, row.span, place=row.row.place) for row in rows)


def territories_from_rows(
    rows: Iterable[ExampleRow], types: Mapping[str, FieldType], faults: list[Fault]
) -> tuple[TerritoryRow, ...]:
    """Return who holds the part of a territory that the further keys of the row describe."""
    return tuple(
        TerritoryRow(
            row_id=row.row_id,
            territory=row.text("territory"),
            facts=stated_facts(row.row, ("territory", "person", "first_day", "last_day"), types, faults),
            payee=row.person,
            span=row.span,
            place=row.row.place,
        )
        for row in rows
    )


def stated_facts(row: Map, no_facts: Sequence[str], types: Mapping[str, FieldType], faults: list[Fault]) -> Stated:
    """Return the facts that a row states: all keys but `no_facts`, each a value or a list of values."""
    return tuple(
        (entry.key, _values(entry, types.get(entry.key), faults)) for entry in row.entries if entry.key not in no_facts
    )


def _values(entry: Entry, field_type: FieldType | None, faults: list[Fault]) -> tuple[Value, ...]:
    nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
    values = []
    for node in nodes:
        if isinstance(node, Scalar) and node.text:
            try:
                typed = value_from_text(node.text, field_type, TextForm()) if field_type else value_from_form(node.text)
                values.append(typed)
            except Unreadable as fault:
                faults.append(Fault("wrong_value", node.place, fault.sentence, fault.hint))
    return tuple(values)
