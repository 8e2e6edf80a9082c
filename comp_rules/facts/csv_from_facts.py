"""Facts become a folder of plain CSV files, so that anyone can recompute a month from a shell.

In: facts of any origin. Out: the files that `facts_from_csv` reads back as the same facts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from comp_rules.facts.csv_tables import RECORD_COLUMNS, TABLES
from comp_rules.facts.facts import Company, Declared, Facts, RecordVersion, Value
from comp_rules.values.money import Money, decimal_text
from comp_rules.values.period import Span
from comp_rules.values.ratio import percent_text


def csv_from_facts(facts: Facts) -> dict[str, str]:
    """Return the text of every file by its name; a table without rows has no file."""
    rows: dict[str, list[Mapping[str, str]]] = {
        "fields.csv": list(_fields(facts.company)),
        "names.csv": list(_names(facts.company)),
        "people.csv": [
            {"payee": p.payee, "name": p.name, "hire": _day(p.hire), **_version(p.row_id, p.known_no, p.withdrawn)}
            for p in facts.people
        ],
        "assignments.csv": [
            {"payee": a.payee, "position": a.position, "title": a.title, "plan": a.plan, **_days(a.span),
             **_version(a.row_id, a.known_no, a.withdrawn)}
            for a in facts.assignments
        ],
        "quotas.csv": [
            {"payee": q.payee, "quota": q.quota, "value": value_text(q.value), "if_zero": q.if_zero or "",
             **_days(q.span), **_version(q.row_id, q.known_no, q.withdrawn)}
            for q in facts.quotas
        ],
        "personal.csv": [
            {"payee": p.payee, "name": p.name, "value": value_text(p.value), **_days(p.span),
             **_version(p.row_id, p.known_no, p.withdrawn)}
            for p in facts.personal
        ],
        "targets.csv": [
            {"payee": t.payee, "amount": str(t.amount), **_days(t.span), **_version(t.row_id, t.known_no, t.withdrawn)}
            for t in facts.targets
        ],
        "fx.csv": [
            {"table": f.table, "day": f.day.isoformat(), "one": f.one, "is": f"{_number(f.rate)} {f.currency}",
             **_version(f.row_id, f.known_no, f.withdrawn)}
            for f in facts.fx
        ],
        "events.csv": [
            {"record_type": e.record_type, "record_id": e.record_id, "event": e.event, "day": e.day.isoformat(),
             "amount": str(e.amount) if e.amount else "", **_version(e.row_id, e.known_no, e.withdrawn)}
            for e in facts.events
        ],
    }  # fmt: skip
    columns = {table.file: table.columns for table in TABLES}
    files = {name: _text(columns[name], table) for name, table in rows.items() if table}
    return files | {f"records_{name}.csv": text for name, text in _records(facts)}


def write_facts(facts: Facts, folder: Path) -> None:
    """Write the files into a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in csv_from_facts(facts).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def value_text(value: Value | None) -> str:
    """Print a value as the files write it; money whose source had more digits as its source wrote it."""
    if value is None:
        return ""
    data = value.data
    if isinstance(data, bool):
        return "yes" if data else "no"
    if isinstance(data, Money):
        return f"{value.original} {data.currency}" if value.original else str(data)
    if isinstance(data, Fraction):
        return percent_text(data) if value.type == "percent" else _number(data)
    return data.isoformat() if isinstance(data, date) else data


def _fields(company: Company) -> Iterable[Mapping[str, str]]:
    for record_type in company.record_types.values():
        for field in record_type.fields.values():
            yield {
                "record_type": record_type.name, "field": field.name, "type": field.type, "label_en": field.label.en,
                "label_ko": field.label.ko, "title": "yes" if field.name == record_type.title_field else "",
            }  # fmt: skip


def _names(company: Company) -> Iterable[Mapping[str, str]]:
    kinds: dict[str, Mapping[str, Declared]] = {
        "quota": company.quotas, "personal": company.personal, "event": company.events,
        "rate_table": company.rate_tables,
    }  # fmt: skip
    for kind, names in kinds.items():
        for declared in names.values():
            label = {"label_en": declared.label.en, "label_ko": declared.label.ko}
            yield {"kind": kind, "name": declared.name, "unit": declared.unit, **label}


def _records(facts: Facts) -> Iterable[tuple[str, str]]:
    by_type: dict[str, list[RecordVersion]] = {}
    for version in facts.records:
        by_type.setdefault(version.record_type, []).append(version)
    for record_type, versions in by_type.items():
        fields = list(dict.fromkeys(name for version in versions for name in version.fields))
        rows = [_record(version) for version in versions]
        yield record_type, _text([*RECORD_COLUMNS, *fields], rows)


def _record(version: RecordVersion) -> Mapping[str, str]:
    return {
        "record_type": version.record_type,
        "record_id": version.record_id,
        "version_no": str(version.version_no),
        "known_no": str(version.known_no),
        "booked_at": version.booked_at,
        "owner": version.owner or "",
        "split": ", ".join(f"{payee} {percent_text(share)}" for payee, share in version.split),
        "reverses": version.reverses or "",
        "withdrawn": "yes" if version.withdrawn else "",
        **{name: value_text(value) for name, value in version.fields.items()},
    }


def _version(row_id: str, known_no: int, withdrawn: bool) -> Mapping[str, str]:
    return {"row_id": row_id, "known_no": str(known_no), "withdrawn": "yes" if withdrawn else ""}


def _days(span: Span) -> Mapping[str, str]:
    return {"first_day": span.first.isoformat(), "last_day": _day(span.last_day)}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Fraction) -> str:
    return decimal_text(value, 0)


def _text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
