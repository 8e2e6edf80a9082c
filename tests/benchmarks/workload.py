"""The workload of the benchmark: deals of payees over one quarter, as columns. In: a number of credits. Out: blocks.

Every deal passes: eligible or not, split, exchange rate, product weight; then the quarter to date in order of days from
an opening balance, four marginal tiers, a rate each, a cap for each deal, and a bonus for reaching the quota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

PER_PAYEE = 50
PAYEES_IN_A_BLOCK = 5_000
DAYS = 90
DEALS = 25
#: Tiers start at these percents of the quota and pay these hundredths of a percent.
STARTS = (0, 50, 100, 150)
RATES = (300, 500, 800, 1250)
#: The most that one deal pays, and what reaching the quota pays, in cents.
CAP, BONUS = 2_500_00, 1_000_00


@dataclass(frozen=True)
class Deals:
    """A block of payees: one row a deal in the order of arrival, and one row a payee. Money in minor units."""

    payees: int
    payee: Any
    day: Any
    deal: Any
    amount: Any
    eligible: Any
    split: Any  # basis points
    rate: Any  # millionths
    weight: Any  # percent
    quota: Any
    opening: Any

    def __len__(self) -> int:
        return len(self.payee)


def blocks(credits: int, seed: int = 7) -> Iterator[Deals]:
    """Yield the deals in blocks of whole payees, 50 deals each, three in a hundred negative."""
    payees = credits // PER_PAYEE
    for first in range(0, payees, PAYEES_IN_A_BLOCK):
        yield _block(min(PAYEES_IN_A_BLOCK, payees - first), np.random.default_rng([seed, first]))


def _block(payees: int, chance: Any) -> Deals:
    rows = payees * PER_PAYEE
    amount = chance.integers(100_00, 40_000_00, rows)
    amount[chance.random(rows) < 0.03] *= -1
    return Deals(
        payees,
        chance.permutation(np.repeat(np.arange(payees), PER_PAYEE)),
        chance.integers(0, DAYS, rows),
        chance.integers(0, DEALS, rows),
        amount,
        chance.random(rows) < 0.95,
        chance.choice([10_000, 10_000, 5_000, 3_333, 2_500], rows),
        chance.choice([1_000_000, 1_084_300, 1_263_150, 7_512], rows),
        chance.choice([100, 100, 80, 150], rows),
        chance.integers(2_000, 9_000, payees) * 100_00,
        chance.integers(0, 50_000_00, payees),
    )
