"""Blocks leave what exact leaves, plan by plan: each of these is quick, so that a slip is seen at once and placed.

In: seeded plans of every kind of line step with few people. Out: not one difference, and who is left to exact.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from comp_rules.kernel.blocks import run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import AnyStep, Limit, Pay
from comp_rules.kernel.world import World
from comp_rules.values.period import Calculate
from tests.comp_rules.kernel.beside_exact import is_plain
from tests.comp_rules.kernel.blocks_cases import KINDS, worlds_of
from tests.comp_rules.kernel.blocks_more_cases import in_periods_of, more_of
from tests.comp_rules.kernel.test_blocks_equal_exact import told


def left_to_exact(steps: Sequence[AnyStep], worlds: Sequence[World]) -> list[bool]:
    """Hold every column and sum of every person against exact; say who was plain and still left to it."""
    assert unknown_to_blocks(steps) == ()
    result = run_block(steps, block_from_worlds(steps, worlds))
    exact = [run_steps(steps, world) for world in worlds]
    for number, (world, columns) in enumerate(zip(worlds, exact, strict=True)):
        assert told(columns_of(result, number, world), columns) == [], f"person {number}"
        assert result.odd[number] or is_plain(world, columns), f"person {number}"
    for step in steps:
        if isinstance(step, (Pay, Limit)):
            sums = [sum(line.amount for line in columns.paid[step.name]) for columns in exact]
            paid = [0 if odd else total for odd, total in zip(result.odd, sums, strict=True)]
            assert result.totals(step.name).tolist() == paid
    return [bool(odd) and is_plain(*both) for odd, *both in zip(result.odd, worlds, exact, strict=True)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_with_more_steps_in_any_plan_year(kind: str, seed: int) -> None:
    # one plain person in a plan may have something that no column shows, such as a field that is not there
    assert sum(left_to_exact(*more_of(kind, seed))) <= 1


@pytest.mark.parametrize("calculate", ["quarter", "half_month"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_in_a_calendar_of_quarters_or_half_months(kind: str, calculate: Calculate) -> None:
    for seed in (20, 21):
        steps, worlds = more_of(kind, seed, 5)
        assert sum(left_to_exact(steps, in_periods_of(calculate, worlds))) <= 1


@pytest.mark.parametrize("seed", range(1000, 1004))
@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_of_few_people(kind: str, seed: int) -> None:
    assert sum(left_to_exact(*worlds_of(kind, seed, 6))) <= 1
