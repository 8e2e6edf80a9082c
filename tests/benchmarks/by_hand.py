"""The workload written by hand with numpy, for this one plan. In: a block of deals. Out: the full trace as columns, and
what each payee is paid; the line that Daylight's blocks are measured against."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.workload import BONUS, CAP, RATES, STARTS, Deals


def rounded(upper: Any, lower: int) -> Any:
    """upper / lower, half away from zero."""
    size = (np.abs(upper) + lower // 2) // lower if lower % 2 == 0 else (2 * np.abs(upper) + lower) // (2 * lower)
    return np.where(upper < 0, -size, size)


def run(deals: Deals) -> tuple[dict[str, Any], Any, Any]:
    """Return the columns of the trace in credit order, and by payee the money and the total of the quarter."""
    rows = np.flatnonzero(deals.eligible)
    packed = (deals.payee[rows] * 128 + deals.day[rows]) * len(deals) + rows
    packed.sort()
    order = packed % len(deals)
    payee, day = deals.payee[order], deals.day[order]
    trace: dict[str, Any] = {"row": order, "payee": payee, "day": day, "amount": deals.amount[order]}
    trace["split"] = rounded(trace["amount"] * deals.split[order], 10_000)
    trace["converted"] = rounded(trace["split"] * deals.rate[order], 1_000_000)
    trace["credited"] = rounded(trace["converted"] * deals.weight[order], 100)
    sums = np.cumsum(trace["credited"])
    first = np.searchsorted(payee, np.arange(deals.payees))
    base = np.concatenate(([0], sums))[first] - deals.opening
    trace["close"] = sums - base[payee]
    trace["open"] = trace["close"] - trace["credited"]
    quota = deals.quota[payee]
    commission = np.zeros(len(order), dtype=np.int64)
    for number, (start, rate) in enumerate(zip(STARTS, RATES, strict=True)):
        bottom = quota * start // 100 if number else None
        top = quota * STARTS[number + 1] // 100 if number + 1 < len(STARTS) else None
        portion = np.clip(trace["close"], bottom, top) - np.clip(trace["open"], bottom, top)
        trace[f"part {number}"] = portion
        trace[f"line {number}"] = rounded(portion * rate, 10_000)
        commission += trace[f"line {number}"]
    trace["commission"] = commission
    trace["capped"] = _capped(payee, deals.deal[order], commission)
    paid = np.zeros(deals.payees, dtype=np.int64)
    np.add.at(paid, payee, trace["capped"])
    total = np.concatenate(([0], sums))[np.append(first[1:], len(order))] - base
    paid += np.where(total >= deals.quota, BONUS, 0)
    return trace, paid, total


def _capped(payee: Any, deal: Any, commission: Any) -> Any:
    """What each line adds to its deal's sum to date, held between -cap and cap."""
    rows = len(payee)
    key = (payee * 64 + deal) * rows + np.arange(rows)
    key.sort()
    order = key % rows
    group = key // rows
    sums = np.cumsum(commission[order])
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    base = np.repeat(np.concatenate(([0], sums))[starts], np.diff(np.append(starts, rows)))
    after = np.clip(sums - base, -CAP, CAP)
    before = np.clip(sums - commission[order] - base, -CAP, CAP)
    capped = np.empty(rows, dtype=np.int64)
    capped[order] = after - before
    return capped
