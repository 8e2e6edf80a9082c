"""Control sums: what the amounts of a file add up to, by what became of their rows.

In: the amounts of each row as written, exact, and as kept in minor units. Out: sums that make up the file's to the
last digit, and the rounding difference between what was written and what is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from comp_rules.values.money import decimal_text, minor_digits
from portal.bridge.records_from_files import RowOutcome

STATES = ("accepted", "rejected", "duplicate", "left_out")


@dataclass(slots=True)
class Part:
    """Some rows of one money column: how many, the exact sum as written, the sum in minor units as kept."""

    rows: int = 0
    exact: Fraction = Fraction(0)
    minor: int = 0

    def add(self, exact: Fraction, minor: int) -> None:
        """Count one amount in."""
        self.rows += 1
        self.exact += exact
        self.minor += minor


@dataclass(slots=True)
class ColumnSum:
    """The amounts of one column in one currency: the file's, by state, and with and without a person on the row."""

    file: str
    column: str
    field: str
    currency: str
    whole: Part = field(default_factory=Part)
    states: dict[str, Part] = field(default_factory=lambda: {state: Part() for state in STATES})
    with_person: Part = field(default_factory=Part)
    without_person: Part = field(default_factory=Part)

    def rounding(self, part: Part) -> Fraction:
        """Return what rounding to the minor unit added, in major units: kept less written."""
        return Fraction(part.minor, 10 ** minor_digits(self.currency)) - part.exact

    def text(self, exact: Fraction) -> str:
        """Print an exact amount in major units, with all its digits."""
        digits = minor_digits(self.currency)
        return decimal_text(exact * 10**digits, digits)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield the named parts: `file`, the states, and the rows with and without a person."""
        yield "file", self.whole
        yield from self.states.items()
        yield "with_person", self.with_person
        yield "without_person", self.without_person

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON: exact sums as text, minor units as integers."""
        named = {"file_name": self.file, "column": self.column, "field": self.field, "currency": self.currency}
        parts = {
            name: {
                "rows": part.rows, "exact": self.text(part.exact), "minor": part.minor,
                "rounding": self.text(self.rounding(part)),
            }
            for name, part in self.parts()
        }  # fmt: skip
        return named | parts


class Sums:
    """The control sums of an import."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.columns: dict[tuple[str, str, str, str], ColumnSum] = {}

    def add(self, file: str, outcome: RowOutcome) -> None:
        """Count the amounts of a row in, under what became of it."""
        for amount in outcome.amounts:
            key = file, amount.column, amount.field, amount.currency
            column = self.columns.setdefault(key, ColumnSum(*key))
            by_person = column.with_person if outcome.names_person else column.without_person
            for part in (column.whole, column.states[outcome.state], by_person):
                part.add(amount.exact, amount.minor or 0)

    def as_json(self) -> list[dict[str, Any]]:
        """Return all sums as plain JSON, in the order of files and columns."""
        return [self.columns[key].as_json() for key in sorted(self.columns)]
