"""The records of a worked example, typed as the plan reads them.

In: the given rows and the compiled plan. Out: record versions, the record types they show, and faults of their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from comp_rules.facts.facts import Field, FieldType, RecordType, RecordVersion, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.kernel.steps import Each
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.condition import Condition
from comp_rules.plan.conditions_from_node import value_from_form
from comp_rules.plan.document import Entry, Map, Scalar
from comp_rules.plan.literals import literal_from_text
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

#: keys of a record row that are no fields
_NO_FIELDS = ("owner", "split", "repeat")

Types = dict[tuple[str, str], FieldType]


@dataclass(frozen=True, slots=True)
class ExampleRecords:
    """The records of an example with the record types that they show."""

    versions: tuple[RecordVersion, ...]
    types: Mapping[str, RecordType]
    faults: tuple[Fault, ...]


def records_from_example(given: Map, plan: CompiledPlan) -> ExampleRecords:
    """Return the records of an example; `repeat: 3` makes three, with -1 to -3 behind their id."""
    known = _types_by_plan(plan)
    rows = [(entry, row) for row in given.maps("records") if (entry := _type_entry(row, plan))]
    types = known | _types_by_form(rows, known)
    faults: list[Fault] = []
    versions: list[RecordVersion] = []
    for entry, row in rows:
        fields = _fields(entry, row, types, faults)
        repeat = literal_from_text(row.text("repeat") or "", ("whole",), row.place)
        base = entry.value.text if isinstance(entry.value, Scalar) else ""
        ids = [f"{base}-{number}" for number in range(1, int(repeat.number) + 1)] if repeat else [base]
        for record_id in ids:
            versions.append(
                RecordVersion(
                    record_type=entry.key,
                    record_id=record_id,
                    version_no=1,
                    known_no=0,
                    fields=fields,
                    owner=row.text("owner"),
                    split=_split(row),
                    place=row.place,
                )
            )
    return ExampleRecords(tuple(versions), _record_types(plan, rows, types), tuple(faults))


def _type_entry(row: Map, plan: CompiledPlan) -> Entry | None:
    """The key that names the record type: one the plan knows, else the first."""
    used = {credit.record_type for credit in plan.credits}
    return next((entry for entry in row.entries if entry.key in used), row.entries[0] if row.entries else None)


def _fields(entry: Entry, row: Map, types: Types, faults: list[Fault]) -> Mapping[str, Value]:
    fields: dict[str, Value] = {}
    for cell in row.entries:
        if cell is entry or cell.key in _NO_FIELDS or not isinstance(cell.value, Scalar) or not cell.value.text:
            continue
        try:
            fields[cell.key] = value_from_text(cell.value.text, types[entry.key, cell.key], TextForm())
        except Unreadable as fault:
            faults.append(Fault("wrong_value", cell.value.place, fault.sentence, fault.hint))
    return fields


def _split(row: Map) -> tuple[tuple[str, Fraction], ...]:
    shares = []
    split = row.map("split")
    for entry in split.entries if split else ():
        text = entry.value.text if isinstance(entry.value, Scalar) else ""
        literal = literal_from_text(text, ("percent",), entry.place)
        if literal is not None:
            shares.append((entry.key, literal.number))
    return tuple(shares)


def _types_by_plan(plan: CompiledPlan) -> Types:
    """The types that the plan gives to the fields it reads."""
    types: Types = {}
    of_credit = {credit.name: credit.record_type for credit in plan.credits}
    for credit in plan.credits:
        types[credit.record_type, credit.date_field] = "date"
        if credit.amount_field:
            types[credit.record_type, credit.amount_field] = "money" if credit.unit == "money" else "number"
        if credit.receiver.field:
            types[credit.record_type, credit.receiver.field] = "person"
        _add_conditions(types, credit.record_type, credit.conditions)
    for component in plan.components:
        if component.pays_on:
            _add_conditions(types, of_credit[component.pays_on], component.conditions)
    for step in plan.steps:
        if isinstance(step, Each) and step.tier_field:
            percent = step.edges[0].form == "percent"
            types.setdefault((of_credit[step.credit], step.tier_field), "percent" if percent else "number")
    return types


def _add_conditions(types: Types, record_type: str, conditions: Iterable[Condition]) -> None:
    for condition in conditions:
        values = [*condition.values, *condition.excluded, *(value for _, value in condition.bounds)]
        found = {value.type for value in values}
        if len(found) == 1:
            types.setdefault((record_type, condition.field), found.pop())


def _types_by_form(rows: Iterable[tuple[Entry, Map]], known: Types) -> Types:
    """The types of all other fields: that of their values' form, or text where the forms differ."""
    found: dict[tuple[str, str], set[FieldType]] = {}
    for entry, row in rows:
        for cell in row.entries:
            key = (entry.key, cell.key)
            if cell is not entry and key not in known and isinstance(cell.value, Scalar) and cell.value.text:
                found.setdefault(key, set()).add(value_from_form(cell.value.text).type)
    return {key: types.pop() if len(types) == 1 else "text" for key, types in found.items()}


def _record_types(plan: CompiledPlan, rows: Iterable[tuple[Entry, Map]], types: Types) -> Mapping[str, RecordType]:
    names = {credit.record_type for credit in plan.credits} | {entry.key for entry, _ in rows}
    return {
        name: RecordType(
            name,
            Words(name, name),
            {
                field: Field(field, field_type, Words(field, field))
                for (record_type, field), field_type in types.items()
                if record_type == name and field not in _NO_FIELDS
            },
        )
        for name in sorted(names)
    }
