"""What passes between the stages and what a calculation leaves: the trace.

In: facts and compiled plans, stage by stage. Out: results whose every number names its operands and their sources.

All of it is plain data: amounts are integers of minor units (or exact fractions where a part has more decimals than
its currency), days are first and last day included as ISO text in JSON, half-open spans in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from comp_rules.kernel.operand import Operand as Operand
from comp_rules.values.fault import Fault
from comp_rules.values.frozen import frozen
from comp_rules.values.identity import Source
from comp_rules.values.money import OddUnit, RoundingMode
from comp_rules.values.period import Span
from comp_rules.values.words import Words


@frozen
class RecordRef:
    """A version of a record, with the title people know it by."""

    record_type: str
    record_id: str
    version_no: int
    title: str


@frozen
class FxUsed:
    """The conversion of a record: 1 `one` = `rate` of `currency`, of table `table` on `day`."""

    table: str
    day: date
    one: str
    currency: str
    rate: Fraction
    source: Source


@frozen
class CreditSource:
    """A credit that an indirect one is made of: whose it is, by which plan's rule, and which share of the record.

    `chain` is the way up from that person: the managers above, nearest first, the receiver last; of an overlay the
    receiver alone.
    """

    plan: str
    rule: str
    credit_id: str
    payee: str
    share: Fraction
    chain: tuple[str, ...] = ()


@frozen
class Credit:
    """The amount or count of one record assigned to one payee by one credit rule on a credit date."""

    credit_id: str
    rule: str
    label: Words
    record: RecordRef
    day: date
    booked_at: str
    #: `owner`, `split`, or the name of the person field, territory or relation; `managers` of a rollup
    basis: str
    share: Fraction
    #: the record's own amount in its own currency (minor units), or the count
    original: Fraction
    original_unit: str
    #: the record's amount as its source wrote it, when that had more digits than its currency
    original_text: str | None
    fx: FxUsed | None
    #: the whole record's amount in the plan's currency
    converted: Fraction
    amount: Fraction
    unit: str
    #: the people on the record with their shares, in its order
    split: tuple[tuple[str, Fraction], ...]
    #: the version from which the people were taken (the first that qualified, when people are locked)
    people_version: int
    reverses: str | None = None
    #: who got the units left over when the record was split
    odd_unit: OddUnit = "remainder"
    #: whose credit it is
    payee: str = ""
    #: of an indirect credit: the credits it is made of
    sources: tuple[CreditSource, ...] = ()

    @property
    def chain(self) -> tuple[str, ...]:
        """The way up to the receiver from the first person credited; empty for a direct credit."""
        return self.sources[0].chain if self.sources else ()


@frozen
class QuotaUsed:
    """A quota as it was stated and as it counts: prorated by the part of the window worked, or to date."""

    quota: str
    label: Words
    stated: Fraction
    prorated: Fraction
    #: units worked in the window and units of it, in the plan's basis: days, or months where it counts months
    days_worked: int
    days: int
    unit: str
    source: Source
    #: how the plan counts the part worked: `calendar_days`, `work_days`, `full_months` ..
    basis: str = "calendar_days"
    #: of a measure compared to date: months of the window up to the period's end, and of the whole window
    months_to_date: Fraction | None = None
    months: Fraction | None = None
    #: of a quota stated as 0: what holds then (`base_rate`, `nothing`, `at_target`)
    if_zero: str = ""


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """A measure that another is made of: above or below the line, added or taken off, or with its weight.

    `value` is None while it is undefined; `role` is `upper`, `lower`, `plus`, `minus` or `weighted`.
    """

    measure: str
    label: Words
    role: str
    value: Fraction | None
    unit: str
    weight: Fraction | None = None


@frozen
class MeasureValue:
    """A measure at the end of the period. `attainment` is None when it has no quota or is undefined."""

    measure: str
    label: Words
    #: the credit rules whose credits it adds up
    rules: tuple[str, ...]
    #: what it adds up over: month, quarter_to_date, year_to_date, quota_window, period
    over: str
    window: Span
    #: False for a quota window whose last day lies after the period
    window_over: bool
    #: the total before the first day of the period, and at its end
    opened: Fraction
    total: Fraction
    unit: str
    credits: int
    quota: QuotaUsed | None
    attainment: Fraction | None
    #: how it comes about: `credits`, `input`, `ratio`, `minus`, `plus`, `weighted`
    shape: str = "credits"
    parts: tuple[MeasurePart, ...] = ()
    #: why it has no value, `undefined` or what is missing; `total` is 0 then and means nothing
    undefined: str = ""
    #: the total that stood before the first record known, with its row
    opening: Fraction | None = None
    opening_source: Source | None = None
    #: of a typed result the row it was typed in
    source: Source | None = None


@frozen
class Line:
    """The smallest earning: one formula, one rounding."""

    line_id: str
    #: 1, 2, 3 in the person's month: shown as L-001
    number: int
    component: str
    kind: str
    #: which sentence its kind uses for it; of a line that a cap made, what the cap is counted per (`record` ..)
    shape: str
    #: `new`, or `uplift` when an earlier credit or posting is paid a difference, or `back`; of a cap `cap`, `carried`
    #: (from the period before) or `paid_out` (at the year's end)
    state: str
    record: RecordRef | None
    credit_id: str | None
    day: date
    tier: int | None
    rule_path: str
    operands: tuple[Operand, ...]
    formula: str
    #: before rounding, in minor units
    exact: Fraction
    amount: int
    currency: str
    earned_period: str
    #: the item of a scorecard, from 1; 0 without items
    item: int = 0
    #: the measure that the line is about, where it is not the component's own
    measure: str | None = None
    #: the plan version that pays it, 0 for the version of its part
    plan_version: int = 0
    #: what it is rounded to, in minor units, and how
    round_to: int = 1
    rounding: RoundingMode = "half_away"


@frozen
class TierUsed:
    """A row of the rate table as it stood for this person; `start` in the measure's unit, None = from the bottom."""

    start_text: str
    start: Fraction | None
    included: bool
    #: None when it is not a number of the plan: `rate_unit` says where it comes from, `personal`, `table` or `field`
    rate: Fraction | None
    rate_unit: str
    #: the base rate as a quotient in money per unit, when the rate is a multiple of it
    base: Fraction | None = None
    #: what a rate from a table or from the record is called: the table's label, or those of its one or two fields
    named: Words | None = None
    #: `start` counts months since a date
    months: bool = False
    #: the field at whose value it starts, by its label
    start_field: Words | None = None


@frozen
class ComponentResult:
    """What a component came to. `total` is None when it is blocked.

    `reason_code` says why it is blocked or zero: `quota_missing`, `target_missing`, `personal_missing`,
    `quota_zero`, `no_credit`, `conditions`, `only_if`, `undefined`, `rate_zero`, `payout_zero`, `capped`, `unchanged`,
    `posted`, `not_reached`, `fell_back`, `already_reached`, `window_not_over`, `between_postings`, `no_window`,
    `no_prize`, `not_ranked`, `no_earnings`, `cancels_out`, `amount_zero`, and the codes of `kernel.world.Missing`. Its
    words are in `explain.reasons_from_result`.
    """

    component: str
    label: Words
    kind: str
    total: int | None
    lines: int
    by: str | None
    tiers: tuple[TierUsed, ...]
    reason_code: str | None = None
    reason_operands: tuple[Operand, ...] = ()
    #: the measure that the reason is about
    reason_measure: str | None = None
    #: what its sentences call by name: the measure behind an operand by its role, `plan.component` of other plans
    named: tuple[tuple[str, Words], ...] = ()


@frozen
class ConditionLook:
    """A condition of a rule as it was looked at: met, not met, or not looked at because an earlier one said no."""

    field: str
    label: Words
    wanted: Words
    found: Words
    state: Literal["met", "not_met", "not_looked_at"]


@frozen
class Refusal:
    """A record that bears the person's name and earned nothing, or a credit that a component does not pay on.

    `code`: `condition` (the first one not met decides), `no_date`, `no_amount`, `no_rate_of_exchange`, `split_total`,
    `split_twice`, `split_negative`, `people_locked`, `no_share`, `not_assigned`, `no_receiver`, `no_territory`,
    `territory_twice`, `amount_undefined`, `plan_not_in_force`, `component_condition`, `only_if` (a condition on a
    measure does not hold), `undefined` and `quota_zero` (a rate has no value).
    """

    code: str
    record: RecordRef
    #: the record's amount in its own currency, minor units; None for a count
    original: Fraction | None
    original_unit: str
    #: the day that decides the month, None when the record has none
    day: date | None
    rule: str
    component: str | None
    path: str
    sentence: Words
    #: what would change it
    cure: Words
    conditions: tuple[ConditionLook, ...]


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """A person's month under one plan: the unit that is calculated."""

    assignment: str
    payee: str
    #: the calculated period, such as `2026-03`
    period: str
    position: str
    title: str
    plan: str
    plan_label: Words
    plan_version: int
    plan_digest: str
    span: Span
    currency: str
    credits: tuple[Credit, ...]
    #: earlier credits of the windows that this month's lines stand on
    earlier: tuple[Credit, ...]
    measures: tuple[MeasureValue, ...]
    components: tuple[ComponentResult, ...]
    lines: tuple[Line, ...]
    refusals: tuple[Refusal, ...]
    faults: tuple[Fault, ...]
    #: the sum of the lines; what is blocked is not in it
    total: int


@dataclass(frozen=True, slots=True)
class PayeeResult:
    """A person's month: one part for each assignment that touches it."""

    payee: str
    period: str
    parts: tuple[AssignmentResult, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that blocks a part of the month."""
        return tuple(fault for part in self.parts for fault in part.faults)

    @property
    def totals(self) -> dict[str, int]:
        """Earned by currency, in minor units."""
        totals: dict[str, int] = {}
        for part in self.parts:
            if not part.currency:
                continue  # no plan version in force: there is no currency to be zero in
            totals[part.currency] = totals.get(part.currency, 0) + part.total
        return totals


@dataclass(frozen=True, slots=True)
class Uncredited:
    """A record of the period that nobody is credited for, and why."""

    record: RecordRef
    day: date | None
    code: str
    sentence: Words


@frozen
class Executed:
    """How a plan version ran: as `blocks`, the columns of many people at once, or in `exact`, person by person.

    The amounts do not depend on it. A version with a step that blocks do not know (`unknown`, by name) runs whole in
    exact; so does one whose people have few credits together. `in_exact` counts the people whom exact ran: of blocks
    those who lack a number, or hold something that is rare.
    """

    plan: str
    version: int
    how: Literal["exact", "blocks"]
    #: assignments that were run, and the credits of their windows
    people: int
    credits: int
    in_exact: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunResult:
    """A calculated period: everyone's month, the records nobody is credited for, and the faults of facts."""

    period: str
    span: Span
    as_of: int
    engine: str
    #: (plan, version, digest) of every plan used
    plans: tuple[tuple[str, int, str], ...]
    payees: tuple[PayeeResult, ...]
    uncredited: tuple[Uncredited, ...]
    faults: tuple[Fault, ...]
    #: of each plan version that was run; empty in results of before it was noted
    executed: tuple[Executed, ...] = ()

    def payee(self, payee: str) -> PayeeResult | None:
        """Return the month of one person, None when nobody of that id is assigned in it."""
        return next((result for result in self.payees if result.payee == payee), None)
