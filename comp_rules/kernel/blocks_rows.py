"""The rows of line steps in a block: what a line is for, and its value now and before, as columns.

In: what the line steps worked out. Out: columns that Pay multiplies and that are opened into the lines of one person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from comp_rules.kernel.blocks_layout import Block, Numbers
from comp_rules.kernel.steps import AnyLineStep, AnyStep, Factor, Frame, Limit, Pay
from comp_rules.kernel.wide import Flags, Ints, column_of

NEW, UPLIFT, BACK = 0, 1, 2
KINDS = ("new", "uplift", "back")


@dataclass(frozen=True)
class Side:
    """One state of each row: `State` as columns. A cell or tier of -1 is none; a part that is not defined is none.

    `here` says which rows have the state at all, None: all of them. `on` None: all pay.
    """

    cell: Ints | None = None
    tier: Ints | None = None
    part: Numbers | None = None
    on: Flags | None = None
    here: Flags | None = None

    def at(self, rows: Ints) -> Side:
        """Return the states of some rows."""
        return Side(
            None if self.cell is None else self.cell[rows],
            None if self.tier is None else self.tier[rows],
            None if self.part is None else self.part.at(rows),
            None if self.on is None else self.on[rows],
            None if self.here is None else self.here[rows],
        )


@dataclass(frozen=True)
class Rows:
    """The rows of a line step, in the order of exact: by assignment, credit and period.

    `kind` is an index into KINDS, None: all are new. `live` reads amounts at the end of the row's period, as Restate
    does, and not where the credit arrived.
    """

    frame: Frame | None
    owner: Ints
    period: Ints
    now: Side
    before: Side | None = None
    kind: Ints | None = None
    credit: Ints | None = None
    opened: Numbers | None = None
    closed: Numbers | None = None
    slice: Ints | None = None
    granted: Ints | None = None
    live: bool = False

    def __len__(self) -> int:
        return len(self.owner)

    def at(self, rows: Ints) -> Rows:
        """Return some of the rows."""
        pick: Callable[[Ints | None], Ints | None] = lambda column: None if column is None else column[rows]  # noqa: E731
        return Rows(
            self.frame,
            self.owner[rows],
            self.period[rows],
            self.now.at(rows),
            None if self.before is None else self.before.at(rows),
            pick(self.kind),
            pick(self.credit),
            None if self.opened is None else self.opened.at(rows),
            None if self.closed is None else self.closed.at(rows),
            pick(self.slice),
            pick(self.granted),
            self.live,
        )


@dataclass(frozen=True)
class Refusals:
    """Credits that do not pay when they arrive: which, the column that says no, and the cell at which it was read."""

    credit: Ints
    check: Ints
    cell: Ints
    names: Sequence[str]


@dataclass(frozen=True)
class Standings:
    """How the windows of Once and Due stood: the cell, an index into `states`, the column that said no (-1: none) and
    the cell at which that was read."""

    cell: Ints
    state: Ints
    check: Ints
    at: Ints
    states: Sequence[str]
    names: Sequence[str]


@dataclass(frozen=True)
class Value:
    """The exact value of rows, not yet multiplied out: `amount` of the credit or part x `rest`; not defined is 0."""

    amount: Numbers
    rest: Numbers


@dataclass(frozen=True)
class Money:
    """The paid lines of a Pay step: which rows of its line step, the amount in minor units, and the exact value of each
    state; `before` is None when no row has one."""

    row: Ints
    amount: Ints
    now: Value
    before: Value | None


@dataclass(frozen=True)
class Cuts:
    """The lines of a limit: `kind` 0 cap, 1 carried, 2 paid out; the group's sums and the caps now and before.

    `group` is the window, period or credit that names the group; a cap that is not defined does not bind.
    """

    owner: Ints
    period: Ints
    kind: Ints
    amount: Ints
    cell: Ints
    group: Ints
    first_credit: Ints
    sum_now: Ints
    sum_before: Ints
    cap_now: Numbers
    cap_before: Numbers


@dataclass
class Environment:
    """The columns of a block while its steps run. `odd` grows by the assignments that exact must run."""

    block: Block
    steps: Sequence[AnyStep]
    cells: dict[str, Numbers] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    #: the totals before and after each credit of a Running step, not defined where it has none
    running: dict[str, tuple[Numbers, Numbers]] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)
    refused: dict[str, Refusals] = field(default_factory=dict)
    judged: dict[str, Standings] = field(default_factory=dict)
    paid: dict[str, Money | Cuts] = field(default_factory=dict)
    odd: Flags = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def pays_on(self, lines: str) -> list[Pay]:
        """Return the Pay steps that turn the lines of that step into money."""
        return [step for step in self.steps if isinstance(step, Pay) and step.lines == lines]

    def line_step(self, name: str) -> AnyLineStep:
        """Return the line step of that name."""
        found = next(step for step in self.steps if step.name == name)
        assert not isinstance(found, (Pay, Limit))
        return found  # type: ignore[return-value]

    def mark_odd(self, owners: Ints) -> None:
        """Leave assignments to exact."""
        self.odd[owners] = True


def factors_in(factors: Sequence[Factor]) -> list[Factor]:
    """Return the factors, and in the place of one whose tiers differ in kind those it chooses from."""
    found: list[Factor] = []
    for factor in factors:
        found += factors_in(factor.choices) if factor.choices else [factor]
    return found


def expanded(begin: Ints, count: Ints) -> Ints:
    """Return begin, begin + 1, ... `count` of them, for each row in turn."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    rows: Ints = np.arange(total) - np.repeat(ends - count, count) + np.repeat(begin, count)
    return rows


def in_order(chunks: Sequence[Rows]) -> Rows:
    """The rows of all chunks by credit, part of an overage, and period; within these as they came."""
    if len(chunks) == 1:
        return chunks[0]
    one, two = chunks
    joined = _joined(one, two)
    assert joined.credit is not None
    keys = [joined.period, joined.credit]
    if joined.slice is not None:
        keys.insert(1, joined.slice)
    return joined.at(np.lexsort((np.arange(len(joined)), *keys)))


def _joined(one: Rows, two: Rows) -> Rows:
    sizes = (len(one), len(two))
    before: Side | None = None
    if one.before is not None or two.before is not None:
        left, right = (_absent(rows) if rows.before is None else rows.before for rows in (one, two))
        before = _side(left, right, sizes)
    kinds = [np.full(len(rows), NEW, dtype=np.int64) if rows.kind is None else rows.kind for rows in (one, two)]
    return Rows(
        one.frame,
        np.concatenate((one.owner, two.owner)),
        np.concatenate((one.period, two.period)),
        _side(one.now, two.now, sizes),
        before,
        np.concatenate(kinds),
        _column(one.credit, two.credit, sizes, -1),
        _numbers(one.opened, two.opened, sizes),
        _numbers(one.closed, two.closed, sizes),
        _column(one.slice, two.slice, sizes, 0),
        None,
        one.live,
    )


def _absent(rows: Rows) -> Side:
    return Side(here=np.zeros(len(rows), dtype=np.bool_))


def _side(one: Side, two: Side, sizes: tuple[int, int]) -> Side:
    return Side(
        _column(one.cell, two.cell, sizes, -1),
        _column(one.tier, two.tier, sizes, -1),
        _numbers(one.part, two.part, sizes),
        _column(one.on, two.on, sizes, True),
        _column(one.here, two.here, sizes, True),
    )


def _column(one: Ints | None, two: Ints | None, sizes: tuple[int, int], absent: int | bool) -> Ints | None:
    if one is None and two is None:
        return None
    left, right = (
        np.full(size, absent) if column is None else column for column, size in zip((one, two), sizes, strict=True)
    )
    return np.concatenate((left, right))


def _numbers(one: Numbers | None, two: Numbers | None, sizes: tuple[int, int]) -> Numbers | None:
    if one is None and two is None:
        return None
    absent = [Numbers(np.zeros(size, dtype=np.int64), 1, np.zeros(size, dtype=np.bool_)) for size in sizes]
    left, right = one or absent[0], two or absent[1]
    lower: Ints | int
    if isinstance(left.lower, int) and isinstance(right.lower, int) and left.lower == right.lower:
        lower = left.lower
    else:
        lower = np.concatenate((column_of(left.lower, sizes[0]), column_of(right.lower, sizes[1])))
    defined = _column(left.defined, right.defined, sizes, True)
    return Numbers(np.concatenate((left.upper, right.upper)), lower, defined)
