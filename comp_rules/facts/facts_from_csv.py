"""A folder of plain CSV files becomes facts; every fault has its file, line and column, and all come at once.

In: files as `csv_tables` describes them, values as in plans (`1000.00 USD`, `5%`, `2026-03-05`). Out: facts and faults.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TypeVar, cast, get_args

from comp_rules.facts.csv_tables import RECORD_COLUMNS, RECORD_NEEDED, TABLES, Table
from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Event,
    Facts,
    Field,
    FieldType,
    FxRate,
    Person,
    PersonalValue,
    Quota,
    RecordType,
    RecordVersion,
    TargetIncentive,
    Value,
)  # fmt: skip
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.values.fault import Fault, Place, in_order
from comp_rules.values.money import Money, is_currency
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.ratio import percent_from_text
from comp_rules.values.words import Words

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_FORM = TextForm(beyond_minor_unit="round")
_MOST_BYTES = 50_000_000
_T = TypeVar("_T")


class _Unfit(Exception):
    """A cell that cannot be read; the row is left out and its fault kept."""


@dataclass(slots=True)
class _Row:
    """A row of a file: its cells by column, and where each stands."""

    file: str
    line: int
    cells: dict[str, str]
    columns: dict[str, int]
    faults: list[Fault]

    def place(self, column: str = "") -> Place:
        return Place(self.file, self.line, self.columns.get(column, 1), column)

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def fault(self, code: str, column: str, sentence: Words, hint: Words | None = None) -> _Unfit:
        self.faults.append(Fault(code, self.place(column), sentence, hint))
        return _Unfit()

    def value(self, column: str, field_type: FieldType) -> Value:
        try:
            value = value_from_text(self.text(column), field_type, _FORM)
        except Unreadable as unfit:
            raise self.fault("unreadable", column, unfit.sentence, unfit.hint) from None
        # an original keeps the digits of the source; the currency after them is the file's, not the source's
        return replace(value, original=value.original.partition(" ")[0]) if value.original else value

    def day(self, column: str) -> date:
        return cast(date, self.value(column, "date").data)

    def days(self) -> Span:
        first = self.day("first_day")
        last = self.day("last_day") if self.text("last_day") else None
        try:
            return span_of_days(first, last)
        except ValueError:
            raise self.fault(
                "days_reversed",
                "last_day",
                Words("The last day lies before the first day.", "마지막 날이 첫날보다 앞섭니다."),
                Words("Exchange them, or leave the last day empty.", "두 날짜를 바꾸거나 마지막 날을 비워 주세요."),
            ) from None

    def number(self, column: str) -> int:
        text = self.text(column)
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise self.fault(
                "not_a_number",
                column,
                Words(f"“{text[:40]}” is not a whole number.", f"‘{text[:40]}’ 값은 정수가 아닙니다."),
                Words("Write digits only.", "숫자만 적어 주세요."),
            )
        return int(text)

    def yes(self, column: str) -> bool:
        return bool(self.text(column)) and self.value(column, "yes_no").data is True

    def row_id(self) -> str:
        return self.text("row_id") or f"{self.file}:{self.line}"


@dataclass(slots=True)
class _Reading:
    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def rows(self, table: Table, path: Path) -> Iterator[_Row]:
        """Yield the rows of a file whose needed cells are filled; faults of the others are kept."""
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            self._fault("file_too_large", path.name, 0, 0, "This file is larger than 50 MB.", "파일이 50MB보다 큽니다.")
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._fault("not_utf8", path.name, 0, 0, "This file is not UTF-8 text.", "UTF-8 텍스트 파일이 아닙니다.")
            return
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if not self._known_columns(table, path.name, header):
                return
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield from self._row(table, path.name, reader.line_num, header, cells)
        except csv.Error as broken:
            self._fault(
                "not_csv",
                path.name,
                reader.line_num,
                1,
                f"This line is not CSV: {broken}.",
                "CSV 형식이 아닌 줄입니다.",
            )

    def _known_columns(self, table: Table, file: str, header: list[str]) -> bool:
        fine = True
        for number, name in enumerate(header, start=1):
            if table.columns and name not in table.columns:
                near = get_close_matches(name, table.columns, 1)
                meant = Words(f"Did you mean “{near[0]}”?", f"혹시 ‘{near[0]}’ 열입니까?") if near else None
                sentence = Words(
                    f"“{name[:40]}” is not a column of {file}.", f"‘{name[:40]}’ 값은 {file} 파일의 열이 아닙니다."
                )
                self.faults.append(Fault("unknown_column", Place(file, 1, number), sentence, meant))
                fine = False
        for name in table.needed:
            if name not in header:
                self._fault(
                    "column_missing",
                    file,
                    1,
                    1,
                    f"{file} needs the column “{name}”.",
                    f"{file} 파일에 ‘{name}’ 열이 필요합니다.",
                )
                fine = False
        return fine

    def _row(self, table: Table, file: str, line: int, header: list[str], cells: list[str]) -> Iterator[_Row]:
        if len(cells) > len(header):
            self._fault(
                "row_too_long", file, line, len(header) + 1, "This row has more cells than the first line has columns.",
                "첫 줄의 열보다 셀이 많은 행입니다.",
            )  # fmt: skip
            return
        columns = {name: number for number, name in enumerate(header, start=1)}
        row = _Row(file, line, dict(zip(header, cells, strict=False)), columns, self.faults)
        empty = [name for name in table.needed if not row.text(name)]
        for name in empty:
            row.fault("cell_empty", name, Words(f"“{name}” is empty here.", f"‘{name}’ 값이 비어 있습니다."))
        if not empty:
            yield row

    def _fault(self, code: str, file: str, line: int, column: int, en: str, ko: str) -> None:
        self.faults.append(Fault(code, Place(file, line, column), Words(en, ko)))

    def read(self, file: str, make: Callable[[_Row], _T]) -> tuple[_T, ...]:
        """Read one file, if it is there, into facts; a row with a fault is left out."""
        path = self.folder / file
        if not path.is_file():
            return ()
        table = next(table for table in TABLES if table.file == file)
        return tuple(self._made(self.rows(table, path), make))

    def _made(self, rows: Iterator[_Row], make: Callable[[_Row], _T]) -> Iterator[_T]:
        for row in rows:
            try:
                yield make(row)
            except _Unfit:
                continue

    def records(self, company: Company) -> tuple[RecordVersion, ...]:
        """Read every `records*.csv` into versions, in order of version within a record."""
        versions: list[RecordVersion] = []
        for path in sorted(self.folder.glob("records*.csv")):
            table = Table(path.name, (), RECORD_NEEDED, "")
            versions += self._made(self.rows(table, path), lambda row: _record(row, company))
        versions.sort(key=lambda version: version.version_no)
        return tuple(versions)


def facts_from_csv(folder: Path) -> tuple[Facts, list[Fault]]:
    """Read a folder of facts. Rows with a fault are left out; the faults say which, in reading order."""
    reading = _Reading(folder)
    company = _company(reading)
    facts = Facts(
        company=company,
        people=reading.read("people.csv", _person),
        assignments=reading.read("assignments.csv", _assignment),
        quotas=reading.read("quotas.csv", lambda row: _quota(row, company)),
        personal=reading.read("personal.csv", lambda row: _personal(row, company)),
        targets=reading.read("targets.csv", _target),
        fx=reading.read("fx.csv", _fx),
        records=reading.records(company),
        events=reading.read("events.csv", _event),
    )
    return facts, in_order(reading.faults)


def _words(row: _Row, name: str) -> Words:
    plain = name.replace("_", " ")
    return Words(row.text("label_en") or plain, row.text("label_ko") or row.text("label_en") or plain)


def _company(reading: _Reading) -> Company:
    fields = reading.read("fields.csv", _field)
    types: dict[str, RecordType] = {}
    for record_type in dict.fromkeys(name for name, _, _ in fields):
        mine = {f.name: f for name, f, _ in fields if name == record_type}
        title = next((f.name for name, f, is_title in fields if name == record_type and is_title), None)
        plain = record_type.replace("_", " ")
        types[record_type] = RecordType(record_type, Words(plain, plain), mine, title)
    names = reading.read("names.csv", _name)
    by_kind = {
        kind: {d.name: d for k, d in names if k == kind} for kind in ("quota", "personal", "event", "rate_table")
    }
    return Company("", types, by_kind["quota"], by_kind["personal"], by_kind["event"], by_kind["rate_table"])


def _field(row: _Row) -> tuple[str, Field, bool]:
    field_type = _one_of(row, "type", get_args(FieldType))
    name = row.text("field")
    return row.text("record_type"), Field(name, cast(FieldType, field_type), _words(row, name)), row.yes("title")


def _name(row: _Row) -> tuple[str, Declared]:
    kind = _one_of(row, "kind", ("quota", "personal", "event", "rate_table"))
    unit = _one_of(row, "unit", ("money", "number", "percent")) if kind in ("quota", "personal") else ""
    return kind, Declared(row.text("name"), _words(row, row.text("name")), unit)


def _one_of(row: _Row, column: str, known: tuple[str, ...]) -> str:
    text = row.text(column)
    if text not in known:
        raise row.fault(
            "unknown_word",
            column,
            Words(
                f"“{text[:40]}” is not one of: {', '.join(known)}.",
                f"‘{text[:40]}’ 값은 쓸 수 없습니다. 가능한 값: {', '.join(known)}",
            ),
        )
    return text


def _person(row: _Row) -> Person:
    payee = row.text("payee")
    hire = row.day("hire") if row.text("hire") else None
    return Person(
        row.text("row_id") or payee, payee, row.text("name") or payee, hire, row.number("known_no"),
        row.yes("withdrawn"), row.place(),
    )  # fmt: skip


def _assignment(row: _Row) -> Assignment:
    return Assignment(
        row.row_id(), row.text("payee"), row.text("position"), row.text("title"), row.text("plan"), row.days(),
        row.number("known_no"), row.yes("withdrawn"), row.place(),
    )  # fmt: skip


def _declared(row: _Row, column: str, declared: dict[str, Declared], what: Words) -> Declared:
    name = row.text(column)
    if name not in declared:
        near = get_close_matches(name, declared, 1)
        raise row.fault(
            "unknown_name",
            column,
            Words(
                f"No {what.en} “{name[:40]}” is declared in names.csv.",
                f"names.csv 파일에 {what.ko} ‘{name[:40]}’ 이름이 없습니다.",
            ),
            Words(f"Did you mean “{near[0]}”?", f"혹시 ‘{near[0]}’ 이름입니까?") if near else None,
        )
    return declared[name]


def _quota(row: _Row, company: Company) -> Quota:
    declared = _declared(row, "quota", dict(company.quotas), Words("quota", "목표"))
    value = row.value("value", cast(FieldType, declared.unit))
    zero = _one_of(row, "if_zero", ("base_rate", "nothing", "at_target")) if row.text("if_zero") else None
    is_zero = value.data.minor == 0 if isinstance(value.data, Money) else value.data == 0
    if is_zero and zero is None:
        raise row.fault(
            "if_zero_missing",
            "value",
            Words("A quota of 0 does not say what it means.", "목표가 0일 때의 의미가 적혀 있지 않습니다."),
            Words(
                "Write if_zero: base_rate, nothing or at_target.",
                "if_zero 열에 base_rate, nothing, at_target 중 하나를 적어 주세요.",
            ),
        )
    return Quota(
        row.row_id(), row.text("payee"), declared.name, value, row.days(), row.number("known_no"), row.yes("withdrawn"),
        zero, row.place(),  # type: ignore[arg-type]
    )  # fmt: skip


def _personal(row: _Row, company: Company) -> PersonalValue:
    declared = _declared(row, "name", dict(company.personal), Words("personal value", "개인별 값"))
    value = row.value("value", cast(FieldType, declared.unit))
    return PersonalValue(
        row.row_id(), row.text("payee"), declared.name, value, row.days(), row.number("known_no"), row.yes("withdrawn"),
        row.place(),
    )  # fmt: skip


def _target(row: _Row) -> TargetIncentive:
    amount = cast(Money, row.value("amount", "money").data)
    return TargetIncentive(
        row.row_id(), row.text("payee"), amount, row.days(), row.number("known_no"), row.yes("withdrawn"), row.place()
    )


def _fx(row: _Row) -> FxRate:
    number, _, currency = row.text("is").rpartition(" ")
    one = row.text("one")
    if not is_currency(one) or not is_currency(currency):
        raise row.fault(
            "not_a_rate",
            "is",
            Words(
                f"“1 {one[:8]} = {row.text('is')[:40]}” is not an exchange rate.",
                f"‘1 {one[:8]} = {row.text('is')[:40]}’ 값은 환율이 아닙니다.",
            ),
            Words("Write one: USD, is: 1350 KRW.", "one: USD, is: 1350 KRW 형식으로 적어 주세요."),
        )
    try:
        rate = cast(Fraction, value_from_text(number, "number", _FORM).data)
    except Unreadable as unfit:
        raise row.fault("unreadable", "is", unfit.sentence, unfit.hint) from None
    if rate <= 0:
        raise row.fault("not_a_rate", "is", Words("An exchange rate is above 0.", "환율은 0보다 커야 합니다."))
    return FxRate(
        row.row_id(), row.text("table"), one, currency, rate, row.day("day"), row.number("known_no"),
        row.yes("withdrawn"), row.place(),
    )  # fmt: skip


def _event(row: _Row) -> Event:
    amount = cast(Money, row.value("amount", "money").data) if row.text("amount") else None
    return Event(
        row.row_id(), row.text("record_type"), row.text("record_id"), row.text("event"), row.day("day"), amount,
        row.number("known_no"), row.yes("withdrawn"), row.place(),
    )  # fmt: skip


def _record(row: _Row, company: Company) -> RecordVersion:
    name = row.text("record_type")
    declared = company.record_types.get(name)
    if declared is None:
        near = get_close_matches(name, company.record_types, 1)
        raise row.fault(
            "unknown_record_type",
            "record_type",
            Words(
                f"No record type “{name[:40]}” is declared in fields.csv.",
                f"fields.csv 파일에 원천 데이터 종류 ‘{name[:40]}’ 이름이 없습니다.",
            ),
            Words(f"Did you mean “{near[0]}”?", f"혹시 ‘{near[0]}’ 이름입니까?") if near else None,
        )
    fields: dict[str, Value] = {}
    unfit = False
    for column, text in row.cells.items():
        if column in RECORD_COLUMNS or not text.strip():
            continue
        if column not in declared.fields:
            row.fault(
                "unknown_field",
                column,
                Words(f"A {name} has no field “{column[:40]}”.", f"{name} 종류에 ‘{column[:40]}’ 항목이 없습니다."),
            )
            unfit = True
            continue
        try:
            fields[column] = row.value(column, declared.fields[column].type)
        except _Unfit:
            unfit = True
    split = _split(row)
    if unfit:
        raise _Unfit
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


def _time(row: _Row) -> str:
    """Read `9:30` or `09:30:00` as `09:30:00`, which sorts as times do."""
    text = row.text("booked_at")
    if not text:
        return ""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise row.fault(
            "not_a_time",
            "booked_at",
            Words(f"“{text[:40]}” is not a time of day.", f"‘{text[:40]}’ 값은 시각이 아닙니다."),
            Words("Write it like 09:30 or 09:30:00.", "09:30 또는 09:30:00처럼 적어 주세요."),
        )
    return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}"


def _split(row: _Row) -> tuple[tuple[str, Fraction], ...]:
    """Read `ann 60%, bo 40%` in the order written."""
    shares = []
    for part in filter(None, (part.strip() for part in row.text("split").replace(";", ",").split(","))):
        payee, _, share = part.rpartition(" ")
        try:
            shares.append((payee.strip(), percent_from_text(share)))
        except ValueError:
            raise row.fault(
                "not_a_split",
                "split",
                Words(
                    f"“{part[:40]}” is not a person and a share.", f"‘{part[:40]}’ 값은 사람과 인정 비율이 아닙니다."
                ),
                Words("Write it like: ann 60%, bo 40%.", "ann 60%, bo 40%처럼 적어 주세요."),
            ) from None
    return tuple(shares)
