"""The columns of a fact: money as minor units, ratios as exact text, days with the last one included.

In: a fact of the engine, or an unsaved row of a table that the engine does not read. Out: its table and its columns
without `known_no`, which the writer gives.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sqlalchemy import Table, inspect

from comp_rules.facts.facts import (
    Assignment,
    Event,
    FxRate,
    Leave,
    Opening,
    Person,
    PersonalValue,
    Quota,
    Relation,
    TableRow,
    TargetIncentive,
    TypedResult,
    Value,
)
from comp_rules.facts.facts import TerritoryRow as Territory
from comp_rules.values.money import Money
from comp_rules.values.period import Span
from comp_rules.values.ratio import quotient_text
from portal.bridge.stated_from_rule import rule_from_stated
from portal.models import (
    AssignmentRow,
    Base,
    EventRow,
    FxRateRow,
    HierarchyRow,
    LeaveRow,
    OpeningRow,
    PayGroupMemberRow,
    PersonalValueRow,
    PersonRow,
    PositionRow,
    QuotaRow,
    RelationRow,
    TableRateRow,
    TargetIncentiveRow,
    TerritoryRow,
    TypedResultRow,
)

DatedFact = (
    Person | Assignment | Quota | PersonalValue | TargetIncentive | FxRate | Event
    | Relation | Territory | TableRow | Leave | TypedResult | Opening
)  # fmt: skip
#: What belongs to positions and pay groups is given as unsaved rows: the engine knows it only as it falls to people.
OrganisationRow = PositionRow | HierarchyRow | TerritoryRow | PayGroupMemberRow


def columns_from_fact(fact: DatedFact | OrganisationRow) -> tuple[Table, dict[str, Any]]:
    """Return the table of a fact and its columns, all but `known_no`."""
    if isinstance(fact, Base):
        return _table(type(fact)), _columns_of_row(fact)
    model, columns = _COLUMNS[type(fact)]
    return _table(model), {"row_id": fact.row_id, "withdrawn": fact.withdrawn, **columns(fact)}


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _columns_of_row(row: Base) -> dict[str, Any]:
    columns = {}
    for column in inspect(type(row)).columns:
        value = getattr(row, column.key)
        default = getattr(column.default, "arg", None)
        # A default of the model is filled in on saving; the comparison with what is known comes before that.
        columns[column.key] = default if value is None and default is not None else value
    del columns["known_no"]
    return columns


def _person(fact: Person) -> dict[str, Any]:
    return {"payee_id": fact.payee, "hire_day": fact.hire, "home_currency": fact.payroll_currency or None}


def _assignment(fact: Assignment) -> dict[str, Any]:
    of_payee = {"payee_id": fact.payee, "position_id": fact.position, "title": fact.title, "plan": fact.plan}
    return of_payee | {"grade": fact.grade} | _days(fact.span)


def _quota(fact: Quota) -> dict[str, Any]:
    named = {"payee_id": fact.payee, "quota": fact.quota, "if_zero": fact.if_zero}
    return named | _value(fact.value) | _days(fact.span)


def _personal(fact: PersonalValue) -> dict[str, Any]:
    return {"payee_id": fact.payee, "name": fact.name} | _value(fact.value) | _days(fact.span)


def _target(fact: TargetIncentive) -> dict[str, Any]:
    amount = {"minor": fact.amount.minor, "currency": fact.amount.currency}
    return {"payee_id": fact.payee, "of_window": fact.of_window} | amount | _days(fact.span)


def _fx(fact: FxRate) -> dict[str, Any]:
    pair = {"fx_table": fact.table, "one": fact.one, "currency": fact.currency}
    return pair | {"rate": quotient_text(fact.rate), "day": fact.day}


def _event(fact: Event) -> dict[str, Any]:
    amount = fact.amount
    return {
        "record_type": fact.record_type, "record_id": fact.record_id, "event": fact.event, "day": fact.day,
        "minor": amount.minor if amount else None, "currency": amount.currency if amount else None,
    }  # fmt: skip


def _relation(fact: Relation) -> dict[str, Any]:
    return {"relation": fact.relation, "payee_id": fact.payee, "other_id": fact.other} | _days(fact.span)


def _territory(fact: Territory) -> dict[str, Any]:
    held = {"territory": fact.territory, "payee_id": fact.payee, "position_id": None}
    return held | {"rule": rule_from_stated(fact.facts), "label_en": "", "label_ko": ""} | _days(fact.span)


def _table_rate(fact: TableRow) -> dict[str, Any]:
    named = {"rate_table": fact.table, "place": fact.place.line if fact.place else 0, "form": fact.form}
    return named | {"rule": rule_from_stated(fact.facts)} | _value(fact.rate) | _days(fact.span)


def _leave(fact: Leave) -> dict[str, Any]:
    return {"payee_id": fact.payee} | _days(fact.span)


def _input(fact: TypedResult) -> dict[str, Any]:
    days = {"first_day": fact.first_day, "last_day": fact.last_day}
    return {"payee_id": fact.payee, "name": fact.name} | _value(fact.value) | days


def _opening(fact: Opening) -> dict[str, Any]:
    return {"payee_id": fact.payee, "of": fact.of, "name": fact.name, "last_day": fact.last_day} | _value(fact.value)


def _days(span: Span) -> dict[str, Any]:
    return {"first_day": span.first, "last_day": span.last_day}


def _value(value: Value) -> dict[str, Any]:
    columns: dict[str, Any] = {"type": value.type, "minor": None, "currency": None, "exact": None}
    if isinstance(value.data, Money):
        columns |= {"minor": value.data.minor, "currency": value.data.currency}
    elif isinstance(value.data, Fraction):
        columns["exact"] = quotient_text(value.data)
    else:
        raise ValueError(f"a number of a person or table is money, a number or a percentage, not {value.type}")
    return columns | {"original": value.original}


_COLUMNS: dict[type[DatedFact], tuple[type[Base], Callable[[Any], dict[str, Any]]]] = {
    Person: (PersonRow, _person),
    Assignment: (AssignmentRow, _assignment),
    Quota: (QuotaRow, _quota),
    PersonalValue: (PersonalValueRow, _personal),
    TargetIncentive: (TargetIncentiveRow, _target),
    FxRate: (FxRateRow, _fx),
    Event: (EventRow, _event),
    Relation: (RelationRow, _relation),
    Territory: (TerritoryRow, _territory),
    TableRow: (TableRateRow, _table_rate),
    Leave: (LeaveRow, _leave),
    TypedResult: (TypedResultRow, _input),
    Opening: (OpeningRow, _opening),
}
