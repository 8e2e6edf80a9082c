"""A row of a dated table becomes the fact that the engine takes: the way back from `columns_from_facts`.

In: a row as it is kept. Out: the fact; of a territory held by a position one for each person who held it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from sqlalchemy import RowMapping

from comp_rules.facts.facts import (
    Assignment,
    Company,
    Event,
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
    TerritoryRow,
    TypedResult,
    Value,
)
from comp_rules.values.money import Money
from comp_rules.values.period import Span, span_of_days
from portal.bridge.holders_from_assignments import Holders
from portal.bridge.json_from_values import split_from_json, values_from_json
from portal.bridge.reporting_from_positions import PositionLine
from portal.bridge.stated_from_rule import stated_from_rule


def person_from_row(row: RowMapping) -> Person:
    """Return a person with the name of the joined column; one whose name was erased is called by the id."""
    named = row["row_id"], row["payee_id"], row["name"] or row["payee_id"], row["hire_day"]
    return Person(*named, *_versioned(row), payroll_currency=row["home_currency"] or "")


def assignment_from_row(row: RowMapping) -> Assignment:
    """Return an assignment."""
    of_payee = row["payee_id"], row["position_id"], row["title"], row["plan"]
    return Assignment(row["row_id"], *of_payee, _span(row), *_versioned(row), grade=row["grade"])


def quota_from_row(row: RowMapping) -> Quota:
    """Return a quota."""
    named = row["row_id"], row["payee_id"], row["quota"]
    return Quota(*named, _value(row), _span(row), *_versioned(row), row["if_zero"])


def personal_from_row(row: RowMapping) -> PersonalValue:
    """Return a personal value."""
    return PersonalValue(row["row_id"], row["payee_id"], row["name"], _value(row), _span(row), *_versioned(row))


def target_from_row(row: RowMapping) -> TargetIncentive:
    """Return a target incentive."""
    amount = Money(row["minor"], row["currency"])
    of_payee = row["row_id"], row["payee_id"], amount, _span(row)
    return TargetIncentive(*of_payee, *_versioned(row), of_window=row["of_window"])


def fx_from_row(row: RowMapping) -> FxRate:
    """Return a rate of exchange."""
    pair = row["fx_table"], row["one"], row["currency"]
    return FxRate(row["row_id"], *pair, Fraction(row["rate"]), row["day"], *_versioned(row))


def event_from_row(row: RowMapping) -> Event:
    """Return an event."""
    amount = None if row["minor"] is None else Money(row["minor"], row["currency"])
    named = row["row_id"], row["record_type"], row["record_id"], row["event"]
    return Event(*named, row["day"], amount, *_versioned(row))


def version_from_row(row: RowMapping) -> RecordVersion:
    """Return a version of a record."""
    numbered = row["record_type"], row["record_id"], row["version_no"], row["known_no"]
    people = row["owner"], split_from_json(row["split"])
    fields = values_from_json(row["fields"])
    return RecordVersion(*numbered, fields, *people, row["booked_at"], row["reverses"], row["withdrawn"])


def relation_from_row(row: RowMapping) -> Relation:
    """Return a relation."""
    named = row["row_id"], row["relation"], row["payee_id"], row["other_id"]
    return Relation(*named, _span(row), *_versioned(row))


def leave_from_row(row: RowMapping) -> Leave:
    """Return days of leave."""
    return Leave(row["row_id"], row["payee_id"], _span(row), *_versioned(row))


def line_from_row(row: RowMapping) -> PositionLine:
    """Return a line between two positions."""
    positions = row["position_id"], row["manager_position_id"]
    return PositionLine(row["row_id"], *positions, _span(row), row["known_no"])


def input_from_row(row: RowMapping) -> TypedResult:
    """Return a typed result."""
    named = row["row_id"], row["payee_id"], row["name"], _value(row)
    return TypedResult(*named, row["last_day"], row["first_day"], *_versioned(row))


def opening_from_row(row: RowMapping) -> Opening:
    """Return what stood before the first record."""
    named = row["row_id"], row["payee_id"], row["of"], row["name"], _value(row)
    return Opening(*named, row["last_day"], *_versioned(row))


def territories_from_rows(rows: Iterable[RowMapping], company: Company, holders: Holders) -> Iterator[TerritoryRow]:
    """Yield who holds which part of a territory: of a position whoever holds it, cut where it changes hands.

    While nobody holds the position, nobody holds the territory.
    """
    for row in rows:
        stated = stated_from_rule(row["rule"], company)
        if stated is None:
            continue
        if row["payee_id"] is not None:
            versioned = row["payee_id"], _span(row), *_versioned(row)
            yield TerritoryRow(row["row_id"], row["territory"], stated, *versioned)
            continue
        for span, held in holders.of(row["position_id"], _span(row)):
            if held is not None:
                known = max(row["known_no"], held.known_no)
                part = f"{row['row_id']}:{span.first}"
                yield TerritoryRow(part, row["territory"], stated, held.payee, span, known)


def rates_from_rows(rows: Iterable[RowMapping], company: Company) -> Iterator[TableRow]:
    """Yield the uploaded rates in the order of their files."""
    for row in sorted(rows, key=lambda row: (row["place"], row["row_id"])):
        stated = stated_from_rule(row["rule"], company)
        if stated is not None:
            rate = _value(row), row["form"]
            yield TableRow(row["row_id"], row["rate_table"], stated, *rate, _span(row), *_versioned(row))


def _versioned(row: RowMapping) -> tuple[int, bool]:
    return row["known_no"], row["withdrawn"]


def _span(row: RowMapping) -> Span:
    return span_of_days(row["first_day"], row["last_day"])


def _value(row: RowMapping) -> Value:
    data = Money(row["minor"], row["currency"]) if row["type"] == "money" else Fraction(row["exact"])
    return Value(row["type"], data, row["original"])
