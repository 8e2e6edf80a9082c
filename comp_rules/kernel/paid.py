"""Lines become money: the factors of each line are looked up, multiplied exactly and rounded once.

In: the columns of a run and its `Pay` steps. Out: lines with their operands, or the number that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from comp_rules.kernel.exact import Columns, LineRow
from comp_rules.kernel.operand import Operand, product_of, states_of
from comp_rules.kernel.steps import AnyStep, Edge, Factor, Number, Pay, Restate, Slice
from comp_rules.kernel.world import Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line with its money: `amount` in minor units is `exact` rounded, or a difference of two rounded values."""

    row: LineRow
    operands: tuple[Operand, ...]
    exact: Fraction
    amount: int


def paid_lines(pay: Pay, steps: Sequence[AnyStep], columns: Columns, world: World) -> list[PaidLine] | Missing:
    """Return the lines of one component with their money, or the first number that is missing."""
    if pay.lines in columns.missing:
        return columns.missing[pay.lines]
    source = next(step for step in steps if step.name == pay.lines)
    edges = source.edges if isinstance(source, Slice) else ()
    lines = []
    for row in columns.lines[pay.lines]:
        operands = _operands(pay, row, edges, columns, world)
        if isinstance(operands, Missing):
            return operands
        line = _rounded(row, operands)
        if isinstance(source, Restate) and row.state == "uplift" and not states_of(operands)[1]:
            continue
        lines.append(line)
    return lines


def _rounded(row: LineRow, operands: tuple[Operand, ...]) -> PaidLine:
    now, before = states_of(operands)
    exact = product_of(now)
    amount = rounded_ratio(exact)
    if before:
        earlier = product_of(before)
        return PaidLine(row, operands, exact - earlier, amount - rounded_ratio(earlier))
    return PaidLine(row, operands, exact, amount)


def _operands(
    pay: Pay, row: LineRow, edges: Sequence[Edge], columns: Columns, world: World
) -> tuple[Operand, ...] | Missing:
    operands: list[Operand] = []
    for factor, in_amount in [(f, True) for f in pay.factors] + [(f, False) for f in pay.context]:
        now = _resolved(factor, row, row.cell, row.tier, edges, columns, world)
        if isinstance(now, Missing):
            return now
        if now is None:
            continue
        operand = replace(now, in_amount=in_amount, divide=factor.divide)
        if row.sign < 0 and in_amount and not operands:
            # money that falls back is printed with its sign, so that the formula needs no other
            operand = replace(operand, value=-operand.value)
        operands.append(operand)
        if row.before is None:
            continue
        before = _resolved(factor, row, row.before, row.tier_before, edges, columns, world)
        if isinstance(before, Missing):
            return before
        if before is not None and before.value != now.value:
            operands.append(replace(before, in_amount=in_amount, divide=factor.divide, before=True))
    return tuple(operands)


def _resolved(
    factor: Factor,
    row: LineRow,
    cell: int | None,
    tier: int | None,
    edges: Sequence[Edge],
    columns: Columns,
    world: World,
) -> Operand | Missing | None:
    """Look up what a factor refers to; None when a context operand has nothing to say for this line."""
    match factor.ref:
        case "credit" | "part" | "open" | "close":
            return _of_line(factor, row, world)
        case "edge":
            return _of_edge(factor, edges[tier], world) if tier else None
        case "literal":
            return _of_number(factor, factor.numbers[0], world)
        case "by_tier":
            return _of_number(factor, factor.numbers[tier or 0], world)
        case "cell":
            known = columns.cells[factor.name][cell] if cell is not None else None
            return known if not isinstance(known, Known) else _operand(factor, known.value, known.source, world)
        case "personal":
            return _personal(factor, row, world)
        case "record_field":
            return _of_field(factor, row)
        case "table" | "spread" | "given":
            return None


def _of_line(factor: Factor, row: LineRow, world: World) -> Operand | None:
    credit = row.credit
    value = {"part": row.part, "open": row.opened, "close": row.closed}.get(factor.ref)
    if factor.ref == "credit" and credit is not None:
        value = credit.amount
    if value is None or credit is None:
        return None
    return _operand(factor, value, Source("credit", credit.credit_id), world)


def _of_edge(factor: Factor, edge: Edge, world: World) -> Operand:
    unit = {"percent": "percent", "money": f"money:{world.currency}"}.get(edge.form, "count")
    return Operand(factor.role, edge.at, unit, Source("plan", edge.path), False)


def _of_number(factor: Factor, number: Number, world: World) -> Operand:
    unit = _money_unit(factor, world) if number.form == "money" else number.form
    return Operand(factor.role, number.value, unit, Source("plan", number.path), False)


def _personal(factor: Factor, row: LineRow, world: World) -> Operand | Missing:
    if row.credit is not None:
        day = row.credit.day
    else:
        assert row.frame is not None
        assert row.cell is not None
        cell = row.cell if row.granted is None else row.granted
        day = world.cells[row.frame][cell].through - timedelta(days=1)
    known = world.lookup.personal(factor.name, day)
    if isinstance(known, Missing):
        return known
    wanted = "percent" if factor.unit == "ratio" else "money"
    if known.form != wanted:
        return Missing("personal_unit", factor.name, day)
    unit = "percent" if wanted == "percent" else _money_unit(factor, world)
    return Operand(factor.role, Fraction(known.value), unit, known.source, False)


def _of_field(factor: Factor, row: LineRow) -> Operand | None:
    credit = row.credit
    if credit is None or factor.name not in credit.fields:
        return None
    unit = "percent" if factor.unit == "ratio" else "count"
    return Operand(factor.role, credit.fields[factor.name], unit, Source("credit", credit.credit_id), False)


def _operand(factor: Factor, value: Fraction | int, source: Source, world: World) -> Operand:
    unit = {"money": f"money:{world.currency}", "ratio": "percent"}.get(factor.unit, "count")
    return Operand(factor.role, Fraction(value), unit, source, False)


def _money_unit(factor: Factor, world: World) -> str:
    """A rate in money is a price for each thing counted; any other money is a sum."""
    return f"money_each:{world.currency}" if factor.role == "rate" else f"money:{world.currency}"
