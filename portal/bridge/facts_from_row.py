"""One row of a file becomes one fact, or says column by column why it cannot.

In: the cells of a row and the table of the mapping that reads them. Out: the fact, the faults of its cells, and the
amounts that stand in it as they were written, for the control sums.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, cast

from comp_rules.facts.facts import (
    Assignment,
    Event,
    FieldType,
    FxRate,
    Leave,
    Opening,
    Person,
    PersonalValue,
    Quota,
    RecordVersion,
    Relation,
    TableRow,
    TargetIncentive,
    TypedResult,
    Value,
)
from comp_rules.values.fault import Place
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from portal.bridge import row_id_from_natural_key as row_id
from portal.bridge.rows_from_organisation import Membership, Organisation, Position, Reporting, Territory
from portal.bridge.rule_from_cell import text_from_rule
from portal.bridge.stated_from_rule import stated_from_rule
from portal.bridge.values_from_cells import REVERSED, UNKNOWN_NAME, Cells, CellsReading, LastDay, TableReader

Fact = (
    Organisation | Person | Assignment | Quota | PersonalValue | TargetIncentive | FxRate | Event | RecordVersion
    | Relation | Leave | TypedResult | Opening | TableRow
)  # fmt: skip


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
        self, cells: tuple[str, ...], last_day: LastDay | None = None, brought: Collection[str] = (), number: int = 0
    ) -> tuple[Fact | None, CellsReading]:
        """Return the fact of a row, None when there are faults, and what came of its cells.

        `brought` are people whom another table takes from this very row, `number` is that of the row in its file.
        """
        row = Cells(self, cells, brought, number)
        fact = _BUILD[self.table.into](row, last_day)
        return (None if row.reading.faults else fact), row.reading

    def texts(self, cells: tuple[str, ...]) -> dict[str, str]:
        """Return the cells that the mapping reads, by their column, as found."""
        return {name: cells[place] for name, place in self.columns.items() if place < len(cells)}


def _people(row: Cells, _last_day: LastDay | None) -> Fact:
    payee, hire = row.value("person") or "", row.value("hire")
    kept = {"withdrawn": row.withdrawn(), "payroll_currency": row.value("home_currency") or ""}
    return Person(row_id.id_of_person(payee), payee, row.value("name") or "", hire, **kept)


def _assignment(row: Cells, last_day: LastDay | None) -> Fact:
    payee, span = row.value("person"), row.span(last_day)
    position = row.value("position") or payee
    company = row.reader.company
    title, grade = _listed(row, "title", company.titles), _listed(row, "grade", company.grades)
    key = row_id.id_of_assignment(payee or "", position or "", _first(span))
    return Assignment(key, payee, position, title, row.value("plan"), span, withdrawn=row.withdrawn(), grade=grade)


def _membership(row: Cells, last_day: LastDay | None) -> Fact:
    payee, pay_group, span = row.value("person"), row.value("pay_group"), row.span(last_day)
    if pay_group is not None and pay_group not in row.reader.pay_groups:
        row.fault(row.reader.table.fields["pay_group"], _UNKNOWN_GROUP, pay_group)
    key = row_id.id_of_membership(payee or "", _first(span))
    return Membership(key, payee, pay_group, span, withdrawn=row.withdrawn())


def _position(row: Cells, _last_day: LastDay | None) -> Fact:
    position, title = row.value("position") or "", _listed(row, "title", row.reader.company.titles)
    return Position(row_id.id_of_position(position), position, title, _label(row), withdrawn=row.withdrawn())


def _reporting(row: Cells, last_day: LastDay | None) -> Fact:
    position, manager, span = row.value("position"), row.value("manager_position"), row.span(last_day)
    if position is not None and position == manager:
        row.fault(row.reader.table.fields["manager_position"], _OWN_MANAGER, position)
    key = row_id.id_of_reporting(position or "", _first(span))
    return Reporting(key, position, manager, span, withdrawn=row.withdrawn())


def _territory(row: Cells, last_day: LastDay | None) -> Fact:
    territory, rule, span = row.value("territory"), row.value("rule") or {}, row.span(last_day)
    position, payee = row.value("position"), row.value("person")
    if (position is None) == (payee is None) and not row.reading.faults:
        column = row.reader.table.fields.get("position") or row.reader.table.fields["territory"]
        row.fault(column, _ONE_HOLDER, "")
    key = row_id.id_of_territory(territory or "", _first(span), text_from_rule(rule))
    return Territory(key, territory, position, payee, rule, _label(row), span, withdrawn=row.withdrawn())


def _relation(row: Cells, last_day: LastDay | None) -> Fact:
    relation, payee, other, span = row.value("relation"), row.value("person"), row.value("other"), row.span(last_day)
    if payee is not None and payee == other:
        row.fault(row.reader.table.fields["other"], _OWN_RELATION, other)
    key = row_id.id_of_relation(relation or "", payee or "", other or "", _first(span))
    return Relation(key, relation, payee, other, span, withdrawn=row.withdrawn())


def _leave(row: Cells, last_day: LastDay | None) -> Fact:
    payee, span = row.value("person"), row.span(last_day)
    return Leave(row_id.id_of_leave(payee or "", _first(span)), payee, span, withdrawn=row.withdrawn())


def _input(row: Cells, _last_day: LastDay | None) -> Fact:
    payee, value = row.value("person"), row.declared_value("input", "inputs")
    first, last = row.value("first_day"), row.value("last_day")
    if first is not None and last is not None and last < first:
        row.fault(row.reader.table.fields["last_day"], REVERSED, row.text(row.reader.table.fields["last_day"]))
    name = row.text(row.reader.table.fields["input"])
    key = row_id.id_of_input(payee or "", name, last)
    return TypedResult(key, payee, name, cast(Value, value), last, first, withdrawn=row.withdrawn())


def _opening(row: Cells, _last_day: LastDay | None) -> Fact:
    payee, of, name, value = row.value("person"), row.value("of"), row.value("name"), row.value("value")
    if of in ("component", "balance") and value is not None and value.type != "money":
        row.fault(row.reader.table.fields["value"], _NO_MONEY, row.text(row.reader.table.fields["value"]))
    last = row.value("last_day")
    key = row_id.id_of_opening(payee or "", of or "", name or "", last)
    return Opening(key, payee, of, name, value, last, withdrawn=row.withdrawn())


def _table_rate(row: Cells, last_day: LastDay | None) -> Fact:
    table, rule, span = row.value("table"), row.value("rule") or {}, row.span(last_day)
    rate, form = row.value("rate") or (None, None)
    stated = stated_from_rule(rule, row.reader.company) or ()
    key = row_id.id_of_table_rate(table or "", text_from_rule(rule), _first(span))
    place = Place("", row.number)
    return TableRow(key, table, stated, rate, form, span, withdrawn=row.withdrawn(), place=place)


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
    kept = {"withdrawn": row.withdrawn(), "of_window": bool(row.value("of_window"))}
    return TargetIncentive(key, payee, amount.data if amount else None, span, **kept)


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


def _listed(row: Cells, name: str, declared: Collection[str]) -> str:
    """A title or grade; once the company lists any, one of the list."""
    text = row.value(name) or ""
    if text and declared and text not in declared:
        sentence, hint = (words.with_values(text=text) for words in UNKNOWN_NAME)
        row.fault(row.reader.table.fields[name], (sentence, hint), text)
    return text


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
    "targets": _target, "fx": _fx, "records": _record, "events": _event, "relations": _relation, "leaves": _leave,
    "inputs": _input, "openings": _opening, "tables": _table_rate,
}  # fmt: skip

_OWN_MANAGER = (
    Words("A position cannot report to itself.", "포지션이 자기 자신에게 보고할 수 없습니다."),
    Words(
        "Name the position above it, or leave the row out for the head of the company.",
        "상위 포지션을 적어 주세요. 최상위 포지션이면 행을 빼 주세요.",
    ),
)
_OWN_RELATION = (
    Words("Nobody is related to themselves.", "자기 자신과의 관계는 적을 수 없습니다."),
    Words("Name the person whose credits count.", "실적을 함께 인정받을 사람을 적어 주세요."),
)
_ONE_HOLDER = (
    Words("A territory is held by a position or by a person.", "담당 구역은 포지션이나 사람 하나가 맡습니다."),
    Words("Fill in one of the two.", "둘 중 하나만 적어 주세요."),
)
_NO_MONEY = (
    Words("What was earned or owed is money.", "발생액과 잔액은 금액이어야 합니다."),
    Words("Write it with its currency, such as 1000.00 USD.", "1000.00 USD처럼 통화와 함께 적어 주세요."),
)
_UNKNOWN_GROUP = (
    Words("There is no pay group of this name.", "이런 이름의 지급 그룹은 없습니다."),
    Words("Declare it in the mapping, or correct the cell.", "매핑에 선언하거나 칸을 고쳐 주세요."),
)
_NO_RATE = (
    Words("A rate of exchange is above 0.", "환율은 0보다 커야 합니다."),
    Words("Write how much of the currency one unit buys.", "한 단위의 값을 적어 주세요."),
)
