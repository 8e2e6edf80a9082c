"""The workload as a plan of Daylight's own steps. In: a block of deals. Out: the columns of blocks, or those of exact
person by person, and what each payee is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from comp_rules.kernel.blocks import BlockResult, run_block
from comp_rules.kernel.blocks_from_columns import credit_order, grid_of_everyone, period_starts
from comp_rules.kernel.blocks_layout import Block, Credits, Numbers
from comp_rules.kernel.columns import Columns
from comp_rules.kernel.exact import run_steps
from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Edge,
    Factor,
    Frame,
    Gate,
    Limit,
    Number,
    Once,
    Pay,
    Ratio,
    Running,
    Slice,
    Total,
)
from comp_rules.kernel.wide import muldiv
from comp_rules.kernel.world import Cell, CreditRow, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded
from comp_rules.values.period import Span, month_of
from tests.benchmarks.workload import BONUS, CAP, RATES, STARTS, Deals

QUARTER = Frame("quarter_to_date")
PERIODS = [month_of(date(2026, month, 1)) for month in (1, 2, 3)]
FIRST = date(2026, 1, 1)
#: The period of each day of the quarter.
MONTHS = np.repeat(np.arange(3), [period.span.days for period in PERIODS])
WINDOW = Span(FIRST, date(2026, 4, 1))


def _money(minor: int, path: str) -> Number:
    return Number(Fraction(minor), "money", path)


def plan() -> list[AnyStep]:
    """A ladder of four tiers over the quarter, capped for each deal, and a bonus for reaching the quota."""
    edges = tuple(Edge(Fraction(start, 100), "percent", True, f"earn.c.tiers[{i}]") for i, start in enumerate(STARTS))
    rates = tuple(Number(Fraction(rate, 10_000), "percent", f"earn.c.tiers[{i}].rate") for i, rate in enumerate(RATES))
    over = {"credits": ("new",), "frame": QUARTER, "opening": "booked", "path": "measure.booked"}
    gates = ("reached",)
    all_of_it = Number(Fraction(1), "percent", "earn.bonus.reached")
    return [
        Total(name="booked", unit="money", **over),  # type: ignore[arg-type]
        Dated(name="quota", path="measure.booked", table="quota", key="booked", unit="money", frame=QUARTER),
        Ratio(name="attainment", path="measure.booked", upper="booked", lower="quota", frame=QUARTER),
        Running(name="running", **over),  # type: ignore[arg-type]
        Slice(name="parts", path="earn.c", component="c", credit="new", running="running", quota="quota", edges=edges),
        Pay(
            name="commission",
            path="earn.c",
            component="c",
            lines="parts",
            factors=(Factor("part", "part", "money"), Factor("rate", "by_tier", "ratio", numbers=rates)),
        ),
        Limit(
            name="cap",
            path="earn.c.cap",
            component="c",
            pays=("commission",),
            cap=_money(CAP, "earn.c.cap"),
            per="record",
            excess="lost",
            frame=QUARTER,
        ),
        Gate(
            name="reached",
            path="earn.bonus.reached",
            value="attainment",
            comparison="at_least",
            line=all_of_it,
            measure="booked",
            frame=QUARTER,
        ),
        Once(name="awarded", path="earn.bonus", component="bonus", gates=gates, kept=False, frame=QUARTER),
        Pay(
            name="bonus",
            path="earn.bonus",
            component="bonus",
            lines="awarded",
            factors=(Factor("amount", "literal", "money", numbers=(_money(BONUS, "earn.bonus.amount"),)),),
        ),
    ]


STEPS = plan()


def by_blocks(deals: Deals) -> tuple[dict[str, Any], BlockResult]:
    """Return the columns of the credit stage and of the steps."""
    rows = np.flatnonzero(deals.eligible)
    order = rows[credit_order(deals.payee[rows], deals.day[rows])]
    stage: dict[str, Any] = {"row": order, "amount": deals.amount[order]}
    stage["split"] = muldiv(stage["amount"], deals.split[order], 10_000)
    stage["converted"] = muldiv(stage["split"], deals.rate[order], 1_000_000)
    stage["credited"] = muldiv(stage["converted"], deals.weight[order], 100)
    starts, day = period_starts(PERIODS), deals.day[order]
    credits = Credits(
        deals.payee[order],
        day + FIRST.toordinal(),
        MONTHS[day],
        np.zeros(len(order), dtype=np.int64),
        Numbers(stage["credited"]),
        ("new",),
        deals.deal[order],
    )
    cells = len(PERIODS)
    block = Block(
        deals.payees,
        starts,
        {QUARTER: grid_of_everyone(QUARTER, PERIODS, deals.payees)},
        credits,
        {"quota": Numbers(np.repeat(deals.quota, cells))},
        {("measure", "booked", QUARTER): Numbers(np.repeat(deals.opening, cells))},
    )
    return stage, run_block(STEPS, block)


def paid_by_blocks(result: BlockResult) -> Any:
    return result.totals("commission") + result.totals("cap") + result.totals("bonus")


# -- exact ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Looked:
    """The dated numbers of one payee of the workload."""

    stated: Known
    opened: Known

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        return self.stated

    def opening(self, of: str, name: str, cell: Cell) -> Known | None:
        return self.opened

    def target(self, day: date) -> Known | Missing:
        return Missing("target_missing", "", day)

    def target_is_of_window(self, day: date) -> bool:
        return False

    def personal(self, name: str, day: date) -> Known | Missing:
        return Missing("personal_missing", name, day)

    def input(self, name: str, cell: Cell) -> Known | Missing:
        return Missing("input_missing", name, cell.day)


CELLS = [
    Cell(number, WINDOW, period.span.after, WINDOW, period.span.after - timedelta(1), Fraction(1), 3, number + 1)
    for number, period in enumerate(PERIODS)
]
NOBODY: frozenset[str] = frozenset()
Row = tuple[int, int, int, int, bool, int, int, int]


def rows_of(deals: Deals) -> list[list[Row]]:
    """Return the deals of each payee as rows of plain numbers, in the order of arrival."""
    found: list[list[Row]] = [[] for _ in range(deals.payees)]
    columns = (deals.payee, deals.day, deals.deal, deals.amount, deals.eligible, deals.split, deals.rate, deals.weight)
    for row in zip(*(column.tolist() for column in columns), strict=True):
        found[row[0]].append(row)
    return found


def by_exact(rows: Sequence[Row], quota: int, opening: int) -> Columns:
    """Return the columns of one payee, the credit stage included."""
    return run_steps(STEPS, world_of(rows, quota, opening))


def world_of(rows: Sequence[Row], quota: int, opening: int) -> World:
    """Return the world of one payee, with the credits that the deals come to."""
    credits = []
    for number, (_, day, deal, amount, eligible, split, rate, weight) in enumerate(
        sorted(rows, key=lambda row: row[1])
    ):
        if not eligible:
            continue
        credited = rounded(rounded(rounded(amount * split, 10_000) * rate, 1_000_000) * weight, 100)
        when = FIRST + timedelta(day)
        credits.append(CreditRow(f"{number}", "new", when, when.month - 1, credited, {}, NOBODY, record=f"D{deal}"))
    numbers = Looked(Known(quota, Source("quota", "q")), Known(opening, Source("opening", "o")))
    return World(PERIODS, "USD", {QUARTER: CELLS}, credits, numbers, 0)


def paid_by_exact(columns: Columns) -> int:
    return sum(line.amount for name in ("commission", "cap", "bonus") for line in columns.paid[name])
