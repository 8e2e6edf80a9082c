"""What the company knew at a moment, as the engine takes it.

In: a session, a moment of knowledge, and perhaps the people asked for. Out: `Facts`, in an order that does not depend
on the database, read with one statement for each table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Event,
    Facts,
    Field,
    FxRate,
    Person,
    PersonalValue,
    Quota,
    RecordType,
    RecordVersion,
    TargetIncentive,
    Value,
)
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from comp_rules.values.words import Words
from portal.bridge.json_from_values import split_from_json, values_from_json
from portal.models import (
    AssignmentRow,
    CompanyRow,
    DeclaredName,
    EventRow,
    FxRateRow,
    Knowledge,
    PayeeName,
    PersonalValueRow,
    PersonRow,
    QuotaRow,
    RecordFieldRow,
    RecordPerson,
    RecordTypeRow,
    RecordVersionRow,
    TargetIncentiveRow,
)

_Fact = TypeVar("_Fact")
_Select = Select[*tuple[Any, ...]]


def facts_from_rows(session: Session, as_of: int | None = None, payees: Collection[str] | None = None) -> Facts:
    """Return the facts as they were known at `as_of` (a `known_no`; None is now).

    With `payees` only theirs, and the records that ever named them or that reverse such a record: enough for what is
    one person's alone, not for what compares people.
    """
    if as_of is None:
        as_of = session.scalar(select(func.max(Knowledge.known_no))) or 0
    of_payees = _of_payees(session, as_of, payees)
    named = None if payees is None else _records_naming(payees)
    facts = Facts(
        company=company_from_rows(session),
        people=of_payees(PersonRow, _person),
        assignments=of_payees(AssignmentRow, _assignment),
        quotas=of_payees(QuotaRow, _quota),
        personal=of_payees(PersonalValueRow, _personal),
        targets=of_payees(TargetIncentiveRow, _target),
        fx=_read(session, select(FxRateRow.__table__).where(FxRateRow.known_no <= as_of), _fx),
        records=_records(session, as_of, named),
        events=_events(session, as_of, named),
    )
    return facts.known_by(as_of)


def company_from_rows(session: Session) -> Company:
    """Return what the company declared. Without a company its name is empty and nothing is declared."""
    name = session.scalar(select(CompanyRow.name)) or ""
    types = session.execute(select(RecordTypeRow).order_by(RecordTypeRow.record_type)).scalars().all()
    ordered = select(RecordFieldRow).order_by(RecordFieldRow.record_type, RecordFieldRow.place, RecordFieldRow.field)
    fields: dict[str, dict[str, Field]] = {}
    for row in session.execute(ordered).scalars():
        field = Field(row.field, row.type, Words(row.label_en, row.label_ko))  # type: ignore[arg-type]
        fields.setdefault(row.record_type, {})[row.field] = field
    declared: dict[str, dict[str, Declared]] = {}
    for each in session.execute(select(DeclaredName).order_by(DeclaredName.name)).scalars():
        named = Declared(each.name, Words(each.label_en, each.label_ko), each.unit)
        declared.setdefault(each.kind, {})[each.name] = named
    record_types = {
        row.record_type: RecordType(
            row.record_type, Words(row.label_en, row.label_ko), fields.get(row.record_type, {}), row.title_field
        )
        for row in types
    }
    kinds = {plural: declared.get(kind, {}) for plural, kind in _DECLARED_KINDS.items()}
    return Company(name, record_types, **kinds)


_DECLARED_KINDS = {"quotas": "quota", "personal": "personal", "events": "event", "rate_tables": "rate_table"}


def _of_payees(
    session: Session, as_of: int, payees: Collection[str] | None
) -> Callable[[Any, Callable[[RowMapping], _Fact]], tuple[_Fact, ...]]:
    def read(model: Any, fact: Callable[[RowMapping], _Fact]) -> tuple[_Fact, ...]:
        statement = select(model.__table__).where(model.known_no <= as_of)
        if model is PersonRow:
            statement = statement.outerjoin(PayeeName, PayeeName.payee_id == PersonRow.payee_id)
            statement = statement.add_columns(PayeeName.name)
        if payees is not None:
            statement = statement.where(model.payee_id.in_(payees))
        return _read(session, statement, fact)

    return read


def _read(session: Session, statement: _Select, fact: Callable[[RowMapping], _Fact]) -> tuple[_Fact, ...]:
    rows: Iterable[RowMapping] = session.execute(statement).mappings()
    # Sorted here: the two databases do not order text alike.
    return tuple(fact(row) for row in sorted(rows, key=lambda row: (row["row_id"], row["known_no"])))


def _records(session: Session, as_of: int, named: _Select | None) -> tuple[RecordVersion, ...]:
    table = RecordVersionRow.__table__
    statement = select(table).where(table.c.known_no <= as_of)
    if named is not None:
        key, reversed_key = (
            tuple_(table.c.record_type, table.c.record_id),
            tuple_(table.c.record_type, table.c.reverses),
        )
        taken_back = select(table.c.record_type, table.c.reverses).where(key.in_(named), table.c.reverses.is_not(None))
        statement = statement.where(or_(key.in_(named), reversed_key.in_(named), key.in_(taken_back)))
    rows = session.execute(statement).mappings()
    ordered = sorted(rows, key=lambda row: (row["record_type"], row["record_id"], row["version_no"]))
    return tuple(_version(row) for row in ordered)


def _events(session: Session, as_of: int, named: _Select | None) -> tuple[Event, ...]:
    table = EventRow.__table__
    statement = select(table).where(table.c.known_no <= as_of)
    if named is not None:
        statement = statement.where(tuple_(table.c.record_type, table.c.record_id).in_(named))
    return _read(session, statement, _event)


def _records_naming(payees: Collection[str]) -> _Select:
    person: ColumnElement[bool] = RecordPerson.payee_id.in_(payees)
    return select(RecordPerson.record_type, RecordPerson.record_id).where(person)


def _person(row: RowMapping) -> Person:
    return Person(row["row_id"], row["payee_id"], row["name"] or row["payee_id"], row["hire_day"], *_versioned(row))


def _assignment(row: RowMapping) -> Assignment:
    of_payee = row["payee_id"], row["position_id"], row["title"], row["plan"]
    return Assignment(row["row_id"], *of_payee, _span(row), *_versioned(row))


def _quota(row: RowMapping) -> Quota:
    named = row["row_id"], row["payee_id"], row["quota"]
    return Quota(*named, _value(row), _span(row), *_versioned(row), row["if_zero"])


def _personal(row: RowMapping) -> PersonalValue:
    return PersonalValue(row["row_id"], row["payee_id"], row["name"], _value(row), _span(row), *_versioned(row))


def _target(row: RowMapping) -> TargetIncentive:
    amount = Money(row["minor"], row["currency"])
    return TargetIncentive(row["row_id"], row["payee_id"], amount, _span(row), *_versioned(row))


def _fx(row: RowMapping) -> FxRate:
    pair = row["fx_table"], row["one"], row["currency"]
    return FxRate(row["row_id"], *pair, Fraction(row["rate"]), row["day"], *_versioned(row))


def _event(row: RowMapping) -> Event:
    amount = None if row["minor"] is None else Money(row["minor"], row["currency"])
    named = row["row_id"], row["record_type"], row["record_id"], row["event"]
    return Event(*named, row["day"], amount, *_versioned(row))


def _version(row: RowMapping) -> RecordVersion:
    numbered = row["record_type"], row["record_id"], row["version_no"], row["known_no"]
    people = row["owner"], split_from_json(row["split"])
    fields = values_from_json(row["fields"])
    return RecordVersion(*numbered, fields, *people, row["booked_at"], row["reverses"], row["withdrawn"])


def _versioned(row: RowMapping) -> tuple[int, bool]:
    return row["known_no"], row["withdrawn"]


def _span(row: RowMapping) -> Span:
    return span_of_days(row["first_day"], row["last_day"])


def _value(row: RowMapping) -> Value:
    data = Money(row["minor"], row["currency"]) if row["type"] == "money" else Fraction(row["exact"])
    return Value(row["type"], data, row["original"])
