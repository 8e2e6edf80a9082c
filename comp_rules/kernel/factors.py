"""What a factor refers to: its value, origin and form for one state of one line.

In: a factor, a line row and a state. Out: a Known, a Missing, or None when it is undefined or has nothing to say.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.kernel.cells import Value
from comp_rules.kernel.columns import LineRow, State
from comp_rules.kernel.ladder import edge_amount
from comp_rules.kernel.run import Run, day_of
from comp_rules.kernel.steps import Edge, Factor, Number, Restate
from comp_rules.kernel.world import CreditRow, Known, Missing
from comp_rules.values.identity import Source


def value_of(factor: Factor, row: LineRow, state: State, period: int, lines: str, run: Run, *, shown: bool) -> Value:
    """Return what a factor is worth in one state of a line of the step `lines`, as it stood at the end of `period`.

    `shown` marks operands that explain without being in the amount: cells are then read at the end of `period`.
    """
    match factor.ref:
        case "credit" | "part" | "open" | "close":
            return _of_credit(factor, row, state)
        case "edge":
            return _of_edge(row, state, lines, run)
        case "literal":
            return of_number(factor.numbers[0])
        case "by_tier":
            if factor.choices:
                choice = factor.choices[0 if state.at_base else state.tier or 0]
                return value_of(choice, row, state, period, lines, run, shown=shown)
            return _by_tier(factor, row, state, lines, run)
        case "cell":
            at = cell_for(factor.name, row, state, period, lines, run, shown=shown)
            return run.columns.cells[factor.name][at] if at is not None else None
        case "personal":
            return _personal(factor, row, run)
        case "record_field":
            return _of_field(factor, row.credit, shown=shown)
        case "table":
            return _of_table(factor.name, row.credit)
        case "spread":
            return _spread(factor.name, row.credit)
        case "given":
            return row.given.values.get(factor.name or factor.role) if row.given is not None else None


def cell_for(name: str, row: LineRow, state: State, period: int, lines: str, run: Run, *, shown: bool) -> int | None:
    """Return the cell at which a line reads the column `name`.

    Of a credit the cell of the window that holds it: for amounts of Each and Slice in the credit's own period, else the
    latest at the end of `period`. Of a window its own cell, and over another frame the one that holds its last day.
    """
    frame = run.columns.frames[name]
    if row.credit is None:
        if frame == row.frame or (row.frame is not None and state.cell is None):
            return state.cell
        if row.frame is None or state.cell is None:
            return run.window_cell(run.grid(frame), day_of(row, run), row.period)
        grid = run.grid(row.frame)
        return run.grid(frame).own(grid.last_day(state.cell), grid.cells[state.cell].period)
    live = shown or isinstance(run.columns.steps[lines], Restate)
    if frame == row.frame and not shown:
        return state.cell
    grid = run.grid(frame)
    own = run.own_cell(grid, row.credit)
    return own if own is None or not live else grid.latest(own, period)


def of_number(number: Number) -> Known:
    """Return a literal of the plan."""
    return Known(number.value, Source("plan", number.path), number.form)


def _of_credit(factor: Factor, row: LineRow, state: State) -> Value:
    credit = row.credit
    if credit is None:
        return None
    value = {"credit": credit.amount, "part": state.part, "open": row.opened, "close": row.closed}[factor.ref]
    return None if value is None else Known(value, credit_source(credit))


def credit_source(credit: CreditRow) -> Source:
    """Return the origin of a credit's amount: the credit, or the line of another component."""
    return Source("line" if credit.root else "credit", credit.credit_id)


def _of_edge(row: LineRow, state: State, lines: str, run: Run) -> Value:
    """Where the tier of a line starts; None for the first tier, which starts nowhere."""
    edges: tuple[Edge, ...] = getattr(run.columns.steps[lines], "edges", ())
    if not state.tier or state.tier >= len(edges):
        return None
    edge = edges[state.tier]
    if edge.field:
        credit = row.credit
        assert credit is not None
        return Known(credit.fields[edge.field], Source("credit", credit.credit_id), edge.form)
    at = edge_amount(edge, 1)
    scaled = getattr(run.columns.steps[lines], "scaled", False) and edge.form != "percent"
    if scaled and row.frame is not None and state.cell is not None:
        at *= run.grid(row.frame).cells[state.cell].part
    return Known(at, Source("plan", edge.path), edge.form)


def _by_tier(factor: Factor, row: LineRow, state: State, lines: str, run: Run) -> Known:
    """The number of the tier. A quota stated as 0 at the base rate makes multiples 1, and other rates the first."""
    if state.at_base:
        first = factor.numbers[0]
        if first.form != "times":
            return of_number(first)
        return Known(Fraction(1), Source("plan", first.path), "times")
    return of_number(factor.numbers[state.tier or 0])


def _personal(factor: Factor, row: LineRow, run: Run) -> Value:
    """The personal value on the line's day: the credit date, or the last day that counts in the window."""
    day = day_of(row, run)
    known = run.world.lookup.personal(factor.name, day)
    if isinstance(known, Missing):
        return known
    wanted = "percent" if factor.unit == "ratio" else "money"
    return known if known.form == wanted else Missing("personal_unit", factor.name, day)


def _of_field(factor: Factor, credit: CreditRow | None, *, shown: bool) -> Value:
    if credit is None:
        return None
    value = credit.fields.get(factor.name)
    if value is None:
        return None if shown else Missing("field_missing", factor.name, credit.day)
    form = {"ratio": "percent", "money": "money"}.get(factor.unit, "count")
    return Known(value, Source("credit", credit.root or credit.credit_id), form)


def _of_table(name: str, credit: CreditRow | None) -> Value:
    if credit is None:
        return None
    return credit.rates.get(name, Missing("rate_missing", name, credit.day))


def _spread(name: str, credit: CreditRow | None) -> Value:
    """The own rate of a table less that of the person next below, never under 0."""
    own = _of_table(name, credit)
    below = credit.rates.get(f"{name}:below") if credit is not None else None
    if not isinstance(own, Known) or below is None:
        return own
    if isinstance(below, Missing):
        return below
    return Known(max(Fraction(0), Fraction(own.value) - below.value), own.source, own.form)
