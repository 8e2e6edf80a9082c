"""The one view of a month that the page, the PDF, the workbook and the CSV print: everything already in words.

In: values chosen by `view_from_result`. Out: plain data; every amount carries the key of what it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from comp_rules.flow.records import PayeeResult
from comp_rules.values.words import Language, Words

State = Literal["draft", "approved", "published", "closed"]


@dataclass(frozen=True, slots=True)
class PlanRule:
    """What a plan says about one of its components (or about itself, with `component` empty), as prose."""

    plan: str
    component: str
    label: Words
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class StatementContext:
    """What a statement says that no result knows: names, dates of calculation, the state of the period."""

    company: str
    payee_name: str
    #: when the result was calculated, in the company's time zone; `zone` names it for readers
    calculated_at: datetime
    #: SHA-256 of the result's canonical JSON, 64 hex digits
    digest: str
    zone: str = "UTC"
    state: State = "draft"
    title: Words | None = None
    manager_name: str | None = None
    #: the month before, for the comparison
    previous: PayeeResult | None = None
    #: names of other people of splits, by payee id
    names: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[PlanRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """Money with its place in the month: `key` is `total:USD`, `component:...`, `line:...`, `deal:...` and so on."""

    key: str
    #: minor units
    minor: int
    currency: str
    text: str

    @property
    def negative(self) -> bool:
        """Whether it lowers the month."""
        return self.minor < 0


@dataclass(frozen=True, slots=True)
class StripItem:
    """A term of the sum that makes up what was earned: `sign` is empty, `+`, `−` or `=`; `text` goes with the sign."""

    sign: str
    label: str
    amount: Amount
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """What was earned in one currency, and the components that add up to it."""

    label: str
    amount: Amount
    strip: tuple[StripItem, ...]
    waterfall: Waterfall | None


@dataclass(frozen=True, slots=True)
class Stair:
    """A tier of a rate table: from `start` (0 for the first) in the measure's unit, as high as its rate."""

    start: Fraction
    start_text: str
    rate: Fraction
    rate_text: str
    #: rate and start in words: `12% from 100%`
    words: str


@dataclass(frozen=True, slots=True)
class Stairs:
    """Credit as width and rate as height, so that the filled area is the money; `title` says the values."""

    label: str
    stairs: tuple[Stair, ...]
    reached: Fraction
    reached_text: str
    title: str


@dataclass(frozen=True, slots=True)
class Climb:
    """How a measure grew over the days of the period toward its quota and tiers; `title` says the values."""

    label: str
    first: date
    last: date
    opened: Fraction
    #: (day, total after it), in order; the last is the measure's total
    points: tuple[tuple[date, Fraction], ...]
    stairs: tuple[Stair, ...]
    quota: Fraction
    end_text: str
    first_text: str
    title: str


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """A bar from `start` to `end` (minor units): a month's total, or the change of one component."""

    label: str
    start: int
    end: int
    text: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From the month before to this one, component by component; `title` says the values."""

    label: str
    rows: tuple[WaterfallRow, ...]
    title: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its window, total, quota and attainment; texts are None when there is no such number."""

    key: str
    label: str
    over: str
    is_monthly: bool
    days: str
    total: str
    quota: str | None
    attainment: str | None
    notes: tuple[str, ...]
    stairs: tuple[Stairs, ...]
    climb: Climb | None
    #: a component looks at it, so that it has a place of its own on a page
    shown: bool = True
    #: it adds up credits; False for a result that was entered or is made of other measures
    is_credited: bool = True


@dataclass(frozen=True, slots=True)
class TierShare:
    """A part of a component: what was paid in one tier, by one item of a scorecard, or taken off by a cap."""

    label: str
    rate: str
    lines: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A row of how it is made up: an amount, or the reason why there is none or why it is zero."""

    key: str
    name: str
    label: str
    measured_on: str
    rates: str
    lines: int
    amount: Amount | None
    reason: str
    tiers: tuple[TierShare, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its words, its arithmetic and the total of the month's lines up to it."""

    key: str
    number: str
    component: str
    label: str
    sentence: str
    calculation: str
    formula: str
    rule: str
    day: date
    amount: Amount
    running: Amount
    #: the credit it stands on, in minor units or as a count, its unit and the share; None when it stands on none
    credit: Fraction | None
    credit_unit: str
    share: Fraction | None
    #: `new`, `uplift`, `back`; of a cap `cap`, `carried`, `paid_out`
    state: str = "new"
    #: what it is worth now and what was paid before, where it is the difference of the two
    now: str = ""
    before: str = ""
    #: how it was rounded, where that is not to the smallest unit of its currency
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class DealView:
    """The lines of one record under its name, or of one component when they stand on no record."""

    key: str
    record_type: str
    record_id: str
    title: str
    day: date | None
    #: what is known of it, in words: date, amount and share, people
    facts: tuple[str, ...]
    credit: str
    share: str
    total: Amount
    lines: tuple[LineView, ...]
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition as it was looked at: `met`, `not_met`, `not_looked_at`."""

    label: str
    wanted: str
    found: str
    state: str


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A record with the person's name that earned nothing, or that a component does not pay on."""

    key: str
    record_type: str
    record_id: str
    title: str
    day: date | None
    amount: str
    reason: str
    cure: str
    conditions: tuple[ConditionView, ...]
    #: the label of the component that does not pay on it; empty when the record is not credited at all
    component: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of the plan in prose, with the anchor that lines link to."""

    anchor: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A person's month under one plan."""

    key: str
    plan: str
    plan_label: str
    plan_version: int
    position: str
    title: str
    days: str
    currency: str
    measures: tuple[MeasureView, ...]
    components: tuple[ComponentView, ...]
    deals: tuple[DealView, ...]
    total: Amount
    not_counted: tuple[NotCounted, ...]
    not_paid: tuple[NotCounted, ...]
    blocked: tuple[str, ...]
    rules: tuple[RuleView, ...]

    @property
    def lines(self) -> tuple[LineView, ...]:
        """Every line, in the order printed."""
        return tuple(line for deal in self.deals for line in deal.lines)


@dataclass(frozen=True, slots=True)
class StatementView:
    """A person's month as every document prints it, in one language."""

    lang: Language
    company: str
    document: str
    payee: str
    payee_name: str
    period: str
    period_text: str
    heading: str
    state: State
    state_text: str
    state_note: str
    figures: tuple[Figure, ...]
    notice: str
    sentences: tuple[str, ...]
    who: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]
    plan_text: str
    calculated_text: str
    calculated_at: datetime
    digest: str
    check_code: str

    @property
    def not_counted_count(self) -> int:
        """How many records bear the person's name and earned nothing."""
        return sum(len(part.not_counted) for part in self.parts)
