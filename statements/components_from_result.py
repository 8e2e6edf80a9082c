"""How a month is made up: components with their amounts, or the reason why there is none.

In: one part of a person's month. Out: rows that add up to what was earned.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.flow.records import AssignmentResult, ComponentResult, Line
from statements.deals_from_result import money_of
from statements.formatting import LocaleForm
from statements.tiers import quantity, rate_text, tier_label
from statements.uplift_from_result import counted_lines, uplift_from_result
from statements.view import ComponentView, TierShare
from statements.words import texts_in

#: More different rates than this are counted, not listed.
_MOST_RATES = 3


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
        measured_on=_measured_on(lines, part, form),
        rates=_rates(component, lines, form),
        lines=len(lines),
        amount=amount,
        reason="" if component.total else form.dated(zero_reason(component, part, form.lang, form)),
        tiers=_states(component, lines, part, form) or _tiers(component, lines, part, form),
    )


def _measured_on(lines: list[Line], part: AssignmentResult, form: LocaleForm) -> str:
    """Print the sum of this month's credits that the lines stand on; nothing for lines of a sum of its own."""
    wanted = {line.credit_id for line in lines}
    credits = [credit for credit in part.credits if credit.credit_id in wanted]
    if not credits:
        return ""
    return quantity(sum((credit.amount for credit in credits), Fraction(0)), credits[0].unit, form)


def _rates(component: ComponentResult, lines: list[Line], form: LocaleForm) -> str:
    rates = dict.fromkeys(
        rate_text(component.tiers[line.tier], form)
        if line.tier is not None and line.tier < len(component.tiers) and component.tiers[line.tier].rate is not None
        else _own_rate(line, form)
        for line in sorted(lines, key=lambda line: (line.tier or 0, line.number))
    )
    shown = [rate for rate in rates if rate]
    if len(shown) > _MOST_RATES:
        return texts_in(form.lang)("rates", n=len(shown))
    return ", ".join(shown)


def _own_rate(line: Line, form: LocaleForm) -> str:
    """Print the factor of the line that the plan or a personal table gave as its rate."""
    for operand in line.operands:
        if operand.role == "rate" and operand.in_amount and not operand.before:
            return form.operand(operand)
    return ""


def _states(
    component: ComponentResult, lines: list[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """Return the deals of the month and the earlier ones paid at another rate; nothing without earlier ones."""
    uplift = uplift_from_result(part, component.component, form)
    if uplift is None:
        return ()
    text, shares = texts_in(form.lang), []
    key = f"state:{part.assignment}:{component.component}"
    own = [line for line in lines if line.state != "uplift"]
    if own:
        label = text("of_month", number=counted_lines(own, part, form), month=form.month_name(part.period))
        amount = money_of(f"{key}:new", sum(line.amount for line in own), part.currency, form)
        shares.append(TierShare(label, _rates(component, own, form), len(own), amount))
    amount = money_of(f"{key}:uplift", uplift.minor, part.currency, form)
    label = text(uplift.way, earlier=uplift.earlier)
    shares.append(TierShare(label, uplift.rates(form), uplift.lines, amount))
    return tuple(shares)


def _tiers(
    component: ComponentResult, lines: list[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """Return the component by tier when its lines stand in more than one."""
    numbers = sorted({line.tier for line in lines if line.tier is not None})
    if len(numbers) < 2 or any(line.tier is None for line in lines) or numbers[-1] >= len(component.tiers):
        return ()
    unit = next((m.unit for m in part.measures if m.measure == component.by), f"money:{part.currency}")
    shares = []
    for number in numbers:
        own = [line for line in lines if line.tier == number]
        key = f"tier:{part.assignment}:{component.component}:{number}"
        amount = money_of(key, sum(line.amount for line in own), part.currency, form)
        label = tier_label(component.tiers, number, unit, form)
        shares.append(TierShare(label, rate_text(component.tiers[number], form), len(own), amount))
    return tuple(shares)
