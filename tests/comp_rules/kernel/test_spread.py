"""Blocks over processes: in order, bit for bit the same whatever the cut, and an error of a part is not lost."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from comp_rules.kernel.blocks import run_block
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.spread import cores, cut, spread
from tests.comp_rules.kernel.blocks_cases import KINDS, worlds_of


def digests(part: tuple[str, int, tuple[int, int]]) -> list[str]:
    """A digest of the columns of some people of a seeded plan."""
    kind, seed, (first, after) = part
    steps, worlds = worlds_of(kind, seed, people=24)
    some = worlds[first:after]
    result = run_block(steps, block_from_worlds(steps, some))
    columns = [columns_of(result, number, world) for number, world in enumerate(some)]
    return [hashlib.sha256(repr((c.cells, c.running, c.lines, c.paid)).encode()).hexdigest() for c in columns]


def failing(part: int) -> int:
    if part == 3:
        raise ValueError("the third part")
    return part


@pytest.mark.parametrize("kind", KINDS)
def test_any_cut_gives_the_same_columns(kind: str) -> None:
    whole = digests((kind, 5, (0, 24)))
    chance = Random(kind)
    for _ in range(3):
        places = [0, *sorted(chance.sample(range(1, 24), chance.randrange(1, 6))), 24]
        parts = [(kind, 5, pair) for pair in pairwise(places)]
        assert [digest for found in spread(digests, parts, processes=1) for digest in found] == whole


def test_processes_give_what_this_one_gives_in_order() -> None:
    parts = [(kind, 2, (start, start + 8)) for kind in KINDS for start in (0, 8, 16)]
    alone = list(spread(digests, parts, processes=1))
    assert list(spread(digests, parts, processes=2)) == alone


def test_an_error_in_a_part_is_raised() -> None:
    for processes in (1, 2):
        with pytest.raises(ValueError, match="the third part"):
            list(spread(failing, [1, 2, 3, 4], processes=processes))


def test_no_more_processes_than_cores() -> None:
    assert cores() >= 1
    assert list(spread(failing, [], processes=8)) == []
    assert list(spread(failing, [1, 2])) == [1, 2]


@pytest.mark.parametrize("most", [1, 7, 50, 10_000])
def test_a_cut_keeps_people_whole_and_blocks_small(most: int) -> None:
    sizes = [0, 3, 10, 0, 7, 50, 1, 1, 0]
    before = np.concatenate(([0], np.cumsum(sizes))).tolist()
    blocks = cut(before, most)
    assert [number for first, after in blocks for number in range(first, after)] == list(range(len(sizes)))
    for first, after in blocks:
        assert after - first == 1 or before[after] - before[first] <= most


def test_a_cut_of_nobody_is_empty() -> None:
    assert cut([0]) == []
