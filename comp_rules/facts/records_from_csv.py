"""Records and what happened to them: rows of CSV become record versions and events.

In: rows of `records*.csv` and `events.csv`. Out: facts; a cell that cannot be read raises Unfit.
"""

from __future__ import annotations

import re
from fractions import Fraction

from comp_rules.facts.csv_row import CsvRow, Unfit, did_you_mean
from comp_rules.facts.csv_tables import RECORD_COLUMNS, RECORD_NEEDED, Table
from comp_rules.facts.facts import Company, Event, RecordType, RecordVersion, Value
from comp_rules.facts.rows_from_csv import CsvFolder
from comp_rules.values.ratio import percent_from_text
from comp_rules.values.words import Words

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def records_from_csv(folder: CsvFolder, company: Company) -> tuple[RecordVersion, ...]:
    """Read every `records*.csv` into versions, in order of version within a record."""
    versions: list[RecordVersion] = []
    for path in sorted(folder.folder.glob("records*.csv")):
        table = Table(path.name, (), RECORD_NEEDED, "", more=True)
        versions += folder.made(table, path, lambda row: _record(row, company))
    versions.sort(key=lambda version: version.version_no)
    return tuple(versions)


def event_from_row(row: CsvRow) -> Event:
    """Return something that happened to a record."""
    return Event(
        record_type=row.text("record_type"), record_id=row.text("record_id"), event=row.text("event"),
        day=row.day("day"), amount=row.money("amount") if row.text("amount") else None, **row.version(),
    )  # fmt: skip


def _record(row: CsvRow, company: Company) -> RecordVersion:
    name = row.text("record_type")
    declared = company.record_types.get(name)
    if declared is None:
        sentence = Words(
            f"No record type “{name[:40]}” is declared in fields.csv.",
            f"fields.csv 파일에 원천 데이터 종류 ‘{name[:40]}’ 이름이 없습니다.",
        )
        raise row.fault("unknown_record_type", "record_type", sentence, did_you_mean(name, company.record_types))
    fields = _fields(row, declared)
    split = _split(row)
    if fields is None:
        raise Unfit
    return RecordVersion(
        record_type=name,
        record_id=row.text("record_id"),
        version_no=row.number("version_no") or 1,
        known_no=row.number("known_no"),
        fields=fields,
        owner=row.text("owner") or None,
        split=split,
        booked_at=_time(row),
        reverses=row.text("reverses") or None,
        withdrawn=row.yes("withdrawn"),
        place=row.place(),
    )


def _fields(row: CsvRow, declared: RecordType) -> dict[str, Value] | None:
    """The values of the fields; None when one of them cannot be read, after all were looked at."""
    fields: dict[str, Value] = {}
    fine = True
    for column, text in row.cells.items():
        if column in RECORD_COLUMNS or not text.strip():
            continue
        try:
            if column not in declared.fields:
                sentence = Words(
                    f"A {declared.name} has no field “{column[:40]}”.",
                    f"{declared.name} 종류에 ‘{column[:40]}’ 항목이 없습니다.",
                )
                raise row.fault("unknown_field", column, sentence)
            fields[column] = row.value(column, declared.fields[column].type)
        except Unfit:
            fine = False
    return fields if fine else None


def _time(row: CsvRow) -> str:
    """Read `9:30` or `09:30:00` as `09:30:00`, which sorts as times do."""
    text = row.text("booked_at")
    if not text:
        return ""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        sentence = Words(f"“{text[:40]}” is not a time of day.", f"‘{text[:40]}’ 값은 시각이 아닙니다.")
        raise row.fault("not_a_time", "booked_at", sentence, _WRITE_TIME)
    return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}"


def _split(row: CsvRow) -> tuple[tuple[str, Fraction], ...]:
    """Read `ann 60%, bo 40%` in the order written."""
    shares = []
    for part in filter(None, (part.strip() for part in row.text("split").replace(";", ",").split(","))):
        payee, _, share = part.rpartition(" ")
        try:
            shares.append((payee.strip(), percent_from_text(share)))
        except ValueError:
            sentence = Words(
                f"“{part[:40]}” is not a person and a share.", f"‘{part[:40]}’ 값은 사람과 인정 비율이 아닙니다."
            )
            raise row.fault("not_a_split", "split", sentence, _WRITE_SPLIT) from None
    return tuple(shares)


_WRITE_TIME = Words("Write it like 09:30 or 09:30:00.", "09:30 또는 09:30:00처럼 적어 주세요.")
_WRITE_SPLIT = Words("Write it like: ann 60%, bo 40%.", "ann 60%, bo 40%처럼 적어 주세요.")
