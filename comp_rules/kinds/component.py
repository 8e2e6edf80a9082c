"""What all components share: label, conditions and payroll marks, read from the node.

In: a component without faults. Out: the `Component` that its kind fills in further.
"""

from __future__ import annotations

from comp_rules.kinds.kind import Part
from comp_rules.plan.compiled import Component
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.outline_from_document import label_of
from comp_rules.plan.schema import LABELS, Conditions, Key, Value, choice, later, may

_ON_CREDITS = "Leave the conditions to `when`, or pay an award."
_ON_CREDITS_KO = "조건은 `when` 키에 적거나 포상(award)으로 지급해 주세요."

#: keys that every kind has
SHARED: tuple[Key, ...] = (
    *LABELS,
    Key("kind", Value(("name",))),
    later("only_if", _ON_CREDITS, _ON_CREDITS_KO),
    later("judged", _ON_CREDITS, _ON_CREDITS_KO),
    later("caps", "Leave the cap out, or pay it by hand for now.", "상한을 빼 주세요."),
    may("expected_share", Value(("percent",))),
    may("accounting", choice("incremental", "not_incremental")),
    may("wage_type", Value(("text",))),
)
WHEN = may("when", Conditions())


def component_of(part: Part, kind: str, shape: str) -> Component:
    """Return the component with what does not depend on its kind; its money is the step `<name>.pay`."""
    node, outline = part.node, part.outline
    pays_on = node.text("pays_on")
    credit = outline.credits.get(pays_on or "")
    record_type = (credit.record_type if credit else None) or ""
    conditions, _ = conditions_from_node(node.map("when"), outline.fields(record_type), record_type)
    note = node.map("note")
    return Component(
        name=part.name,
        label=label_of(node, part.name),
        note=label_of(node, "", "note") if note and note.entries else None,
        kind=kind,
        path=part.path,
        shape=shape,
        pays=(f"{part.name}.pay",),
        pays_on=pays_on,
        conditions=conditions,
        accounting=node.text("accounting") or "",
        wage_type=node.text("wage_type") or "",
    )
