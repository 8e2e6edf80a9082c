"""Blocks leave what exact leaves, on every cell of the trace: values, origins, states, refusals, amounts, caps.
In: seeded plans of every kind of line step with people at the edges. Out: not one difference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import pytest

from comp_rules.kernel.blocks import run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import AnyStep
from comp_rules.kernel.world import World
from tests.comp_rules.kernel.blocks_cases import KINDS, worlds_of

PEOPLE, PERIODS = 8, 12
COLUMNS = ("cells", "frames", "running", "lines", "judged", "refused", "paid", "missing", "steps")


def differences(steps: Sequence[AnyStep], worlds: Sequence[World]) -> tuple[list[str], int]:
    """What differs between blocks and exact, and how many people blocks calculated themselves."""
    result = run_block(steps, block_from_worlds(steps, worlds))
    found = []
    for number, world in enumerate(worlds):
        blocks, exact = columns_of(result, number, world), run_steps(steps, world)
        found += [f"person {number}: {text}" for text in told(blocks, exact)]
    return found, int((~result.odd).sum())


def told(blocks: Columns, exact: Columns) -> list[str]:
    """The first thing that differs in each column."""
    found = []
    for name in COLUMNS:
        ours, theirs = getattr(blocks, name), getattr(exact, name)
        for key in sorted(ours.keys() | theirs.keys()):
            if ours.get(key) == theirs.get(key):
                continue
            one, other = ours.get(key), theirs.get(key)
            if isinstance(one, list) and isinstance(other, list):
                pairs = list(zip_longest(one, other))
                at = next(n for n, (a, b) in enumerate(pairs) if a != b)
                found.append(f"{name} {key}[{at}]:\n  blocks {pairs[at][0]}\n  exact  {pairs[at][1]}")
            else:
                found.append(f"{name} {key}:\n  blocks {one}\n  exact  {other}")
    return found


def months(worlds: Sequence[World]) -> int:
    return sum(len(world.periods) - world.first_line for world in worlds)


def hold(kind: str, payee_months: int) -> None:
    done, alone, people, seed = 0, 0, 0, 0
    while done < payee_months:
        steps, worlds = worlds_of(kind, seed, PEOPLE)
        assert unknown_to_blocks(steps) == ()
        found, by_blocks = differences(steps, worlds)
        assert found == [], f"{kind} {seed}: {found[0]}"
        done, alone, people, seed = done + months(worlds), alone + by_blocks, people + len(worlds), seed + 1
    # what is rare is left to exact; it must stay rare here, or nothing is compared
    assert alone * 2 > people


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_equal_exact(kind: str) -> None:
    hold(kind, 5_000)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", KINDS)
def test_blocks_equal_exact_for_long(kind: str) -> None:
    hold(kind, 100_000)
