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

    def __hash__(self) -> int:
        # asked for the words of every refusal: where it stands tells conditions apart as well as all that it says
        return hash((self.field, self.path))

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
        for comparison, line in self.bounds:  # noqa: SIM110 - as in _is_one_of
            if not _compares(found.data, comparison, line.data):
                return False
        return True


def _is_one_of(found: Data, values: tuple[Value, ...]) -> bool:
    for value in values:  # noqa: SIM110 - asked of every record: a loop costs half of what any() does
        if type(found) is type(value.data) and found == value.data:
            return True
    return False


def _compares(found: Data, comparison: Comparison, line: Data) -> bool:
    numbers = _comparable(found, line)
    if numbers is None:
        return False
    a, b = numbers
    if comparison == "at_least":
        return a >= b
    if comparison == "above":
        return a > b
    return a <= b if comparison == "at_most" else a < b


def _comparable(found: Data, line: Data) -> tuple[int, int] | None:
    """Two values of one scale as integers in the same order; a comparison of fractions takes four times as long."""
    if isinstance(found, Fraction):
        if not isinstance(line, Fraction):
            return None
        return found.numerator * line.denominator, line.numerator * found.denominator
    if isinstance(found, Money):
        return (found.minor, line.minor) if isinstance(line, Money) and line.currency == found.currency else None
    if isinstance(found, date) and isinstance(line, date):
        return found.toordinal(), line.toordinal()
    return None
