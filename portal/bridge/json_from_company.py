"""What a company declared, as JSON for a child process that has no database, and back.

In: a company. Out: plain JSON data; and the same company again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comp_rules.facts.facts import Company, Declared, Field, RecordType
from comp_rules.values.words import Words

#: The kind of name by the field of the company that holds them; titles, grades and holidays are plain names there.
DECLARED_AS = {
    "quotas": "quota", "personal": "personal", "inputs": "input", "events": "event", "rate_tables": "rate_table",
    "relations": "relation", "territories": "territory", "tables": "table",
}  # fmt: skip


def json_from_company(company: Company) -> dict[str, Any]:
    """Return the company as JSON data; labels are pairs of English and Korean."""
    return {
        "name": company.name,
        "record_types": [
            [each.name, each.label, each.title_field, [[f.name, f.type, f.label] for f in each.fields.values()]]
            for each in company.record_types.values()
        ],
        **{
            kind: [[each.name, each.label, each.unit] for each in getattr(company, kind).values()]
            for kind in DECLARED_AS
        },
        "titles": sorted(company.titles),
        "grades": sorted(company.grades),
        "holidays": [day.isoformat() for day in sorted(company.holidays)],
    }


def company_from_json(data: Mapping[str, Any]) -> Company:
    """Read a company back."""
    record_types = {
        name: RecordType(name, Words(*label), {f[0]: Field(f[0], f[1], Words(*f[2])) for f in fields}, title_field)
        for name, label, title_field, fields in data["record_types"]
    }
    names = {
        kind: {name: Declared(name, Words(*label), unit) for name, label, unit in data[kind]} for kind in DECLARED_AS
    }
    titles, grades = frozenset(data["titles"]), frozenset(data["grades"])
    holidays = frozenset(date.fromisoformat(day) for day in data["holidays"])
    return Company(data["name"], record_types, **names, titles=titles, grades=grades, holidays=holidays)
