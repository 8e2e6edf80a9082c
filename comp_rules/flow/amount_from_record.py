"""What a record is worth to a credit rule: one field, a product, a difference or a count, before any conversion.

In: a rule and a version of a record. Out: the amount in the record's own currency, rounded once, or what it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from comp_rules.facts.facts import RecordVersion, Value
from comp_rules.plan.compiled import AmountRule, CreditRule
from comp_rules.values.frozen import frozen
from comp_rules.values.money import Money, rounded_ratio


@frozen
class RecordAmount:
    """The amount (minor units of `unit`, or a count); None with the field that is `lacking`, or with none of them
    when the fields do not make an amount: two currencies, or a division by 0."""

    amount: Fraction | None
    unit: str
    #: the text of the source when it had more digits than its currency
    text: str | None = None
    lacking: str = ""


def amount_of(rule: CreditRule, version: RecordVersion) -> RecordAmount:
    """Return what the record counts for; a product or difference of money is rounded once to the minor unit."""
    if rule.count_of is not None:
        # a reversal takes back what the record it names counted for
        return RecordAmount(-rule.count_of if version.reverses else rule.count_of, "count")
    if rule.amount is not None and rule.amount.how != "field":
        return _computed(rule.amount, version.fields, rule.unit)
    field = rule.amount_field or (rule.amount.fields[0] if rule.amount else "")
    value = version.fields.get(field)
    if value is not None and rule.unit == "money" and isinstance(value.data, Money):
        return RecordAmount(Fraction(value.data.minor), f"money:{value.data.currency}", value.original)
    if value is not None and rule.unit == "count" and isinstance(value.data, Fraction):
        return RecordAmount(value.data, "count", value.original)
    return RecordAmount(None, rule.unit, lacking=field)


def _computed(amount: AmountRule, fields: Mapping[str, Value], unit: str) -> RecordAmount:
    names = (*amount.fields, amount.divided_by) if amount.divided_by else amount.fields
    for name in names:
        if name not in fields:
            return RecordAmount(None, unit, lacking=name)
    numbers, currencies = [], set()
    for name in names:
        number, currency = _number(fields[name])
        if number is None:
            return RecordAmount(None, unit, lacking=name)
        numbers.append(number)
        currencies.add(currency)
    money = [_number(fields[name])[1] for name in amount.fields if _number(fields[name])[1]]
    if amount.divided_by and _number(fields[amount.divided_by])[1]:
        return RecordAmount(None, unit)
    value = _difference(numbers, currencies) if amount.how == "minus" else _product(amount, numbers, len(money))
    if value is None:
        return RecordAmount(None, unit)
    if not money:
        return RecordAmount(value, "count") if unit == "count" else RecordAmount(None, unit)
    return RecordAmount(Fraction(rounded_ratio(value)), f"money:{money[0]}")


def _number(value: Value) -> tuple[Fraction | None, str]:
    """The number of a value, money in minor units with its currency."""
    if isinstance(value.data, Money):
        return Fraction(value.data.minor), value.data.currency
    return (value.data, "") if isinstance(value.data, Fraction) else (None, "")


def _difference(numbers: list[Fraction], currencies: set[str]) -> Fraction | None:
    return numbers[0] - numbers[1] if len(currencies) == 1 else None


def _product(amount: AmountRule, numbers: list[Fraction], money: int) -> Fraction | None:
    """The product of the fields, over the third where there is one; None when two of them are money."""
    if money > 1:
        return None
    value = Fraction(1)
    for number in numbers[: len(amount.fields)]:
        value *= number
    if amount.divided_by is None:
        return value
    divisor = numbers[-1]
    return value / divisor if divisor else None
