"""The steps that make lines of credits, for all assignments of a block: each, in slices, and restated.

In: the cells, the running totals and the credits. Out: rows with their states, and the credits that do not pay.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comp_rules.kernel.blocks_parts import parts_of
from comp_rules.kernel.blocks_reads import CreditStep, Reads
from comp_rules.kernel.blocks_rows import (
    BACK,
    UPLIFT,
    Environment,
    Refusals,
    Rows,
    Side,
    expanded,
    factors_in,
    in_order,
)
from comp_rules.kernel.steps import Each, Frame, Restate, Slice
from comp_rules.kernel.wide import Ints


def line_rows(step: CreditStep, env: Environment) -> tuple[Rows, Refusals]:
    """Return the rows of a step that pays on credits, and the credits that do not pay."""
    frame = _frame_of(step, env)
    reads = Reads(step, frame, env)
    credits = _in_scope(step, reads, env)
    own = reads.own_of_all() if len(credits) == len(env.block.credits) else reads.own(credits)
    first = env.block.first_line
    here, places = credits, own
    arrive = first == 0 or env.block.credits.period[credits] >= first
    if not np.all(arrive):
        here, places = credits[arrive], [cells[arrive] for cells in own]
    on, refusal = reads.verdict(places, places)
    refused = _refusals(here, refusal, places, reads)
    if on is not None and not on.all():
        here, places = here[on], [cells[on] for cells in places]
    chunks = [parts_of(_arrivals(reads, frame, here, places, env), reads, places, places, env)]
    if reads.live or step.judged == "to_date":
        changes = _changes(reads, frame, credits, own, env)
        if changes is not None:
            chunks.append(changes)
    return in_order(chunks), refused


def _frame_of(step: CreditStep, env: Environment) -> Frame | None:
    if isinstance(step, Restate):
        return step.frame
    if isinstance(step, Slice) and step.running is not None:
        return env.frames[step.running]
    if step.quota is not None:
        return env.frames[step.quota]
    names = [f.name for pay in env.pays_on(step.name) for f in factors_in(pay.factors) if f.ref == "cell"]
    return env.frames[names[0]] if names else None


def _in_scope(step: CreditStep, reads: Reads, env: Environment) -> Ints:
    """The credits that the step pays on; those outside every window of a ladder's frame are not."""
    credits = env.block.credits
    counted, refused = env.block.counted((step.credit,)), credits.refused.get(step.component)
    if refused is not None:
        counted = ~refused if counted is None else counted & ~refused
    inside: Ints = np.arange(len(credits)) if counted is None else np.flatnonzero(counted)
    if reads.main is None or not (isinstance(step, Restate) or step.quota or _follows(step)):
        return inside
    cells, frame = env.block.own(reads.frames[reads.main])[inside], reads.frames[reads.main]
    if (cells < 0).any():
        outside = inside[cells < 0]
        if frame.window == "quota_window":
            env.mark_odd(credits.owner[outside[credits.period[outside] >= env.block.first_line]])
        if isinstance(step, Restate) or _follows(step):
            inside = inside[cells >= 0]
    return inside


def _follows(step: CreditStep) -> bool:
    """Whether the step places credits by a running total."""
    return not isinstance(step, Each) and step.running is not None


def _refusals(credits: Ints, refusal: Ints | None, own: Sequence[Ints], reads: Reads) -> Refusals:
    names = [check.name for check in reads.checks]
    if refusal is None:
        none = np.zeros(0, dtype=np.int64)
        return Refusals(none, none, none, names)
    rows = np.flatnonzero(refusal >= 0)
    check = refusal[rows]
    cell = np.full(len(rows), -1, dtype=np.int64)
    for number, read in enumerate(reads.checks):
        cell = np.where(check == number, own[read.grid][rows], cell)
    return Refusals(credits[rows], check, cell, names)


def _arrivals(reads: Reads, frame: Frame | None, credits: Ints, own: Sequence[Ints], env: Environment) -> Rows:
    all_credits = env.block.credits
    cell = None if reads.main is None else own[reads.main]
    now = Side(cell, reads.tier(own))
    return Rows(
        frame, all_credits.owner[credits], all_credits.period[credits], now, credit=credits, live=reads.live
    )  # fmt: skip


def _changes(reads: Reads, frame: Frame | None, credits: Ints, own: Sequence[Ints], env: Environment) -> Rows | None:
    """The rows of earlier credits in the periods in which something that is read again has moved."""
    block = env.block
    pick, period = _touched(reads, credits, env)
    if len(pick) == 0:
        return None
    places = [cells[pick] for cells in own]
    was, now = reads.latest(places, period - 1), reads.latest(places, period)
    differs = np.zeros(len(pick), dtype=np.bool_)
    for check in reads.checks:
        if reads.reopened(check) and check.kind not in ("gate", "quota"):
            later = now[check.grid]
            differs |= (later != was[check.grid]) & check.moved[np.maximum(later, 0)]
    on_before, on_now = reads.verdict(places, was)[0], reads.verdict(places, now)[0]
    whole = np.ones(len(pick), dtype=np.bool_)
    before_on, now_on = (whole if on is None else on for on in (on_before, on_now))
    keep = np.flatnonzero((differs | (before_on != now_on)) & (before_on | now_on))
    if len(keep) == 0:
        return None
    pick, period = pick[keep], period[keep]
    places, was, now = ([cells[keep] for cells in part] for part in (places, was, now))
    main = reads.main
    shown = now if reads.live else places
    shown_before = was if reads.live else places
    sides = [
        Side(None if main is None else cells[main], reads.tier(cells), None, on[keep])
        for cells, on in ((shown, now_on), (shown_before, before_on))
    ]
    rows = Rows(
        frame,
        block.credits.owner[credits[pick]],
        period,
        sides[0],
        sides[1],
        np.where(now_on[keep], UPLIFT, BACK),
        credits[pick],
        live=reads.live,
    )
    return parts_of(rows, reads, shown, shown_before, env)


def _touched(reads: Reads, credits: Ints, env: Environment) -> tuple[Ints, Ints]:
    """Pairs (place among `credits`, period) in which a column that is read again moved for the credit's assignment."""
    block, count = env.block, len(env.block.periods) - 1
    touched = np.zeros(block.assignments * count, dtype=np.bool_)
    for check in reads.checks:
        if reads.reopened(check):
            grid, cells = reads.grids[check.grid], np.flatnonzero(check.moved)
            touched[grid.owner[cells] * count + grid.period[cells]] = True
    pairs = np.flatnonzero(touched)
    owner, period = pairs // count, pairs % count
    wanted = period >= block.first_line
    owner, period = owner[wanted], period[wanted]
    begin = np.searchsorted(credits, block.period_starts[owner * count])
    end = np.searchsorted(credits, block.period_starts[owner * count + period])
    return expanded(begin, end - begin), np.repeat(period, end - begin)
