"""The arithmetic of a line as one types it into a spreadsheet: it evaluates to the line in major units.

In: the operands of a line, the currency and how lines are rounded. Out: `=ROUND(8680.95*1.5*96000/1200000,2)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from comp_rules.kernel.operand import HALF_AWAY, Operand, Rounding, cut_parts, is_cut, states_of
from comp_rules.values.money import decimal_text, minor_digits
from comp_rules.values.ratio import percent_text

#: texts of operands that were printed before, by their identity: most of them stand in many lines
Printed = dict[int, tuple[Operand, str]]


def formula_from_operands(
    operands: Sequence[Operand], currency: str, rounding: Rounding = HALF_AWAY, printed: Printed | None = None
) -> str:
    """Return the line as a spreadsheet formula that evaluates to it in major units.

    `=ROUND(8680.95*1.5*96000/1200000,2)`, the difference of two rounded values `=ROUND(ROUND(..)-ROUND(..),2)`, or of
    a cap `=ROUND(MIN(cap,sum)-MIN(cap,before)-(sum-before),2)`. Lines of one run share `printed`.
    """
    printed = {} if printed is None else printed
    digits = minor_digits(currency)
    if is_cut(operands):
        return f"=ROUND({_cut_text(operands)},{digits})"
    now, before = states_of(operands)
    text = _rounded(_arithmetic(now, printed), digits, rounding)
    if not before:
        return f"={text}"
    if before[0].role == "posted":
        return f"=ROUND({text}-{_signed(_inner(before[0]))},{digits})"
    return f"=ROUND({text}-{_rounded(_arithmetic(before, printed), digits, rounding)},{digits})"


def _rounded(text: str, digits: int, rounding: Rounding) -> str:
    """The text rounded to a multiple of the unit; half to even is told by whether twice the number is whole."""
    unit, mode = rounding
    if unit == 1 and mode != "half_even":
        name = {"half_away": "ROUND", "down": "ROUNDDOWN", "up": "ROUNDUP"}[mode]
        return f"{name}({text},{digits})"
    factor = Fraction(10**digits, unit)
    in_units, back = _times(text, factor), _times_back(factor)
    if mode != "half_even":
        name = {"half_away": "ROUND", "down": "ROUNDDOWN", "up": "ROUNDUP"}[mode]
        return f"{name}({in_units},0){back}"
    tie = f"AND(2*({in_units})=ROUND(2*({in_units}),0),({in_units})<>ROUND({in_units},0))"
    return f"IF({tie},2*ROUND(({in_units})/2,0),ROUND({in_units},0)){back}"


def _times(text: str, factor: Fraction) -> str:
    """A product taken in units: `x/10`, `x*100`."""
    if factor == 1:
        return text
    if factor.numerator == 1:
        return f"{text}/{factor.denominator}"
    return f"{text}*{_number(factor)}"


def _times_back(factor: Fraction) -> str:
    if factor == 1:
        return ""
    return f"*{factor.denominator}" if factor.numerator == 1 else f"/{_number(factor)}"


def _number(value: Fraction) -> str:
    return trimmed(decimal_text(value, 0))


def _arithmetic(operands: Sequence[Operand], printed: Printed) -> str:
    text = ""
    for operand in operands:
        sign = ("/" if operand.divide else "*") if text else ("1/" if operand.divide else "")
        found = printed.get(id(operand))
        if found is None:
            found = printed[id(operand)] = (operand, formula_number(operand))
        text += sign + found[1]
    return text


def formula_number(operand: Operand) -> str:
    """Print an operand as a spreadsheet reads it: `8680.95`, `8%`, `1.5`, `(1/3)`, or what it was computed from."""
    if operand.how:
        return _computed(operand)
    kind, _, currency = operand.unit.partition(":")
    if kind in ("money", "money_each"):
        return trimmed(decimal_text(operand.value, minor_digits(currency)))
    if kind == "percent":
        text = percent_text(operand.value)
        return text if text.endswith("%") else f"({text})"
    return decimal_text(operand.value, 0)


def _computed(operand: Operand) -> str:
    """The whole computation of a value in brackets: a quotient, a straight line between two points, or a sum."""
    inner = [_inner(part) for part in operand.via]
    if operand.how == "ratio":
        return f"({_signed(inner[0])}/{_signed(inner[1])})"
    if operand.how == "line":
        x, at0, pays0, at1, pays1 = inner
        rise = f"({pays1}-{_signed(pays0)})/({at1}-{_signed(at0)})"
        return f"({pays0}+({x}-{_signed(at0)})*{rise})"
    if operand.how == "weighted":
        pairs = zip(inner[::2], inner[1::2], strict=True)
        return f"({'+'.join(f'{_signed(weight)}*{_signed(item)}' for weight, item in pairs)})"
    text = inner[0]
    for part in inner[1:]:
        text += part if part.startswith("-") else f"+{part}"
    return f"({text})"


def _inner(operand: Operand) -> str:
    """A number inside a computation: a percentage as a plain decimal, money in major units."""
    if operand.how:
        return _computed(operand)
    kind, _, currency = operand.unit.partition(":")
    if kind in ("money", "money_each"):
        return trimmed(decimal_text(operand.value, minor_digits(currency)))
    return decimal_text(operand.value, 0)


def _signed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _cut_text(operands: Sequence[Operand]) -> str:
    """What stands above the cap now, less what stood above it before."""
    parts = [(_held(total, cap, floor), total) for total, cap, floor in cut_parts(operands)]
    held, total = parts[0]
    sums = _signed(_inner(total))
    if total.role == "sum_before":
        return f"{sums}-{held}"
    if len(parts) == 1:
        return f"{held}-{sums}"
    held_before, before = parts[1]
    return f"{held}-{held_before}-({_inner(total)}-{_signed(_inner(before))})"


def _held(total: Operand, cap: Operand, floor: Operand | None) -> str:
    text = f"MIN({_inner(cap)},{_inner(total)})"
    return text if floor is None else f"MAX({_inner(floor)},{text})"


def trimmed(decimal: str) -> str:
    """Drop zeros after the point that say nothing: `96000.00` is typed as `96000`."""
    return decimal.rstrip("0").rstrip(".") if "." in decimal and not decimal.startswith("(") else decimal
