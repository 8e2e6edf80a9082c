"""Rates: a literal of the plan or a personal value by name, and which of them fit what they multiply.

In: the node of a `rate`, `pays` or `base_rate`. Out: the rate, its faults and its factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from comp_rules.kernel.steps import Factor, Unit
from comp_rules.plan.document import Map, Node, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.outline import Outline
from comp_rules.plan.schema import Either, Key, MapOf, Value, instead
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

_TYPED = ("Write the rate here, or name a personal one.", "요율을 직접 적거나 개인별 요율을 지정해 주세요.")
#: above this share of a credit a rate is probably a slip of the decimal point
_UNLIKELY = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Rate:
    """What multiplies: a literal, or the personal value of a name."""

    place: Place
    literal: Literal | None
    personal: str | None

    @property
    def sort(self) -> str:
        """`percent`, `times`, `money` or `personal`: the rates of one table have one."""
        if self.literal is None:
            return "personal"
        return "money" if self.literal.type == "price" else self.literal.type


def rate_shape(*types: str) -> Either:
    """Return the shape of a rate that is a literal of `types` or a personal value."""
    keys = (
        Key("personal", Value(names="personal")),
        instead("table", *_TYPED),
        instead("field", *_TYPED),
        instead("ratio", *_TYPED),
    )
    return Either(Value(types), map=MapOf(keys, called=Words("the rate", "요율")))


def rate_of(node: Node | None, *types: str) -> Rate | None:
    """Return the rate, None when it is missing or at fault."""
    if isinstance(node, Scalar):
        literal = literal_from_text(node.text, types, node.place)
        return Rate(node.place, literal, None) if literal else None
    if isinstance(node, Map) and (name := node.text("personal")):
        return Rate(node.place, None, name)
    return None


def unit_faults(rate: Rate, paid_on: Unit | None, outline: Outline) -> Iterator[Fault]:
    """Yield the fault of a rate that does not turn what it is paid on into money.

    Money is multiplied by a percentage and a count by money: a line has exactly one factor of money.
    """
    found: str | None = rate.sort
    if rate.personal is not None:
        unit = outline.personal_unit(rate.personal)
        found = None if unit is None else "money" if unit == "money" else "percent"
    if paid_on == "money" and found == "money":
        yield error("mixed_units", rate.place, *_MONEY_TWICE)
    elif paid_on == "count" and found == "percent":
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


def factor_of(rate: Rate, role: str, paid_on: Unit) -> Factor:
    """Return the factor of a rate without faults, in the role it has in the sentence and formula."""
    if rate.literal is not None:
        unit: Unit = "money" if rate.sort == "money" else "ratio"
        return Factor(role, "literal", unit, numbers=(rate.literal.as_number,))
    return Factor(role, "personal", "ratio" if paid_on == "money" else "money", name=rate.personal or "")


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
_NEGATIVE = (
    Words("The rate {rate} takes money away.", "{rate} 요율은 금액을 줄입니다."),
    Words("Keep it only if that is meant.", "의도한 값일 때만 그대로 두세요."),
)
_UNLIKELY_WORDS = (
    Words("{rate} of each credit is very high.", "인정 실적마다 {rate} 요율은 매우 높습니다."),
    Words("Look whether the decimal point slipped.", "소수점 위치를 확인해 주세요."),
)
