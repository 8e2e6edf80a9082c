"""A plan as a person reads it: its rules in sentences, what each component pays at each place, and what at target.

In: a compiled plan and the reader's form of numbers. Out: rules by component with their pictures; amounts at target.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comp_rules import CompiledPlan
from comp_rules.explain.at_target_from_plan import AtTarget, at_target_words, pays_at_target
from comp_rules.explain.sentences_from_plan import component_sentences, plan_sentences
from comp_rules.plan.compiled import Component
from portal.language import gettext as _
from statements.formatting import LocaleForm
from statements.payout_view import Payout
from statements.payouts_from_plan import payouts_from_plan


@dataclass(frozen=True, slots=True)
class ToldComponent:
    """A component: its rule in sentences, its pictures, and what it pays when everything is at target."""

    name: str
    label: str
    sentences: tuple[str, ...]
    payouts: tuple[Payout, ...]
    at_target: str


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """A plan in words: what is counted, then component by component, then payment; `at_target` is the sum, if known."""

    general: tuple[str, ...]
    components: tuple[ToldComponent, ...]
    payment: tuple[str, ...]
    at_target: str


def told_plan(plan: CompiledPlan, form: LocaleForm) -> ToldPlan:
    """Return a plan in the reader's language."""
    amounts = {each.component: each for each in pays_at_target(plan)}
    told = tuple(_component(plan, component, amounts[component.name], form) for component in plan.components)
    every, count = plan_sentences(plan, form.lang, form), sum(len(each.sentences) for each in told)
    start = _start_of([said for each in told for said in each.sentences], every)
    words = at_target_words(plan)
    return ToldPlan(tuple(every[:start]), told, tuple(every[start + count :]), words.say(form.lang) if words else "")


def _start_of(part: Sequence[str], whole: Sequence[str]) -> int:
    """Return where the sentences of the components begin among those of the whole plan."""
    places = range(len(whole) - len(part) + 1)
    return next((at for at in places if list(whole[at : at + len(part)]) == list(part)), len(whole))


def _component(plan: CompiledPlan, component: Component, at: AtTarget, form: LocaleForm) -> ToldComponent:
    return ToldComponent(
        name=component.name,
        label=component.label.say(form.lang),
        sentences=tuple(component_sentences(plan, component.name, form.lang, form)),
        payouts=payouts_from_plan(plan, component.name, form),
        at_target=" ".join(_at_target(plan, at, form)),
    )


def _at_target(plan: CompiledPlan, at: AtTarget, form: LocaleForm) -> Iterable[str]:
    if at.amount is None:
        yield _("depends on single deals or on other people")
        return
    if at.of == "money":
        yield form.amount(at.amount, plan.currency)
    elif at.of == "target":
        yield _("%(percent)s of the target incentive", percent=form.percent(at.amount))
    elif _pays_for_each(plan, at.component):
        yield _("%(amount)s for each one of the quota", amount=form.amount(at.amount, plan.currency))
    else:
        yield _("%(percent)s of the quota", percent=form.percent(at.amount))
    if at.expected:
        yield _("(expected)")


def _pays_for_each(plan: CompiledPlan, component: str) -> bool:
    """Whether a component pays money for each thing that is counted."""
    return any(row.rate is not None and row.rate.form == "money" for row in plan.component(component).tiers)
