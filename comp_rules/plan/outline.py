"""What a plan consists of, read gently: enough for checks to go on while other parts are still at fault.

In: nothing; made by `outline_from_document`. Out: credits, measures and components by name, with None for what could
not be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comp_rules.facts.facts import Company, Field
from comp_rules.kernel.steps import Frame, Unit
from comp_rules.plan.document import Document, Map
from comp_rules.values.fault import Place
from comp_rules.values.period import Window
from comp_rules.values.words import Words


@dataclass(frozen=True, slots=True)
class CreditOutline:
    """A credit rule: what it counts in, and of which records."""

    name: str
    place: Place
    label: Words
    node: Map
    record_type: str | None
    unit: Literal["money", "count"] | None


@dataclass(frozen=True, slots=True)
class MeasureOutline:
    """A measure: what it adds up, over which window, against which quota."""

    name: str
    place: Place
    label: Words
    node: Map
    unit: Literal["money", "count"] | None
    credits: tuple[str, ...]
    window: Window | None
    quota: str | None

    @property
    def frame(self) -> Frame:
        """The rows of its cell columns. The window must have been read."""
        assert self.window is not None
        return Frame(self.window, self.quota if self.window == "quota_window" else None)


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
