"""A tiered component taken apart: what it pays on, what picks the tier, and how a higher tier applies.

In: the node of a tiered component. Out: its settings by name, None for what is missing or at fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from comp_rules.kinds.component import PaidOn, paid_on
from comp_rules.kinds.kind import Part
from comp_rules.kinds.tiers import Row, first_start, rows_of
from comp_rules.plan.document import Map, Scalar
from comp_rules.plan.outline import MeasureOutline

Applies = OneOf["marginal", "whole", "overage"]
_APPLIES: tuple[Applies, ...] = ("marginal", "whole", "overage")


@dataclass(frozen=True, slots=True)
class Ladder:
    """The settings of a tiered component. `measure` picks the tier, or with `each_credit` gives its quota."""

    part: Part
    paid: PaidOn
    rows: list[Row]
    measure: MeasureOutline | None
    window: bool
    each_credit: bool
    applies: Applies | None
    #: the field of the record whose value picks the tier
    field: str | None
    #: `hire`, `assignment` or `field:name`, from which months are counted to pick the tier
    since: str | None

    @property
    def by_record(self) -> bool:
        """A fact of the record or a date picks the tier, so that it holds for the whole credit."""
        return isinstance(self.part.node.get("by"), Map)

    @property
    def by_percent(self) -> bool:
        """Tiers start at percentages of a quota, or of a measure that is itself a ratio."""
        first = first_start(self.rows)
        return self.measure is not None and first is not None and first.sort == "percent"

    @property
    def tier_field(self) -> str | None:
        """The entry of a credit's fields that picks its tier."""
        return self.field or (f"since:{self.since}" if self.since else None)

    @property
    def scaled(self) -> bool:
        """Edges in money or counts shrink with the part of the window that was worked."""
        first = first_start(self.rows)
        in_amounts = first is not None and first.sort != "percent"
        return self.window and in_amounts and "tier_edges" in self.part.outline.scales

    @property
    def shape(self) -> str:
        """How its lines are made and told: `slice`, `restate`, `overage`, or `each` for whole credits."""
        if self.by_record:
            return "each"
        if self.applies == "marginal":
            return "slice"
        if self.applies == "overage":
            return "overage"
        return "restate" if self.window else "each"


def ladder_of(part: Part) -> Ladder:
    """Return the settings of a component as far as they could be read."""
    node = part.node
    by = node.get("by")
    field = by.text("field") if isinstance(by, Map) else None
    return Ladder(
        part=part,
        paid=paid_on(node, part.outline),
        rows=rows_of(node),
        measure=part.outline.measures.get(by.text) if isinstance(by, Scalar) else None,
        window=node.text("ladder") == "window",
        each_credit=node.text("ladder") == "each_credit",
        applies=next((word for word in _APPLIES if word == node.text("applies")), None),
        field=field,
        since=since_of(by) if isinstance(by, Map) else None,
    )


def since_of(node: Map) -> str | None:
    """Return the date counted from: `hire`, `assignment`, or `field:name`; None when it is missing or at fault."""
    inner = node.map("since")
    if inner is not None:
        field = inner.text("field")
        return f"field:{field}" if field else None
    word = node.text("since")
    return word if word in ("hire", "assignment") else None
