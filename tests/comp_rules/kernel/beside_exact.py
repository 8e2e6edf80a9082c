"""Blocks beside exact, for one person: the same columns, worked out by blocks unless something rare is in them.

In: steps, a world and what exact left. Out: nothing, or an assertion that fails with the first difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comp_rules.kernel.blocks import run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.run import run_of
from comp_rules.kernel.steps import AnyStep
from comp_rules.kernel.world import CreditRow, Known, Missing, World
from tests.comp_rules.kernel.test_blocks_equal_exact import told


def beside_exact(steps: Sequence[AnyStep], world: World, exact: Columns) -> None:
    """Run the person in a block, between two who sold nothing and next to a double: each has the columns of exact."""
    if unknown_to_blocks(steps):
        return
    idle = replace(world, credits=())
    people = [idle, world, world, idle]
    columns = [run_steps(steps, idle), exact, exact, run_steps(steps, idle)]
    result = run_block(steps, block_from_worlds(steps, people))
    for number, (person, left) in enumerate(zip(people, columns, strict=True)):
        assert told(columns_of(result, number, person), left) == [], f"person {number}"
        assert result.odd[number] == (not is_plain(person, left)), f"person {number}"


def is_plain(world: World, exact: Columns) -> bool:
    """Whether nothing of a person is rare: no number is missing, no quota stated as 0, and no opening posted."""
    known = [value for column in exact.cells.values() for value in column]
    rates = [rate for credit in world.credits for rate in credit.rates.values()]
    return not (
        any(run_of(exact, world).blocked.values())
        or any(isinstance(value, Missing) for value in (*known, *rates))
        or any(isinstance(value, Known) and value.if_zero for value in known)
        or any(line.before and line.before.posted for lines in exact.lines.values() for line in lines)
        or any(judged.state == "posted" for rows in exact.judged.values() for judged in rows)
        or any(_lacks(credit, exact) for credit in world.credits)
    )


def _lacks(credit: CreditRow, exact: Columns) -> bool:
    """Whether the credit is divided by a field that is 0: the refusal names what would have paid."""
    refused = (one for rows in exact.refused.values() for one in rows)
    return any(one.credit == credit and one.step in exact.paid for one in refused)
