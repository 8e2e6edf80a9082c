"""The compiled plan: everything the flow runs, with the path of the rule each part came from.

In: a checked document. Out: credit rules, measures, components and steps, ready to calculate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from comp_rules.kernel.steps import AnyStep, Frame, Number
from comp_rules.plan.condition import Condition
from comp_rules.plan.document import Document
from comp_rules.values.money import OddUnit
from comp_rules.values.period import Span
from comp_rules.values.words import Words


@dataclass(frozen=True, slots=True)
class FxRule:
    """How records in another currency come into the plan's: which table, and the rate of which day."""

    rates: str
    as_of: Literal["credit_date", "period_end", "year_start"]
    path: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the credit: the owner, the people of the split, or the person that `field` names."""

    to: Literal["owner", "split", "field"]
    field: str = ""


@dataclass(frozen=True, slots=True)
class CreditRule:
    """A direct credit rule."""

    name: str
    label: Words
    path: str
    record_type: str
    conditions: tuple[Condition, ...]
    date_field: str
    #: `money` credits an amount field, `count` a number field or `count_of` each record
    unit: Literal["money", "count"]
    amount_field: str | None
    count_of: Fraction | None
    receiver: Receiver
    people: Literal["locked", "follows"] = "locked"
    split_total: Fraction = Fraction(1)
    odd_unit: OddUnit = "remainder"
    #: the record type and its fields as people know them, where the company declares them
    labels: Mapping[str, Words] = field(default_factory=dict)

    def called(self, name: str) -> Words:
        """Return the record type or a field of it as people know it: its label, or its name with spaces."""
        plain = name.replace("_", " ")
        return self.labels.get(name, Words(plain, plain))


@dataclass(frozen=True, slots=True)
class Measure:
    """A named number of a payee and window: the sum or count of credits, with its quota if it has one.

    The names of its steps: `total`, `quota` (stated), `prorated` (by days worked) and `attainment`.
    """

    name: str
    label: Words
    path: str
    unit: Literal["money", "count"]
    credits: tuple[str, ...]
    frame: Frame
    quota: str | None
    total_step: str
    quota_step: str | None = None
    prorated_step: str | None = None
    attainment_step: str | None = None


@dataclass(frozen=True, slots=True)
class TierRow:
    """A row of a component's rate table, for pages and prose."""

    #: where it starts; None for the first, which also covers everything below
    start: Number | None
    included: bool
    #: what it pays; None when the rate is a personal one
    rate: Number | None
    personal: str | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One named way of earning: the unit that a statement subtotals by."""

    name: str
    label: Words
    note: Words | None
    kind: str
    path: str
    #: which sentence the kind uses for its lines
    shape: str
    pay_step: str
    pays_on: str | None
    conditions: tuple[Condition, ...] = ()
    by: str | None = None
    #: measures the component reads; one without its quota blocks it
    reads: tuple[str, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    accounting: str = ""
    wage_type: str = ""


@dataclass(frozen=True, slots=True)
class CompiledPlan:
    """A plan version ready to calculate. `version` is 0 for a draft; `digest` is the SHA-256 of its text in hex."""

    name: str
    label: Words
    version: int
    digest: str
    currency: str
    span: Span
    year_starts: int
    prorates_quota: bool
    fx: FxRule | None
    credits: tuple[CreditRule, ...]
    measures: tuple[Measure, ...]
    components: tuple[Component, ...]
    steps: tuple[AnyStep, ...]
    document: Document = field(repr=False, compare=False)

    def measure(self, name: str) -> Measure:
        """Return the measure of that name. Raises KeyError when the plan has none."""
        return {measure.name: measure for measure in self.measures}[name]

    def component(self, name: str) -> Component:
        """Return the component of that name. Raises KeyError when the plan has none."""
        return {component.name: component for component in self.components}[name]

    def credit(self, name: str) -> CreditRule:
        """Return the credit rule of that name. Raises KeyError when the plan has none."""
        return {credit.name: credit for credit in self.credits}[name]
