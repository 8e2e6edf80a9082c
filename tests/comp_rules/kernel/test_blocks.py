"""What blocks take, what they refuse and what they leave to exact. In: worlds and arrays. Out: columns, or a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from comp_rules.kernel import wide
from comp_rules.kernel.blocks import run_block, unknown_to_blocks
from comp_rules.kernel.blocks_columns import columns_of
from comp_rules.kernel.blocks_from_columns import credit_order, grid_of_everyone
from comp_rules.kernel.blocks_from_worlds import block_from_worlds
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import AnyStep, Each, Factor, Frame, Given, Limit, Number, Pay, Slice
from comp_rules.kernel.world import Known, World
from comp_rules.values.identity import Source
from comp_rules.values.period import Span, month_of
from tests.benchmarks import by_deal, by_hand, by_steps, workload
from tests.comp_rules.kernel.blocks_cases import world_of, worlds_of
from tests.comp_rules.kernel.test_blocks_equal_exact import told

YEAR = Frame("year_to_date")
RATE = Factor("rate", "literal", "ratio", numbers=(Number(Fraction(1, 10), "percent", "p"),))
GIVEN = Factor("base", "given", "money")
EACH = Each(name="l", path="p", component="c", credit="new")
PAY = Pay(name="pay", path="p", component="c", lines="l", factors=(Factor("credit", "credit", "money"), RATE))
CAP = Limit(
    name="cap",
    path="p",
    component="c",
    pays=("pay",),
    cap=Number(Fraction(100), "money", "p"),
    per="quarter",
    excess="lost",
    frame=YEAR,
)


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        ([EACH, PAY, CAP], ()),
        ([replace(EACH, credit="component:other"), PAY], ("l",)),
        ([Given(name="l", path="p", component="c")], ("l",)),
        (
            [EACH, replace(PAY, factors=(Factor("base", "given", "money"), RATE)), replace(CAP, excess="carry")],
            ("pay", "cap"),
        ),
    ],
)
def test_steps_that_blocks_do_not_know_are_named(steps: list[AnyStep], names: tuple[str, ...]) -> None:
    assert unknown_to_blocks(steps) == names
    if names:
        known = [EACH, PAY, CAP]
        block = block_from_worlds(known, [world_of(known, Random(1), (3, 0, (1, "half_away")))])
        with pytest.raises(ValueError, match=f"{', '.join(names)}: this plan runs in exact"):
            run_block(steps, block)


def test_a_block_is_of_one_calculation() -> None:
    steps, worlds = worlds_of("each", 1, 2)
    with pytest.raises(ValueError, match="one calculation"):
        block_from_worlds(steps, [worlds[0], replace(worlds[1], currency="EUR")])
    with pytest.raises(ValueError, match="one calculation"):
        block_from_worlds(steps, [])


def with_a_calendar() -> tuple[list[AnyStep], list[World]]:
    """A ladder over calendar windows, everyone's quota known and not 0."""
    seed = next(n for n in range(50) if worlds_of("slice", n)[0][0].frame.window == "quarter_to_date")  # type: ignore[union-attr]
    steps, worlds = worlds_of("slice", seed, 12)
    known = {Span(date(2026, 1, 1), date(2027, 1, 1)): Known(1000, Source("quota", "q"))}
    return steps, [replace(world, lookup=replace(world.lookup, quotas=known)) for world in worlds]  # type: ignore[type-var]


def test_credits_out_of_order_and_numbers_that_are_missing_are_left_to_exact() -> None:
    steps, worlds = with_a_calendar()
    many = next(number for number, world in enumerate(worlds) if len({credit.period for credit in world.credits}) > 1)
    zero = {Span(date(2026, 1, 1), date(2027, 1, 1)): Known(0, Source("quota", "q"), if_zero="at_target")}
    worlds += [
        replace(worlds[many], credits=list(reversed(worlds[many].credits))),
        replace(worlds[many], lookup=replace(worlds[many].lookup, quotas={})),  # type: ignore[type-var]
        replace(worlds[many], lookup=replace(worlds[many].lookup, quotas=zero)),  # type: ignore[type-var]
    ]
    result = run_block(steps, block_from_worlds(steps, worlds))
    assert not result.odd[many]
    assert result.odd[-3:].all()
    for number in (many, -3, -2, -1):
        place = range(len(worlds))[number]
        assert told(columns_of(result, place, worlds[place]), run_steps(steps, worlds[place])) == []


def test_totals_are_the_sums_of_lines() -> None:
    for kind in ("slice", "restate", "due"):
        steps, worlds = worlds_of(kind, 3)
        result = run_block(steps, block_from_worlds(steps, worlds))
        for step in steps:
            if isinstance(step, (Pay, Limit)):
                sums = [sum(line.amount for line in run_steps(steps, world).paid[step.name]) for world in worlds]
                assert [total for total, odd in zip(result.totals(step.name), result.odd, strict=True) if not odd] == [
                    total for total, odd in zip(sums, result.odd, strict=True) if not odd
                ]


@pytest.mark.parametrize("seed", range(3))
def test_blocks_of_arrays_leave_every_column_of_exact(seed: int) -> None:
    deals = next(workload.blocks(40 * workload.PER_PAYEE, seed))
    _, result = by_steps.by_blocks(deals)
    assert not result.odd.any()
    rows, quotas, openings = by_steps.rows_of(deals), deals.quota.tolist(), deals.opening.tolist()
    for number in range(deals.payees):
        world = by_steps.world_of(rows[number], quotas[number], openings[number])
        assert told(columns_of(result, number, world), run_steps(by_steps.STEPS, world)) == []


def test_the_four_programs_of_the_benchmark_pay_the_same() -> None:
    deals = next(workload.blocks(60 * workload.PER_PAYEE, 11))
    _, by_hand_paid, _ = by_hand.run(deals)
    _, in_decimal = by_deal.run(*by_deal.rows_of(deals))
    assert [int(paid.scaleb(2)) for paid in in_decimal] == by_hand_paid.tolist()
    assert by_steps.paid_by_blocks(by_steps.by_blocks(deals)[1]).tolist() == by_hand_paid.tolist()


def test_amounts_that_do_not_fit_are_worked_out_in_python_integers() -> None:
    deals = next(workload.blocks(10 * workload.PER_PAYEE, 5))
    large = replace(deals, amount=deals.amount * 10**9, quota=deals.quota * 10**9, opening=deals.opening * 10**9)
    _, result = by_steps.by_blocks(large)
    rows, quotas, openings = by_steps.rows_of(large), large.quota.tolist(), large.opening.tolist()
    for number in range(large.payees):
        world = by_steps.world_of(rows[number], quotas[number], openings[number])
        assert told(columns_of(result, number, world), run_steps(by_steps.STEPS, world)) == []
    assert int(np.abs(result.env.rows["parts"].closed.upper).max()) * 1250 > wide.LIMIT  # type: ignore[union-attr]


def test_credits_are_ordered_by_person_day_and_what_comes_later() -> None:
    owner, day = np.array([1, 0, 1, 0, 0]), np.array([5, 9, 5, 9, 2])
    assert credit_order(owner, day).tolist() == [4, 1, 3, 0, 2]
    assert credit_order(owner, day, [np.array([2, 2, 1, 1, 0])]).tolist() == [4, 3, 1, 2, 0]
    assert credit_order(owner[:0], day[:0]).tolist() == []


def test_a_grid_of_everyone_has_the_windows_of_the_calendar() -> None:
    periods = [month_of(date(2026, month, 1)) for month in (11, 12)]
    grid = grid_of_everyone(Frame("quarter_to_date"), periods, 2, year_starts=12)
    firsts = [date.fromordinal(int(day)) for day in grid.window_first]
    assert firsts == [date(2026, 9, 1), date(2026, 12, 1)] * 2
    assert grid.months_to_date.upper.tolist() == [3, 1, 3, 1]
    assert grid.starts.tolist() == [True, True, True, True]
    assert grid.over.tolist() == [True, False, True, False]
    assert grid.own(
        np.array([0, 1, 1]), np.array([date(2026, 12, 3).toordinal()] * 3), np.array([1, 1, 0])
    ).tolist() == [1, 3, -1]


def test_slices_by_arrays_and_by_hand_meet_on_one_person() -> None:
    step = next(step for step in by_steps.STEPS if isinstance(step, Slice))
    row = (0, 40, 1, 1_000_00, True, 10_000, 1_000_000, 100)
    world = by_steps.world_of([row], 1_000_00, 200_00)
    result = run_block(by_steps.STEPS, block_from_worlds(by_steps.STEPS, [world]))
    parts = [(line.now.tier, line.now.part) for line in columns_of(result, 0, world).lines[step.name]]
    # from 20% to 120% of the quota: 300 up to 50%, 500 up to 100%, 200 above
    assert parts == [(0, 300_00), (1, 500_00), (2, 200_00)]
    # 300 at 3%, 500 at 5%, 200 at 8%, and the bonus
    assert (
        sum(int(result.totals(name)[0]) for name in ("commission", "cap", "bonus")) == 9_00 + 25_00 + 16_00 + 1_000_00
    )
