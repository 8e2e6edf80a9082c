"""What the company knew at a moment, as the engine takes it.

In: a session, a moment of knowledge, and perhaps the people asked for. Out: `Facts`, in an order that does not depend
on the database, read with one statement for each table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Select, or_, select, tuple_
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Company, Declared, Event, Facts, Field, RecordType, RecordVersion
from comp_rules.values.words import Words
from portal.bridge import facts_from_columns as columns
from portal.bridge.holders_from_assignments import Holders
from portal.bridge.json_from_company import DECLARED_AS
from portal.bridge.newest_from_rows import newest_from_rows, newest_number, newest_of
from portal.bridge.reporting_from_positions import reporting_from_positions
from portal.models import (
    AssignmentRow,
    CompanyRow,
    DeclaredName,
    EventRow,
    FxRateRow,
    HierarchyRow,
    LeaveRow,
    OpeningRow,
    PayeeName,
    PersonalValueRow,
    PersonRow,
    QuotaRow,
    RecordFieldRow,
    RecordPerson,
    RecordTypeRow,
    RecordVersionRow,
    RelationRow,
    TableRateRow,
    TargetIncentiveRow,
    TerritoryRow,
    TypedResultRow,
)

_Fact = TypeVar("_Fact")
_Select = Select[*tuple[Any, ...]]
_Read = Callable[[Any, Callable[[RowMapping], _Fact]], tuple[_Fact, ...]]


def facts_from_rows(session: Session, as_of: int | None = None, payees: Collection[str] | None = None) -> Facts:
    """Return the facts as they were known at `as_of` (a `known_no`; None is now).

    With `payees` only theirs, and the records that ever named them or that reverse such a record: enough for what is
    one person's alone. What people are to each other (reporting lines, relations, territories) is then left out.
    """
    if as_of is None:
        as_of = newest_number(session)
    company = company_from_rows(session)
    of_payees = _of_payees(session, as_of, payees)
    named = None if payees is None else _records_naming(payees)
    assignments = of_payees(AssignmentRow, columns.assignment_from_row)
    rates = newest_from_rows(session, TableRateRow, as_of)
    between = {} if payees is not None else _between_people(session, as_of, company, Holders(assignments))
    return Facts(
        company=company,
        people=of_payees(PersonRow, columns.person_from_row),
        assignments=assignments,
        quotas=of_payees(QuotaRow, columns.quota_from_row),
        personal=of_payees(PersonalValueRow, columns.personal_from_row),
        targets=of_payees(TargetIncentiveRow, columns.target_from_row),
        fx=tuple(columns.fx_from_row(row) for row in newest_from_rows(session, FxRateRow, as_of)),
        records=_records(session, as_of, named),
        events=_events(session, as_of, named),
        as_of=as_of,
        table_rows=tuple(columns.rates_from_rows(rates, company)),
        leaves=of_payees(LeaveRow, columns.leave_from_row),
        inputs=of_payees(TypedResultRow, columns.input_from_row),
        openings=of_payees(OpeningRow, columns.opening_from_row),
        **between,
    )


def _between_people(session: Session, as_of: int, company: Company, holders: Holders) -> dict[str, Any]:
    lines = [columns.line_from_row(row) for row in newest_from_rows(session, HierarchyRow, as_of)]
    territories = columns.territories_from_rows(newest_from_rows(session, TerritoryRow, as_of), company, holders)
    return {
        "hierarchy": reporting_from_positions(lines, holders),
        "relations": tuple(columns.relation_from_row(row) for row in newest_from_rows(session, RelationRow, as_of)),
        "territories": tuple(territories),
    }


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
    kinds = {plural: declared.get(kind, {}) for plural, kind in DECLARED_AS.items()}
    return Company(
        name, record_types, **kinds,
        titles=frozenset(declared.get("title", ())), grades=frozenset(declared.get("grade", ())),
        holidays=frozenset(date.fromisoformat(day) for day in declared.get("holiday", ())),
    )  # fmt: skip


def _of_payees(session: Session, as_of: int, payees: Collection[str] | None) -> _Read[Any]:
    def read(model: Any, fact: Callable[[RowMapping], _Fact]) -> tuple[_Fact, ...]:
        statement = select(model.__table__).where(model.known_no <= as_of)
        if model is PersonRow:
            statement = statement.outerjoin(PayeeName, PayeeName.payee_id == PersonRow.payee_id)
            statement = statement.add_columns(PayeeName.name)
        if payees is not None:
            statement = statement.where(model.payee_id.in_(payees))
        return tuple(fact(row) for row in newest_of(session, statement))

    return read


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
    return tuple(columns.version_from_row(row) for row in ordered)


def _events(session: Session, as_of: int, named: _Select | None) -> tuple[Event, ...]:
    table = EventRow.__table__
    statement = select(table).where(table.c.known_no <= as_of)
    if named is not None:
        statement = statement.where(tuple_(table.c.record_type, table.c.record_id).in_(named))
    return tuple(columns.event_from_row(row) for row in newest_of(session, statement))


def _records_naming(payees: Collection[str]) -> _Select:
    person: ColumnElement[bool] = RecordPerson.payee_id.in_(payees)
    return select(RecordPerson.record_type, RecordPerson.record_id).where(person)
