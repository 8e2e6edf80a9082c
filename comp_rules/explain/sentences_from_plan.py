"""A plan in words: each rule as sentences one can read aloud, made from its keys.

In: a compiled plan, a language and the form of numbers. Out: short sentences; every literal is printed exactly.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.explain.form import PLAIN, Form
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.kind import Prose
from comp_rules.kinds.prose import WINDOWS, condition_words
from comp_rules.plan.compiled import CompiledPlan, CreditRule, Measure
from comp_rules.plan.document import Map
from comp_rules.values.ratio import percent_text, times_text
from comp_rules.values.words import Language, Words


def plan_sentences(plan: CompiledPlan, lang: Language, form: Form = PLAIN) -> list[str]:
    """Return the whole plan in words, in the order in which money flows: credits, measures, components."""
    words = [said for credit in plan.credits for said in _credit(credit)]
    words += [said for measure in plan.measures for said in _measure(measure)]
    if "quota" in plan.proration.scales:
        words.append(_PRORATED)
    sentences = [said.say(lang) for said in words]
    for component in plan.components:
        sentences += component_sentences(plan, component.name, lang, form)
    return sentences


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


def _credit(credit: CreditRule) -> list[Words]:
    said = [_counted(credit)]
    for condition in credit.conditions:
        words = condition_words(condition)
        said.append(Words(f"It counts only when {words.en}.", f"인정 조건: {words.ko}."))
    return [*said, _receiver(credit)]


def _counted(credit: CreditRule) -> Words:
    label, record, day = credit.label, credit.called(credit.record_type), credit.called(credit.date_field)
    amount = credit.called(credit.amount_field or "")
    if credit.count_of is not None:
        return Words(
            f"{label.en} counts each {record.en} as {credit.count_of} on its {day.en}.",
            f"{label.ko}: {record.ko} 데이터마다 {credit.count_of}건을 {day.ko} 날짜에 인정합니다.",
        )
    return Words(
        f"{label.en} counts {amount.en} of each {record.en} on its {day.en}.",
        f"{label.ko}: {record.ko} 데이터의 {amount.ko} 값을 {day.ko} 날짜에 인정합니다.",
    )


def _receiver(credit: CreditRule) -> Words:
    to = credit.receiver
    if to.to == "field":
        named = credit.called(to.field)
        return Words(f"The credit goes to the person in {named.en}.", f"인정 대상: {named.ko} 값에 적힌 사람.")
    if to.to == "owner":
        return Words("The credit goes to the owner of the record.", "인정 대상: 데이터의 담당자.")
    total = percent_text(credit.split_total)
    return Words(
        f"The credit is divided among the people of the split, whose shares add up to {total}.",
        f"실적은 배분된 사람들이 나누어 인정받습니다. 인정 비율 합계: {total}.",
    )


def _measure(measure: Measure) -> list[Words]:
    window = WINDOWS[measure.frame.window]
    said = [
        Words(
            f"{measure.label.en} adds up over {window.en}.",
            f"{measure.label.ko} 지표의 집계 기간은 {window.ko}입니다.",
        )
    ]
    if measure.quota:
        said.append(Words(f"It is compared with your quota “{measure.quota}”.", f"비교하는 목표: ‘{measure.quota}’."))
    return said


_PRORATED = Words(
    "Quotas count by the days that you hold the plan in the window, both ends included.",
    "목표는 집계 기간 중 플랜이 배정된 일수만큼 일할 계산합니다(첫날과 마지막 날 포함).",
)
