"""The operands of a line: what a printed number is, how big, and where it came from.

In: values of steps. Out: the rows of the trace, and the arithmetic as one types it into a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comp_rules.values.identity import Source
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text


@dataclass(frozen=True, slots=True)
class Operand:
    """A number in a line: its role, exact value, unit and origin.

    `unit` is `money:USD` (minor units), `money_each:USD` (minor units for each unit counted), `count`, `percent`,
    `times` or `date` (proleptic ordinal). `in_amount` says that it is a factor of the amount, so it stands in the
    formula.
    """

    role: str
    value: Fraction
    unit: str
    source: Source
    in_amount: bool
    #: stands below the line in the formula
    divide: bool = False
    #: of a restated line: belongs to the value before, which is taken off
    before: bool = False


def product_of(operands: Sequence[Operand]) -> Fraction:
    """Return the exact product of the operands in the amount, in minor units."""
    value = Fraction(1)
    for operand in operands:
        value = value / operand.value if operand.divide else value * operand.value
    return value


def states_of(operands: Sequence[Operand]) -> tuple[list[Operand], list[Operand]]:
    """Return the factors of the value now and of the value before; the second is empty for a line of one value.

    An operand of the value before is recorded only where it differs; the others are those of the value now.
    """
    now = [operand for operand in operands if operand.in_amount and not operand.before]
    replaced = {operand.role: operand for operand in operands if operand.in_amount and operand.before}
    return now, [replaced.get(operand.role, operand) for operand in now] if replaced else []


def formula_from_operands(operands: Sequence[Operand], currency: str) -> str:
    """Return the line as a spreadsheet formula that evaluates to it in major units.

    `=ROUND(8680.95*1.5*96000/1200000,2)`, or the difference of two rounded values: `=ROUND(ROUND(..)-ROUND(..),2)`.
    """
    digits = minor_digits(currency)
    now, before = states_of(operands)
    if not before:
        return f"=ROUND({_arithmetic(now)},{digits})"
    return f"=ROUND(ROUND({_arithmetic(now)},{digits})-ROUND({_arithmetic(before)},{digits}),{digits})"


def _arithmetic(operands: Sequence[Operand]) -> str:
    text = ""
    for operand in operands:
        sign = ("/" if operand.divide else "*") if text else ("1/" if operand.divide else "")
        text += sign + formula_number(operand)
    return text


def formula_number(operand: Operand) -> str:
    """Print an operand as a spreadsheet reads it: `8680.95`, `8%`, `1.5`, or `(1/3)` where no decimal is exact."""
    kind, _, currency = operand.unit.partition(":")
    if kind in ("money", "money_each"):
        return trimmed(decimal_text(operand.value, minor_digits(currency)))
    if kind == "percent":
        text = percent_text(operand.value)
        return text if text.endswith("%") else f"({text})"
    return decimal_text(operand.value, 0)


def trimmed(decimal: str) -> str:
    """Drop zeros after the point that say nothing: `96000.00` is typed as `96000`."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal and not decimal.startswith("(") else decimal
