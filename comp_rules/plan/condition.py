"""Conditions on the fields of a record: a map of field to value, list, range, exception or `missing`.

In: a record's fields. Out: met or not, and the words for what the plan wants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from comp_rules.facts.facts import Data, Value
from comp_rules.values.money import Money
from comp_rules.values.words import Words

Comparison = Literal["at_least", "above", "at_most", "under"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. Exactly one of `values`, `excluded`, `bounds` and `missing` is used.

    `values` and `excluded` are texts as written in the plan, compared with the field by its type; `bounds` compare a
    number, percent, money or date, money only in the same currency.
    """

    field: str
    path: str
    values: tuple[Value, ...] = ()
    excluded: tuple[Value, ...] = ()
    bounds: tuple[tuple[Comparison, Value], ...] = ()
    missing: bool = False
    #: the field's declared label; None when nothing declares it
    label: Words | None = None

    @property
    def called(self) -> Words:
        """The field as people know it: its label, or its name with spaces."""
        plain = self.field.replace("_", " ")
        return self.label or Words(plain, plain)

    def met_by(self, fields: Mapping[str, Value]) -> bool:
        """Say whether a record with these fields meets the condition; a field without a value meets only `missing`."""
        found = fields.get(self.field)
        if found is None:
            return self.missing
        if self.missing:
            return False
        if self.values:
            return _is_one_of(found.data, self.values)
        if self.excluded:
            return not _is_one_of(found.data, self.excluded)
        return all(_compares(found.data, comparison, line.data) for comparison, line in self.bounds)


def _is_one_of(found: Data, values: tuple[Value, ...]) -> bool:
    for value in values:  # noqa: SIM110 - asked of every record: a loop costs half of what any() does
        if type(found) is type(value.data) and found == value.data:
            return True
    return False


def _compares(found: Data, comparison: Comparison, line: Data) -> bool:
    left, right = _comparable(found), _comparable(line)
    if left is None or right is None or left[0] != right[0]:
        return False
    a, b = left[1], right[1]
    if comparison == "at_least":
        return a >= b
    if comparison == "above":
        return a > b
    return a <= b if comparison == "at_most" else a < b


def _comparable(data: Data) -> tuple[str, Fraction] | None:
    """The data as a number with the scale it is compared on."""
    if isinstance(data, Money):
        return data.currency, Fraction(data.minor)
    if isinstance(data, date):
        return "date", Fraction(data.toordinal())
    return ("number", data) if isinstance(data, Fraction) else None
