"""Rates: literals, personal values, tables and fields of the record, and which of them fit what they multiply.

In: the node of a `rate`, `pays` or `base_rate`. Out: the rate, its faults and its factors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as OneOf

from comp_rules.facts.facts import Field
from comp_rules.kernel.steps import Factor, Number, Unit
from comp_rules.kinds.component import PaidOn
from comp_rules.plan.conditions_from_node import unknown_field
from comp_rules.plan.document import Map, Node, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.node_texts import scalars_of
from comp_rules.plan.outline import Outline
from comp_rules.plan.schema import Either, Key, ListOf, MapOf, Value
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

#: above this share of a credit a rate is probably a slip of the decimal point
_UNLIKELY = Fraction(1, 2)
Sort = OneOf["percent", "times", "money"]
Form = OneOf["literal", "personal", "table", "field", "ratio"]


@dataclass(frozen=True, slots=True)
class Rate:
    """What multiplies: a literal, the personal value of a name, what a table gives, a field, or one field over another.

    `names` are the personal value, the table, the field, or the two fields.
    """

    place: Place
    literal: Literal | None
    form: Form = "literal"
    names: tuple[str, ...] = ()
    #: where each name stands
    places: tuple[Place, ...] = ()

    @property
    def personal(self) -> str | None:
        """The name of the personal value, None when it is none."""
        return self.names[0] if self.form == "personal" else None


def rate_shape(*types: str) -> Either:
    """Return the shape of a rate that is a literal of `types`, or comes from a table, a field or the payee."""
    name = Value(("name",))
    keys = (
        Key("personal", Value(names="personal")),
        Key("table", Value(names="table")),
        Key("field", name),
        Key("ratio", ListOf(name, 2, 2)),
    )
    forms = MapOf(keys, one_of=(("personal", "table", "field", "ratio"),), called=Words("the rate", "요율"))
    return Either(Value(types), map=forms)


def rate_of(node: Node | None, *types: str) -> Rate | None:
    """Return the rate, None when it is missing or at fault."""
    if isinstance(node, Scalar):
        literal = literal_from_text(node.text, types, node.place)
        return Rate(node.place, literal) if literal else None
    if not isinstance(node, Map):
        return None
    forms: tuple[Form, ...] = ("personal", "table", "field", "ratio")
    for form in forms:
        found = scalars_of(node.get(form))
        if found and len(found) == (2 if form == "ratio" else 1):
            names, places = tuple(item.text for item in found), tuple(item.place for item in found)
            return Rate(node.place, None, form, names, places)
    return None


def sort_of(rate: Rate, paid: PaidOn, outline: Outline) -> Sort | None:
    """Return what the rate is measured in; None when that is not known, because nobody declared it."""
    if rate.literal is not None:
        return "money" if rate.literal.form == "money" else "times" if rate.literal.form == "times" else "percent"
    if rate.form == "ratio":
        return "percent"
    if rate.form == "table":
        table = outline.tables.get(rate.names[0])
        return table.form if table else None
    if rate.form == "personal":
        unit = outline.personal_unit(rate.names[0])
        return None if unit is None else "money" if unit == "money" else "percent"
    field = paid.fields.get(rate.names[0]) if paid.fields else None
    return {"percent": _PERCENT, "money": _MONEY}.get(field.type) if field else None


_PERCENT: Sort = "percent"
_MONEY: Sort = "money"


# -- faults -----------------------------------------------------------------------------------------------------------


def rate_faults(rate: Rate, paid: PaidOn, outline: Outline) -> Iterator[Fault]:
    """Yield the faults of where a rate comes from: fields that are missing or do not fit, lines without a record."""
    if rate.form in ("table", "field", "ratio") and paid.component is not None:
        yield error("no_record", rate.place, *_NO_RECORD)
        return
    if paid.fields is None:
        return
    if rate.form == "table":
        yield from _table_faults(rate, paid, outline)
    if rate.form in ("field", "ratio"):
        yield from _field_faults(rate, paid.fields, paid.record_type)


def _table_faults(rate: Rate, paid: PaidOn, outline: Outline) -> Iterator[Fault]:
    """The records that are paid on have the facts of the table; a fact that no record has is a fault of the table."""
    table = outline.tables.get(rate.names[0])
    types = outline.company.record_types.values() if outline.company else ()
    declared = {name for record_type in types for name in record_type.fields}
    for fact in table.facts if table else ():
        if fact in declared and paid.fields is not None and fact not in paid.fields:
            yield error(
                "unknown_field", rate.places[0], *_NO_FACT, table=rate.names[0], fact=fact, type=paid.record_type
            )


def _field_faults(rate: Rate, fields: Mapping[str, Field], record_type: str) -> Iterator[Fault]:
    known = True
    for name, place in zip(rate.names, rate.places, strict=True):
        if name not in fields:
            known = False
            yield unknown_field(name, Scalar(place, name), fields, record_type)
    if not known:
        return
    types = [fields[name].type for name in rate.names]
    if rate.form == "field" and types[0] not in ("percent", "money"):
        yield error("field_type", rate.places[0], *_FIELD_TYPE, name=rate.names[0])
    elif rate.form == "ratio" and (types[0] != types[1] or types[0] not in ("money", "number", "percent")):
        yield error("mixed_units", rate.place, *_RATIO_UNITS, a=rate.names[0], b=rate.names[1])


def unit_faults(rate: Rate, paid: PaidOn, outline: Outline, *, multiples: bool = False) -> Iterator[Fault]:
    """Yield the fault of a rate that does not turn what it is paid on into money.

    Money is multiplied by a percentage and a count by money: a line has exactly one factor of money. `multiples` says
    that the component has a base rate for them.
    """
    sort = sort_of(rate, paid, outline)
    if sort == "times" and not multiples:
        yield error("mixed_units", rate.place, *_NO_BASE)
    elif paid.unit == "money" and sort == "money":
        yield error("mixed_units", rate.place, *_MONEY_TWICE)
    elif paid.unit == "count" and sort == "percent":
        yield error("mixed_units", rate.place, *_NO_MONEY)


def unlikely_faults(rate: Rate) -> Iterator[Fault]:
    """Yield warnings for a rate that is probably a slip, and for one below zero."""
    literal = rate.literal
    if literal is None:
        return
    if literal.number < 0:
        yield warning("negative_rate", rate.place, *_NEGATIVE, rate=literal.text)
    elif literal.type == "percent" and literal.number > _UNLIKELY:
        yield warning("unlikely_rate", rate.place, *_UNLIKELY_WORDS, rate=literal.text)


# -- factors ----------------------------------------------------------------------------------------------------------


def factors_of(rate: Rate, role: str, paid: PaidOn, outline: Outline) -> tuple[Factor, ...]:
    """Return the factors of a rate without faults: one in the role given, or the two fields of a ratio.

    Those are in the roles `upper` and `lower`.
    """
    if rate.form != "ratio":
        return (factor_of(rate, role, paid.unit or "money", sort_of(rate, paid, outline)),)
    unit = _field_unit(rate, paid)
    return (
        Factor("upper", "record_field", unit, name=rate.names[0]),
        Factor("lower", "record_field", unit, name=rate.names[1], divide=True),
    )


def factor_of(rate: Rate, role: str, paid_on: Unit, sort: Sort | None = None) -> Factor:
    """Return the one factor of a rate that is no ratio of fields, in the role it has in the sentence and formula."""
    if rate.literal is not None:
        unit: Unit = "money" if rate.literal.form == "money" else "ratio"
        return Factor(role, "literal", unit, numbers=(rate.literal.as_number,))
    # without a declaration the rate is what the line lacks: money is multiplied by a ratio and a count by money
    unit = ("money" if sort == "money" else "ratio") if sort else ("ratio" if paid_on == "money" else "money")
    if rate.form == "table":
        return Factor(role, "table", unit, name=rate.names[0])
    return Factor(role, "personal" if rate.form == "personal" else "record_field", unit, name=rate.names[0])


def factors_by_tier(rates: list[Rate], paid: PaidOn, outline: Outline) -> tuple[Factor, ...]:
    """Return the factors of the rate of a line's tier: literals by tier, one rate for all, or a choice by tier."""
    literals = [rate.literal for rate in rates]
    if all(literal is not None for literal in literals):
        numbers = tuple(literal.as_number for literal in literals if literal)
        return (Factor("rate", "by_tier", "money" if numbers[0].form == "money" else "ratio", numbers=numbers),)
    if all((rate.form, rate.names) == (rates[0].form, rates[0].names) for rate in rates):
        return factors_of(rates[0], "rate", paid, outline)
    chosen = [factors_of(rate, "rate", paid, outline) for rate in rates]
    if all(len(factors) == 1 for factors in chosen):
        return (Factor("rate", "by_tier", chosen[0][0].unit, choices=tuple(factors[0] for factors in chosen)),)
    return _ratios_by_tier(rates, chosen)


def _ratios_by_tier(rates: list[Rate], chosen: list[tuple[Factor, ...]]) -> tuple[Factor, ...]:
    """Where some tiers divide two fields, all of them have both parts: the others divide by 1."""
    ones = [Number(Fraction(1), "count", rate.place.path) for rate in rates]
    uppers = tuple(_as(factors[0], "upper") for factors in chosen)
    lowers = tuple(
        factors[1] if len(factors) > 1 else Factor("lower", "literal", "count", numbers=(one,))
        for factors, one in zip(chosen, ones, strict=True)
    )
    return (
        Factor("upper", "by_tier", "ratio", choices=uppers),
        Factor("lower", "by_tier", "ratio", choices=lowers, divide=True),
    )


def _as(factor: Factor, role: str) -> Factor:
    return Factor(role, factor.ref, factor.unit, factor.name, factor.numbers)


def _field_unit(rate: Rate, paid: PaidOn) -> Unit:
    """The unit of the fields of a ratio; money where nobody declared them, as the two cancel out."""
    field = paid.fields.get(rate.names[0]) if paid.fields else None
    units: dict[str, Unit] = {"number": "count", "percent": "ratio"}
    return units.get(field.type, "money") if field else "money"


_MONEY_TWICE = (
    Words("An amount is multiplied by an amount here.", "금액에 금액을 곱하게 됩니다."),
    Words(
        "Write a percentage such as 5%, or pay on a credit with `count`.",
        "5% 같은 백분율을 쓰거나 건수(`count`)에 지급해 주세요.",
    ),
)
_NO_MONEY = (
    Words("A percentage of a count is not money.", "건수의 백분율은 금액이 되지 않습니다."),
    Words("Write what each one pays, such as 60 USD.", "건당 금액을 적어 주세요. 예: 60 USD"),
)
_NO_BASE = (
    Words("A multiple needs a base rate, and there is none here.", "배수에는 기본 요율이 필요한데 여기에는 없습니다."),
    Words("Write percentages or money.", "백분율이나 금액을 적어 주세요."),
)
_NEGATIVE = (
    Words("The rate {rate} takes money away.", "{rate} 요율은 금액을 줄입니다."),
    Words("Keep it only if that is meant.", "의도한 값일 때만 그대로 두세요."),
)
_UNLIKELY_WORDS = (
    Words("{rate} of each credit is very high.", "인정 실적마다 {rate} 요율은 매우 높습니다."),
    Words("Look whether the decimal point slipped.", "소수점 위치를 확인해 주세요."),
)
_NO_RECORD = (
    Words(
        "The lines of a component have no fields from which a rate could come.",
        "다른 지급 항목의 내역에는 요율을 찾을 필드가 없습니다.",
    ),
    Words("Write the rate, or name a personal one.", "요율을 직접 적거나 개인별 요율을 지정해 주세요."),
)
_NO_FACT = (
    Words(
        "The table {table} looks at “{fact}”, which a record of “{type}” does not have.",
        "{table} 요율표의 ‘{fact}’ 필드가 ‘{type}’ 데이터에 없습니다.",
    ),
    Words(
        "Use another table, or drop that fact from this one.", "다른 요율표를 쓰거나 이 요율표에서 그 필드를 빼 주세요."
    ),
)
_FIELD_TYPE = (
    Words("“{name}” is neither a percentage nor an amount.", "‘{name}’ 필드는 백분율도 금액도 아닙니다."),
    Words("Name a field that holds the rate.", "요율이 들어 있는 필드를 지정해 주세요."),
)
_RATIO_UNITS = (
    Words("“{a}” and “{b}” do not have one unit.", "‘{a}’ 필드와 ‘{b}’ 필드의 단위가 서로 다릅니다."),
    Words("Divide an amount by an amount, or a number by a number.", "금액은 금액으로, 숫자는 숫자로 나누어 주세요."),
)
