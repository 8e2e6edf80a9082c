"""The cells of one frame, found fast: by day and period, and along the periods of one window.

In: the cells that the flow made. Out: their indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from comp_rules.kernel.world import Cell
from comp_rules.values.period import Span


class Grid:
    """Indices of the cells of a frame. A window is known by its days; its cells follow each other by period."""

    __slots__ = ("_by_period", "_chains", "_place", "cells")

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self._by_period: dict[int, list[tuple[date, date, int]]] = {}
        self._chains: dict[Span, list[int]] = {}
        self._place: list[tuple[list[int], int]] = []
        for index, cell in enumerate(cells):
            self._by_period.setdefault(cell.period, []).append((cell.window.first, cell.window.after, index))
            chain = self._chains.setdefault(cell.window, [])
            self._place.append((chain, len(chain)))
            chain.append(index)

    def own(self, day: date, period: int) -> int | None:
        """Return the cell of the period whose window holds the day, None when there is none."""
        for first, after, index in self._by_period.get(period, ()):
            if first <= day < after:
                return index
        return None

    def of_period(self, period: int) -> list[int]:
        """Return the cells that stand in the period, in order."""
        return [index for _, _, index in self._by_period.get(period, ())]

    def before(self, index: int) -> int | None:
        """Return the cell of the same window one period earlier, None when the window began in this period."""
        chain, at = self._place[index]
        return chain[at - 1] if at else None

    def chain(self, index: int) -> list[int]:
        """Return the cells of the same window, up to and with this one."""
        chain, at = self._place[index]
        return chain[: at + 1]

    def latest(self, index: int, period: int) -> int:
        """Return the last cell of the same window that does not stand after `period`."""
        chain, at = self._place[index]
        while at + 1 < len(chain) and self.cells[chain[at + 1]].period <= period:
            at += 1
        return chain[at]

    def last_day(self, index: int) -> date:
        """Return the last day that counts in a cell, itself included."""
        return self.cells[index].through - timedelta(days=1)
