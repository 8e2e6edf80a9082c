"""The columns a run leaves: cells, running totals and lines by the name of their step. They are the trace.

In: what `exact` or `blocks` computed. Out: rows that operands, sentences and formulas are read from, never recomputed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from comp_rules.kernel.steps import AnyStep, Frame
from comp_rules.kernel.world import Amount, CreditRow, GivenRow, Known, Missing
from comp_rules.values.frozen import frozen


@frozen
class State:
    """What a line was worth at the end of one period: where its operands are read, and whether it pays at all.

    `cell` is an index into the cells of the row's frame. `part` is the credit's part on the ladder, `tier` the tier it
    stands in; `at_base`: the quota is stated as 0 and the rate is the base rate itself.
    """

    cell: int | None = None
    tier: int | None = None
    part: Amount | None = None
    on: bool = True
    at_base: bool = False
    #: what stands before the first posting of a component that is paid to date: its opening
    posted: Known | None = None


@frozen
class LineRow:
    """A line before it has money: for which credit or window, in which period, and its value now and before.

    `state` is `new`, `uplift` (an earlier credit or posting is paid a difference), or `back` (nothing is left of it);
    of a Limit `cap`, `carried` or `paid_out`. Without `before` the line is one rounded value.
    """

    state: str
    period: int
    frame: Frame | None
    now: State
    before: State | None = None
    credit: CreditRow | None = None
    #: the running total before and after the credit
    opened: Amount | None = None
    closed: Amount | None = None
    given: GivenRow | None = None
    #: of an award that falls back: the cell in which it was granted
    granted: int | None = None
    #: tells the parts of one credit apart that have no tier of their own: 0, or 1 for what lies above (overage)
    slice: int = 0
    #: the last period in which the value before stood and was known; None: the one before
    stood: int | None = None

    @property
    def period_before(self) -> int:
        """The period at the end of which the value before is read."""
        return self.period - 1 if self.stood is None else self.stood


@frozen
class PaidLine:
    """A line with its money in minor units: `exact` before rounding, `amount` rounded, or a difference of two rounded.

    `cap` holds, of a line of a Limit: the group's sum before and after (with what was carried in), and the cap at both
    times, None while it does not bind.
    """

    row: LineRow
    exact: Fraction
    amount: int
    cap: CapUse | None = None


@frozen
class CapUse:
    """How a cap worked: sums of the group to date now and before, the cap at both times (None: does not bind)."""

    #: `cut`, `carried` (added from the period before) or `paid_out` (the year's excess in its last period)
    what: str
    group: str
    sum_now: int
    sum_before: int
    cap_now: Known | None
    cap_before: Known | None


@frozen
class Judged:
    """How a window of an award or payout stood: `reached`, `not_reached`, `already_reached`, `not_over`, `fell_back`,
    `gate` (a condition does not hold), `undefined`, `quota_zero` (stated as 0, and then nothing is paid), `paid`,
    `posted` (the opening says what was earned up to the end of this period)."""

    cell: int
    state: str
    #: the gate or ratio that said no
    step: str = ""


@frozen
class Refused:
    """A credit that a component does not pay in a period because a gate does not hold or a ratio is undefined."""

    credit: CreditRow
    period: int
    #: `gate`, `undefined` or `quota_zero`
    code: str
    step: str


@dataclass(slots=True)
class Columns:
    """The environment after a run: every step's column by the step's name."""

    cells: dict[str, list[Known | Missing | None]] = field(default_factory=dict)
    #: the frame of each cell and running column
    frames: dict[str, Frame] = field(default_factory=dict)
    running: dict[str, dict[str, tuple[Amount, Amount]]] = field(default_factory=dict)
    lines: dict[str, list[LineRow]] = field(default_factory=dict)
    judged: dict[str, list[Judged]] = field(default_factory=dict)
    refused: dict[str, list[Refused]] = field(default_factory=dict)
    #: of each Pay and Limit step its lines with money, of all periods for which lines are made
    paid: dict[str, list[PaidLine]] = field(default_factory=dict)
    #: the first number that each line, Pay or Limit step lacks in the calculated period; its component is blocked
    missing: dict[str, Missing] = field(default_factory=dict)
    #: the steps that were run, by name
    steps: dict[str, AnyStep] = field(default_factory=dict, repr=False)
    #: what is looked up again and again while lines are explained; not part of the trace
    memo: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
