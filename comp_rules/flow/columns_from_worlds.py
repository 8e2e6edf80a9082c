"""How a calculation runs the steps: the many holders of a plan version together in blocks, everyone else in exact.

In: the holders of each plan version, their worlds and steps. Out: everyone's columns, the same whichever way; and for
each version how it ran. Blocks are made when the first of their people is asked for, and given up person by person.

For the speed of a whole calculation it makes no difference yet. Measured on the plan of account executives in the
tests, 40 people with 20,000 credits and 25,000 lines, one process: of 1.1 seconds crediting takes 20 parts of a
hundred, worlds 23, the steps in exact 16, lines 29, the laws 4. In blocks the steps themselves take next to nothing,
but laying worlds out in columns 4 and opening the columns again for each person 14, which comes to the same. The steps
pay in blocks where no world is built in Python (tests/benchmarks/engine.py).

Blocks are not spread over processes: carrying the worlds to another process and the columns back takes seven times as
long as running the steps here, and carrying all facts there as long as the whole calculation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from comp_rules.facts.facts import Assignment
from comp_rules.flow.credits_from_records import Credited
from comp_rules.flow.records import Executed
from comp_rules.flow.world_from_facts import Prepared
from comp_rules.kernel.blocks import BlockResult, run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.spread import CREDITS_IN_A_BLOCK, cut
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import Period

#: Credits that the holders of a plan version have together before it runs as blocks: below it exact is as fast.
CREDITS_FOR_BLOCKS = 50_000

#: The world of an assignment under a version in the calculated period.
Maker = Callable[[Assignment, CompiledPlan, Period], Prepared]
_Key = tuple[int, str, str]


@dataclass(slots=True)
class _Count:
    """What was run of one version."""

    people: int = 0
    credits: int = 0
    in_exact: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the columns of an assignment stand in a block."""

    prepared: Prepared
    result: BlockResult
    number: int


@dataclass(slots=True)
class Execution:
    """The ways in which the plan versions of a calculation run; `blocks_from` in credits of all holders together."""

    blocks_from: int = CREDITS_FOR_BLOCKS
    #: by version, period and assignment: the block that the assignment is in, not yet made
    _waiting: dict[_Key, Sequence[Assignment]] = field(default_factory=dict)
    #: the same of blocks that are made, until the assignment has run
    _made: dict[_Key, _Place] = field(default_factory=dict)
    _in_blocks: set[tuple[str, int]] = field(default_factory=set)
    _counts: dict[tuple[str, int], _Count] = field(default_factory=dict)
    _versions: dict[tuple[str, int], CompiledPlan] = field(default_factory=dict)

    def choose(
        self,
        holders: Iterable[Assignment],
        credited: Mapping[str, Credited],
        versions: Callable[[Assignment], Sequence[CompiledPlan]],
        period: Period,
    ) -> None:
        """Choose the versions that run as blocks, and cut their holders into blocks in the order given.

        `versions` names those that rule in an assignment's windows. An assignment counts under each of them with all
        the credits that it has under the plan.
        """
        by_plan: dict[str, list[Assignment]] = {}
        for assignment in holders:
            if assignment.plan in credited:
                by_plan.setdefault(assignment.plan, []).append(assignment)
        for name, of_plan in by_plan.items():
            sizes = {a.row_id: len(credited[name].credits.get(a.row_id, ())) for a in of_plan}
            if sum(sizes.values()) < self.blocks_from:
                continue
            ruled: dict[int, tuple[CompiledPlan, list[Assignment]]] = {}
            for assignment in of_plan:
                for plan in versions(assignment):
                    ruled.setdefault(id(plan), (plan, []))[1].append(assignment)
            for plan, held in ruled.values():
                if not unknown_to_blocks(plan.steps):
                    self._cut(plan, held, [sizes[a.row_id] for a in held], period)

    def _cut(self, plan: CompiledPlan, held: Sequence[Assignment], sizes: Sequence[int], period: Period) -> None:
        if sum(sizes) < self.blocks_from:
            return
        before = [0]
        for size in sizes:
            before.append(before[-1] + size)
        self._in_blocks.add((plan.name, plan.version))
        for first, after in cut(before, CREDITS_IN_A_BLOCK):
            block = held[first:after]
            for assignment in block:
                self._waiting[_key(assignment, plan, period)] = block

    def prepared(self, assignment: Assignment, plan: CompiledPlan, period: Period, make: Maker) -> Prepared:
        """Return the world of an assignment, with the first of a block those of all its people, who are run at once."""
        key = _key(assignment, plan, period)
        if key in self._waiting:
            self._make(plan, self._waiting[key], period, make)
        place = self._made.get(key)
        return place.prepared if place is not None else make(assignment, plan, period)

    def _make(self, plan: CompiledPlan, block: Sequence[Assignment], period: Period, make: Maker) -> None:
        alike: dict[object, list[Prepared]] = {}
        for assignment in block:
            del self._waiting[_key(assignment, plan, period)]
            prepared = make(assignment, plan, period)
            # windows of people's own quotas begin earlier for some of them
            world = prepared.world
            alike.setdefault((world.periods[0], len(world.periods), world.first_line), []).append(prepared)
        for some in alike.values():
            result = run_block(plan.steps, block_from_worlds(plan.steps, [prepared.world for prepared in some]))
            for number, prepared in enumerate(some):
                self._made[_key(prepared.assignment, plan, period)] = _Place(prepared, result, number)

    def columns(self, prepared: Prepared, before: Columns | None = None) -> Columns:
        """Return the columns of an assignment, from its block or from exact; a block gives each of its people once.

        `before` as in `run_steps`.
        """
        plan, world = prepared.plan, prepared.world
        version = (plan.name, plan.version)
        self._versions.setdefault(version, plan)
        count = self._counts.setdefault(version, _Count())
        count.people += 1
        count.credits += len(world.credits)
        place = self._made.pop(_key(prepared.assignment, plan, world.periods[-1]), None)
        if place is None or place.prepared is not prepared:
            count.in_exact += 1
            return run_steps(plan.steps, world, before)
        count.in_exact += int(place.result.odd[place.number])
        return columns_of(place.result, place.number, world)

    def executed(self) -> tuple[Executed, ...]:
        """Return how each version that was run did run, by name and version."""
        return tuple(
            Executed(
                plan=name,
                version=version,
                how="blocks" if (name, version) in self._in_blocks else "exact",
                people=count.people,
                credits=count.credits,
                in_exact=count.in_exact,
                unknown=unknown_to_blocks(self._versions[name, version].steps),
            )
            for (name, version), count in sorted(self._counts.items())
        )


def _key(assignment: Assignment, plan: CompiledPlan, period: Period) -> _Key:
    # by identity: a plan that is tried beside the approved one may bear its number
    return id(plan), assignment.row_id, period.name
