"""Literals as the language writes them, read for the oracle alone: nothing of the engine is imported here.

In: text of a plan. Out: exact fractions; money in minor units.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Plain = dict[str, Any]
NO_DECIMALS = {"KRW", "JPY", "CLP", "VND"}
THREE_DECIMALS = {"KWD", "BHD", "TND"}


def minor(currency: str) -> int:
    """Return how many minor units one unit of the currency has."""
    return 1 if currency in NO_DECIMALS else 1000 if currency in THREE_DECIMALS else 100


def number(text: str) -> Fraction:
    """Return the exact number of a literal: percent as a ratio, money in minor units."""
    text = text.strip()
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    if text.endswith("x"):
        return Fraction(text[:-1])
    if " " in text:
        amount, currency = text.split()
        return Fraction(amount) * minor(currency)
    return Fraction(text)


def form(text: str) -> str:
    """Return `percent`, `times`, `money` or `number`."""
    if text.endswith("%") or "/" in text:
        return "percent"
    return "times" if text.endswith("x") else "money" if " " in text else "number"


def currency_of(text: str) -> str:
    """Return the currency of money."""
    return text.split()[1]


def to_whole(value: Fraction, mode: str = "half_away") -> int:
    """Round an exact value, half away from zero unless another mode is named."""
    size = abs(value)
    low = size.numerator // size.denominator
    rest = size - low
    if mode == "down":
        up = False
    elif mode == "up":
        up = rest > 0
    elif mode == "half_even":
        up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1)
    else:
        up = rest >= Fraction(1, 2)
    return (low + up) * (1 if value >= 0 else -1)


def day(text: str) -> date:
    """Return a date."""
    return date.fromisoformat(text)


def month_start(of: date) -> date:
    """Return the first of the month."""
    return of.replace(day=1)


def later(first: date, months: int) -> date:
    """Return the same day `months` later; a day that the month lacks is its last."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(first.day, last))


def month_end(of: date) -> date:
    """Return the last day of the month."""
    return later(month_start(of), 1) - timedelta(days=1)


def months_of_year(year: int) -> list[date]:
    """Return the first days of the months."""
    return [date(year, month, 1) for month in range(1, 13)]


def month_number(since: date, on: date) -> int:
    """Return the month that `on` lies in, counted from `since`: 1 begins on that day itself; 0 and below before it.

    A month ends before the same day number; where the month lacks it, on the month's last day.
    """
    count = (on.year - since.year) * 12 + on.month - since.month
    last = later(on.replace(day=1), 1) - timedelta(days=1)
    begun = on.day >= since.day and since.day <= last.day
    return count + 1 if begun else count
