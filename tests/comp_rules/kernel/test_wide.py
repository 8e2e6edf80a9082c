"""The guarded operations on columns, held against fractions; generators stand on and beside the edge of 63 bits."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comp_rules.kernel import wide
from comp_rules.values.money import RoundingMode, rounded

MODES: list[RoundingMode] = ["half_away", "half_even", "down", "up"]
EDGES = [0, 1, 2, 3, 10, 2**31, 3037000499, 2**32, 2**61, 2**62, 2**63 - 1, 2**63, 2**64, 10**18, 10**25]

near_edges = st.sampled_from(EDGES).flatmap(lambda at: st.integers(max(at - 2, 0), at + 2))
sizes = st.one_of(near_edges, st.integers(0, 100), st.integers(0, 10**16))
numbers = st.tuples(sizes, st.sampled_from([1, -1])).map(lambda pair: pair[0] * pair[1])
divisors = sizes.filter(bool)
rows = st.lists(st.tuples(numbers, numbers, divisors), min_size=0, max_size=6)


def by_definition(value: Fraction, mode: RoundingMode) -> int:
    """What each mode is, told by the two whole numbers around the value."""
    low, high = floor(value), ceil(value)
    if low == high:
        return low
    toward, away = (low, high) if value > 0 else (high, low)
    if mode in ("down", "up"):
        return toward if mode == "down" else away
    if value - low != high - value:
        return low if value - low < high - value else high
    return away if mode == "half_away" else (low if low % 2 == 0 else high)


def columns(of: list[tuple[int, int, int]]) -> list[wide.Ints]:
    return [wide.ints([row[i] for row in of]) for i in range(3)]


@given(rows, st.sampled_from(MODES), st.sampled_from([1, 1, 10, 1000, 7]))
@example([(1, -1, 3), (-1, 1, 2), (1, 1, 2), (3, 1, 2), (-3, 1, 2)], "half_even", 1)
@example([(2**63 - 1, 2**63 - 1, 2**63 - 1)], "half_away", 1)
@example([(2**62, 3, 4), (5, 7, 2)], "half_away", 1)
def test_multiply_divide_and_round(of: list[tuple[int, int, int]], mode: RoundingMode, unit: int) -> None:
    a, upper, lower = columns(of)
    got = wide.muldiv(a, upper, lower, mode, unit).tolist()
    assert got == [by_definition(Fraction(x * n, d * unit), mode) * unit for x, n, d in of]


@given(st.lists(numbers, max_size=5), numbers, divisors, st.sampled_from(MODES))
def test_multiply_divide_by_one_ratio_for_all_rows(
    amounts: list[int], upper: int, lower: int, mode: RoundingMode
) -> None:
    got = wide.muldiv(wide.ints(amounts), upper, lower, mode).tolist()
    assert got == [by_definition(Fraction(amount * upper, lower), mode) for amount in amounts]


@given(rows)
def test_sum_difference_and_product(of: list[tuple[int, int, int]]) -> None:
    a, b, _ = columns(of)
    assert wide.add(a, b).tolist() == [x + y for x, y, _ in of]
    assert wide.subtract(a, b).tolist() == [x - y for x, y, _ in of]
    assert wide.mul(a, b).tolist() == [x * y for x, y, _ in of]


@given(st.lists(numbers, max_size=5), numbers)
def test_sum_difference_and_product_with_one_number(column: list[int], number: int) -> None:
    a = wide.ints(column)
    assert wide.add(a, number).tolist() == [x + number for x in column]
    assert wide.subtract(a, number).tolist() == [x - number for x in column]
    assert wide.mul(a, number).tolist() == [x * number for x in column]


@given(st.lists(numbers, max_size=6))
def test_running_sum(column: list[int]) -> None:
    assert wide.running_sum(wide.ints(column)).tolist() == [sum(column[:i]) for i in range(len(column) + 1)]


@given(numbers, divisors, st.sampled_from(MODES))
def test_money_and_columns_round_alike_though_they_share_no_code(number: int, divisor: int, mode: RoundingMode) -> None:
    assert wide.muldiv(wide.ints([number]), 1, divisor, mode).tolist() == [rounded(number, divisor, mode)]


def test_what_fits_stays_64_bit_and_what_does_not_is_python_integers() -> None:
    small = wide.mul(wide.ints([3, -4]), 5)
    assert small.dtype == np.int64
    large = wide.mul(wide.ints([2**62, 1]), 4)
    assert large.dtype == object
    assert wide.subtract(large, wide.ints([2**64, 4])).dtype == np.int64


def test_the_smallest_64_bit_number_has_no_negative_there() -> None:
    column = np.array([-(2**63)], dtype=np.int64)
    assert wide.mul(column, -1).tolist() == [2**63]
    assert wide.subtract(wide.ints([0]), column).tolist() == [2**63]


@pytest.mark.parametrize("mode", MODES)
def test_every_small_quotient(mode: RoundingMode) -> None:
    pairs = [(n, d) for n in range(-30, 31) for d in range(1, 13)]
    got = wide.muldiv(wide.ints([n for n, _ in pairs]), 1, wide.ints([d for _, d in pairs]), mode).tolist()
    assert got == [by_definition(Fraction(n, d), mode) for n, d in pairs]
