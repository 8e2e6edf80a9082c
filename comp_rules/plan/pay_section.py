"""The pay section as data: when earnings become payable, and what may reduce or advance them.

In: a checked document. Out: what the pay ledger will run. Nothing here is calculated yet by the flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from comp_rules.kernel.steps import Comparison, Number
from comp_rules.values.length import Length
from comp_rules.values.money import OddUnit, RoundingMode
from comp_rules.values.words import Words

#: The date counted from: a word of the language, or `field:name`.
Since = str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a measure: `only_if` and `unless` of the pay section."""

    measure: str
    comparison: Comparison
    line: Number
    undefined: Literal["pass", "fail"]


@dataclass(frozen=True, slots=True)
class Release:
    """A tranche: its share, and the event (or `earned`) or the length after `since` that releases it."""

    share: Fraction
    event: str | None
    after: Length | None
    since: Since
    pace: Literal["whole", "in_proportion", "parts"]
    #: of `parts`: how many, how far apart, and who gets the odd unit
    parts: int
    every: Length | None
    odd_unit: OddUnit
    components: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Clawback:
    """What an undo event takes back: a share, or (None) the part of `term` not served."""

    event: str
    within: Length
    take_back: Fraction | None
    method: Literal["recalculate", "original_rate"]
    since: Since
    term: Length | None
    month_counts: Literal["started", "completed"] | None
    components: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """How a balance is paid down: the share of payable above the floor, at most so much a period (minor units)."""

    share: Fraction
    at_most: int | None
    first_month: int | None


@dataclass(frozen=True, slots=True)
class Floor:
    """The amount of each period (minor units, or a share of the period's target) and the months that have it.

    `months` is None for all; `schedule` is (from month, share) rows; `timing` says whether it is paid ahead.
    """

    amount: int | None
    target_share: Fraction | None
    since: Since
    months: tuple[int, ...] | None
    schedule: tuple[tuple[int, Fraction], ...]
    timing: Literal["with_pay", "ahead"]
    path: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw: its floor, its shape, and what becomes of its balance."""

    name: str
    label: Words
    shape: Literal["top_up", "on_top"]
    recoverable: bool
    floor: Floor
    recovery: Recovery | None
    year_end: Literal["keep", "forgive"] | None
    at_exit: Literal["forgive", "flag"] | None


@dataclass(frozen=True, slots=True)
class Advance:
    """An advance on a credit, paid down by later lines whose record bears the same `matched_by` field."""

    name: str
    label: Words
    pays_on: str
    rate: Number
    matched_by: str
    components: tuple[str, ...]
    recovery: Recovery
    on_undo: Literal["take_back", "keep"]
    path: str


@dataclass(frozen=True, slots=True)
class PayCap:
    """The most that is paid per period, quarter or year: a sum, or a percentage of the target or of a quota."""

    limit: Number
    of: str | None
    per: Literal["period", "quarter", "year"]
    excess: Literal["lost", "carry", "year_end"]
    unless: tuple[Condition, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Windfall:
    """Above which part of a quota, or which sum, the lines of a record wait for review."""

    above: Number
    of: str | None
    path: str


@dataclass(frozen=True, slots=True)
class PaymentRounding:
    """The unit of a payment in minor units, how it is rounded, and what becomes of the remainder."""

    unit: int
    mode: RoundingMode
    remainder: Literal["carry", "drop"]


@dataclass(frozen=True, slots=True)
class PayrollConversion:
    """The table and day of the rate by which a payment comes into the currency of the payee's payroll."""

    rates: str
    as_of: Literal["credit_date", "period_end", "year_start", "payment_date"]
    path: str


@dataclass(frozen=True, slots=True)
class PaySection:
    """The whole of `pay`, with the payment rounding and the payroll conversion of the head."""

    releases: tuple[Release, ...]
    #: empty for `clawback: none`
    clawbacks: tuple[Clawback, ...]
    advances: tuple[Advance, ...]
    guarantee: Floor | None
    draws: tuple[Draw, ...]
    caps: tuple[PayCap, ...]
    windfall: Windfall | None
    negative: Literal["carry", "deduct"]
    held_at_exit: Literal["pay", "forfeit"]
    rounding: PaymentRounding | None
    conversion: PayrollConversion | None = None
