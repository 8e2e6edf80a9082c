"""What the company declared, read from fields.csv and names.csv.

In: the folder of facts. Out: the company with its record types and names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from comp_rules.facts.csv_row import CsvRow
from comp_rules.facts.csv_tables import KINDS, KINDS_WITH_UNIT
from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType
from comp_rules.facts.rows_from_csv import CsvFolder
from comp_rules.values.period import date_from_text
from comp_rules.values.words import Words

_UNITS = ("money", "number", "percent")


def company_from_csv(folder: CsvFolder) -> Company:
    """Return the company of the folder; a name with a fault is left out."""
    names = folder.read("names.csv", _name)
    by_kind: dict[str, Mapping[str, Declared]] = {
        kind: {declared.name: declared for found, declared in names if found == kind} for kind in KINDS
    }
    return Company(
        name="",
        record_types=_record_types(folder),
        quotas=by_kind["quota"],
        personal=by_kind["personal"],
        events=by_kind["event"],
        rate_tables=by_kind["rate_table"],
        inputs=by_kind["input"],
        relations=by_kind["relation"],
        territories=by_kind["territory"],
        tables=by_kind["table"],
        titles=frozenset(by_kind["title"]),
        grades=frozenset(by_kind["grade"]),
        holidays=frozenset(date_from_text(name) for name in by_kind["holiday"]),
    )


def _record_types(folder: CsvFolder) -> dict[str, RecordType]:
    fields = folder.read("fields.csv", _field)
    types: dict[str, RecordType] = {}
    for record_type in dict.fromkeys(name for name, _, _ in fields):
        mine = {f.name: f for name, f, _ in fields if name == record_type}
        title = next((f.name for name, f, is_title in fields if name == record_type and is_title), None)
        plain = record_type.replace("_", " ")
        types[record_type] = RecordType(record_type, Words(plain, plain), mine, title)
    return types


def _field(row: CsvRow) -> tuple[str, Field, bool]:
    field_type = cast(FieldType, row.one_of("type", get_args(FieldType)))
    name = row.text("field")
    return row.text("record_type"), Field(name, field_type, row.label(name)), row.yes("title")


def _name(row: CsvRow) -> tuple[str, Declared]:
    kind = row.one_of("kind", KINDS)
    unit = row.one_of("unit", _UNITS) if kind in KINDS_WITH_UNIT else ""
    # the name of a holiday is its date
    name = row.day("name").isoformat() if kind == "holiday" else row.text("name")
    return kind, Declared(name, row.label(name), unit)
