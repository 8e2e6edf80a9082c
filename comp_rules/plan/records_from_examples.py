"""The records of a worked example, typed as the plans read them.

In: the given rows and the compiled plans. Out: record versions, the record types they show, and faults of their values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comp_rules.facts.facts import Field, FieldType, RecordType, RecordVersion, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.conditions_from_node import value_from_form
from comp_rules.plan.document import Entry, Map, Scalar
from comp_rules.plan.field_types_from_plans import Types, field_types_from_plans
from comp_rules.plan.literals import literal_from_text
from comp_rules.values.fault import Fault
from comp_rules.values.words import with_spaces

#: keys of a record row that are no fields
_NO_FIELDS = ("owner", "split", "repeat")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExampleRecords:
    """The records of an example with the record types that they show."""

    versions: tuple[RecordVersion, ...]
    types: Mapping[str, RecordType]
    faults: tuple[Fault, ...]


def records_from_example(given: Map, plans: Sequence[CompiledPlan]) -> ExampleRecords:
    """Return the records of an example; `repeat: 3` makes three, with -1 to -3 behind their id.

    `booked_at` (a time of day) and `reverses` (another record of the example) are those of the record itself, unless a
    plan reads a field of that name.
    """
    known = field_types_from_plans(plans)
    used = {credit.record_type for plan in plans for credit in plan.credits if credit.record_type}
    rows = [(entry, row) for row in given.maps("records") if (entry := _type_entry(row, used))]
    types = known | _types_by_form(rows, known)
    ids = {entry.value.text for entry, _ in rows if isinstance(entry.value, Scalar)}
    faults: list[Fault] = []
    versions: list[RecordVersion] = []
    for entry, row in rows:
        own = _own_keys(entry, row, known, ids)
        fields = _fields(entry, row, types, [*_NO_FIELDS, *own], faults)
        for record_id in _ids(entry, row):
            versions.append(
                RecordVersion(
                    record_type=entry.key,
                    record_id=record_id,
                    version_no=1,
                    known_no=0,
                    fields=fields,
                    owner=row.text("owner"),
                    split=_split(row),
                    booked_at=own.get("booked_at", ""),
                    reverses=own.get("reverses"),
                    place=row.place,
                )
            )
    return ExampleRecords(tuple(versions), _record_types(used, rows, types), tuple(faults))


def _type_entry(row: Map, used: Collection[str]) -> Entry | None:
    """The key that names the record type: one that a plan knows, else the first."""
    return next((entry for entry in row.entries if entry.key in used), row.entries[0] if row.entries else None)


def _ids(entry: Entry, row: Map) -> list[str]:
    base = entry.value.text if isinstance(entry.value, Scalar) else ""
    repeat = literal_from_text(row.text("repeat") or "", ("whole",), row.place)
    return [f"{base}-{number}" for number in range(1, int(repeat.number) + 1)] if repeat else [base]


def _own_keys(entry: Entry, row: Map, known: Types, ids: Collection[str]) -> dict[str, str]:
    """The time of booking and the record that is taken back, where they are not fields that a plan reads."""
    own = {}
    found = _TIME.fullmatch(row.text("booked_at") or "")
    if found and (entry.key, "booked_at") not in known:
        own["booked_at"] = f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}"
    if row.text("reverses") in ids and (entry.key, "reverses") not in known:
        own["reverses"] = row.text("reverses") or ""
    return own


def _fields(
    entry: Entry, row: Map, types: Types, no_fields: Collection[str], faults: list[Fault]
) -> Mapping[str, Value]:
    fields: dict[str, Value] = {}
    for cell in row.entries:
        if cell is entry or cell.key in no_fields or not isinstance(cell.value, Scalar) or not cell.value.text:
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


def _types_by_form(rows: Iterable[tuple[Entry, Map]], known: Types) -> Types:
    """The types of all other fields: that of their values' form, or text where the forms differ."""
    found: dict[tuple[str, str], set[FieldType]] = {}
    for entry, row in rows:
        for cell in row.entries:
            key = (entry.key, cell.key)
            if cell is not entry and key not in known and isinstance(cell.value, Scalar) and cell.value.text:
                found.setdefault(key, set()).add(value_from_form(cell.value.text).type)
    return {key: types.pop() if len(types) == 1 else "text" for key, types in found.items()}


def _record_types(used: Iterable[str], rows: Iterable[tuple[Entry, Map]], types: Types) -> Mapping[str, RecordType]:
    names = set(used) | {entry.key for entry, _ in rows}
    return {
        name: RecordType(
            name,
            with_spaces(name),
            {
                field: Field(field, field_type, with_spaces(field))
                for (record_type, field), field_type in types.items()
                if record_type == name and field not in _NO_FIELDS
            },
        )
        for name in sorted(names)
    }
