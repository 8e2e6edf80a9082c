"""One row of a file becomes one fact, or says column by column why it cannot.

In: the cells of a row and the table of the mapping that reads them. Out: the fact, the faults of its cells, and the
amounts that stand in it as they were written, for the control sums.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from comp_rules.facts.facts import (
    Assignment,
    Event,
    FieldType,
    FxRate,
    Person,
    PersonalValue,
    Quota,
    RecordVersion,
    TargetIncentive,
    Value,
)
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from portal.bridge import row_id_from_natural_key as row_id
from portal.bridge.rows_from_organisation import Membership, Organisation, Position, Reporting, Territory
from portal.bridge.values_from_cells import Cells, CellsReading, LastDay, TableReader


@dataclass(frozen=True, slots=True)
class NewPerson(Person):
    """A person as a file says it, with the currency of home; None for what it does not say."""

    home_currency: str | None = None


Fact = Organisation | Person | Assignment | Quota | PersonalValue | TargetIncentive | FxRate | Event | RecordVersion


class RowReader(TableReader):
    """Reads the rows of one table of a mapping."""

    def takes(self, cells: tuple[str, ...]) -> bool:
        """Say whether `where` takes the row."""
        return all(
            (cells[self.columns[each.column]].strip() in each.texts) != each.excluded for each in self.table.where
        )

    def group(self, cells: tuple[str, ...]) -> tuple[tuple[str, ...], date | None]:
        """Return what a row's window is grouped by, and its first day, None when that cannot be read."""
        row = Cells(self, cells)
        per = self.table.day_before_next.per if self.table.day_before_next else ()
        key = tuple(row.text(self.table.fields[name]) for name in per)
        first = row.value("first_day")
        return key, first if isinstance(first, date) else None

    def read(
        self, cells: tuple[str, ...], last_day: LastDay | None = None, brought: Collection[str] = ()
    ) -> tuple[Fact | None, CellsReading]:
        """Return the fact of a row, None when there are faults, and what came of its cells.

        `brought` are people whom another table takes from this very row.
        """
        row = Cells(self, cells, brought)
        fact = _BUILD[self.table.into](row, last_day)
        return (None if row.reading.faults else fact), row.reading

    def texts(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Return the cells that the mapping reads, by their column, as found."""
        return {name: cells[place] for name, place in self.columns.items() if place < len(cells)}


def _people(row: Cells, _last_day: LastDay | None) -> Fact:
    payee, hire = row.value("person") or "", row.value("hire")
    kept = {"withdrawn": row.withdrawn(), "home_currency": row.value("home_currency")}
    return NewPerson(row_id.id_of_person(payee), payee, row.value("name") or "", hire, **kept)


def _assignment(row: Cells, last_day: LastDay | None) -> Fact:
    payee, span = row.value("person"), row.span(last_day)
    position = row.value("position") or payee
    title, plan = row.value("title") or "", row.value("plan")
    key = row_id.id_of_assignment(payee or "", position or "", _first(span))
    return Assignment(key, payee, position, title, plan, span, withdrawn=row.withdrawn())


def _membership(row: Cells, last_day: LastDay | None) -> Fact:
    payee, pay_group, span = row.value("person"), row.value("pay_group"), row.span(last_day)
    if pay_group is not None and pay_group not in row.reader.pay_groups:
        row.fault(row.reader.table.fields["pay_group"], _UNKNOWN_GROUP, pay_group)
    key = row_id.id_of_membership(payee or "", _first(span))
    return Membership(key, payee, pay_group, span, withdrawn=row.withdrawn())


def _position(row: Cells, _last_day: LastDay | None) -> Fact:
    position, title = row.value("position") or "", row.value("title") or ""
    return Position(row_id.id_of_position(position), position, title, _label(row), withdrawn=row.withdrawn())


def _reporting(row: Cells, last_day: LastDay | None) -> Fact:
    position, manager, span = row.value("position"), row.value("manager_position"), row.span(last_day)
    if position is not None and position == manager:
        row.fault(row.reader.table.fields["manager_position"], _OWN_MANAGER, position)
    key = row_id.id_of_reporting(position or "", _first(span))
    return Reporting(key, position, manager, span, withdrawn=row.withdrawn())


def _territory(row: Cells, last_day: LastDay | None) -> Fact:
    territory, position, span = row.value("territory"), row.value("position"), row.span(last_day)
    key = row_id.id_of_territory(territory or "", _first(span))
    return Territory(key, territory, position, row.value("rule"), _label(row), span, withdrawn=row.withdrawn())


def _quota(row: Cells, last_day: LastDay | None) -> Fact:
    payee, value, span = row.value("person"), row.declared_value("quota", "quotas"), row.span(last_day)
    name = row.text(row.reader.table.fields["quota"])
    kept = {"withdrawn": row.withdrawn(), "if_zero": row.value("if_zero")}
    key = row_id.id_of_quota(payee or "", name, _first(span))
    return Quota(key, payee, name, cast(Value, value), span, **kept)


def _personal(row: Cells, last_day: LastDay | None) -> Fact:
    payee, value, span = row.value("person"), row.declared_value("personal", "personal"), row.span(last_day)
    name = row.text(row.reader.table.fields["personal"])
    key = row_id.id_of_personal(payee or "", name, _first(span))
    return PersonalValue(key, payee, name, cast(Value, value), span, withdrawn=row.withdrawn())


def _target(row: Cells, last_day: LastDay | None) -> Fact:
    payee, amount, span = row.value("person"), row.value("amount"), row.span(last_day)
    key = row_id.id_of_target(payee or "", _first(span))
    return TargetIncentive(key, payee, amount.data if amount else None, span, withdrawn=row.withdrawn())


def _fx(row: Cells, _last_day: LastDay | None) -> Fact:
    rates, one, currency, day = row.value("rates"), row.value("one"), row.value("currency"), row.value("date")
    rate = row.value("rate")
    if rate is not None and rate <= 0:
        row.fault(row.reader.table.fields["rate"], _NO_RATE, row.text(row.reader.table.fields["rate"]))
    key = row_id.id_of_rate(rates or "", one or "", currency or "", day)
    return FxRate(key, rates, one, currency, rate, day, withdrawn=row.withdrawn())


def _event(row: Cells, _last_day: LastDay | None) -> Fact:
    record, event, day, amount = row.value("record"), row.value("event"), row.value("date"), row.value("amount")
    kind = row.reader.table.record_type
    key = row_id.id_of_event(kind, record or "", event or "", day)
    return Event(key, kind, record, event, day, amount.data if amount else None, withdrawn=row.withdrawn())


def _first(span: Span | None) -> Any:
    """The first day; of a span at fault nothing, and its row is not taken."""
    return span.first if span else None


def _label(row: Cells) -> Words:
    """The label in both languages; a file with one has it for both, and one with none says nothing."""
    en, ko = row.value("label_en") or "", row.value("label_ko") or ""
    return Words(en or ko, ko or en)


def _record(row: Cells, _last_day: LastDay | None) -> Fact:
    fields: dict[str, Value] = {}
    for name, need in row.reader.declared.items():
        value = row.value(name)
        if value is not None:
            fields[name] = value if isinstance(value, Value) else Value(cast(FieldType, need.kind), value)
    return RecordVersion(
        record_type=row.reader.table.record_type,
        record_id=row.value("id") or "",
        version_no=0,
        known_no=0,
        fields=fields,
        owner=row.value("owner"),
        split=row.split(),
        booked_at=row.value("booked_at") or "",
        reverses=row.value("reverses"),
        withdrawn=row.withdrawn(),
    )


_BUILD: Mapping[str, Callable[[Cells, LastDay | None], Fact]] = {
    "people": _people, "positions": _position, "hierarchy": _reporting, "territories": _territory,
    "assignments": _assignment, "pay_groups": _membership, "quotas": _quota, "personal": _personal,
    "targets": _target, "fx": _fx, "records": _record, "events": _event,
}  # fmt: skip

_OWN_MANAGER = (
    Words("A position cannot report to itself.", "포지션이 자기 자신에게 보고할 수 없습니다."),
    Words(
        "Name the position above it, or leave the row out for the head of the company.",
        "상위 포지션을 적어 주세요. 최상위 포지션이면 행을 빼 주세요.",
    ),
)
_UNKNOWN_GROUP = (
    Words("There is no pay group of this name.", "이런 이름의 지급 그룹은 없습니다."),
    Words("Declare it in the mapping, or correct the cell.", "매핑에 선언하거나 칸을 고쳐 주세요."),
)
_NO_RATE = (
    Words("A rate of exchange is above 0.", "환율은 0보다 커야 합니다."),
    Words("Write how much of the currency one unit buys.", "한 단위의 값을 적어 주세요."),
)
