"""The types that plans give to the fields of records which they read.

In: compiled plans that may be made of each other. Out: a type by record type and field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comp_rules.facts.facts import FieldType
from comp_rules.kernel.steps import Each, Edge, Form
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.plan.condition import Condition

Types = dict[tuple[str, str], FieldType]

_SINCE = "since:field:"
#: the type of a field that is compared with a line of this form; with any other, a number
_TYPES: Mapping[Form, FieldType] = {"percent": "percent", "money": "money"}


def field_types_from_plans(plans: Sequence[CompiledPlan]) -> Types:
    """Return the types that the plans give; where two plans give one field different types, the earlier plan counts."""
    types: Types = {}
    for plan in plans:
        reading = _Reading(plan, plans, types)
        for credit in plan.credits:
            reading.credit(credit)
        for component in plan.components:
            if component.pays_on:
                reading.conditions(component.pays_on, component.conditions)
        for step in plan.steps:
            credit_name = getattr(step, "credit", "")
            reading.edges(credit_name, getattr(step, "edges", ()))
            if isinstance(step, Each) and step.tier_field:
                reading.tier_field(step, step.tier_field)
    return types


class _Reading:
    """Reads one plan; a rule made of other credits reads the records of those."""

    def __init__(self, plan: CompiledPlan, plans: Sequence[CompiledPlan], types: Types) -> None:
        self.plan, self.types = plan, types
        self.rules = {f"{other.name}.{rule.name}": rule for other in reversed(plans) for rule in other.credits}

    def credit(self, rule: CreditRule) -> None:
        """The date, amount and receiver of a rule, and what its conditions compare."""
        if rule.date_field:
            self._add(rule.name, rule.date_field, "date")
        if rule.amount is not None:
            if rule.amount.how == "minus":
                for field in rule.amount.fields:
                    self._add(rule.name, field, "money")
        elif rule.amount_field:
            self._add(rule.name, rule.amount_field, "money" if rule.unit == "money" else "number")
        if rule.receiver.to == "field":
            self._add(rule.name, rule.receiver.field, "person")
        self.conditions(rule.name, rule.conditions)

    def conditions(self, credit: str, conditions: Iterable[Condition]) -> None:
        """A field has the type of the values that it is compared with, when they are all of one."""
        for condition in conditions:
            values = [*condition.values, *condition.excluded, *(value for _, value in condition.bounds)]
            found = {value.type for value in values}
            if len(found) == 1:
                self._add(credit, condition.field, found.pop())

    def edges(self, credit: str, edges: Iterable[Edge]) -> None:
        """A field at whose value a tier starts holds what the lines beside it are written in."""
        for edge in edges:
            if edge.field:
                self._add(credit, edge.field, _TYPES.get(edge.form, "number"))

    def tier_field(self, step: Each, field: str) -> None:
        """A field that picks the tier holds what the edges are written in; one that is counted from, a date."""
        if field.startswith(_SINCE):
            self._add(step.credit, field.removeprefix(_SINCE), "date")
        elif not field.startswith("since:"):
            self._add(step.credit, field, _TYPES.get(step.edges[0].form, "number"))

    def _add(self, credit: str, field: str, field_type: FieldType) -> None:
        for record_type in self._record_types(f"{self.plan.name}.{credit}", set()):
            self.types.setdefault((record_type, field), field_type)

    def _record_types(self, name: str, seen: set[str]) -> set[str]:
        """The record types of a rule, or of the rules it is made of; none of a rule that nobody knows."""
        rule = self.rules.get(name)
        if rule is None or name in seen:
            return set()
        seen.add(name)
        own = {rule.record_type} if rule.record_type else set()
        return own.union(*(self._record_types(source, seen) for source in rule.sources))
