"""The typed steps: what each takes, its grain and its unit.

In: what a kind compiled. Out: data that `exact` runs; the columns it leaves are the trace.

Grains: `cell` is one row for each window of a frame and calculated period, `credit` one row for each credit, `line`
one row for each payable line. Units: `money` (integer minor units of the plan's currency), `count`, `ratio`, `flag`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from comp_rules.values.period import Window

Unit = Literal["money", "count", "ratio"]
#: How a literal is printed: `percent` 8%, `times` 1.5x, `money` 60 USD, `count` 12.
Form = Literal["percent", "times", "money", "count"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of a cell column: a window, and for `quota_window` the quota whose rows are the windows."""

    window: Window
    quota: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a tier starts: `at` in its form (percent of quota, money in minor units, count), included or excluded."""

    at: Fraction
    form: Form
    included: bool
    path: str


@dataclass(frozen=True, slots=True)
class Number:
    """A literal of the plan with its form and rule path. Money is in minor units of the plan's currency."""

    value: Fraction
    form: Form
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What all steps have: a name unique in the plan and the rule path it was compiled from."""

    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Step):
    """cell <- the dated number of the payee: a quota in force on the last day worked in the cell, or the target.

    A missing number is missing, not 0: what reads it is blocked.
    """

    table: Literal["quota", "target"]
    key: str
    unit: Unit
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Step):
    """cell <- ROUND(amount x days worked in the window / days of the window): a named amount, shown, not payable."""

    amount: str
    unit: Unit
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Step):
    """cell <- sum of the credits from the first day of the window to the last day of the period."""

    credits: tuple[str, ...]
    unit: Unit
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Step):
    """cell <- upper / lower, undefined when the lower is not above 0. Never rounded."""

    upper: str
    lower: str
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Step):
    """cell <- number of the highest edge reached by `value` (a total or a ratio); the first also covers below."""

    value: str
    edges: tuple[Edge, ...]
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Step):
    """cell <- whether `value` (a total or a ratio) meets the comparison with `line`."""

    value: str
    comparison: Literal["at_least", "above", "at_most", "under"]
    line: Number
    measure: str
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Running(Step):
    """credit <- (open, close): the total of `credits` before and after this credit in its window, in credit order."""

    credits: tuple[str, ...]
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Each(Step):
    """lines <- one line per credit of rule `credit` that meets the component's conditions.

    With `edges` the line has the tier of the credit's own amount, or of its field when `tier_field` is named.
    """

    credit: str
    component: str
    edges: tuple[Edge, ...] = ()
    tier_field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(Step):
    """lines <- the part of each credit in each tier, signed; edges in percent are multiplied by `quota`.

    `running` names a Running step; None places each credit alone, from 0.
    """

    credit: str
    component: str
    running: str | None
    quota: str | None
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restate(Step):
    """lines <- one per credit when it arrives, and one more for each earlier credit of the window in each period in
    which the rate changed (the tier of `tier`, or an operand of its base)."""

    credit: str
    component: str
    tier: str
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Once(Step):
    """lines <- one for a window whose gates all hold, in the period in which they come to hold.

    `kept`: a window once reached stays reached; otherwise falling back gives a negative line. A `quota_window` is
    judged only in the period that holds its last day.
    """

    component: str
    gates: tuple[str, ...]
    kept: bool
    frame: Frame


#: What a factor or a context operand refers to.
#: credit, part, open, close: of the line's credit · edge: where the line's tier starts · cell: a cell step at the
#: line's cell · literal: `numbers[0]` · by_tier: `numbers[tier]` · personal: the dated value `name` on the credit
#: date (on the window's last day for `Once`) · record_field: the field `name` of the credit's record version
Ref = Literal["credit", "part", "open", "close", "edge", "cell", "literal", "by_tier", "personal", "record_field"]


@dataclass(frozen=True, slots=True)
class Factor:
    """An operand of a line: its role in the sentence and formula, and what it refers to.

    `divide` puts it below the line. `unit` is that of the value; of all factors of a line exactly one is money.
    """

    role: str
    ref: Ref
    unit: Unit
    name: str = ""
    numbers: tuple[Number, ...] = ()
    divide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Step):
    """money <- ROUND(product of the factors), once, for each line of `lines`; of a restated line the value now less
    the value before, each rounded. `context` are operands that explain the line without being in its amount."""

    component: str
    lines: str
    factors: tuple[Factor, ...]
    context: tuple[Factor, ...] = ()


AnyStep = Dated | Scale | Total | Ratio | Tier | Gate | Running | Each | Slice | Restate | Once | Pay
