"""How much processor time one credit costs. Run it: python -m tests.benchmarks.engine [--credits 1000000 ...]

In: the workload in the sizes asked for. Out: a table of Daylight's blocks and exact beside numpy by hand and a loop
over deals in Decimal, all in this process; it ends with an error when two of them pay anyone differently."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np

from tests.benchmarks import by_deal, by_hand, by_steps, workload
from tests.benchmarks.workload import Deals

SIZES = (100_000, 1_000_000)
#: Programs that take a credit at a time are given only this many: their cost grows with each credit alike.
ONE_BY_ONE = 100_000


@dataclass
class Clock:
    """Processor seconds by program, of each round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)
    credits: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def of(self, program: str, number: int, credits: int) -> Iterator[None]:
        started = time.process_time()
        yield
        spent = self.rounds.setdefault(program, [])
        spent += [0.0] * (number + 1 - len(spent))
        spent[number] += time.process_time() - started
        if number == 0:
            self.credits[program] = self.credits.get(program, 0) + credits

    def each(self, program: str) -> float:
        """Microseconds of processor time per credit, the median of the rounds."""
        return median(self.rounds[program]) / self.credits[program] * 1e6


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.engine", description=__doc__)
    options.add_argument("--credits", type=int, nargs="*", default=list(SIZES), help="sizes, in credits")
    options.add_argument("--rounds", type=int, default=5, help="rounds of the fast programs; the median counts")
    chosen = options.parse_args()
    say(HEAD)
    for size in sorted(chosen.credits):
        clock = Clock()
        # all input is held at once, as a calculation would; results are dropped block by block
        everything = list(workload.blocks(size))
        for deals in everything:
            _blocks_of(deals, clock, chosen.rounds if size <= 1_000_000 else min(chosen.rounds, 3))
        _one_by_one(everything, clock, min(size, ONE_BY_ONE))
        _told(size, clock)


def _blocks_of(deals: Deals, clock: Clock, rounds: int) -> None:
    for number in range(rounds):
        with clock.of("numpy by hand", number, len(deals)):
            trace, by_hand_paid, total = by_hand.run(deals)
        with clock.of("blocks", number, len(deals)):
            stage, result = by_steps.by_blocks(deals)
            blocks_paid = by_steps.paid_by_blocks(result)
        if number == 0:
            _same("blocks", blocks_paid, by_hand_paid)
            _same("credited amounts", stage["credited"], trace["credited"])
            _same("running totals", result.env.running["running"][1].upper, trace["close"])
            _same("attained", result.env.cells["booked"].upper[2::3], total)
            parts = sum(trace[f"line {tier}"] for tier in range(4))
            _same("lines", _by_credit(result, len(parts)), parts)


def _by_credit(result: Any, credits: int) -> Any:
    """The commission lines of blocks added up by credit."""
    rows, paid = result.env.rows["parts"], result.env.paid["commission"]
    found = np.zeros(credits, dtype=np.int64)
    np.add.at(found, rows.credit[paid.row], paid.amount)
    return found


def _one_by_one(everything: list[Deals], clock: Clock, most: int) -> None:
    done = 0
    for deals in everything:
        if done >= most:
            return
        done += len(deals)
        _, expected, _ = by_hand.run(deals)
        rows, payees = by_deal.rows_of(deals)
        with clock.of("Decimal, deal by deal", 0, len(deals)):
            lines, paid = by_deal.run(rows, payees)
        _same("Decimal", [int(money.scaleb(2)) for money in paid], expected)
        del lines, rows
        own, quota, opening = by_steps.rows_of(deals), deals.quota.tolist(), deals.opening.tolist()
        with clock.of("exact", 0, len(deals)):
            sums = [
                by_steps.paid_by_exact(by_steps.by_exact(own[n], quota[n], opening[n])) for n in range(deals.payees)
            ]
        _same("exact", sums, expected)


def _same(what: str, ours: Any, theirs: Any) -> None:
    if not np.array_equal(np.asarray(ours), np.asarray(theirs)):
        sys.exit(f"{what}: not what numpy by hand has")


HEAD = """\
Processor time for each credit, the credit stage and sorting included. All four programs pay every payee the same;
blocks and numpy by hand also have the same credited amounts, running totals, quarter totals and commission by credit.
Blocks keep what a line is made of (cell, tier, part, both states, sums of caps), numpy by hand 18 columns, exact and
Decimal objects. Exact and Decimal are timed on the first 100,000 credits, filled up to a whole block.
"""


def _told(size: int, clock: Clock) -> None:
    say(f"{size:,} credits\n{'':26}{'us/credit':>10}{'x by hand':>11}{'Decimal / it':>14}")
    hand, decimal = clock.each("numpy by hand"), clock.each("Decimal, deal by deal")
    for program in clock.rounds:
        each = clock.each(program)
        say(f"  {program:24}{each:10.3f}{each / hand:11.2f}{decimal / each:14.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"  most memory of the process so far: {peak / 2**20:.2f} GB\n")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
