"""Limits in a block: what is above a cap is cut from a group's sum to date, carried on or paid out at the year's end.

In: the paid lines of a component and a cap. Out: lines of what is above the cap, by assignment and period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from comp_rules.kernel.blocks_layout import Grid, Numbers
from comp_rules.kernel.blocks_order import begins_of, stable_order
from comp_rules.kernel.blocks_pay import across
from comp_rules.kernel.blocks_rows import Cuts, Environment, Money, expanded
from comp_rules.kernel.steps import Limit, Number
from comp_rules.kernel.wide import Flags, Ints, add, column_of, mul, muldiv, narrowed, running_sum, subtract
from comp_rules.values.period import year_of

CAP, CARRIED, PAID_OUT = 0, 1, 2


@dataclass(frozen=True)
class _Lines:
    """The lines that a cap looks at, in their order; a credit or cell of -1 is none. `cell` is in the cap's frame."""

    owner: Ints
    period: Ints
    amount: Ints
    credit: Ints
    cell: Ints


@dataclass(frozen=True)
class _Events:
    """What happens to a group in a period, sorted by group and period: the sum of its lines, the cell whose cap holds.

    `place` orders events of one assignment and period; `credit` is that of the group's first line in the period.
    """

    group: Ints
    owner: Ints
    period: Ints
    added: Ints
    cell: Ints
    place: Ints
    credit: Ints
    #: a credit of the group, whose record names it
    named: Ints


def cuts(step: Limit, env: Environment) -> Cuts:
    """Return the lines of a limit: of `record` sums are held between -cap and cap, of all others at most at cap."""
    lines, ends = _lines(step, env), _ends(step, env)
    cap = _caps(step, env)
    if step.per == "record":
        events = _of_records(step, lines, ends, env)
    elif step.per == "window":
        events = _of_windows(step, lines, ends, env)
    else:
        events = _of_ends(step, lines, ends, env)
    if step.excess == "carry":
        return _carried(step, events, cap, env)
    held = _cut(step, events, _cap_at(cap, events.cell))
    if step.excess == "year_end":
        held = _with_paid_out(held, ends, env)
    return held


def _lines(step: Limit, env: Environment) -> _Lines:
    """The lines of all steps that the cap looks at, one step after the other."""
    parts = [_of_step(name, step, env) for name in step.pays]
    if len(parts) == 1:
        return parts[0]
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in _Lines.__dataclass_fields__]
    return _Lines(*(narrowed(column) for column in columns))


def _of_step(name: str, step: Limit, env: Environment) -> _Lines:
    paid = env.paid[name]
    if not isinstance(paid, Money):
        source = next(other for other in env.steps if other.name == name)
        assert isinstance(source, Limit)
        credit = paid.first_credit if source.per == "record" else np.full(len(paid.owner), -1, dtype=np.int64)
        cell = paid.cell if source.frame == step.frame else _holding(credit, paid.owner, paid.period, step, env)
        return _Lines(paid.owner, paid.period, paid.amount, credit, cell)
    pay = next(other for other in env.steps if other.name == name)
    rows = env.rows[pay.lines]  # type: ignore[union-attr]
    picked = rows if len(paid.row) == len(rows) else rows.at(paid.row)
    credit = picked.credit if picked.credit is not None else np.full(len(picked), -1, dtype=np.int64)
    cell = credit  # a cell is looked at only where windows are the groups
    if step.per == "window":
        if picked.frame == step.frame and picked.now.cell is not None:
            cell = picked.now.cell
        elif picked.credit is not None:
            days = env.block.credits.day[picked.credit]
            cell = env.block.grids[step.frame].own(picked.owner, days, picked.period)
        elif picked.frame is not None and picked.now.cell is not None:
            cell = across(picked.frame, picked.now.cell, step.frame, env)
    return _Lines(picked.owner, picked.period, paid.amount, credit, cell)


def _holding(credit: Ints, owner: Ints, period: Ints, step: Limit, env: Environment) -> Ints:
    """The cells of the cap's frame whose windows hold the days of credits, -1 where there is none."""
    there = np.flatnonzero(credit >= 0)
    cell = np.full(len(credit), -1, dtype=np.int64)
    days = env.block.credits.day[credit[there]]
    cell[there] = env.block.grids[step.frame].own(owner[there], days, period[there])
    return cell


def _ends(step: Limit, env: Environment) -> Ints:
    """By assignment and period: the cell that holds the period's last day, or the last one there is, or -1."""
    block, grid = env.block, env.block.grids[step.frame]
    count = block.last + 1
    owner, period = np.divmod(np.arange(block.assignments * count), count)
    own = grid.own(owner, block.periods[period + 1] - 1, period)
    if (own < 0).any():
        order = grid.by_period()
        last = np.full(len(own), -1, dtype=np.int64)
        last[grid.owner[order] * count + grid.period[order]] = order
        own = np.where(own < 0, last, own)
    return own


def _caps(step: Limit, env: Environment) -> Numbers:
    """The cap of every cell of the frame in minor units; not defined where it does not bind."""
    rows = len(env.block.grids[step.frame].owner)
    if isinstance(step.cap, Number):
        whole = muldiv(column_of(step.cap.value.numerator, 1), 1, step.cap.value.denominator)
        cap = Numbers(column_of(int(whole[0]), rows + 1))
    else:
        found = env.cells[step.cap]
        defined = np.ones(rows, dtype=np.bool_) if found.defined is None else found.defined
        cap = Numbers(np.append(found.upper, 0), 1, np.append(defined, False))
    if step.unless:
        lifted = np.ones(rows, dtype=np.bool_)
        for name in step.unless:
            gate = env.cells[name].at(across(step.frame, np.arange(rows), env.frames[name], env))
            lifted &= np.asarray(gate.upper != 0, dtype=np.bool_)
            if gate.defined is not None:
                lifted &= gate.defined
        binds = np.append(~lifted, True)
        cap = Numbers(cap.upper, 1, binds if cap.defined is None else cap.defined & binds)
    return cap


def _cap_at(cap: Numbers, cells: Ints) -> Numbers:
    """The cap of some cells; the last row of the column stands for no cell."""
    return cap.at(np.where(cells < 0, len(cap.upper) - 1, cells))


def _moves(step: Limit) -> bool:
    """Whether the cap may be another one at the end of a later period."""
    return bool(step.unless) or not isinstance(step.cap, Number)


def _of_records(step: Limit, lines: _Lines, ends: Ints, env: Environment) -> _Events:
    records = env.block.credits.record
    assert records is not None
    there = lines.credit >= 0
    record = np.zeros(len(there), dtype=np.int64)
    record[there] = records[lines.credit[there]] + 1
    return _grouped(step, lines, record, int(record.max(initial=0)) + 1, ends, None, env)


def _of_windows(step: Limit, lines: _Lines, ends: Ints, env: Environment) -> _Events:
    grid, count = env.block.grids[step.frame], env.block.last + 1
    if not len(grid.owner):  # nobody has a window, so each month is a group of its own, which exact knows
        env.mark_odd(lines.owner)
        return _grouped(step, lines, np.zeros(len(lines.owner), dtype=np.int64), 1, ends, None, env)
    end = ends[lines.owner * count + lines.period]
    cell = np.where(lines.cell < 0, end, lines.cell)
    # a line in no window, of a period that ends in none, is in no group of the others
    env.mark_odd(
        lines.owner[(lines.cell < 0) & (end >= 0) & (grid.window_after[end] < env.block.periods[lines.period + 1])]
    )
    grouped = np.where(cell < 0, 0, grid.window[np.maximum(cell, 0)] - grid.window[grid.first_cell(lines.owner)] + 1)
    env.mark_odd(lines.owner[cell < 0])
    most = int(grouped.max(initial=0)) + 1
    return _grouped(step, lines, grouped, most, ends, grid, env)


def _grouped(
    step: Limit, lines: _Lines, group: Ints, most: int, ends: Ints, windows: Grid | None, env: Environment
) -> _Events:
    """Events of the groups that lines name; where the cap moves also in all later periods."""
    count = env.block.last + 1
    key = (lines.owner * most + group) * count + lines.period
    order = stable_order(key)
    ordered = key[order]
    begins = begins_of(ordered)
    sums = running_sum(lines.amount[order])
    added = subtract(sums[np.append(begins[1:], len(ordered))], sums[begins])
    at, first = ordered[begins], order[begins]
    credit = lines.credit[first]
    named, place = credit, first
    if _moves(step) and len(at):
        at, added, place, credit, named = _with_later(at, added, place, credit, count, len(key))
    owner, period = at // (most * count), at % count
    cell = ends[owner * count + period]
    if windows is not None:
        number = windows.window[windows.first_cell(owner)] + (at // count) % most - 1
        start = windows.window_start[np.maximum(number, 0)]
        own = start + (period - windows.period[np.minimum(start, len(windows.owner) - 1)])
        inside = (number >= 0) & (own >= start) & (own < windows.window_start[np.maximum(number, 0) + 1])
        if not inside.all():  # the window has no cell in this later period: it no longer runs
            env.mark_odd(owner[~inside & (place < len(key))])
            kept = np.flatnonzero(inside)
            at, owner, period, added, own = at[kept], owner[kept], period[kept], added[kept], own[kept]
            place, credit, named = place[kept], credit[kept], named[kept]
        cell = own
    elif not isinstance(step.cap, Number):
        env.mark_odd(owner[cell < 0])
    return _Events(at // count, owner, period, added, cell, place, credit, named)


def _with_later(
    at: Ints, added: Ints, place: Ints, credit: Ints, count: int, lines: int
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Events with one of nothing in every later period of a group; these stand behind those that have lines."""
    group, period = at // count, at % count
    firsts = begins_of(group)
    number = np.cumsum(np.diff(group, prepend=-1) != 0) - 1
    span = count - period[firsts]
    every = expanded(at[firsts], span)
    slot = np.concatenate(([0], np.cumsum(span)))[number] + period - period[firsts][number]
    later_place = np.repeat(lines * (1 + period[firsts]) + place[firsts], span)
    new_added = np.zeros(len(every), dtype=added.dtype)
    new_credit = np.full(len(every), -1, dtype=np.int64)
    new_added[slot], later_place[slot], new_credit[slot] = added, place, credit
    return every, new_added, later_place, new_credit, np.repeat(credit[firsts], span)


def _of_ends(step: Limit, lines: _Lines, ends: Ints, env: Environment) -> _Events:
    """One group for each period, or for each window of the cap's frame in which periods end."""
    block, grid = env.block, env.block.grids[step.frame]
    count = block.last + 1
    pair = lines.owner * count + lines.period
    order = stable_order(pair)
    sums = running_sum(lines.amount[order])
    bounds = np.searchsorted(pair[order], np.arange(block.assignments * count + 1))
    added = subtract(sums[bounds[1:]], sums[bounds[:-1]])
    owner, period = np.divmod(np.arange(len(added)), count)
    env.mark_odd(owner[(ends < 0) & np.asarray(added != 0, dtype=np.bool_)])
    group = np.arange(len(added))
    if step.per != "period":
        group = np.where(ends < 0, -1 - group, grid.window[np.maximum(ends, 0)]) if len(grid.owner) else -1 - group
    keep = np.flatnonzero((ends >= 0) & (period >= block.first_line))
    if step.excess == "carry":
        keep = np.flatnonzero(period >= block.first_line)
    none = np.full(len(keep), -1, dtype=np.int64)
    return _Events(
        group[keep], owner[keep], period[keep], added[keep], ends[keep], np.zeros(len(keep), dtype=np.int64), none, none
    )


def _cut(step: Limit, events: _Events, cap: Numbers) -> Cuts:
    """What the cap takes off each group in each period: held sum less sum, now less before."""
    starts = begins_of(events.group)
    sums = running_sum(events.added)
    base = np.repeat(sums[starts], np.diff(np.append(starts, len(events.group))))
    after, before = subtract(sums[1:], base), subtract(sums[:-1], base)
    binds = np.ones(len(after), dtype=np.bool_) if cap.defined is None else cap.defined
    was = np.zeros(len(after), dtype=np.bool_)
    was[1:] = binds[:-1]
    was[starts] = False
    earlier = Numbers(np.concatenate((cap.upper[:1], cap.upper[:-1])), 1, was)
    both_sides = step.per == "record"
    amount = subtract(
        _above(after, Numbers(cap.upper, 1, binds), both_sides=both_sides),
        _above(before, earlier, both_sides=both_sides),
    )
    kept = np.flatnonzero(amount != 0)
    order = kept[np.lexsort((events.place[kept], events.period[kept], events.owner[kept]))]
    return Cuts(
        events.owner[order],
        events.period[order],
        np.full(len(order), CAP, dtype=np.int64),
        amount[order],
        events.cell[order],
        events.named[order],
        events.credit[order],
        after[order],
        before[order],
        Numbers(cap.upper, 1, binds).at(order),
        earlier.at(order),
    )


def _above(total: Ints, cap: Numbers, *, both_sides: bool) -> Ints:
    held = np.minimum(cap.upper, total)
    if both_sides:
        held = np.maximum(mul(cap.upper, -1), held)
    over = subtract(held, total)
    return over if cap.defined is None else np.where(cap.defined, over, 0)


def _carried(step: Limit, events: _Events, cap: Numbers, env: Environment) -> Cuts:
    """Period by period: what was cut in the one before comes in first, then the cap cuts again."""
    count = env.block.last + 1 - env.block.first_line
    added = events.added.reshape(-1, count)
    cells = events.cell.reshape(-1, count)
    owner = np.arange(len(added))
    found: list[Cuts] = []
    carried = np.zeros(len(added), dtype=np.int64)
    none = np.full(len(added), -1, dtype=np.int64)
    never = Numbers(np.zeros(len(added), dtype=np.int64), 1, np.zeros(len(added), dtype=np.bool_))
    for number in range(count):
        period = np.full(len(added), env.block.first_line + number)
        here, limit = cells[:, number], _cap_at(cap, cells[:, number])
        total = add(added[:, number], carried)
        cut = _above(total, limit, both_sides=False)
        env.mark_odd(owner[(here < 0) & np.asarray(total != 0, dtype=np.bool_)])
        nothing = np.zeros(len(added), dtype=np.int64)
        binds = Numbers(limit.upper, 1, np.ones(len(added), np.bool_) if limit.defined is None else limit.defined)
        both = (
            Cuts(owner, period, nothing + CARRIED, carried, here, none, none, carried, nothing, never, never),
            Cuts(owner, period, nothing + CAP, cut, here, none, none, total, nothing, binds, never),
        )
        found += [_rows_of(one, np.flatnonzero(one.amount != 0)) for one in both]
        carried = mul(cut, -1)
    return _ordered(found)


def _with_paid_out(held: Cuts, ends: Ints, env: Environment) -> Cuts:
    """In the last period of a plan year one more line pays what was cut in the year so far."""
    block, count = env.block, env.block.last + 1
    found = [held]
    years: dict[int, list[int]] = {}
    for period in range(block.first_line, count):
        last_day = date.fromordinal(int(block.periods[period + 1]) - 1)
        year = year_of(last_day, block.year_starts)
        inside = years.setdefault(year.first.year, [])
        inside.append(period)
        if year.after - timedelta(days=1) != last_day:
            continue
        of_year = np.isin(held.period, inside)
        sums = running_sum(np.where(of_year, held.amount, 0))
        bounds = np.searchsorted(held.owner, np.arange(block.assignments + 1))
        total = mul(subtract(sums[bounds[1:]], sums[bounds[:-1]]), -1)
        owner = np.flatnonzero(total != 0)
        none, nothing = np.full(len(owner), -1, dtype=np.int64), np.zeros(len(owner), dtype=np.int64)
        never = Numbers(nothing, 1, np.zeros(len(owner), dtype=np.bool_))
        at, amount = ends[owner * count + period], total[owner]
        found.append(
            Cuts(owner, nothing + period, nothing + PAID_OUT, amount, at, none, none, amount, nothing, never, never)
        )
    return _ordered(found)


def _rows_of(cuts: Cuts, rows: Ints) -> Cuts:
    columns: list[Any] = []
    for name in Cuts.__dataclass_fields__:
        column = getattr(cuts, name)
        columns.append(column.at(rows) if isinstance(column, Numbers) else column[rows])
    return Cuts(*columns)


def _ordered(parts: list[Cuts]) -> Cuts:
    """All lines by assignment and period, within these as they came."""
    columns: list[Any] = []
    for name in Cuts.__dataclass_fields__:
        pieces = [getattr(part, name) for part in parts]
        if isinstance(pieces[0], Numbers):
            upper = np.concatenate([piece.upper for piece in pieces])
            columns.append(Numbers(upper, 1, np.concatenate([_defined(piece) for piece in pieces])))
        else:
            columns.append(np.concatenate(pieces))
    joined = Cuts(*columns)
    return _rows_of(joined, np.lexsort((np.arange(len(joined.owner)), joined.period, joined.owner)))


def _defined(numbers: Numbers) -> Flags:
    return np.ones(len(numbers.upper), dtype=np.bool_) if numbers.defined is None else numbers.defined
