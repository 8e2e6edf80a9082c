"""Rules in words: the sentences that several kinds share, and those of an award.

In: a compiled component and its node. Out: short sentences in English and Korean, with the plan's numbers as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Value
from comp_rules.kernel.steps import Factor, Gate, Once, Pay
from comp_rules.kinds.kind import Prose
from comp_rules.plan.compiled import Measure
from comp_rules.plan.condition import Condition
from comp_rules.values.money import Money, decimal_text
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

WINDOWS = {
    "period": Words("the month", "월"),
    "month": Words("the month", "월"),
    "quarter_to_date": Words("the quarter", "분기"),
    "year_to_date": Words("the plan year", "플랜 연도"),
    "quota_window": Words("the quota's own window", "목표별 집계 기간"),
}
_COMPARED = {
    "at_least": Words("at least {line}", "{line} 이상"),
    "above": Words("above {line}", "{line} 초과"),
    "at_most": Words("at most {line}", "{line} 이하"),
    "under": Words("under {line}", "{line} 미만"),
}


def earns_on(prose: Prose) -> Words:
    """Say what the component is earned on."""
    credit = prose.plan.credit(prose.component.pays_on or "").label
    label = prose.component.label
    return Words(f"You earn {label.en} on {credit.en}.", f"{label.ko} 항목의 지급 대상: {credit.ko}.")


def pay_step(prose: Prose) -> Pay:
    """Return the step that makes the component's money."""
    return next(step for step in prose.plan.steps if isinstance(step, Pay) and step.name == prose.component.pay_step)


def factor(prose: Prose, role: str) -> Factor | None:
    """Return the factor of that role, None when the component has none."""
    return next((factor for factor in pay_step(prose).factors if factor.role == role), None)


def rate_words(prose: Prose) -> list[Words]:
    """Say what each credit pays."""
    rate = factor(prose, "rate")
    assert rate is not None
    if rate.ref == "personal":
        return [
            Words(f"The rate is your personal one, “{rate.name}”.", f"요율은 개인별로 정한 값(‘{rate.name}’)입니다.")
        ]
    number = rate.numbers[0]
    text = prose.number(number.value, number.form)
    if number.form == "money":
        return [Words(f"Each one pays {text}.", f"건당 금액은 {text}입니다.")]
    return [Words(f"Each credit pays {text}.", f"인정 실적마다 적용되는 요율은 {text}입니다.")]


def when_words(prose: Prose) -> list[Words]:
    """Say on which records alone it is paid, a sentence for each condition."""
    return [
        Words(f"It pays only when {said.en}.", f"지급 조건: {said.ko}.")
        for said in (condition_words(condition) for condition in prose.component.conditions)
    ]


def condition_words(condition: Condition) -> Words:
    """Say a condition without a full stop: `Stage is closed won or signed`."""
    field = condition.called
    if condition.missing:
        return Words(f"{field.en} is empty", f"{field.ko} 값이 비어 있음")
    if condition.bounds:
        parts = [(comparison, value_text(value)) for comparison, value in condition.bounds]
        en = " and ".join(_COMPARED[word].en.replace("{line}", text) for word, text in parts)
        ko = ", ".join(_COMPARED[word].ko.replace("{line}", text) for word, text in parts)
        return Words(f"{field.en} is {en}", f"{field.ko} {ko}")
    if condition.excluded:
        any_of = _any(condition.excluded, " or ")
        return Words(f"{field.en} is not {any_of}", f"{field.ko} 제외: {_any(condition.excluded)}")
    return Words(f"{field.en} is {_any(condition.values, ' or ')}", f"{field.ko}: {_any(condition.values)}")


def value_text(value: Value) -> str:
    """Print a value of a condition as people read it: `closed won`, not `closed_won`."""
    if isinstance(value.data, bool):
        return "yes" if value.data else "no"
    if isinstance(value.data, Fraction):
        return percent_text(value.data) if value.type == "percent" else decimal_text(value.data, 0)
    if isinstance(value.data, date):
        return value.data.isoformat()
    if isinstance(value.data, Money):
        return str(value.data)
    return value.data.replace("_", " ") if value.type == "text" else value.data


def _any(values: Sequence[Value], last: str = ", ") -> str:
    texts = [value_text(value) for value in values]
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + last + texts[-1]


def measure_of(prose: Prose) -> Measure | None:
    """Return the measure that the component goes by."""
    return prose.plan.measure(prose.component.by) if prose.component.by else None


def award_prose(prose: Prose) -> list[Words]:
    """Say what is won, when, and whether it stays."""
    steps = {step.name: step for step in prose.plan.steps}
    lines = steps[pay_step(prose).lines]
    assert isinstance(lines, Once)
    gates = [gate for gate in (steps[name] for name in lines.gates) if isinstance(gate, Gate)]
    window = WINDOWS[lines.frame.window]
    label, pays = prose.component.label, _award_words(prose)
    said = [
        Words(
            f"You earn {label.en}, {pays.en}, once for {window.en}.",
            f"{label.ko} 항목은 {window.ko}마다 한 번 생깁니다. 금액: {pays.ko}.",
        )
    ]
    said += [_gate_words(prose, gate) for gate in gates]
    if lines.frame.window == "quota_window":
        said.append(
            Words(
                "It is due in the month that holds the last day of that window.",
                "집계 기간의 마지막 날이 있는 달에 귀속됩니다.",
            )
        )
    elif lines.kept:
        said.append(Words("Once reached it is kept.", "한 번 도달하면 그대로 유지됩니다."))
    else:
        said.append(
            Words("If the measure falls back, the award is taken back.", "지표가 다시 내려가면 포상을 되돌립니다.")
        )
    return said


def _award_words(prose: Prose) -> Words:
    award = factor(prose, "award")
    assert award is not None
    if award.ref == "personal":
        return Words(f"your personal sum “{award.name}”", f"개인별 금액(‘{award.name}’)")
    text = prose.number(award.numbers[0].value, "money")
    return Words(text, text)


def _gate_words(prose: Prose, gate: Gate) -> Words:
    measure = prose.plan.measure(gate.measure).label
    line = prose.number(gate.line.value, gate.line.form)
    compared = _COMPARED[gate.comparison]
    en, ko = compared.en.replace("{line}", line), compared.ko.replace("{line}", line)
    if gate.line.form == "percent":
        return Words(f"{measure.en} must be {en} of quota.", f"{measure.ko} 지표의 달성률 조건: {ko}.")
    return Words(f"{measure.en} must be {en}.", f"{measure.ko} 지표의 조건: {ko}.")
