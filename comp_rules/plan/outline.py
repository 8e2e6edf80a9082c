"""What a plan consists of, read gently: enough for checks to go on while other parts are still at fault.

In: nothing; made by `outline_from_document`. Out: credits, measures, tables and components by name, with None for what
could not be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from comp_rules.facts.facts import Company, Field
from comp_rules.kernel.steps import Frame, Unit
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Document, Map
from comp_rules.values.fault import Place
from comp_rules.values.period import Window
from comp_rules.values.words import Words

Calculate = Literal["half_month", "month", "quarter"]
MeasureShape = Literal["credits", "input", "ratio", "minus", "plus", "weighted"]


@dataclass(frozen=True, slots=True)
class CreditOutline:
    """A credit rule: what it counts in, and of which records.

    Of a rollup or overlay (`shape`) the record type and unit are those of its `sources` (`plan.credit` names), as far
    as those plans are known; the unit is then money unless a measure counts it.
    """

    name: str
    place: Place
    label: Words
    node: Map
    record_type: str | None
    unit: Literal["money", "count"] | None
    shape: Literal["direct", "rollup", "overlay"] = "direct"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureOutline:
    """A measure: what it is made of, over which window, against which quota.

    `credits` are those of a sum or count, `parts` the measures that another shape is made of; a derived measure has
    the window of its parts (None when they differ or need each other in a circle). `unit` of a typed result without a
    company is taken from the examples.
    """

    name: str
    place: Place
    label: Words
    node: Map
    unit: Unit | None
    credits: tuple[str, ...]
    window: Window | None
    quota: str | None
    #: None when no way of measuring is written
    shape: MeasureShape | None = "credits"
    parts: tuple[str, ...] = ()
    #: how many months a rolling window holds, else 0
    months: int = 0
    #: compared with the quota of the months so far
    to_date: bool = False
    #: the quota whose rows are the windows of `quota_window`
    window_quota: str | None = None
    #: how many measures stand above each other up to this one, and how many of credits or typed results it comes to
    #: when each is counted as often as it is named; 0 of one that needs itself in a circle
    levels: int = 1
    leaves: int = 1

    @property
    def frame(self) -> Frame:
        """The rows of its cell columns. The window must have been read."""
        assert self.window is not None
        return Frame(self.window, self.window_quota if self.window == "quota_window" else None, self.months)

    @property
    def has_attainment(self) -> bool:
        """It has a quota, or is a percentage itself."""
        return self.quota is not None or self.unit == "ratio"


@dataclass(frozen=True, slots=True)
class TableOutline:
    """A rate table: the facts it looks at and the form of its rates, None while no rate of it could be read."""

    name: str
    place: Place
    label: Words
    node: Map
    form: Literal["percent", "times", "money"] | None
    facts: tuple[str, ...]
    uploaded: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan as far as it could be read. `company` is None when nobody said what it declares."""

    document: Document
    company: Company | None
    currency: str | None
    credits: Mapping[str, CreditOutline]
    measures: Mapping[str, MeasureOutline]
    components: Mapping[str, Map]
    #: what proration scales, as far as it could be read
    scales: frozenset[str]
    #: plans known beside this one, by name; empty when nobody said which there are
    others: Mapping[str, CompiledPlan] = field(default_factory=dict)
    tables: Mapping[str, TableOutline] = field(default_factory=dict)
    #: how long a calculated period is; a month until it can be read
    calculate: Calculate = "month"

    @property
    def name(self) -> str:
        """The plan's name, empty when it is missing."""
        return self.document.top.text("plan") or ""

    @property
    def prorates_quota(self) -> bool:
        """Quotas count by the part of the window worked."""
        return "quota" in self.scales

    def fields(self, record_type: str | None) -> Mapping[str, Field] | None:
        """Return the declared fields of a record type, None when they are not known."""
        if self.company is None or record_type is None or record_type not in self.company.record_types:
            return None
        return self.company.record_types[record_type].fields

    def personal_unit(self, name: str) -> Unit | None:
        """Return what a personal value is, `ratio` or `money`; None when nobody declared it."""
        declared = self.company.personal.get(name) if self.company else None
        if declared is None:
            return None
        return "money" if declared.unit == "money" else "ratio"

    def quota_unit(self, name: str) -> Unit | None:
        """Return what a quota is counted in; None when nobody declared it."""
        declared = self.company.quotas.get(name) if self.company else None
        return UNITS.get(declared.unit) if declared else None


#: the unit of a declared quota or typed result
UNITS: Mapping[str, Unit] = {"money": "money", "number": "count", "percent": "ratio"}
