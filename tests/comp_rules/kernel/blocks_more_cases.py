"""More plans and people for holding blocks against exact: steps, calendars and people that `blocks_cases` never makes.

In: a kind of line step and a seed. Out: steps with typed results, one item scorecards, tables that are not square and
sums that begin with a minus; a plan year of any month; lines from the second period on; people who stand nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
from comp_rules.values.period import Calculate, Period, Span, periods_between, window_of
from tests.comp_rules.kernel.blocks_cases import Said, number, plan_of, world_of
from tests.comp_rules.kernel.blocks_cases import edges as ladder

SIZES = [0, 1, -1, Fraction(1, 3), Fraction(1), Fraction(-5, 4), Fraction(9999, 10000), 2, 10**17]


@dataclass
class Typed(Said):
    """The dated numbers of one person, with a typed result for every period."""

    typed: tuple[Known | Missing, ...] = ()

    def input(self, name: str, cell: Cell) -> Known | Missing:
        return self.typed[cell.period % len(self.typed)]


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


def in_periods_of(calculate: Calculate, worlds: Sequence[World]) -> list[World]:
    """The same people in a calendar of quarters, in which a period holds several months, or of half months."""
    days = Span(worlds[0].periods[0].span.first, worlds[0].periods[-1].span.after)
    periods = periods_between(days.first, days.after - timedelta(days=1), calculate, 1)
    return [_in_periods(world, periods, calculate) for world in worlds]


def _in_periods(world: World, periods: Sequence[Period], calculate: Calculate) -> World:
    def index(day: date) -> int:
        return next(number for number, period in enumerate(periods) if day in period.span)

    credits = [replace(credit, period=index(credit.day)) for credit in world.credits]
    said = world.lookup
    assert isinstance(said, Said)
    all_cells = [cell for cells in world.cells.values() for cell in cells]
    firsts, afters = [cell.worked.first for cell in all_cells], [cell.worked.after for cell in all_cells]
    worked = Span(min(firsts), max(afters)) if all_cells else None
    cells = {frame: _cells(frame, periods, worked, said, calculate) if worked else () for frame in world.cells}
    first_line = min(world.first_line, len(periods) - 1)
    return replace(world, periods=periods, credits=credits, cells=cells, lines_from=first_line)


def _cells(frame: Frame, periods: Sequence[Period], worked: Span, said: Said, calculate: Calculate) -> list[Cell]:
    cells = []
    for index, period in enumerate(periods):
        for window in _windows(frame, period, said, calculate):
            here, through = worked.overlap(window), min(period.span.after, window.after)
            if not here.days or here.first >= through:
                continue
            day = min(here.after, through) - timedelta(1)
            months = Fraction(window.days, 30)
            to_date = Fraction((through - window.first).days, 30)
            part = Fraction(here.days, window.days)
            cells.append(Cell(index, window, through, here, day, part, months, to_date))
    return cells


def _windows(frame: Frame, period: Period, said: Said, calculate: Calculate) -> list[Span]:
    if frame.window == "quota_window":
        return [span for span in sorted(said.quotas) if span.overlap(period.span).days]
    windows: list[Span] = []
    day = period.span.first
    while day < period.span.after:
        windows.append(window_of(day, frame.window, 1, calculate, frame.months))
        day = windows[-1].after
    return windows


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
    if isinstance(step, Limit) and step.per == "record" and step.cap != "share":
        # as the language has it: a record has no window, so that its cap stands on the year
        return replace(step, frame=Frame("year_to_date"))
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
