"""Facts become a folder of plain CSV files, so that anyone can recompute a month from a shell.

In: facts of any origin. Out: the files that `facts_from_csv` reads back as the same facts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from comp_rules.facts.cells_from_facts import number_tables, people_tables, value_text, version_cells
from comp_rules.facts.csv_tables import RECORD_COLUMNS, TABLES
from comp_rules.facts.facts import Company, Declared, Facts, RecordVersion
from comp_rules.values.ratio import percent_text


def csv_from_facts(facts: Facts) -> dict[str, str]:
    """Return the text of every file by its name; a table without rows has no file."""
    rows: dict[str, list[Mapping[str, str]]] = {
        "fields.csv": list(_fields(facts.company)),
        "names.csv": list(_names(facts.company)),
        **people_tables(facts),
        **number_tables(facts),
        "events.csv": [
            {"record_type": e.record_type, "record_id": e.record_id, "event": e.event, "day": e.day.isoformat(),
             "amount": str(e.amount) if e.amount else "", **version_cells(e)}
            for e in facts.events
        ],
    }  # fmt: skip
    columns = {table.file: table.columns for table in TABLES}
    files = {name: _text(_with_facts(columns[name], table), table) for name, table in rows.items() if table}
    return files | {f"records_{name}.csv": text for name, text in _records(facts)}


def _with_facts(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns of a table followed by those of the facts that its rows state, in order of appearance."""
    return list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))


def write_facts(facts: Facts, folder: Path) -> None:
    """Write the files into a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in csv_from_facts(facts).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _fields(company: Company) -> Iterable[Mapping[str, str]]:
    for record_type in company.record_types.values():
        for field in record_type.fields.values():
            yield {
                "record_type": record_type.name, "field": field.name, "type": field.type, "label_en": field.label.en,
                "label_ko": field.label.ko, "title": "yes" if field.name == record_type.title_field else "",
            }  # fmt: skip


def _names(company: Company) -> Iterable[Mapping[str, str]]:
    kinds: dict[str, Mapping[str, Declared]] = {
        "quota": company.quotas, "personal": company.personal, "input": company.inputs, "event": company.events,
        "rate_table": company.rate_tables, "relation": company.relations, "territory": company.territories,
        "table": company.tables,
    }  # fmt: skip
    for kind, names in kinds.items():
        for declared in names.values():
            label = {"label_en": declared.label.en, "label_ko": declared.label.ko}
            yield {"kind": kind, "name": declared.name, "unit": declared.unit, **label}
    for kind, plain in (("title", company.titles), ("grade", company.grades)):
        yield from ({"kind": kind, "name": name} for name in sorted(plain))
    yield from ({"kind": "holiday", "name": day.isoformat()} for day in sorted(company.holidays))


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


def _text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
