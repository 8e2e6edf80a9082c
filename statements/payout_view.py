"""What a component pays at each place, ready to be drawn: a payout curve, or the grid of a matrix.

In: values chosen by `payouts_from_plan`. Out: plain data in words; places and heights are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis with its text."""

    at: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands on a curve: the place, what it pays, both printed."""

    at: Fraction
    pays: Fraction
    at_text: str
    pays_text: str


@dataclass(frozen=True, slots=True)
class CurveView:
    """A payout curve: `across` is what the places count, `up` what pay is counted in.

    `lines` are straight from end to end, `jumps` are where pay changes at once. `numbers` say the same in words, place
    by place; `title` says all of it in a sentence, `here_text` where the person stands, empty without one.
    """

    label: str
    across: str
    up: str
    lines: tuple[tuple[Point, Point], ...]
    jumps: tuple[tuple[Point, Point], ...]
    places: tuple[Mark, ...]
    heights: tuple[Mark, ...]
    end: Fraction
    top: Fraction
    bottom: Fraction
    here: Standing | None
    here_text: str
    numbers: tuple[tuple[str, str], ...]
    title: str
    #: the measure that it goes by; empty where none does
    measure: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A place of a matrix; `here` is that of the person."""

    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class GridView:
    """The table of a matrix: the heads of its columns, and rows with their heads."""

    label: str
    row_label: str
    column_label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]
    up: str
    here_text: str


Payout = CurveView | GridView
