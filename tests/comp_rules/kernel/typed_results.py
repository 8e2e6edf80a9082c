"""Worlds whose numbers are typed results, month by month, and windows that begin and end inside a month.
In: what a test writes for each month. Out: steps that read it, and a World."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from comp_rules.kernel.steps import Dated, Frame, Gate, Number
from comp_rules.kernel.world import Cell, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from tests.comp_rules.kernel.worlds import Numbers, world

ROWS = Frame("quota_window", "q")


@dataclass
class Typed(Numbers):
    """Typed results by name and month; None is missing."""

    typed: Mapping[str, Sequence[int | None]] = field(default_factory=dict)

    def input(self, name: str, cell: Cell) -> Known | Missing:
        value = self.typed[name][cell.period]
        return Missing("input_missing", name, cell.day) if value is None else Known(value, Source("input", name))


def typed(name: str, frame: Frame) -> Dated:
    return Dated(name=name, path="m", table="input", key=name, unit="money", frame=frame)


def gate(name: str, of: str, frame: Frame, line: int = 1) -> Gate:
    return Gate(
        name=name,
        path="g",
        value=of,
        comparison="at_least",
        line=Number(Fraction(line), "count", "g"),
        measure="m",
        frame=frame,
    )


def over(
    until: int,
    cells: Mapping[Frame, Sequence[Cell]] | None = None,
    *,
    last_only: bool = False,
    openings: Mapping[tuple[str, str], tuple[date, int]] | None = None,
    **results: Sequence[int | None],
) -> World:
    numbers = Typed(typed=results, openings=openings or {})
    made = world(until=until, numbers=numbers, every_period=not last_only)
    return replace(made, cells={**made.cells, **(cells or {})})


def own_windows(*, again: bool = False) -> list[Cell]:
    """A window to 14 February and one from the 15th to the end of March; `again`: the first once more in March."""
    early, late = Span(date(2026, 1, 1), date(2026, 2, 15)), Span(date(2026, 2, 15), date(2026, 4, 1))
    cells = [
        Cell(0, early, date(2026, 2, 1), early, date(2026, 1, 31)),
        Cell(1, early, date(2026, 2, 15), early, date(2026, 2, 14)),
        Cell(1, late, date(2026, 3, 1), late, date(2026, 2, 28)),
        Cell(2, late, date(2026, 4, 1), late, date(2026, 3, 31)),
    ]
    return [*cells, replace(cells[1], period=2)] if again else cells
