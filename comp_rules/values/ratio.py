"""Exact ratios: how rates, shares and attainment are read and printed, never rounded.

In: literals such as 37.5%, 1/3, 1.5x. Out: fractions, and their exact text.
"""

from __future__ import annotations

import re
from fractions import Fraction

from comp_rules.values.money import decimal_text, exact_decimal

_PERCENT = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?%", re.ASCII)
_QUOTIENT = re.compile(r"(-?\d{1,15})/(\d{1,15})", re.ASCII)
_TIMES = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?x", re.ASCII)


def percent_from_text(text: str) -> Fraction:
    """Return 5% as 1/20 and 1/3 as itself. Raises ValueError for any other text, also for a quotient by 0."""
    if _PERCENT.fullmatch(text):
        return exact_decimal(text[:-1]) / 100
    quotient = _QUOTIENT.fullmatch(text)
    if quotient and int(quotient.group(2)):
        return Fraction(int(quotient.group(1)), int(quotient.group(2)))
    raise ValueError(f"{text!r} is not a percentage")


def times_from_text(text: str) -> Fraction:
    """Return 1.5x as 3/2. Raises ValueError for any other text."""
    if _TIMES.fullmatch(text):
        return exact_decimal(text[:-1])
    raise ValueError(f"{text!r} is not a multiple such as 1.5x")


def percent_text(value: Fraction | int) -> str:
    """Print a ratio as an exact percentage, `37.5%`, or as a quotient, `1/3`, when no decimal is exact."""
    text = decimal_text(Fraction(value) * 100, 0)
    if text.startswith("("):
        return f"{Fraction(value).numerator}/{Fraction(value).denominator}"
    return f"{text}%"


def times_text(value: Fraction | int) -> str:
    """Print a multiple of the base rate: `1.5x`."""
    return f"{decimal_text(Fraction(value), 0)}x"


def quotient_text(value: Fraction | int) -> str:
    """Print an exact ratio for storage: `numerator/denominator`, or the integer alone."""
    value = Fraction(value)
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
