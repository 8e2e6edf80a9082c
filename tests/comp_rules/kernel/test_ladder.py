"""Tiers and slices, held against counting unit by unit; generators land on and beside every edge."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comp_rules.kernel.exact import slices, tier_of
from comp_rules.kernel.steps import Edge


def edges_at(*starts: Fraction | int | str, form: str = "money", included: bool = True) -> list[Edge]:
    return [Edge(Fraction(start), form, included, f"tiers[{i}]") for i, start in enumerate(starts)]  # type: ignore[arg-type]


ladders = st.lists(st.integers(1, 60), min_size=0, max_size=4).map(lambda steps: [0, *accumulate(steps)])


@st.composite
def ways(draw: st.DrawFn) -> tuple[list[int], int, int]:
    """A ladder, and two points at, beside or between its edges."""
    starts = draw(ladders)
    near = st.sampled_from(starts).flatmap(lambda at: st.integers(at - 1, at + 1))
    point = st.one_of(near, st.integers(-80, 300))
    return starts, draw(point), draw(point)


def tier_of_unit(starts: list[int], unit: int) -> int:
    """The tier of the unit between `unit` and `unit` + 1, counted from the top of the ladder down."""
    for tier in range(len(starts) - 1, 0, -1):
        if unit >= starts[tier]:
            return tier
    return 0


@given(ways())
def test_slices_are_what_counting_unit_by_unit_gives(way: tuple[list[int], int, int]) -> None:
    starts, opened, closed = way
    counted: dict[int, int] = {}
    for unit in range(min(opened, closed), max(opened, closed)):
        counted[tier_of_unit(starts, unit)] = counted.get(tier_of_unit(starts, unit), 0) + 1
    sign = 1 if closed >= opened else -1
    got = slices(opened, closed, edges_at(*starts), 1)
    if opened == closed:
        assert got == [(tier_of_unit(starts, opened), 0)]
    else:
        assert dict(got) == {tier: sign * units for tier, units in counted.items()}
        assert [tier for tier, _ in got] == sorted(counted, reverse=sign < 0)


@given(ways(), st.integers(-80, 300))
def test_a_way_in_two_steps_is_the_way_in_one(way: tuple[list[int], int, int], middle: int) -> None:
    starts, opened, closed = way
    whole: dict[int, Fraction | int] = {}
    for start, end in ((opened, middle), (middle, closed)):
        for tier, part in slices(start, end, edges_at(*starts), 1):
            whole[tier] = whole.get(tier, 0) + part
    direct = dict(slices(opened, closed, edges_at(*starts), 1))
    assert {t: p for t, p in whole.items() if p} == {t: p for t, p in direct.items() if p}


@given(st.integers(1, 10**12), st.integers(0, 2 * 10**12), st.integers(-(10**12), 10**12))
def test_parts_add_up_to_the_credit_exactly_also_between_cents(quota: int, opened: int, credit: int) -> None:
    edges = edges_at("0", "1/3", "9999/10000", "1", "3/2", form="percent")
    parts = slices(opened, opened + credit, edges, quota)
    assert sum(part for _, part in parts) == credit


@pytest.mark.parametrize(
    ("value", "tier"),
    [(Fraction(0), 0), (Fraction(-1), 0), (Fraction(99999, 100000), 0), (Fraction(1), 1), (Fraction(3, 2), 2)],
)
def test_exactly_100_percent_is_in_the_100_percent_tier(value: Fraction, tier: int) -> None:
    assert tier_of(value, edges_at("0", "1", "3/2", form="percent")) == tier


def test_an_excluded_edge_is_not_reached_by_its_own_value() -> None:
    edges = [*edges_at("0", form="percent"), *edges_at("1", form="percent", included=False)]
    assert tier_of(Fraction(1), edges) == 0
    assert tier_of(Fraction(10**9 + 1, 10**9), edges) == 1
