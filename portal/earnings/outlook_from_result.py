"""What comes next on a ladder: what further credit pays, and how far the next tier is.

In: a measure and the components that it picks tiers for. Out: sentences in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from comp_rules import CompiledPlan
from comp_rules.flow.records import AssignmentResult, ComponentResult, MeasureValue, TierUsed
from comp_rules.values.money import decimal_text, minor_digits, rounded_ratio
from portal.language import gettext as _
from statements.formatting import LocaleForm
from statements.tiers import drawable, quantity, rate_text, reached_tier, start_text

#: What a marginal rate is told by: so many whole units of the currency, by its number of minor digits.
_EACH_FURTHER = {0: 1_000_000, 2: 1_000, 3: 1_000}


def outlook_from_result(
    measure: MeasureValue, part: AssignmentResult, plan: CompiledPlan | None, form: LocaleForm
) -> list[str]:
    """Return the sentences of one measure, component by component; nothing at the top of the last ladder."""
    readers = [each for each in part.components if each.by == measure.measure and each.kind == "tiered"]
    drawn = [each for each in readers if drawable(each)]
    return [text for each in drawn for text in _of_component(each, measure, part, plan, len(readers), form)]


def _of_component(
    component: ComponentResult,
    measure: MeasureValue,
    part: AssignmentResult,
    plan: CompiledPlan | None,
    readers: int,
    form: LocaleForm,
) -> Iterable[str]:
    reached = reached_tier(component.tiers, measure.total)
    shape = plan.component(component.component).shape if plan else ""
    name = component.label.say(form.lang)
    prefix = f"{name}: " if readers > 1 else ""
    rate_now = _rate(component.tiers[reached])
    pays = _each_further(rate_now, measure, form) if shape == "slice" and rate_now is not None else ""
    if pays:
        yield prefix + pays
    if reached + 1 >= len(component.tiers):
        return
    following = component.tiers[reached + 1]
    if following.start is None:
        return
    distance = quantity(following.start - measure.total, measure.unit, form)
    line, rate = start_text(following, measure.unit, form), rate_text(following, form)
    if following.rate_unit == "times" and "(" not in rate:
        rate = _("%(times)s the base rate", times=rate)
    if shape == "restate":
        yield prefix + _(
            "%(distance)s more reaches %(line)s, and everything from the first deal of the window pays %(rate)s.",
            distance=distance, line=line, rate=rate,
        )  # fmt: skip
    else:
        yield prefix + _("%(distance)s more reaches %(line)s; from there it pays %(rate)s.",
                         distance=distance, line=line, rate=rate)  # fmt: skip


def _rate(tier: TierUsed) -> Fraction | None:
    """Return what a tier pays for each unit of credit; None while a multiple has no base rate."""
    if tier.rate is None or tier.rate_unit != "times":
        return tier.rate
    return None if tier.base is None else tier.rate * tier.base


def _each_further(rate: Fraction, measure: MeasureValue, form: LocaleForm) -> str:
    kind, _colon, currency = measure.unit.partition(":")
    if kind != "money":
        return ""
    digits = minor_digits(currency)
    each = Fraction(_EACH_FURTHER.get(digits, 1_000) * 10**digits)
    pays, shown = each * rate, form.amount(each, currency)
    if decimal_text(pays, digits).startswith("("):
        about = form.amount(rounded_ratio(pays), currency)
        return _("Each further %(each)s of credit pays about %(pays)s.", each=shown, pays=about)
    return _("Each further %(each)s of credit pays %(pays)s.", each=shown, pays=form.amount(pays, currency))
