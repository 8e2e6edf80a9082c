"""The steps in plain Python integers: the meaning of every plan.

In: the steps of a plan and the world of one assignment. Out: the named columns, the last of them money; they are the
trace, and nothing is computed a second time to explain it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Edge,
    Frame,
    Gate,
    Once,
    Pay,
    Ratio,
    Restate,
    Running,
    Scale,
    Slice,
    Tier,
    Total,
)  # fmt: skip
from comp_rules.kernel.world import Amount, Cell, CreditRow, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line before it has money: what it is for, and the cells its operands are read from.

    `cell` and `before` are indices into the cells of `frame`; `before` is set when the value before is taken off.
    `state` is `new`, `uplift`, or `back` when a reached award falls back.
    """

    state: str
    frame: Frame | None
    credit: CreditRow | None = None
    cell: int | None = None
    before: int | None = None
    tier: int | None = None
    tier_before: int | None = None
    part: Amount | None = None
    opened: Amount | None = None
    closed: Amount | None = None
    sign: int = 1
    #: of an award that falls back: the cell in which it was granted
    granted: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How a window of an award stood: `reached`, `not_reached`, `already_reached`, `not_over`, `fell_back`."""

    cell: int
    state: str


@dataclass(slots=True)
class Columns:
    """The environment after a run: every step's column by the step's name."""

    cells: dict[str, list[Known | Missing | None]] = field(default_factory=dict)
    #: the frame of each cell and running column
    frames: dict[str, Frame] = field(default_factory=dict)
    running: dict[str, dict[str, tuple[Amount, Amount]]] = field(default_factory=dict)
    lines: dict[str, list[LineRow]] = field(default_factory=dict)
    judged: dict[str, list[Judged]] = field(default_factory=dict)
    #: the first missing number met by each line step
    missing: dict[str, Missing] = field(default_factory=dict)


def run_steps(steps: Sequence[AnyStep], world: World) -> Columns:
    """Run the steps in order and return their columns; `Pay` steps are run by `pay_lines`, which adds the operands."""
    columns = Columns()
    for step in steps:
        if isinstance(step, (Dated, Scale, Total, Ratio, Tier, Gate, Running)):
            columns.frames[step.name] = step.frame
        match step:
            case Dated():
                columns.cells[step.name] = [_dated(step, cell, world) for cell in world.cells[step.frame]]
            case Scale():
                columns.cells[step.name] = _scaled(step, columns, world)
            case Total():
                columns.cells[step.name] = [_total(step, cell, world) for cell in world.cells[step.frame]]
            case Ratio():
                columns.cells[step.name] = _ratios(step, columns)
            case Tier():
                columns.cells[step.name] = _tiers(step, columns)
            case Gate():
                columns.cells[step.name] = _gates(step, columns)
            case Running():
                columns.running[step.name] = _running(step, world)
            case Each():
                columns.lines[step.name] = _each(step, world, columns)
            case Slice():
                columns.lines[step.name] = _slice(step, world, columns)
            case Restate():
                columns.lines[step.name] = _restate(step, world, columns)
            case Once():
                columns.lines[step.name], columns.judged[step.name] = _once(step, world, columns)
            case Pay():
                pass
    return columns


def tier_of(value: Amount, edges: Sequence[Edge], unit: Amount = 1) -> int:
    """Return the number of the highest edge reached by `value`; the first tier also covers everything below it.

    Edges in percent are multiplied by `unit`, the quota, when the value is an amount.
    """
    reached = 0
    for number, edge in enumerate(edges):
        at = edge_amount(edge, unit)
        if value > at or (edge.included and value == at):
            reached = max(reached, number)
    return reached


def edge_amount(edge: Edge, quota: Amount) -> Fraction:
    """Return where an edge lies: a percent edge times the quota (not rounded), any other as it is written."""
    return edge.at * quota if edge.form == "percent" else edge.at


def _dated(step: Dated, cell: Cell, world: World) -> Known | Missing:
    if step.table == "target":
        return world.lookup.target(cell.day)
    return world.lookup.quota(step.key, cell, step.frame.window == "quota_window")


def _scaled(step: Scale, columns: Columns, world: World) -> list[Known | Missing | None]:
    column: list[Known | Missing | None] = []
    for cell, amount in zip(world.cells[step.frame], columns.cells[step.amount], strict=True):
        if isinstance(amount, Known):
            exact = Fraction(amount.value) * cell.worked.days / cell.window.days
            column.append(Known(_prorated(amount.value, exact), amount.source))
        else:
            column.append(amount)
    return column


def _prorated(whole: Amount, exact: Fraction) -> Amount:
    """Round a prorated amount half away from zero to whole units; a window worked in full is left as it was stated."""
    return whole if exact == whole else rounded_ratio(exact)


def _total(step: Total, cell: Cell, world: World) -> Known:
    amounts = [
        credit.amount
        for credit in world.credits
        if credit.rule in step.credits and cell.window.first <= credit.day < cell.through
    ]
    return Known(sum(amounts), Source("credit", "+".join(step.credits)))


def _ratios(step: Ratio, columns: Columns) -> list[Known | Missing | None]:
    column: list[Known | Missing | None] = []
    for upper, lower in zip(columns.cells[step.upper], columns.cells[step.lower], strict=True):
        if isinstance(lower, Missing) or isinstance(upper, Missing):
            column.append(lower if isinstance(lower, Missing) else upper)
        elif upper is None or lower is None or lower.value <= 0:
            column.append(None)
        else:
            column.append(Known(Fraction(upper.value) / lower.value, Source("measure", step.name)))
    return column


def _tiers(step: Tier, columns: Columns) -> list[Known | Missing | None]:
    return [
        Known(tier_of(value.value, step.edges), Source("plan", step.path)) if isinstance(value, Known) else value
        for value in columns.cells[step.value]
    ]


def _gates(step: Gate, columns: Columns) -> list[Known | Missing | None]:
    column: list[Known | Missing | None] = []
    for value in columns.cells[step.value]:
        if isinstance(value, Known):
            a, b = value.value, step.line.value
            met = {"at_least": a >= b, "above": a > b, "at_most": a <= b, "under": a < b}[step.comparison]
            column.append(Known(int(met), Source("plan", step.path)))
        else:
            column.append(value)
    return column


def _running(step: Running, world: World) -> dict[str, tuple[Amount, Amount]]:
    totals: dict[object, Amount] = {}
    column: dict[str, tuple[Amount, Amount]] = {}
    for credit in world.credits:
        if credit.rule not in step.credits:
            continue
        index = world.cell_of(step.frame, credit.day, credit.period)
        if index is None:
            continue
        window = world.cells[step.frame][index].window
        opened = totals.get(window, 0)
        totals[window] = opened + credit.amount
        column[credit.credit_id] = (opened, totals[window])
    return column


def _paid_on(rule: str, component: str, world: World) -> list[CreditRow]:
    """The credits of a rule that the component's conditions let through, of all periods."""
    return [credit for credit in world.credits if credit.rule == rule and component not in credit.refused_by]


def _each(step: Each, world: World, columns: Columns) -> list[LineRow]:
    rows = []
    for credit in _paid_on(step.credit, step.component, world):
        if credit.period != world.last:
            continue
        value: Amount | None = credit.fields.get(step.tier_field) if step.tier_field else credit.size
        if value is None:
            columns.missing.setdefault(step.name, Missing("field_missing", step.tier_field or "", credit.day))
            continue
        rows.append(LineRow("new", None, credit, tier=tier_of(value, step.edges) if step.edges else None))
    return rows


def _slice(step: Slice, world: World, columns: Columns) -> list[LineRow]:
    frame = columns.frames.get(step.running or step.quota or "")
    rows: list[LineRow] = []
    for credit in _paid_on(step.credit, step.component, world):
        if credit.period != world.last:
            continue
        opened, closed = columns.running[step.running][credit.credit_id] if step.running else (0, credit.size)
        sign = credit.sign if step.running is None else 1
        index = world.cell_of(frame, credit.day, credit.period) if frame else None
        quota: Known | Missing | None = Known(1, Source("plan", step.path))
        if step.quota is not None:
            quota = columns.cells[step.quota][index] if index is not None else None
        if not isinstance(quota, Known):
            if isinstance(quota, Missing):
                columns.missing.setdefault(step.name, quota)
            continue
        for tier, part in slices(opened, closed, step.edges, quota.value):
            rows.append(LineRow("new", frame, credit, index, None, tier, None, sign * part, opened, closed))
    return rows


def slices(opened: Amount, closed: Amount, edges: Sequence[Edge], quota: Amount) -> list[tuple[int, Amount]]:
    """Return (tier, signed part) of the way from `opened` to `closed`; a return goes from the top down.

    A way of no length is one part of 0 in the tier where it stands.
    """
    low, high, sign = min(opened, closed), max(opened, closed), 1 if closed >= opened else -1
    if low == high:
        return [(tier_of(low, edges, quota), 0)]
    starts = [edge_amount(edge, quota) for edge in edges]
    parts: list[tuple[int, Amount]] = []
    for tier in range(len(edges)):
        bottom = low if tier == 0 else max(low, starts[tier])
        top = high if tier + 1 == len(edges) else min(high, starts[tier + 1])
        if top > bottom:
            parts.append((tier, whole(sign * (top - bottom))))
    return parts if sign > 0 else parts[::-1]


def whole(value: Amount) -> Amount:
    """Return an exact value as an int when it is one."""
    return value.numerator if value.denominator == 1 else value


def _restate(step: Restate, world: World, columns: Columns) -> list[LineRow]:
    rows: list[LineRow] = []
    tiers = columns.cells[step.tier]
    for credit in _paid_on(step.credit, step.component, world):
        index = world.cell_of(step.frame, credit.day, world.last)
        if index is None:
            continue
        now = tiers[index]
        if isinstance(now, Missing):
            columns.missing.setdefault(step.name, now)
        if not isinstance(now, Known):
            continue
        if credit.period == world.last:
            rows.append(LineRow("new", step.frame, credit, index, None, int(now.value)))
            continue
        earlier = world.cell_before(step.frame, index)
        before = tiers[earlier] if earlier is not None else None
        if isinstance(before, Missing):
            columns.missing.setdefault(step.name, before)
        if isinstance(before, Known):
            rows.append(LineRow("uplift", step.frame, credit, index, earlier, int(now.value), int(before.value)))
    return rows


def _once(step: Once, world: World, columns: Columns) -> tuple[list[LineRow], list[Judged]]:
    rows: list[LineRow] = []
    judged: list[Judged] = []
    by_window = step.frame.window == "quota_window"
    for index, cell in enumerate(world.cells[step.frame]):
        if cell.period != world.last:
            continue
        if by_window and not cell.over:
            judged.append(Judged(index, "not_over"))
            continue
        now = _holds(step, index, world, columns)
        if isinstance(now, Missing):
            columns.missing.setdefault(step.name, now)
            continue
        before = False if by_window else _held_before(step, index, world, columns)
        if now and not before:
            rows.append(LineRow("new", step.frame, None, index))
            judged.append(Judged(index, "reached"))
        elif before and not now and not step.kept:
            granted = _granted(step, index, world, columns)
            rows.append(LineRow("back", step.frame, None, index, sign=-1, granted=granted))
            judged.append(Judged(index, "fell_back"))
        else:
            judged.append(Judged(index, "already_reached" if before else "not_reached"))
    return rows, judged


def _granted(step: Once, index: int, world: World, columns: Columns) -> int | None:
    """The cell in which the award that now falls back came to hold."""
    granted = world.cell_before(step.frame, index)
    while granted is not None:
        earlier = world.cell_before(step.frame, granted)
        if earlier is None or _holds(step, earlier, world, columns) is not True:
            break
        granted = earlier
    return granted


def _holds(step: Once, index: int, world: World, columns: Columns) -> bool | Missing:
    """Whether every gate holds at the cell; a gate over another window is read on the cell's last day."""
    cell = world.cells[step.frame][index]
    last_day = cell.through - timedelta(days=1)
    for gate in step.gates:
        column, frame = columns.cells[gate], columns.frames[gate]
        at = index if frame == step.frame else world.cell_of(frame, last_day, cell.period)
        value = column[at] if at is not None else None
        if isinstance(value, Missing):
            return value
        if value is None or not value.value:
            return False
    return True


def _held_before(step: Once, index: int, world: World, columns: Columns) -> bool:
    """Whether the window already stood as reached one period earlier; once reached it stays so when it is kept."""
    earlier = world.cell_before(step.frame, index)
    while earlier is not None:
        if _holds(step, earlier, world, columns) is True:
            return True
        if not step.kept:
            return False
        earlier = world.cell_before(step.frame, earlier)
    return False
