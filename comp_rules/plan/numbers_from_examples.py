"""The numbers of a worked example: quotas, typed results, personal values, openings, exchange rates, uploaded rates.

In: given rows. Out: dated facts, all known from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from comp_rules.facts.facts import (
    FieldType,
    FxRate,
    Opening,
    PersonalValue,
    Quota,
    TableRow,
    TypedResult,
    Value,
)  # fmt: skip
from comp_rules.plan.example_row import ExampleRow, value_of
from comp_rules.plan.people_from_examples import stated_facts
from comp_rules.values.fault import Fault
from comp_rules.values.money import minor_digits

_IF_ZERO: tuple[Literal["base_rate"], Literal["nothing"], Literal["at_target"]] = ("base_rate", "nothing", "at_target")
_OF: tuple[Literal["measure"], Literal["component"], Literal["balance"]] = ("measure", "component", "balance")


def quotas_from_rows(rows: Iterable[ExampleRow]) -> tuple[Quota, ...]:
    """Return quotas in money, numbers or percent; one of 0 with what that means."""
    return tuple(
        Quota(
            row_id=row.row_id,
            payee=row.person,
            quota=row.text("quota"),
            value=value,
            span=row.span,
            if_zero=next((word for word in _IF_ZERO if word == row.text("if_zero")), None),
            place=row.row.place,
        )
        for row in rows
        if (value := row.value("value"))
    )


def inputs_from_rows(rows: Iterable[ExampleRow]) -> tuple[TypedResult, ...]:
    """Return typed results as they stood on `last_day`, which is the plan's last day where none is written."""
    return tuple(
        TypedResult(
            row_id=row.row_id,
            payee=row.person,
            name=row.text("input"),
            value=value,
            last_day=row.day("last_day") or row.whole.last_day or row.whole.first,
            first_day=row.day("first_day"),
            place=row.row.place,
        )
        for row in rows
        if (value := row.value("value"))
    )


def personal_from_rows(rows: Iterable[ExampleRow]) -> tuple[PersonalValue, ...]:
    """Return personal rates and sums."""
    return tuple(
        PersonalValue(row.row_id, row.person, row.text("personal"), value, row.span, place=row.row.place)
        for row in rows
        if (value := row.value("value"))
    )


def openings_from_rows(rows: Iterable[ExampleRow]) -> tuple[Opening, ...]:
    """Return what stood on `last_day`: the total of a measure, posted earnings of a component, or a balance."""
    return tuple(
        Opening(row.row_id, row.person, of, row.text(of), value, day, place=row.row.place)
        for row in rows
        for of in _OF
        if row.text(of) and (value := row.value("value")) and (day := row.day("last_day"))
    )


def fx_from_rows(rows: Iterable[ExampleRow]) -> tuple[FxRate, ...]:
    """Return exchange rates with their direction."""
    rates = []
    for row in rows:
        literal, day = row.literal("is", ("price",)), row.day("date")
        if literal is not None and day is not None:
            rate = literal.number / Fraction(10) ** minor_digits(literal.currency)
            rates.append(
                FxRate(row.row_id, row.text("rates"), row.text("one"), literal.currency, rate, day, place=row.row.place)
            )
    return tuple(rates)


def table_rows_from_rows(
    rows: Iterable[ExampleRow], types: Mapping[str, FieldType], faults: list[Fault]
) -> tuple[TableRow, ...]:
    """Return uploaded rates for what the further keys of the row describe."""
    found = []
    for row in rows:
        literal = row.literal("rate", ("percent", "times", "money"))
        if literal is None:
            continue
        form: Literal["percent", "times", "money"] = (
            "money" if literal.type == "money" else "times" if literal.type == "times" else "percent"
        )
        rate = Value("number", literal.number) if form == "times" else value_of(literal)
        stated = stated_facts(row.row, ("table", "rate", "first_day", "last_day"), types, faults)
        found.append(TableRow(row.row_id, row.text("table"), stated, rate, form, row.span, place=row.row.place))
    return tuple(found)
