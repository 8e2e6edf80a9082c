"""How numbers and days are printed inside sentences: a form that the reader's side supplies.

In: exact values. Out: text. The shell prints plain digits and the currency code; a locale's form belongs to statements.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Protocol

from comp_rules.flow.records import Operand
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text, times_text


class Form(Protocol):
    """What a printer of numbers must know."""

    def amount(self, minor: int | Fraction, currency: str) -> str:
        """Print money given in minor units, every digit that it has."""

    def percent(self, ratio: Fraction) -> str:
        """Print a ratio as an exact percentage."""

    def count(self, number: Fraction) -> str:
        """Print a number of things."""

    def operand(self, operand: Operand) -> str:
        """Print an operand by its unit."""

    def day(self, day: date) -> str:
        """Print a date."""

    def month(self, period: str) -> str:
        """Print the period `2026-03`."""


#: a quotient up to this is easier to read than its digits
_LONGEST_QUOTIENT = 999


class PlainForm:
    """Digits and codes, the same in every language: `1234.50 USD`, `8%`, `1.5x`, `2026-03-05`."""

    def amount(self, minor: int | Fraction, currency: str) -> str:
        """Print `1234.50 USD`."""
        return f"{decimal_text(minor, minor_digits(currency))} {currency}"

    def percent(self, ratio: Fraction) -> str:
        """Print `37.5%`, or `1/3` when no decimal is exact; of a long quotient the first digits, `105.8911…%`."""
        text = percent_text(ratio)
        return text if ratio.denominator <= _LONGEST_QUOTIENT else self.attainment(ratio)

    def attainment(self, ratio: Fraction) -> str:
        """Print how far something has come, which nobody states as a quotient: `37.5%`, `118.6440…%`."""
        text = percent_text(ratio)
        if text.endswith("%"):
            return text
        digits = abs(ratio) * 100 * 10**4
        return f"{'-' if ratio < 0 else ''}{decimal_text(digits.numerator // digits.denominator, 4)}…%"

    def count(self, number: Fraction) -> str:
        """Print `12`."""
        return decimal_text(number, 0)

    def operand(self, operand: Operand) -> str:
        """Print the operand by its unit; a percentage that was worked out with its digits, as attainments are."""
        return self.attainment(operand.value) if worked_out(operand) else operand_text(operand, self)

    def day(self, day: date) -> str:
        """Print `2026-03-05`."""
        return day.isoformat()

    def month(self, period: str) -> str:
        """Print `2026-03`."""
        return period


PLAIN = PlainForm()


def worked_out(operand: Operand) -> bool:
    """Say whether an operand is a percentage that nobody wrote down, so that `1/3` would not be known as such.

    It was computed from other numbers, like an attainment, a ratio or a payout between two points of a curve.
    """
    if operand.unit != "percent":
        return False
    return operand.role.startswith("attainment") or operand.how != "" or operand.source.table == "measure"


def operand_text(operand: Operand, form: Form) -> str:
    """Print an operand by its unit with the parts of `form`; a multiple of the base rate as `1.5x`."""
    kind, _, currency = operand.unit.partition(":")
    if kind in ("money", "money_each"):
        return form.amount(operand.value, currency)
    if kind == "percent":
        return form.percent(operand.value)
    if kind == "date":
        return form.day(date.fromordinal(int(operand.value)))
    return times_text(operand.value) if kind == "times" else form.count(operand.value)
