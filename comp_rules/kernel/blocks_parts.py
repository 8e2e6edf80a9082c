"""The part and the tier that a line step gives each credit, for all assignments of a block.

In: rows of credits, the ladder's edges, running totals and quotas. Out: rows with parts; a credit may become several.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comp_rules.kernel.blocks_cells import starts_in_order, tier_on
from comp_rules.kernel.blocks_layout import Numbers, constant, listed, plus, product, times
from comp_rules.kernel.blocks_reads import Reads
from comp_rules.kernel.blocks_rows import BACK, UPLIFT, Environment, Rows, Side, expanded, in_order
from comp_rules.kernel.steps import Each, Edge, Restate, Slice
from comp_rules.kernel.wide import Flags, Ints, column_of, mul, subtract


def parts_of(rows: Rows, reads: Reads, now: Sequence[Ints], was: Sequence[Ints], env: Environment) -> Rows:
    """The rows with the part and tier that the step gives each credit."""
    step = reads.step
    if isinstance(step, Each):
        return _with_tier(rows, step, env) if step.edges else rows
    if isinstance(step, Slice):
        return _sliced(rows, step, env)
    return _overage(rows, step, reads, env) if step.running else rows


def _with_tier(rows: Rows, step: Each, env: Environment) -> Rows:
    assert rows.credit is not None
    credits = env.block.credits
    value = credits.fields[step.tier_field] if step.tier_field else _size(env)
    value = value.at(rows.credit)
    quota = env.cells[step.quota].at(rows.now.cell) if step.quota and rows.now.cell is not None else None
    starts, lower = _starts(step.edges, quota, None, rows.credit, env)
    tier = tier_on(value, step.edges, [Numbers(start, lower) for start in starts])
    before = None if rows.before is None else _tiered(rows.before, tier)
    return _replaced(rows, now=_tiered(rows.now, tier), before=before)


def _tiered(side: Side, tier: Ints, part: Numbers | None = None) -> Side:
    return Side(side.cell, tier, part, side.on, side.here)


def _replaced(rows: Rows, now: Side, before: Side | None, **more: Numbers | Ints | None) -> Rows:
    kept = {name: getattr(rows, name) for name in ("kind", "credit", "opened", "closed", "slice", "granted", "live")}
    return Rows(rows.frame, rows.owner, rows.period, now, before, **{**kept, **more})


def _size(env: Environment) -> Numbers:
    """Every credit's amount as it is placed on a ladder of its own: that of the credit a reversal takes back."""
    credits = env.block.credits
    if credits.reversal is None:
        return credits.amount
    return Numbers(
        np.where(credits.reversal, mul(credits.amount.upper, -1), credits.amount.upper), credits.amount.lower
    )


def _starts(
    edges: Sequence[Edge], quota: Numbers | None, part: Numbers | None, credits: Ints, env: Environment
) -> tuple[list[Ints], Ints | int]:
    """Where each edge lies, row by row, all over one lower number: percent of quota, or times the part worked."""
    rows = len(credits)
    if any(edge.field for edge in edges):
        columns = [_of_field(edge, quota, credits, env) for edge in edges]
        lower: Ints | int = 1
        for column in columns:
            lower = product(lower, column.lower)
        starts = [_over_all(column, columns, number) for number, column in enumerate(columns)]
    else:
        at = listed(starts_in_order(edges))
        lower, numbers = at.lower, list[Ints | int](int(upper) for upper in at.upper)
        for scale, percent in ((quota, True), (part, False)):
            if scale is None:
                continue
            lower = product(lower, scale.lower)
            for number, edge in enumerate(edges):
                factor = scale.upper if (edge.form == "percent") == percent else scale.lower
                numbers[number] = product(numbers[number], factor)
        starts = [column_of(upper, rows) for upper in numbers]
    for number in range(2, len(starts)):
        starts[number] = np.maximum(starts[number], starts[number - 1])
    return starts, lower


def _of_field(edge: Edge, quota: Numbers | None, credits: Ints, env: Environment) -> Numbers:
    if edge.field:
        return env.block.credits.fields[edge.field].at(credits)
    at = constant(edge.at, len(credits))
    return times(at, quota) if quota is not None and edge.form == "percent" else at


def _over_all(column: Numbers, columns: Sequence[Numbers], number: int) -> Ints:
    upper = column.upper
    for other, beside in enumerate(columns):
        if other != number:
            upper = mul(upper, beside.lower)
    return upper


def _sliced(rows: Rows, step: Slice, env: Environment) -> Rows:
    """Each credit in the tiers it passes through. Most stay in one tier; only the others are cut."""
    assert rows.credit is not None
    credit, signs = rows.credit, None
    if step.running is not None:
        opened, closed = (side.at(credit) for side in env.running[step.running])
    else:
        closed = _size(env).at(credit)
        opened = Numbers(np.zeros(len(credit), dtype=np.int64), closed.lower)
        reversal = env.block.credits.reversal
        signs = None if reversal is None else np.where(reversal[credit], -1, 1)
    cell = rows.now.cell
    quota = env.cells[step.quota].at(cell) if step.quota and cell is not None else None
    scaled = step.scaled and cell is not None and rows.frame is not None
    worked = (
        env.block.grids[rows.frame].part.at(cell) if scaled and rows.frame is not None and cell is not None else None
    )
    starts, lower = _starts(step.edges, quota, worked, credit, env)
    cut = _two_of_one if step.overage and len(step.edges) > 1 else _cut
    start_row, tier, part = cut(opened, closed, starts, lower, step.edges)
    if signs is not None:
        part = Numbers(mul(part.upper, signs[start_row]), part.lower)
    same = len(start_row) == len(credit) and bool((start_row == np.arange(len(credit))).all())
    picked = rows if same else rows.at(start_row)
    if not same:
        opened, closed = opened.at(start_row), closed.at(start_row)
    before = None if picked.before is None else _tiered(picked.before, tier, part)
    return _replaced(picked, _tiered(picked.now, tier, part), before, opened=opened, closed=closed)


def _cut(
    opened: Numbers, closed: Numbers, starts: Sequence[Ints], lower: Ints | int, edges: Sequence[Edge]
) -> tuple[Ints, Ints, Numbers]:
    """Return (row, tier, part) of every part of the ways from `opened` to `closed`, a return from the top down."""
    common = opened.lower
    if not (isinstance(opened.lower, int) and isinstance(closed.lower, int) and opened.lower == closed.lower):
        common = product(opened.lower, closed.lower)
        opened, closed = (Numbers(mul(side.upper, other.lower)) for side, other in ((opened, closed), (closed, opened)))
    from_, to = mul(opened.upper, lower), mul(closed.upper, lower)
    lines = [mul(start, common) for start in starts]
    below = product(lower, common)
    low, high = np.minimum(from_, to), np.maximum(from_, to)
    first, last = np.zeros(len(low), dtype=np.int8), np.zeros(len(low), dtype=np.int8)
    for line in lines[1:]:
        first += np.asarray(line <= low, dtype=np.bool_)
        last += np.asarray(line < high, dtype=np.bool_)
    tier, last = first.astype(np.int64), last.astype(np.int64)
    still = np.flatnonzero(from_ == to)
    if len(still):
        places = [Numbers(line[still], 1) for line in lines]
        tier[still] = last[still] = tier_on(Numbers(low[still], 1), edges, places)
    whole = subtract(to, from_)
    crossing = np.flatnonzero(tier != last)
    if len(crossing) == 0:
        return np.arange(len(low)), tier, Numbers(whole, below)
    count = np.ones(len(low), dtype=np.int64)
    count[crossing] += last[crossing] - tier[crossing]
    row = np.repeat(np.arange(len(low)), count)
    begin = np.cumsum(count)[crossing] - count[crossing]
    cut = expanded(begin, count[crossing])
    of, step = row[cut], cut - np.repeat(begin, count[crossing])
    up = np.asarray(to[of] >= from_[of], dtype=np.bool_)
    reached = np.where(up, tier[of] + step, last[of] - step)
    length = _lengths(low[of], high[of], [line[of] for line in lines], reached, up)
    part, tier = whole[row], tier[row]
    part = part.astype(object) if length.dtype == object else part
    part[cut], tier[cut] = length, reached
    nothing = cut[length == 0]
    if len(nothing):
        row, tier, part = (np.delete(column, nothing) for column in (row, tier, part))
    return row, tier, Numbers(part, below if isinstance(below, int) else below[row])


def _two_of_one(
    opened: Numbers, closed: Numbers, starts: Sequence[Ints], lower: Ints | int, edges: Sequence[Edge]
) -> tuple[Ints, Ints, Numbers]:
    """Of credits placed alone: the part up to the second edge, and all above it in the tier that the credit reaches."""
    way, line = plus(closed, opened, -1), Numbers(starts[1], lower)
    low = plus(_least(closed, line), _least(opened, line), -1)
    high = plus(way, low, -1)
    reached = tier_on(closed, edges, [Numbers(start, lower) for start in starts])
    above, below = np.asarray(high.upper != 0, dtype=np.bool_), np.asarray(low.upper != 0, dtype=np.bool_)
    rows = np.repeat(np.arange(len(way.upper)), 2)
    upper = np.arange(len(rows)) % 2 == 1
    part = _where(upper, high.at(rows), low.at(rows))
    kept = np.flatnonzero(np.where(upper, above[rows], (below | ~above)[rows]))
    return rows[kept], np.where(upper, reached[rows], 0)[kept], part.at(kept)


def _lengths(low: Ints, high: Ints, lines: Sequence[Ints], tier: Ints, up: Flags) -> Ints:
    """The signed length of a way inside one tier; the first has no bottom, the last no top."""
    bottom, top = low.copy(), high.copy()
    for number, line in enumerate(lines):
        if number:
            bottom = np.where(tier == number, np.maximum(low, line), bottom)
            top = np.where(tier == number - 1, np.minimum(high, line), top)
    length = subtract(top, bottom)
    return np.where(up, length, mul(length, -1))


def _overage(rows: Rows, step: Restate, reads: Reads, env: Environment) -> Rows:
    """Two rows for each credit: up to the second edge at the first rate, above it at the rate reached."""
    assert rows.credit is not None
    assert step.running is not None
    opened, closed = (side.at(rows.credit) for side in env.running[step.running])
    sides = [None if side is None else _two(side, step, opened, closed, rows, env) for side in (rows.now, rows.before)]
    chunks = []
    for number in (0, 1):
        now, before = (None if side is None else side[number] for side in sides)
        assert now is not None
        live = np.ones(len(rows), dtype=np.bool_) if now.on is None else now.on
        kind = rows.kind
        if before is not None and before.on is not None:
            keep = (live | before.on) & ~_alike(now, before, rows, reads, env)
            kind = np.where(live, UPLIFT, BACK)
        else:
            keep = live
        slices = np.full(len(rows), number, dtype=np.int64)
        part = _replaced(rows, now, before, opened=opened, closed=closed, slice=slices, kind=kind)
        chunks.append(part.at(np.flatnonzero(keep)))
    return in_order(chunks)


def _two(
    side: Side, step: Restate, opened: Numbers, closed: Numbers, rows: Rows, env: Environment
) -> tuple[Side, Side]:
    assert side.cell is not None
    assert side.tier is not None
    assert rows.credit is not None
    on = np.ones(len(rows), dtype=np.bool_) if side.on is None else side.on
    way = plus(closed, opened, -1)
    quota = env.cells[step.quota].at(side.cell) if step.quota else None
    if quota is not None and quota.defined is not None:
        quota = Numbers(np.where(quota.defined, quota.upper, 0), quota.lower)
    worked = env.block.grids[step.frame].part.at(side.cell) if step.scaled else None
    if len(step.edges) > 1:
        starts, below = _starts(step.edges, quota, worked, rows.credit, env)
        line = Numbers(starts[1], below)
        low = plus(_least(closed, line), _least(opened, line), -1)
    else:
        low = way
    if quota is not None:
        nothing = np.asarray(quota.upper == 0, dtype=np.bool_)
        low = _where(nothing, _where(side.tier <= 0, way, constant(0, len(rows))), low)
    high = plus(way, low, -1)
    still = np.asarray(way.upper == 0, dtype=np.bool_)
    found = []
    for number, part in enumerate((low, high)):
        empty = np.asarray(part.upper == 0, dtype=np.bool_) & (True if number else ~still)
        tier = np.where(on, side.tier if number else 0, side.tier)
        known = Numbers(part.upper, part.lower, on)
        found.append(Side(side.cell, tier, known, on & ~empty, side.here))
    return found[0], found[1]


def _least(a: Numbers, b: Numbers) -> Numbers:
    left, right = mul(a.upper, b.lower), mul(b.upper, a.lower)
    return Numbers(np.minimum(left, right), product(a.lower, b.lower))


def _where(which: Flags, a: Numbers, b: Numbers) -> Numbers:
    left, right = mul(a.upper, b.lower), mul(b.upper, a.lower)
    return Numbers(np.where(which, left, right), product(a.lower, b.lower))


def _alike(now: Side, before: Side, rows: Rows, reads: Reads, env: Environment) -> Flags:
    """Whether a part is worth the same: its size and tier, and every number that multiplies it."""
    assert rows.credit is not None
    assert now.part is not None
    assert before.part is not None
    same = np.asarray(now.on == before.on, dtype=np.bool_) & (now.tier == before.tier)
    size = mul(now.part.upper, before.part.lower) == mul(before.part.upper, now.part.lower)
    same &= np.asarray(size, dtype=np.bool_)
    own = reads.own(rows.credit)
    was, later = reads.latest(own, rows.period - 1), reads.latest(own, rows.period)
    for check in reads.checks:
        if check.kind in ("operand", "divisor"):
            at = later[check.grid]
            same &= ~((at != was[check.grid]) & check.moved[np.maximum(at, 0)])
    return same
