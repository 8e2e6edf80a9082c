"""The parts of a component: its tiers, the items of a scorecard, earlier deals, what was posted, and what caps took.

In: the lines of one component of a month. Out: rows that add up to its amount; none where one row says it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comp_rules.flow.records import AssignmentResult, ComponentResult, Line
from comp_rules.kinds.caps import cap_scope, is_of_cap
from statements.deals_from_result import money_of
from statements.formatting import LocaleForm
from statements.rates_from_lines import rates_from_lines
from statements.tiers import rate_text, tier_label
from statements.uplift_from_result import counted_lines, uplift_from_result
from statements.view import TierShare
from statements.words import texts_in
from statements.worth_from_line import worth_from_line


def shares_from_result(
    component: ComponentResult, lines: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """Return the parts of a component in the order in which they come about."""
    own = [line for line in lines if not is_of_cap(line)]
    caps = [line for line in lines if is_of_cap(line)]
    rows = (
        _items(component, own, part, form)
        or _states(component, own, part, form)
        or _to_date(component, own, part, form)
        or _tiers(component, own, part, form)
    )
    if caps and own and not rows:
        key = f"before_caps:{part.assignment}:{component.component}"
        amount = money_of(key, sum(line.amount for line in own), part.currency, form)
        rows = (TierShare(texts_in(form.lang)("before_caps"), "", len(own), amount),)
    return (*rows, *_caps(component, caps, part, form))


def cap_label(line: Line, form: LocaleForm) -> str:
    """Name a line of a cap: what it is counted per, or that it comes from the period before or the year's excess."""
    if line.state in ("carried", "paid_out"):
        return texts_in(form.lang)(line.state)
    label = cap_scope(line.shape).say(form.lang)
    return label[:1].upper() + label[1:]


def _items(
    component: ComponentResult, own: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """The items of a scorecard with their weights and payouts."""
    shares = []
    for item in sorted({line.item for line in own if line.item}):
        lines = [line for line in own if line.item == item]
        key = f"item:{part.assignment}:{component.component}:{item}"
        amount = money_of(key, sum(line.amount for line in lines), part.currency, form)
        label = item_label(lines[0], part, form)
        shares.append(TierShare(label, rates_from_lines(component, lines, form), len(lines), amount))
    return tuple(shares)


def item_label(line: Line, part: AssignmentResult, form: LocaleForm) -> str:
    """Name an item of a scorecard by its measure and weight."""
    measure = next((m.label.say(form.lang) for m in part.measures if m.measure == line.measure), line.measure or "")
    weight = next((o.value for o in line.operands if o.role == "weight"), None)
    if weight is None:
        return measure
    return texts_in(form.lang)("item", measure=measure, weight=form.percent(weight))


def _states(
    component: ComponentResult, own: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """The deals of the month and the earlier ones paid at another rate; nothing without earlier ones."""
    uplift = uplift_from_result(part, component.component, form)
    if uplift is None:
        return ()
    text, shares = texts_in(form.lang), []
    key = f"state:{part.assignment}:{component.component}"
    of_month = [line for line in own if line.state != "uplift"]
    if of_month:
        label = text("of_month", number=counted_lines(of_month, part, form), month=form.month_name(part.period))
        amount = money_of(f"{key}:new", sum(line.amount for line in of_month), part.currency, form)
        shares.append(TierShare(label, rates_from_lines(component, of_month, form), len(of_month), amount))
    amount = money_of(f"{key}:uplift", uplift.minor, part.currency, form)
    label = text(uplift.way, earlier=uplift.earlier)
    shares.append(TierShare(label, uplift.rates(form), uplift.lines, amount))
    return tuple(shares)


def _to_date(
    component: ComponentResult, own: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """What windows are worth to date, and what was posted on them before; nothing where nothing was."""
    worths = [worth_from_line(line) for line in own]
    if any(line.record for line in own) or not any(worth.before for worth in worths):
        return ()
    text, key = texts_in(form.lang), f"posted:{part.assignment}:{component.component}"
    now = money_of(f"{key}:now", sum(worth.now for worth in worths), part.currency, form)
    before = money_of(f"{key}:before", -sum(worth.before or 0 for worth in worths), part.currency, form)
    return (TierShare(text("to_date"), "", len(own), now), TierShare(text("posted"), "", len(own), before))


def _tiers(
    component: ComponentResult, own: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> tuple[TierShare, ...]:
    """The component by tier when its lines stand in more than one."""
    numbers = sorted({line.tier for line in own if line.tier is not None})
    if len(numbers) < 2 or any(line.tier is None for line in own) or numbers[-1] >= len(component.tiers):
        return ()
    unit = next((m.unit for m in part.measures if m.measure == component.by), f"money:{part.currency}")
    shares = []
    for number in numbers:
        lines = [line for line in own if line.tier == number]
        key = f"tier:{part.assignment}:{component.component}:{number}"
        amount = money_of(key, sum(line.amount for line in lines), part.currency, form)
        label = tier_label(component.tiers, number, unit, form)
        shares.append(TierShare(label, rate_text(component.tiers[number], form), len(lines), amount))
    return tuple(shares)


def _caps(
    component: ComponentResult, caps: Sequence[Line], part: AssignmentResult, form: LocaleForm
) -> Iterable[TierShare]:
    """What each cap took off or gave back, by what it is counted per."""
    for label in dict.fromkeys(cap_label(line, form) for line in caps):
        lines = [line for line in caps if cap_label(line, form) == label]
        key = f"cap:{part.assignment}:{component.component}:{lines[0].state}:{lines[0].shape}"
        amount = money_of(key, sum(line.amount for line in lines), part.currency, form)
        yield TierShare(label, _caps_text(lines, form), len(lines), amount)


def _caps_text(lines: Sequence[Line], form: LocaleForm) -> str:
    """Print the amount at which a cap holds, when its lines have one in common."""
    found = dict.fromkeys(form.operand(o) for line in lines for o in line.operands if o.role == "cap")
    return next(iter(found)) if len(found) == 1 else ""
