"""A plan in words: each rule as sentences one can read aloud, made from its keys.

In: a compiled plan, a language and the form of numbers. Out: short sentences; every literal is printed exactly.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.explain.form import PLAIN, Form
from comp_rules.explain.words_from_credit import credit_words
from comp_rules.explain.words_from_head import fx_words, proration_words, rounding_words, table_words
from comp_rules.explain.words_from_measure import measure_words
from comp_rules.explain.words_from_pay import pay_words
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.kind import Prose
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Map
from comp_rules.values.ratio import times_text
from comp_rules.values.words import Language


def plan_sentences(plan: CompiledPlan, lang: Language, form: Form = PLAIN) -> list[str]:
    """Return the plan in words, in the order in which money flows: rates, credits, measures, components,
    pay."""
    words = [*fx_words(plan), *rounding_words(plan.rounding, plan, form)]
    words += [said for table in plan.tables for said in table_words(table, plan, form)]
    words += [said for credit in plan.credits for said in credit_words(credit, plan)]
    words += [said for measure in plan.measures for said in measure_words(measure, plan)]
    words += proration_words(plan.proration)
    sentences = [said.say(lang) for said in words]
    for component in plan.components:
        sentences += component_sentences(plan, component.name, lang, form)
    return sentences + [said.say(lang) for said in pay_words(plan, form)]


def component_sentences(plan: CompiledPlan, component: str, lang: Language, form: Form = PLAIN) -> list[str]:
    """Return the rule of one component in words. Raises KeyError when the plan has no component of that name."""
    found = plan.component(component)
    earn = plan.document.top.map("earn")
    node = earn.map(component) if earn else None
    assert isinstance(node, Map)

    def number(value: Fraction, number_form: str) -> str:
        return _number(value, number_form, plan.currency, form)

    prose = Prose(plan, found, node, number)
    sentences = [said.say(lang) for said in KINDS[found.kind].prose(prose)]
    return [*sentences, found.note.say(lang)] if found.note else sentences


def _number(value: Fraction, number_form: str, currency: str, form: Form) -> str:
    if number_form == "money":
        return form.amount(value, currency)
    if number_form == "times":
        return times_text(value)
    return form.percent(value) if number_form == "percent" else form.count(value)
