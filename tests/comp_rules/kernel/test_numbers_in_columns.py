"""Columns of exact numbers, held against fractions row by row: whole and broken, shared and own lower numbers, rows
without a number, and numbers beyond 64 bits. In: seeded columns. Out: what each operation leaves, row by row."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from comp_rules.kernel.blocks_cells import starts_in_order, tier_on
from comp_rules.kernel.blocks_layout import (
    Numbers,
    above,
    both,
    constant,
    listed,
    over,
    plus,
    product,
    reduced,
    tidied,
    times,
)
from comp_rules.kernel.blocks_rows import expanded
from comp_rules.kernel.ladder import tier_of
from comp_rules.kernel.steps import Edge
from comp_rules.kernel.wide import column_of, ints

Value = Fraction | None
SIZES = [0, 1, 2, 3, 7, 100, 2**31, 2**31 + 1, 2**62, 2**63, 10**20]


def values_of(column: Numbers) -> list[Value]:
    rows = len(column.upper)
    lower = column_of(column.lower, rows).tolist()
    assert all(below > 0 for below in lower)
    defined = [True] * rows if column.defined is None else column.defined.tolist()
    return [Fraction(u, v) if d else None for u, v, d in zip(column.upper.tolist(), lower, defined, strict=True)]


def some(chance: Random, rows: int = 5) -> Numbers:
    """A column with one lower number or one for each row; now and then some rows have no number."""
    largest = chance.choice([3, 6, len(SIZES)])

    def size() -> int:
        return chance.choice([1, -1]) * chance.choice(SIZES[:largest])

    lower = chance.choice([1, 1, 2, 3, 10**12])
    lowers = lower if chance.random() < 0.5 else ints([chance.choice([1, 2, 3, 2**33]) for _ in range(rows)])
    defined = None if chance.random() < 0.5 else np.array([chance.random() < 0.7 for _ in range(rows)], dtype=np.bool_)
    return Numbers(ints([size() for _ in range(rows)]), lowers, defined)


def pairs() -> list[tuple[Numbers, Numbers]]:
    chance = Random("columns")
    return [(some(chance), some(chance)) for _ in range(60)]


PAIRS = pairs()


def by_row(a: Numbers, b: Numbers, of: object) -> list[Value]:
    rows = zip(values_of(a), values_of(b), strict=True)
    return [None if one is None or other is None else of(one, other) for one, other in rows]  # type: ignore[operator]


def test_products_and_sums() -> None:
    for a, b in PAIRS:
        assert values_of(times(a, b)) == by_row(a, b, lambda one, other: one * other)
        assert values_of(plus(a, b)) == by_row(a, b, lambda one, other: one + other)
        assert values_of(plus(a, b, -1)) == by_row(a, b, lambda one, other: one - other)


def test_a_quotient_keeps_its_sign_above_and_has_no_number_where_it_divides_by_0() -> None:
    for a, b in PAIRS:
        quotient = over(a, b)
        assert values_of(quotient) == by_row(a, b, lambda one, other: one / other if other else None)
        assert bool((column_of(quotient.lower, 5) > 0).all())


def test_lowest_terms_are_the_same_numbers() -> None:
    for a, b in PAIRS:
        for column in (a, times(a, b)):
            lowest = reduced(column)
            assert values_of(lowest) == values_of(column)
            assert values_of(tidied(column)) == values_of(column)
            lower = column_of(lowest.lower, 5).tolist()
            if lowest is not column:
                assert [Fraction(u, v).denominator for u, v in zip(lowest.upper.tolist(), lower, strict=True)] == lower


def test_whole_numbers_need_no_lower_number_of_their_own() -> None:
    column = Numbers(ints([6, -9, 0]), ints([2, 3, 5]))
    assert reduced(column).lower == 1
    assert reduced(Numbers(ints([6, 7]), 2)).lower.tolist() == [1, 2]  # type: ignore[union-attr]
    assert values_of(reduced(Numbers(ints([]), ints([])))) == []
    assert plus(constant(1, 2), constant(3, 2)).lower == 1


def test_only_large_numbers_are_brought_to_lowest_terms_on_the_way() -> None:
    small = Numbers(ints([2**31, 2]), 4)
    assert tidied(small) is small
    assert tidied(Numbers(ints([2**31 + 2, 2]), 4)).upper.tolist() == [2**30 + 1, 1]
    assert tidied(Numbers(ints([2, 4]), 2**31 + 2)).upper.tolist() == [1, 2]


def test_comparisons() -> None:
    for a, b in PAIRS:
        for one in (b, Numbers(a.upper, a.lower)):
            for included in (True, False):
                found = above(a, one, included=included).tolist()
                left, right = (values_of(Numbers(side.upper, side.lower)) for side in (a, one))
                assert found == [
                    (x >= y if included else x > y)  # type: ignore[operator]
                    for x, y in zip(left, right, strict=True)
                ]


def test_some_rows_and_rows_that_are_nowhere() -> None:
    chance = Random("rows")
    for a, _ in PAIRS:
        rows = np.array([chance.randrange(-1, 5) for _ in range(chance.choice([1, 5, 7]))])
        known = values_of(a)
        assert values_of(a.at(rows)) == [None if row < 0 else known[row] for row in rows.tolist()]
        assert a.at(np.arange(5)) is a
        assert values_of(a.at(np.arange(4))) == known[:4]
        assert a.all_defined == (None not in known)
    nothing = constant(1, 0)
    assert values_of(nothing.at(np.array([-1, -1]))) == [None, None]
    assert values_of(nothing.at(np.array([], dtype=np.int64))) == []


def test_lists_constants_and_what_both_say() -> None:
    numbers = [Fraction(1, 6), 3, Fraction(-5, 4), 0]
    assert values_of(listed(numbers)) == numbers
    assert listed(numbers).lower == 12
    assert values_of(listed([])) == []
    assert values_of(constant(Fraction(2, 7), 3)) == [Fraction(2, 7)] * 3
    one, other = np.array([True, True, False]), np.array([True, False, False])
    assert both(one, other).tolist() == [True, False, False]  # type: ignore[union-attr]
    assert both(None, other) is other
    assert both(one, None) is one
    assert both(None, None) is None


@pytest.mark.parametrize("sides", [(3, 4), (3, [1, 2]), ([1, 2], 3), ([1, 2], [5, 7])])
def test_products_of_lower_numbers(sides: tuple[int | list[int], int | list[int]]) -> None:
    one, other = (side if isinstance(side, int) else ints(side) for side in sides)
    found = product(one, other)
    left, right = (column_of(side, 2).tolist() for side in (one, other))
    assert column_of(found, 2).tolist() == [x * y for x, y in zip(left, right, strict=True)]
    assert isinstance(found, int) == (sides == (3, 4))


def test_tiers_of_a_column() -> None:
    chance = Random("tiers")
    for _ in range(40):
        starts = [Fraction(0), *(Fraction(chance.randrange(-2, 6), chance.choice([1, 2, 3])) for _ in range(3))]
        edges = [Edge(start, "money", chance.random() < 0.5, "p") for start in starts]
        values = [Fraction(chance.randrange(-18, 36), 6) for _ in range(6)]
        columns = [constant(start, 6) for start in starts_in_order(edges)]
        assert tier_on(listed(values), edges, columns).tolist() == [tier_of(value, edges) for value in values]


def test_edges_lie_in_order_from_the_third_on() -> None:
    def starts(*at: int) -> list[Fraction]:
        return starts_in_order([Edge(Fraction(number), "money", True, "p") for number in at])

    # the first serves everything below the second, wherever it is written
    assert starts(5, 3, 4) == [5, 3, 4]
    assert starts(0, 3, 2, 7, 6) == [0, 3, 3, 7, 7]


def test_runs_of_rows() -> None:
    assert expanded(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    assert expanded(np.array([], dtype=np.int64), np.array([], dtype=np.int64)).tolist() == []
