"""Chance for the demo company: the same seed throws the same dice on every machine.

In: a seed and the name of a stream. Out: numbers, choices and working days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from comp_rules.values.period import Span

_T = TypeVar("_T")


class Dice:
    """One stream of chance. Streams do not disturb each other: a new kind of fact leaves the others as they were."""

    def __init__(self, seed: str, stream: str) -> None:
        """Start the stream; both texts together decide every throw."""
        self._random = Random(f"{seed}/{stream}")  # noqa: S311 - invented facts, not secrets

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return self._random.randrange(low, high + 1)

    def chance(self, percent: int) -> bool:
        """Say yes in `percent` of a hundred throws."""
        return self.between(1, 100) <= percent

    def choose(self, among: Sequence[_T]) -> _T:
        """Return one of a sequence that is not empty."""
        return among[self.between(0, len(among) - 1)]

    def some(self, among: Sequence[_T], count: int) -> list[_T]:
        """Return `count` different members in chance order, fewer when there are not so many."""
        left = list(among)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def around(self, tenths: int) -> int:
        """Return a whole number that is `tenths` / 10 on average."""
        spread = self.between(-6, 15)
        return max(0, (tenths + spread) // 10)

    def day_in(self, span: Span) -> date | None:
        """Return a weekday of the span, None when it has none."""
        days = [span.first + timedelta(days=n) for n in range(span.days)]
        weekdays = [day for day in days if day.weekday() < 5]
        return self.choose(weekdays) if weekdays else None
