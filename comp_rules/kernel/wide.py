"""Columns of integers that never wrap: one guarded sum, one guarded product, one guarded product with a division.

In: numpy columns of 64-bit integers. Out: the same; a row whose number would not fit is worked out in Python integers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from comp_rules.values.money import RoundingMode

#: A column of 64-bit integers, or of Python integers (dtype object) where a number is larger.
Ints = NDArray[Any]
Flags = NDArray[np.bool_]

LIMIT = 2**63 - 1


def ints(values: object) -> Ints:
    """Return a column of the integers: 64-bit when all of them fit, else Python integers."""
    return narrowed(np.asarray(values, dtype=object))


def largest(column: Ints | int) -> int:
    """Return the largest absolute value of a column or number, 0 of an empty column; never wraps."""
    if isinstance(column, int):
        return abs(column)
    if column.size == 0:
        return 0
    return max(abs(int(column.max())), abs(int(column.min())))


def narrowed(column: Ints) -> Ints:
    """Return the column as 64-bit integers when every value and its negative fit, else as it is."""
    if column.dtype == object and largest(column) <= LIMIT:
        return column.astype(np.int64)
    return column


def add(a: Ints, b: Ints | int) -> Ints:
    """Return a + b, row by row."""
    fits = largest(a) + largest(b) <= LIMIT
    result: Ints = narrow(a) + narrow(b) if fits else narrowed(wide(a) + wide(b))
    return result


def subtract(a: Ints, b: Ints | int) -> Ints:
    """Return a - b, row by row."""
    fits = largest(a) + largest(b) <= LIMIT
    result: Ints = narrow(a) - narrow(b) if fits else narrowed(wide(a) - wide(b))
    return result


def mul(a: Ints, b: Ints | int) -> Ints:
    """Return a x b, row by row."""
    if isinstance(b, int) and b == 1:
        return a
    result: Ints = narrow(a) * narrow(b) if _fits(largest(a), largest(b)) else narrowed(wide(a) * wide(b))
    return result


def _fits(one: int, other: int) -> bool:
    """Whether two sizes and their product fit 63 bits."""
    return max(one, other, one * other) <= LIMIT


def muldiv(a: Ints, upper: Ints | int, lower: Ints | int, mode: RoundingMode = "half_away", unit: int = 1) -> Ints:
    """Return a x upper / lower rounded to a multiple of `unit`; `lower` and `unit` must be above 0.

    Rounding is told here a second time, by the floor and what is left of it, so that `values/money.py` and this file
    can be held against each other.
    """
    by = mul(lower, unit) if not isinstance(lower, int) else lower * unit
    high_a, high_upper, high_by = largest(a), largest(upper), largest(by)
    if high_by <= LIMIT and _fits(high_a, high_upper):
        floor, rest = _divided(narrow(a) * narrow(upper), narrow(by))
        return mul(_nearest(floor, rest, by, mode), unit)
    if high_by <= LIMIT and high_a <= LIMIT and _fits(high_upper, max(high_by, high_a // _least(by) + 2)):
        # a = q x by + r, so a x upper / by = q x upper + r x upper / by: the second product is small
        whole, part = _divided(narrow(a), narrow(by))
        floor, rest = _divided(part * narrow(upper), narrow(by))
        return mul(_nearest(whole * narrow(upper) + floor, rest, by, mode), unit)
    return _row_by_row(a, upper, by, mode, unit)


def _row_by_row(a: Ints, upper: Ints | int, by: Ints | int, mode: RoundingMode, unit: int) -> Ints:
    """Rows whose own product fits stay 64-bit, the others are Python integers."""
    a, upper, by = (column_of(number, len(a)) for number in (a, upper, by))
    result = np.zeros(len(a), dtype=object)
    small = _small(a, LIMIT) & _small(upper, LIMIT) & _small(by, LIMIT)
    few = np.flatnonzero(small)
    room = LIMIT // np.maximum(np.abs(upper[few].astype(np.int64)), 1)
    small[few] = np.abs(a[few].astype(np.int64)) <= room
    for rows, kind in ((np.flatnonzero(small), np.int64), (np.flatnonzero(~small), object)):
        parts = [number[rows].astype(kind) for number in (a, upper, by)]
        floor, rest = _divided(parts[0] * parts[1], parts[2])
        result[rows] = mul(_nearest(floor, rest, parts[2], mode), unit)
    return narrowed(result)


def _small(column: Ints, limit: int) -> Flags:
    """Which rows lie within -limit and limit."""
    return np.asarray((column <= limit) & (column >= -limit), dtype=np.bool_)


def _least(column: Ints | int) -> int:
    return column if isinstance(column, int) else int(column.min()) if column.size else 1


def _divided(number: Ints, by: Ints | int) -> tuple[Ints, Ints]:
    """The floor of number / by, and what is left: at least 0, under `by`."""
    floor: Ints = number // by
    rest: Ints = number - floor * by
    return floor, rest


def _nearest(floor: Ints, rest: Ints, by: Ints | int, mode: RoundingMode) -> Ints:
    """Round floor + rest / by. Nothing is doubled, so nothing can grow out of 63 bits."""
    if mode == "down":
        up = (rest > 0) & (floor < 0)
    elif mode == "up":
        up = (rest > 0) & (floor >= 0)
    elif isinstance(by, int) and by % 2:
        up = rest > by // 2
    else:
        tie = floor >= 0 if mode == "half_away" else floor % 2 == 1
        other = by // 2 if isinstance(by, int) else by - rest
        up = (rest > other) | ((rest == other) & tie)
    result: Ints = floor + np.asarray(up, dtype=np.bool_)
    return result


def wide(number: Ints | int) -> Any:
    """Return the number or column in Python integers."""
    return number if isinstance(number, int) else number.astype(object)


def narrow(number: Ints | int) -> Any:
    """Return the number or column in 64-bit integers; what does not fit raises OverflowError."""
    return number if isinstance(number, int) else number.astype(np.int64, copy=False)


def column_of(number: Ints | int, rows: int) -> Ints:
    """Return a column of `rows` times the number, or the column itself."""
    if not isinstance(number, int):
        return number
    return np.full(rows, number, dtype=np.int64 if abs(number) <= LIMIT else object)


def running_sum(column: Ints) -> Ints:
    """Return the sums before each row and after the last: one more row than the column has."""
    if largest(column) * max(len(column), 1) <= LIMIT:
        return np.concatenate(([0], np.cumsum(narrow(column))))
    return narrowed(np.concatenate(([0], np.cumsum(wide(column)))))
