"""Tiers as a reader names them: where one starts, what it pays, whether a total has reached it.

In: rows of a rate table as the trace keeps them. Out: texts and comparisons.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.flow.records import ComponentResult, MeasureValue, Operand, TierUsed
from comp_rules.values.identity import Source
from comp_rules.values.ratio import percent_text
from statements.formatting import LocaleForm
from statements.view import Stair
from statements.words import texts_in

#: A multiple of a base rate is shown as the percentage it makes when that has no more characters than this.
_SHORT_PERCENT = 6


def quantity(value: Fraction, unit: str, form: LocaleForm) -> str:
    """Print a value of unit `money:USD`, `count` or `percent`."""
    return form.operand(Operand("", value, unit, Source("", ""), False))


def rate_text(tier: TierUsed, form: LocaleForm) -> str:
    """Print what a tier pays: `8%`, `12% (1.5×)`, `$60.00 each`; where it is no number of the plan, whence it comes."""
    if tier.rate is None:
        return _whence(tier, form)
    shown = quantity(tier.rate, tier.rate_unit, form)
    if tier.rate_unit.startswith("money"):
        return texts_in(form.lang)("each", amount=shown)
    if tier.rate_unit == "times" and tier.base is not None:
        percent = percent_text(tier.rate * tier.base)
        if percent.endswith("%") and len(percent) <= _SHORT_PERCENT:
            return f"{percent} ({shown})"
    return shown


def _whence(tier: TierUsed, form: LocaleForm) -> str:
    text = texts_in(form.lang)
    if tier.rate_unit not in ("table", "field"):
        return text("by_person")
    return text(f"by_{tier.rate_unit}", name=tier.named.say(form.lang)) if tier.named else ""


def rate_phrase(tier: TierUsed, form: LocaleForm) -> str:
    """Print what a tier pays as a sentence says it: as `rate_text`, but `1.5x the base rate`."""
    shown = rate_text(tier, form)
    if tier.rate is None or tier.rate_unit != "times" or "(" in shown:
        return shown
    if tier.rate == 1:
        return "기본 요율" if form.lang == "ko" else "the base rate"
    return f"기본 요율의 {shown}" if form.lang == "ko" else f"{shown} the base rate"


def start_text(tier: TierUsed, unit: str, form: LocaleForm) -> str:
    """Print where a tier starts as its plan says it: `100%` of quota, or an amount or count in the measure's unit."""
    if tier.start_text.endswith("%") or tier.start is None:
        return tier.start_text
    return quantity(tier.start, start_unit(tier, unit), form)


def start_unit(tier: TierUsed, unit: str) -> str:
    """Return the unit in which a tier starts: money is written with its currency, a count stands alone."""
    if " " in tier.start_text or not unit.startswith("money"):
        return unit
    return "count"


def tier_label(tiers: tuple[TierUsed, ...], number: int, unit: str, form: LocaleForm) -> str:
    """Name a tier by its start, the first by its end: `up to 100%`, `from 100%`, `above 150%`."""
    text = texts_in(form.lang)
    tier = tiers[number]
    if number > 0 and tier.start_field is not None:
        return text("from_field" if tier.included else "above_field", name=tier.start_field.say(form.lang))
    if number > 0 and tier.months:
        return text("from_month", n=tier.start_text)
    if number > 0:
        return text("tier_from" if tier.included else "tier_above", start=start_text(tier, unit, form))
    if len(tiers) == 1:
        return ""
    following = tiers[1]
    if following.start_field is not None:
        return ""
    if following.months:
        return text("before_month", n=following.start_text)
    return text("tier_first_open" if following.included else "tier_first", start=start_text(following, unit, form))


def reached_tier(tiers: tuple[TierUsed, ...], total: Fraction) -> int:
    """Return the number of the highest tier that a total has reached; the first also covers everything below."""
    reached = [
        number
        for number, tier in enumerate(tiers)
        if number and tier.start is not None and (total >= tier.start if tier.included else total > tier.start)
    ]
    return max(reached, default=0)


def drawable(component: ComponentResult) -> bool:
    """Say whether every tier has a known start and rate, so that it can be drawn as a ladder of rates."""
    return (
        component.kind == "tiered"
        and len(component.tiers) > 1
        and all(
            tier.rate is not None and (tier.start is not None or number == 0)
            for number, tier in enumerate(component.tiers)
        )
    )


def stairs_of(component: ComponentResult, measure: MeasureValue, form: LocaleForm) -> tuple[Stair, ...]:
    """Return the tiers as steps to draw, the first from 0; the component must be drawable."""
    steps = []
    for number, tier in enumerate(component.tiers):
        assert tier.rate is not None
        start = tier.start if number and tier.start is not None else Fraction(0)
        height = tier.rate * tier.base if tier.base is not None else tier.rate
        rate, words = rate_text(tier, form), tier_label(component.tiers, number, measure.unit, form)
        shown = f"{words} {rate}" if form.lang == "ko" else f"{rate} {words}"
        steps.append(Stair(start, start_text(tier, measure.unit, form) if number else "0", height, rate, shown))
    return tuple(steps)


def edges_of(components: tuple[ComponentResult, ...], measure: MeasureValue) -> tuple[Fraction, ...]:
    """Return the starts of every tier that the measure picks, as ratios of its quota."""
    if measure.quota is None and measure.unit == "percent":
        return tuple(t.start for c in components if c.by == measure.measure for t in c.tiers if t.start is not None)
    if measure.quota is None or measure.quota.prorated <= 0:
        return ()
    return tuple(
        tier.start / measure.quota.prorated
        for component in components
        if component.by == measure.measure
        for tier in component.tiers
        if tier.start is not None
    )
