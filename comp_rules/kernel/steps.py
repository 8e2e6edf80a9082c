"""The typed steps: what each takes, its grain and its unit.

In: what a kind compiled. Out: data that `exact` and `blocks` run; the columns they leave are the trace.

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
Comparison = Literal["at_least", "above", "at_most", "under"]
#: What holds outside the points of a curve: nothing is paid, the end point's payout, or the end stretch goes on.
Outside = Literal["nothing", "edge", "extend"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of a cell column: a window, for `quota_window` the quota whose rows are the windows, and for
    `rolling_months` how many months it holds."""

    window: Window
    quota: str | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a tier starts: `at` in its form (percent of quota, money in minor units, count), included or excluded.

    With `field` the edge is that money field of the credit's own record, in the plan's currency; `at` is then 0.
    """

    at: Fraction
    form: Form
    included: bool
    path: str
    field: str = ""


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


# -- cells: one row for each window of the frame and period -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Step):
    """cell <- the dated number of the payee.

    `quota`: the row in force on the last day worked in the cell (of `quota_window`, the window's own row) · `target`:
    the annual target incentive on that day · `target_months`: the months of target that the window holds, 12 when the
    target row is the window's own · `input`: the typed result with the latest last day inside the window and not after
    the cell. A missing number is missing, not 0: what reads it is blocked.
    """

    table: Literal["quota", "target", "target_months", "input"]
    key: str
    unit: Unit
    frame: Frame
    #: of `target_months`: count the months up to the end of the period instead of those of the whole window
    to_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale(Step):
    """cell <- ROUND(amount x part of the window): a named amount, shown, not payable.

    `worked` takes the part worked by the plan's proration basis, `to_date` months up to the period's end / months of
    the window. A part of 1 leaves the amount as it is.
    """

    amount: str
    by: Literal["worked", "to_date"] = "worked"
    unit: Unit
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Step):
    """cell <- ROUND(product of the cells and literals): a named amount of money, such as a cap in percent of target.

    `factors` are names of cell steps of the same frame or literals; `divide` marks those below the line.
    """

    factors: tuple[tuple[str | Number, bool], ...]
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked(Step):
    """cell <- the part of the window worked, an exact ratio (days worked / days, by the plan's basis)."""

    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Total(Step):
    """cell <- sum of the credits from the first day of the window to the last day of the period, plus the opening
    total of the measure `opening` when its last day lies in the window."""

    credits: tuple[str, ...]
    unit: Unit
    frame: Frame
    opening: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Step):
    """cell <- signed sum of cells of one unit and frame: (step, 1 or -1)."""

    terms: tuple[tuple[str, int], ...]
    unit: Unit
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Step):
    """cell <- upper / lower, undefined when the lower is not above 0. Never rounded.

    Where the lower is a quota stated as 0, its row says what holds: `at_target` makes the ratio 1, `base_rate` leaves
    0 marked so that rates are the base rate itself, `nothing` leaves it undefined.
    """

    upper: str
    lower: str
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted(Step):
    """cell <- sum of weight x ratio; an item under its floor counts 0; undefined when an item is undefined.

    `items`: (name of a ratio cell, weight, floor or None).
    """

    items: tuple[tuple[str, Number, Number | None], ...]
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Step):
    """cell <- number of the highest edge reached by `value` (a total or a ratio); the first also covers below.

    `scaled`: edges in money or counts are multiplied by the part of the window worked, not rounded.
    """

    value: str
    edges: tuple[Edge, ...]
    frame: Frame
    scaled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(Step):
    """cell <- the payout on straight lines between `points` (at, pays), exact. All `pays` have one form."""

    value: str
    points: tuple[tuple[Number, Number], ...]
    below: Outside
    beyond: Outside
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(Step):
    """cell <- the number that one tier picks from a row, or two tiers from a table written row by row."""

    tiers: tuple[str, ...]
    numbers: tuple[Number, ...]
    columns: int
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Step):
    """cell <- whether `value` (a total or a ratio) meets the comparison with `line`; undefined passes or fails."""

    value: str
    comparison: Comparison
    line: Number
    measure: str
    frame: Frame
    undefined: Literal["pass", "fail"] = "fail"


# -- credits ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Running(Step):
    """credit <- (open, close): the total of `credits` before and after this credit in its window, in credit order;
    the opening total of the measure `opening` comes first."""

    credits: tuple[str, ...]
    frame: Frame
    opening: str = ""


# -- lines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStep(Step):
    """What steps that make lines share: the component, and the gates that must all hold for a line to pay.

    For lines of credits `judged` says when: `at_credit` at the end of the credit's own period, for good; `to_date`
    at the end of every period while the gate's window runs: a change gives each line its difference. It re-opens only
    the gates: the numbers of Each and Slice stay those of the credit's own period; Restate reads all of them again. The
    lines of windows are judged at the cell they stand on.
    """

    component: str
    gates: tuple[str, ...] = ()
    judged: Literal["", "at_credit", "to_date"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Each(LineStep):
    """lines <- one line per credit of rule `credit` that meets the component's conditions.

    `credit` may be `component:c`: the paid lines of component `c`, each with its rounded amount. With `edges` the
    line has the tier of the credit's own amount, or of the entry `tier_field` of its fields: a number or percent of
    the record, or months counted from a date (`since:hire`, `since:assignment`, `since:field:contract_start`).
    Edges of the own amount in percent are multiplied by `quota`, a cell; a quota stated as 0 means what it does in
    Slice.
    """

    credit: str
    edges: tuple[Edge, ...] = ()
    tier_field: str | None = None
    quota: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice(LineStep):
    """lines <- the part of each credit in each tier, signed; edges in percent are multiplied by `quota`.

    `running` names a Running step; None places each credit alone, from 0. `scaled` as in Tier. A quota stated as 0
    with `base_rate` leaves the credit whole at the base rate, with `at_target` whole in the tier of 100%, with
    `nothing` without lines. With `overage` (only without `running`) all that lies above the second edge is one part,
    in the highest tier that the credit reaches.
    """

    credit: str
    running: str | None
    quota: str | None
    edges: tuple[Edge, ...]
    scaled: bool = False
    overage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restate(LineStep):
    """lines <- one per credit when it arrives, and one more for each earlier credit of the window in each period in
    which its value changed: the tier of `tier`, a gate judged to date, or an operand of its base.

    With `running` (overage) a credit has two parts: up to the second edge at the first tier's rate, and what lies
    above it at the rate of the tier reached. `credit` may be `component:c` as in Each.
    """

    credit: str
    tier: str
    frame: Frame
    running: str | None = None
    quota: str | None = None
    edges: tuple[Edge, ...] = ()
    scaled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Once(LineStep):
    """lines <- one for a window whose gates all hold, in the period in which they come to hold.

    `kept`: a window once reached stays reached; otherwise falling back gives a negative line. A `quota_window` is
    judged only in the period that holds its last day.
    """

    kept: bool
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(LineStep):
    """lines <- the value of a window: of the target, scorecard and matrix kinds.

    `window_end`: once, in the period that holds the window's last day · `monthly_to_date`, `quarterly_to_date`: the
    value to date less the value at the posting before, in every period or in those that end a quarter of the window
    (and at its end); before the first posting stands the component's opening, if it has one: the periods up to the one
    that ends with the opening's last day post nothing. A posting worth what the one before was is no line. `tier`
    names the cell step that gives lines a tier.
    """

    paid: Literal["window_end", "monthly_to_date", "quarterly_to_date"]
    frame: Frame
    tier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(LineStep):
    """lines <- what the flow worked out across people: the prize of a contest, or the earnings an override is paid on.

    The rows are `World.given[component]`; the factor reference `given` is their amount.
    """


#: What a factor or a context operand refers to.
#: credit, part, open, close: of the line's credit · edge: where the line's tier starts · cell: a cell step at the
#: line's cell · literal: `numbers[0]` · by_tier: `numbers[tier]`, or `choices[tier]` where rates are not all literals ·
#: personal: the dated value `name` on the credit date (on the window's last day for `Once`) · record_field: the field
#: `name` of the credit's record version · table: the rate that the table `name` gives the credit · spread: own rate of
#: the table less that of the person next below, not under 0 · given: of a Given row, by role
Ref = Literal[
    "credit",
    "part",
    "open",
    "close",
    "edge",
    "cell",
    "literal",
    "by_tier",
    "personal",
    "record_field",
    "table",
    "spread",
    "given",
]


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
    choices: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Step):
    """money <- ROUND(product of the factors), once, for each line of `lines`; of a restated line the value now less
    the value before, each rounded. A gate that does not hold or a ratio that is undefined makes the value 0. A restated
    line stays when its money changes, or when its tier changes together with the product of what multiplies its credit.

    `context` are operands that explain the line without being in its amount. `item` numbers the items of a scorecard
    from 1 (0: the component has no items); `measure` is the measure that the sentence speaks of.
    """

    component: str
    lines: str
    factors: tuple[Factor, ...]
    context: tuple[Factor, ...] = ()
    item: int = 0
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Step):
    """money <- own lines that cut what `pays` (names of Pay and earlier Limit steps of the component) came to.

    `cap` is a literal or the name of a Share step of `frame`. Of `record` the sum of a record's lines to date is held
    between -cap and cap; of `period`, `quarter`, `year` and `window` the sum to date within the group is held at most
    at cap, so that a later return gives room back. `excess`: `lost`; `carry`, added to the next period before its own
    cap (only `per: period`); `year_end`, paid in the last period of the plan year (`period` and `quarter`). While all
    `unless` gates hold the cap does not bind. The lines of `period`, `quarter` and `year` belong to the window of
    `frame` that holds the last day of the line's own period, those of `window` to the window they stand in.
    """

    component: str
    pays: tuple[str, ...]
    cap: Number | str
    per: Literal["record", "period", "quarter", "year", "window"]
    excess: Literal["lost", "carry", "year_end"]
    frame: Frame
    unless: tuple[str, ...] = ()


CellStep = Dated | Scale | Share | Worked | Total | Add | Ratio | Weighted | Tier | Curve | Pick | Gate
AnyLineStep = Each | Slice | Restate | Once | Due | Given
AnyStep = CellStep | Running | AnyLineStep | Pay | Limit
