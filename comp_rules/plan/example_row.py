"""A given row of a worked example, read cell by cell.

In: a row of a document without errors. Out: its texts, days and typed values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comp_rules.facts.facts import Value
from comp_rules.plan.document import Map
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.values.money import Money
from comp_rules.values.period import Span, date_from_text, span_of_days

_TYPES = ("percent", "money", "number")


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A row of `given`. `whole` are the days that hold where the row says none: those of the plan."""

    row: Map
    whole: Span

    def text(self, key: str) -> str:
        """Return the text of a key, empty when it is not written."""
        return self.row.text(key) or ""

    @property
    def person(self) -> str:
        """The person that the row is about."""
        return self.text("person")

    @property
    def row_id(self) -> str:
        """The path of the row, which tells it from all others."""
        return self.row.place.path

    def literal(self, key: str, types: tuple[str, ...] = _TYPES) -> Literal | None:
        """Return the literal of a key, None when it is not written or is none of `types`."""
        text = self.row.text(key)
        return literal_from_text(text, types, self.row.place) if text else None

    def value(self, key: str) -> Value | None:
        """Return the typed value of a key: money, percent or number."""
        literal = self.literal(key)
        return value_of(literal) if literal else None

    def money(self, key: str) -> Money | None:
        """Return the money of a key."""
        value = self.value(key)
        return value.data if value and isinstance(value.data, Money) else None

    def day(self, key: str) -> date | None:
        """Return the date of a key, None when it is not written or is no date."""
        try:
            return date_from_text(self.text(key))
        except ValueError:
            return None

    @property
    def span(self) -> Span:
        """The days from `first_day` to `last_day`; one that is not written is that of the plan."""
        first = self.day("first_day") or self.whole.first
        try:
            return span_of_days(first, self.day("last_day") or self.whole.last_day)
        except ValueError:
            return Span(first, first)


def value_of(literal: Literal) -> Value:
    """Return a percent, number or whole amount of money as a value of facts."""
    if literal.type == "money":
        return Value("money", Money(int(literal.number), literal.currency))
    return Value("percent" if literal.type == "percent" else "number", literal.number)
