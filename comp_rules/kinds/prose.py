"""Rules in words: the sentences that several kinds share.

In: a compiled component and its node. Out: short sentences in English and Korean, with the plan's numbers as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Value
from comp_rules.kernel.steps import Factor, Frame, Pay
from comp_rules.kinds.gates import COMPARED
from comp_rules.kinds.kind import Prose
from comp_rules.kinds.rate import Rate, rate_of
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
    "rolling_months": Words("the last months", "최근 몇 개월"),
}


def earns_on(prose: Prose) -> Words:
    """Say what the component is earned on."""
    label, source = prose.component.label, prose.component.pays_on_component
    if source is not None:
        below = prose.plan.component(source).label
        return Words(
            f"You earn {label.en} on what {below.en} pays.", f"{label.ko} 항목의 지급 대상: {below.ko} 항목의 금액."
        )
    credit = prose.plan.credit(prose.component.pays_on or "").label
    return Words(f"You earn {label.en} on {credit.en}.", f"{label.ko} 항목의 지급 대상: {credit.ko}.")


def window_words(frame: Frame) -> Words:
    """Say what a measure adds up over: `the quarter`, `the last 3 months`."""
    if frame.window == "rolling_months":
        return Words(f"the last {frame.months} months", f"최근 {frame.months}개월")
    return WINDOWS[frame.window]


def pay_step(prose: Prose) -> Pay:
    """Return the step that makes the component's money."""
    return next(step for step in prose.plan.steps if isinstance(step, Pay) and step.name == prose.component.pay_step)


def factor(prose: Prose, role: str) -> Factor | None:
    """Return the factor of that role, None when the component has none."""
    return next((factor for factor in pay_step(prose).factors if factor.role == role), None)


def rate_words(prose: Prose) -> list[Words]:
    """Say what each credit pays."""
    rate = rate_of(prose.node.get("rate"), "percent", "price")
    assert rate is not None
    said = rate_said(prose, rate)
    if rate.literal is None:
        return [Words(f"The rate is {said.en}.", f"요율: {said.ko}.")]
    if rate.literal.form == "money":
        return [Words(f"Each one pays {said.en}.", f"건당 금액은 {said.ko}입니다.")]
    if prose.component.pays_on_component:
        return [Words(f"Each line pays {said.en} of its amount.", f"내역마다 적용되는 요율은 {said.ko}입니다.")]
    return [Words(f"Each credit pays {said.en}.", f"인정 실적마다 적용되는 요율은 {said.ko}입니다.")]


def rate_said(prose: Prose, rate: Rate) -> Words:
    """Say a rate without more words than it needs: `8%`, `what the table “Products” gives`."""
    if rate.literal is not None:
        text = prose.number(rate.literal.number, rate.literal.form)
        return Words(text, text)
    if rate.form == "personal":
        own = prose.plan.called("personal", rate.names[0])
        return Words(f"your personal one, “{own.en}”", f"개인별로 정한 값(‘{own.ko}’)")
    if rate.form == "table":
        label = next((table.label for table in prose.plan.tables if table.name == rate.names[0]), None)
        label = label or Words(rate.names[0], rate.names[0])
        return Words(f"what the table “{label.en}” gives", f"‘{label.ko}’ 요율표의 값")
    a, b = field_called(prose, rate.names[0]), field_called(prose, rate.names[-1])
    if rate.form == "field":
        return Words(f"{a.en} of each record", f"원천 데이터의 {a.ko} 값")
    return Words(f"{a.en} divided by {b.en} of each record", f"원천 데이터의 {a.ko} ÷ {b.ko}")


def field_called(prose: Prose, name: str) -> Words:
    """Return a field of the records that are paid on as people know it."""
    credits = {credit.name: credit for credit in prose.plan.credits}
    credit = credits.get(prose.component.pays_on or "")
    plain = name.replace("_", " ")
    return credit.called(name) if credit else Words(plain, plain)


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
        en = " and ".join(COMPARED[word].en.replace("{line}", text) for word, text in parts)
        ko = ", ".join(COMPARED[word].ko.replace("{line}", text) for word, text in parts)
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
