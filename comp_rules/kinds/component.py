"""What all components have in common: their keys, what they pay on, and what is put around the steps of their kind.

In: the node of a component. Out: keys, faults and steps that do not depend on the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comp_rules.facts.facts import Field
from comp_rules.kernel.steps import AnyStep, Factor, Frame, Unit, Worked
from comp_rules.kinds.caps import CAPS, target_share_of
from comp_rules.kinds.kind import Part
from comp_rules.plan.compiled import Component
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.document import Map
from comp_rules.plan.faults import error
from comp_rules.plan.grammar.pay import MEASURE_CONDITIONS
from comp_rules.plan.outline import CreditOutline, Outline
from comp_rules.plan.outline_from_document import label_of
from comp_rules.plan.schema import LABELS, Conditions, Either, Key, MapOf, Value, choice, may
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

#: keys that every kind has
SHARED: tuple[Key, ...] = (
    *LABELS,
    Key("kind", Value(("name",))),
    may("only_if", MEASURE_CONDITIONS),
    may("judged", choice("at_credit", "to_date")),
    may("caps", CAPS),
    may("expected_share", Value(("percent",))),
    may("accounting", choice("incremental", "not_incremental")),
    may("wage_type", Value(("text",))),
)
WHEN = may("when", Conditions())
PAYS_ON = Key(
    "pays_on",
    Either(
        Value(names="credit"),
        map=MapOf((Key("component", Value(names="component")),), called=Words("what it pays on", "지급 대상 실적")),
    ),
)


@dataclass(frozen=True, slots=True)
class PaidOn:
    """What a component pays on, as far as it could be read: a credit, or the lines of another component."""

    credit: CreditOutline | None
    component: str | None
    fields: Mapping[str, Field] | None

    @property
    def unit(self) -> Unit | None:
        """Lines of a component are money."""
        return "money" if self.component else self.credit.unit if self.credit else None

    @property
    def name(self) -> str:
        """How line steps name it."""
        return f"component:{self.component}" if self.component else self.credit.name if self.credit else ""

    @property
    def record_type(self) -> str:
        """The record type of the credits, empty when they come from no record of one type."""
        return (self.credit.record_type if self.credit else None) or ""


def paid_on(node: Map, outline: Outline) -> PaidOn:
    """Return what a component pays on."""
    inner = node.map("pays_on")
    if inner is not None:
        return PaidOn(None, inner.text("component"), None)
    credit = outline.credits.get(node.text("pays_on") or "")
    return PaidOn(credit, None, outline.fields(credit.record_type) if credit else None)


def paid_on_faults(part: Part) -> Iterator[Fault]:
    """Yield the faults of paying on another component: circles, and conditions on records that its lines are not."""
    inner = part.node.map("pays_on")
    place = inner.get("component") if inner else None
    if inner is None or place is None:
        return
    circle = _circle(part.name, part.outline)
    if circle:
        yield error("circle", place, *_CIRCLE, circle=" → ".join(circle))
    when = part.node.entry("when")
    if when is not None:
        yield error("key_without_use", when.place, *_WHEN_UNUSED)


def _circle(name: str, outline: Outline) -> list[str]:
    """The components from `name` back to itself, empty when following them ends elsewhere."""
    seen = [name]
    node = outline.components.get(name)
    while node is not None:
        following = paid_on(node, outline).component
        if following is None:
            return []
        if following in seen:
            return [*seen, following] if following == name else []
        seen.append(following)
        node = outline.components.get(following)
    return []


def in_paying_order(outline: Outline) -> list[str]:
    """Return the names of components so that each comes after the one whose lines it pays on, in a plan without errors:
    all are known, and none pays on itself."""
    ordered: list[str] = []
    for name in outline.components:
        chain = [name]
        while below := paid_on(outline.components[chain[-1]], outline).component:
            chain.append(below)
        ordered += [earlier for earlier in reversed(chain) if earlier not in ordered]
    return ordered


def component_of(part: Part, kind: str, shape: str) -> Component:
    """Return the component with what does not depend on its kind; its money is the step `<name>.pay`."""
    node, outline = part.node, part.outline
    paid = paid_on(node, outline)
    conditions, _ = conditions_from_node(node.map("when"), paid.fields, paid.record_type)
    note = node.map("note")
    return Component(
        name=part.name,
        label=label_of(node, part.name),
        note=label_of(node, "", "note") if note and note.entries else None,
        kind=kind,
        path=part.path,
        shape=shape,
        pays=(f"{part.name}.pay",),
        pays_on=node.text("pays_on"),
        pays_on_component=paid.component,
        conditions=conditions,
        accounting=node.text("accounting") or "",
        wage_type=node.text("wage_type") or "",
    )


def worked_part(part: Part) -> tuple[tuple[Factor, ...], tuple[AnyStep, ...]]:
    """Return the factor by which proration of earnings scales each line, and its step; both empty without it.

    It is the part of the calculated period worked, and concerns components without a target incentive.
    """
    if "earnings" not in part.outline.scales or has_target(part.node):
        return (), ()
    step = Worked(name="worked.period", path="proration", frame=Frame("period"))
    return (Factor("worked", "cell", "ratio", name=step.name),), (step,)


def has_target(node: Map) -> bool:
    """Say whether a component pays a part of the target incentive."""
    return target_share_of(node) is not None


_CIRCLE = (
    Words("These components pay on each other in a circle: {circle}.", "지급 항목이 서로를 대상으로 합니다: {circle}."),
    Words("Let one of them pay on a credit.", "그중 하나는 인정 실적에 지급하도록 적어 주세요."),
)
_WHEN_UNUSED = (
    Words(
        "Conditions of `when` look at records, and this pays on the lines of a component.",
        "`when` 조건은 원천 데이터를 보는데, 이 항목은 다른 지급 항목의 내역에 지급합니다.",
    ),
    Words("Write them on that component.", "그 지급 항목에 조건을 적어 주세요."),
)
