"""How a month is made up: components with their amounts, or the reason why there is none.

In: one part of a person's month. Out: rows that add up to what was earned.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.flow.records import AssignmentResult, ComponentResult, Line
from statements.deals_from_result import money_of
from statements.formatting import LocaleForm
from statements.rates_from_lines import rates_from_lines
from statements.shares_from_result import shares_from_result
from statements.tiers import quantity
from statements.view import ComponentView

#: kinds that go by how a measure stands at the end of its window
_BY_MEASURE = ("target", "matrix", "contest", "award")


def components_from_result(part: AssignmentResult, form: LocaleForm) -> tuple[ComponentView, ...]:
    """Return every component of the part in its order, with an amount or a reason."""
    rows = tuple(_component(component, part, form) for component in part.components)
    assert sum(row.amount.minor for row in rows if row.amount) == part.total, f"{part.assignment} does not add up"
    return rows


def component_key(part: AssignmentResult, component: str) -> str:
    """Return the key of a component's amount."""
    return f"component:{part.assignment}:{component}"


def _component(component: ComponentResult, part: AssignmentResult, form: LocaleForm) -> ComponentView:
    lines = [line for line in part.lines if line.component == component.component]
    key = component_key(part, component.component)
    amount = None
    if component.total is not None:
        assert component.total == sum(line.amount for line in lines), f"the lines of {key} do not add up to it"
        amount = money_of(key, component.total, part.currency, form)
    return ComponentView(
        key=key,
        name=component.component,
        label=component.label.say(form.lang),
        measured_on=_measured_on(component, lines, part, form),
        rates=rates_from_lines(component, lines, form),
        lines=len(lines),
        amount=amount,
        reason="" if component.total else form.dated(zero_reason(component, part, form.lang, form)),
        tiers=shares_from_result(component, lines, part, form),
    )


def _measured_on(component: ComponentResult, lines: list[Line], part: AssignmentResult, form: LocaleForm) -> str:
    """Print the sum of this month's credits that the lines stand on, or the measure of a window; nothing for others."""
    wanted = {line.credit_id for line in lines}
    credits = [credit for credit in part.credits if credit.credit_id in wanted]
    if credits:
        return quantity(sum((credit.amount for credit in credits), Fraction(0)), credits[0].unit, form)
    if component.kind not in _BY_MEASURE:
        return ""
    measure = next((m for m in part.measures if m.measure == component.by and not m.undefined), None)
    return quantity(measure.total, measure.unit, form) if measure else ""
