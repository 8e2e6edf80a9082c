"""More plans and people for holding blocks against exact: steps, calendars and people that `blocks_cases` never makes.

In: a kind of line step and a seed. Out: steps with typed results, one item scorecards, tables that are not square and
sums that begin with a minus; a plan year of any month; lines from the second period on; people who stand nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Factor,
    Frame,
    Limit,
    Pay,
    Pick,
    Ratio,
    Share,
    Tier,
    Weighted,
)  # fmt: skip
from comp_rules.kernel.world import Cell, Known, Missing, World
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.blocks_cases import Said, number, plan_of, world_of
from tests.comp_rules.kernel.blocks_cases import edges as ladder

SIZES = [0, 1, -1, Fraction(1, 3), Fraction(1), Fraction(-5, 4), Fraction(9999, 10000), 2, 10**17]


@dataclass
class Typed(Said):
    """The dated numbers of one person, with a typed result for every period."""

    typed: tuple[Known | Missing, ...] = ()

    def input(self, name: str, cell: Cell) -> Known | Missing:
        return self.typed[cell.period]


def more_of(kind: str, seed: int, people: int = 7) -> tuple[list[AnyStep], list[World]]:
    """A plan with a line step of the kind and more cell steps, and people on it: the last two sold nothing or stand
    nowhere."""
    chance = Random(f"more {kind} {seed}")
    steps = _with_more(plan_of(kind, chance), chance)
    count = chance.choice([2, 7, 12, 12])
    shape = (count, chance.choice([0, 0, 0, 1]), (chance.choice([1, 1, 10]), "half_away"))
    starts = chance.randrange(1, 13)
    worlds = [_typed(world_of(steps, chance, shape), chance, starts) for _ in range(people)]
    one = worlds[chance.randrange(people)]
    nobody = replace(one, cells=dict.fromkeys(one.cells, ()))
    return steps, [*worlds, replace(one, credits=()), nobody]


def _typed(world: World, chance: Random, year_starts: int) -> World:
    said = world.lookup
    assert isinstance(said, Said)
    values: list[Known | Missing] = [Known(chance.choice(SIZES), Source("input", f"i{n}")) for n in range(12)]
    if chance.random() < 0.03:
        values[chance.randrange(12)] = Missing("input_missing", "margin", world.periods[0].span.first)
    return replace(world, lookup=Typed(**vars(said), typed=tuple(values)), year_starts=year_starts)


def _with_more(steps: Sequence[AnyStep], chance: Random) -> list[AnyStep]:
    """The plan with more columns before its line step; some of its money is multiplied by them, some caps are one."""
    before = next(n for n, step in enumerate(steps) if not hasattr(step, "frame") or step.name in ("running", "l"))
    frame: Frame = steps[0].frame  # type: ignore[union-attr]
    more = _columns(frame, chance)
    changed = [_changed(step, frame, chance) for step in steps[before:]]
    return [*steps[:before], *more, *changed]


def _changed(step: AnyStep, frame: Frame, chance: Random) -> AnyStep:
    if isinstance(step, Pay) and chance.random() < 0.7:
        extra = chance.sample(["typed", "short", "cell", "only", "worth"], 2)
        factors = [Factor(name, "cell", "ratio", name, divide=chance.random() < 0.3) for name in extra]
        return replace(step, factors=(*step.factors, *factors))
    if isinstance(step, Limit) and step.frame == frame and chance.random() < 0.4:
        return replace(step, cap="room")
    if isinstance(step, Limit) and step.per == "year" and chance.random() < 0.5:
        return replace(step, excess="year_end")
    return step


def _columns(frame: Frame, chance: Random) -> list[AnyStep]:
    """Cell steps in forms that the kinds of the language can give them."""
    rows, columns = ladder(chance), ladder(chance)
    cells = [number(Fraction(n + 1, 9), path=f"n{n}") for n in range(len(rows) * len(columns))]
    points = chance.choice([((1, 1), (2, 1)), ((0, "1/3"), ("1/2", 0)), ((1, 2),)])
    outside = ["nothing", "edge", "extend"]
    floor = chance.choice([None, number(1), number("1/2")])
    divided = (("target", False), ("typed", True), (number("2/3"), False), ("months", True))
    return [
        Dated(name="typed", path="typed", table="input", key="margin", unit="ratio", frame=frame),
        Add(name="short", path="s", terms=(("quota", -1), ("total", 1), ("share", 1)), unit="money", frame=frame),
        Add(name="owed", path="s", terms=(("short", -1),), unit="money", frame=frame),
        Ratio(name="of_typed", path="s", upper="typed", lower="typed", frame=frame),
        Weighted(name="only", path="s", items=(("typed", number("1/3"), floor),), frame=frame),
        Tier(name="rows", path="s", value="typed", edges=rows, frame=frame, scaled=chance.random() < 0.5),
        Tier(name="columns", path="s", value="reached", edges=columns, frame=frame),
        Pick(name="cell", path="s", tiers=("rows", "columns"), numbers=tuple(cells), columns=len(columns), frame=frame),
        Curve(
            name="worth",
            path="s",
            value=chance.choice(["only", "of_typed"]),
            points=tuple((number(at), number(pays)) for at, pays in points),
            below=chance.choice(outside),  # type: ignore[arg-type]
            beyond=chance.choice(outside),  # type: ignore[arg-type]
            frame=frame,
        ),
        Share(name="room", path="s", factors=divided, frame=frame),
    ]
