"""The compiled plan: everything the flow runs, with the path of the rule each part came from.

In: a checked document. Out: credit rules, measures, components and steps, ready to calculate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from comp_rules.facts.facts import Value
from comp_rules.kernel.steps import AnyStep, Frame, Number, Unit
from comp_rules.plan.condition import Condition
from comp_rules.plan.document import Document
from comp_rules.plan.pay_section import PaySection
from comp_rules.values.money import OddUnit, RoundingMode
from comp_rules.values.period import Span
from comp_rules.values.words import Words


@dataclass(frozen=True, slots=True)
class FxRule:
    """How records in another currency come into the plan's: which table, and the rate of which day."""

    rates: str
    as_of: Literal["credit_date", "period_end", "year_start"]
    path: str


@dataclass(frozen=True, slots=True)
class Proration:
    """How a window that was worked in part counts, and what it scales."""

    basis: Literal["calendar_days", "days_360", "work_days", "full_months", "started_months"] = "calendar_days"
    scales: frozenset[str] = frozenset()
    #: days of leave are taken off the days worked
    leave_absent: bool = False


@dataclass(frozen=True, slots=True)
class LineRounding:
    """The unit of a payable line in minor units (1: the minor unit itself) and how it is rounded."""

    unit: int = 1
    mode: RoundingMode = "half_away"


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A row of a rate table: for each fact it states the values it wants, its rate and the days on which it holds."""

    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    rate: Number
    span: Span | None
    path: str


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by facts: fields of the record, or `payee.grade` and `payee.title` of the receiver on the credit date.

    `entries` is None when they are uploaded as dated rows. `otherwise` is None when a rate that cannot be found is a
    fault.
    """

    name: str
    label: Words
    path: str
    facts: tuple[str, ...]
    pick: Literal["most_specific", "first_row"]
    entries: tuple[TableEntry, ...] | None
    otherwise: Number | None
    #: `percent`, `times` or `money`; empty for uploaded rows until they are read
    form: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the credit: the owner, the people of the split, the person that a field names, whoever holds the
    territory, the people related to those credited (`relation`), or the managers above them."""

    to: Literal["owner", "split", "field", "territory", "relation", "managers"]
    #: the field, territory or relation
    field: str = ""


@dataclass(frozen=True, slots=True)
class AmountRule:
    """The amount of a record: one field, the product of two (over a third), or one less another; rounded once."""

    how: Literal["field", "product", "minus"]
    fields: tuple[str, ...]
    divided_by: str | None = None


@dataclass(frozen=True, slots=True)
class CreditRule:
    """A credit rule: direct (from records), or indirect, from the credits of `sources`.

    An indirect rule has no record type, date or amount of its own: `record_type` and `date_field` are empty.
    """

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
    #: of an amount that is not one field (`how` is not `field`)
    amount: AmountRule | None = None
    shape: Literal["direct", "rollup", "overlay"] = "direct"
    #: `plan.credit` names, of an indirect rule
    sources: tuple[str, ...] = ()
    #: how many managers up; 0 is all of them
    levels: int = 1
    as_of: Literal["credit_date", "period_end"] = "credit_date"
    once_per_record: bool = False

    def called(self, name: str) -> Words:
        """Return the record type or a field of it as people know it: its label, or its name with spaces."""
        plain = name.replace("_", " ")
        return self.labels.get(name, Words(plain, plain))


@dataclass(frozen=True, slots=True)
class Measure:
    """A named number of a payee and window, with its quota if it has one.

    `shape` says how it comes about: `credits` (sum or count), `input`, `ratio`, `minus`, `plus`, `weighted`; `parts`
    are the measures it is made of. The names of its steps: `total` (its value, whatever its shape), `quota` (stated),
    `prorated` (as it counts: by days worked, or to date) and `attainment`. A ratio is its own attainment.
    """

    name: str
    label: Words
    path: str
    unit: Unit
    credits: tuple[str, ...]
    frame: Frame
    quota: str | None
    total_step: str
    quota_step: str | None = None
    prorated_step: str | None = None
    attainment_step: str | None = None
    shape: Literal["credits", "input", "ratio", "minus", "plus", "weighted"] = "credits"
    parts: tuple[str, ...] = ()
    #: compared with the quota of the months so far
    to_date: bool = False


@dataclass(frozen=True, slots=True)
class TierRow:
    """A row of a component's rate table, for pages and prose."""

    #: where it starts; None for the first, which also covers everything below
    start: Number | None
    included: bool
    #: what it pays; None when the rate is a personal one, or comes from a table or from the record
    rate: Number | None
    personal: str | None = None
    table: str | None = None
    #: the field that holds the rate, or the two fields that are divided
    fields: tuple[str, ...] = ()
    #: the field at whose value it starts
    start_field: str | None = None


@dataclass(frozen=True, slots=True)
class ContestRule:
    """Who compete by which measure, and what the places win (minor units of the plan's currency)."""

    rank: str
    among: Literal["title", "plan", "relation"]
    #: the title, plan or relation
    name: str
    prizes: tuple[Number, ...]
    ties: Literal["share", "higher", "earliest"]
    #: gates that a person must meet to be ranked
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverrideRule:
    """Whose earnings an override is paid on: `sources` are `plan.component` names; `levels` managers up (0: all), or
    the people of a relation."""

    sources: tuple[str, ...]
    levels: int | None
    relation: str | None
    as_of: Literal["credit_date", "period_end"] = "period_end"


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
    #: its Pay steps: one, or one for each item of a scorecard
    pays: tuple[str, ...]
    pays_on: str | None
    conditions: tuple[Condition, ...] = ()
    by: str | None = None
    #: measures the component reads; one without its quota blocks it
    reads: tuple[str, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    accounting: str = ""
    wage_type: str = ""
    #: its Limit steps, in the order in which they cut
    limits: tuple[str, ...] = ()
    #: the component whose lines it pays on
    pays_on_component: str | None = None
    contest: ContestRule | None = None
    override: OverrideRule | None = None
    #: what its sentences call by name besides `by`: the measure behind an operand, by the operand's role, and the
    #: components of other plans that it is paid on, by `plan.component`
    named: tuple[tuple[str, Words], ...] = ()

    @property
    def pay_step(self) -> str:
        """The first of its Pay steps: the only one of every kind but the scorecard."""
        return self.pays[0]


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
    calculate: Literal["half_month", "month", "quarter"]
    proration: Proration
    rounding: LineRounding
    fx: FxRule | None
    tables: tuple[RateTable, ...]
    credits: tuple[CreditRule, ...]
    measures: tuple[Measure, ...]
    components: tuple[Component, ...]
    steps: tuple[AnyStep, ...]
    pay: PaySection
    document: Document = field(repr=False, compare=False)
    #: labels of what the plan names outside itself: (`quota`, name), (`source`, `plan.credit`) and so on
    labels: Mapping[tuple[str, str], Words] = field(default_factory=dict, repr=False, compare=False)

    def called(self, what: str, name: str) -> Words:
        """Return a name of the company (`quota`, `personal`, `relation`, `territory`, `rate_table`) or a `source` of
        another plan as people know it: its label, or its name with spaces."""
        plain = name.replace("_", " ")
        return self.labels.get((what, name), Words(plain, plain))

    @property
    def reads(self) -> tuple[str, ...]:
        """The other plans whose credits or earnings it is made of, each once."""
        names = [source.partition(".")[0] for credit in self.credits for source in credit.sources]
        for component in self.components:
            if component.override is not None:
                names += [source.partition(".")[0] for source in component.override.sources]
        return tuple(name for name in dict.fromkeys(names) if name != self.name)

    @property
    def reads_others(self) -> bool:
        """Whether what a person earns by it depends on other people: their credits, earnings, places or territories."""
        return any(credit.shape != "direct" or credit.receiver.to == "territory" for credit in self.credits) or any(
            component.contest is not None or component.override is not None for component in self.components
        )

    def measure(self, name: str) -> Measure:
        """Return the measure of that name. Raises KeyError when the plan has none."""
        return {measure.name: measure for measure in self.measures}[name]

    def component(self, name: str) -> Component:
        """Return the component of that name. Raises KeyError when the plan has none."""
        return {component.name: component for component in self.components}[name]

    def credit(self, name: str) -> CreditRule:
        """Return the credit rule of that name. Raises KeyError when the plan has none."""
        return {credit.name: credit for credit in self.credits}[name]
