"""A plan's head in words: how part of a window counts, how amounts are converted and rounded, and its tables of rates.

In: a compiled plan and the form of numbers. Out: short sentences in both languages.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.explain.form import Form
from comp_rules.kinds.prose import value_text
from comp_rules.plan.compiled import CompiledPlan, LineRounding, Proration, RateTable, TableEntry
from comp_rules.values.ratio import times_text
from comp_rules.values.words import Words


def proration_words(proration: Proration) -> list[Words]:
    """Say what counts by the part of a window worked, and how that part is measured; nothing when nothing does."""
    if not proration.scales:
        return []
    names = [_SCALED[name] for name in _SCALED if name in proration.scales]
    basis = _BASIS[proration.basis]
    said = [
        Words(
            f"{_start(_listed([name.en for name in names]))} count by {basis.en}.",
            f"일할 계산 대상: {', '.join(name.ko for name in names)}. 기준: {basis.ko}.",
        )
    ]
    return [*said, _ABSENT if proration.leave_absent else _ACTIVE]


def rounding_words(rounding: LineRounding, plan: CompiledPlan, form: Form) -> list[Words]:
    """Say how lines are rounded where a plan names it."""
    if rounding == LineRounding():
        return []
    unit, mode = form.amount(rounding.unit, plan.currency), _MODES[rounding.mode]
    return [Words(f"Each line is rounded to {unit}, {mode.en}.", f"내역은 {unit} 단위로 반올림합니다({mode.ko}).")]


def fx_words(plan: CompiledPlan) -> list[Words]:
    """Say by which rates amounts in other currencies come into the plan's."""
    if plan.fx is None:
        return []
    day, rates = DAYS[plan.fx.as_of], plan.fx.rates.replace("_", " ")
    return [
        Words(
            f"Amounts in other currencies are converted to {plan.currency} by the rates “{rates}” of {day.en}.",
            f"다른 통화의 금액은 ‘{rates}’ 환율표의 {day.ko} 환율로 {plan.currency} 금액으로 환산합니다.",
        )
    ]


def table_words(table: RateTable, plan: CompiledPlan, form: Form) -> list[Words]:
    """Say the rows of a table of rates, which of them counts, and what holds where none does."""
    facts = [fact.replace("_", " ").replace("payee.", "the person's ") for fact in table.facts]
    said = [
        Words(
            f"{table.label.en} looks up a rate by {_listed(facts)}.",
            f"{table.label.ko}: {', '.join(table.facts).replace('_', ' ')} 값으로 요율을 찾습니다.",
        )
    ]
    if table.entries is None:
        said.append(_UPLOADED)
    else:
        said += [_entry(entry, plan, form) for entry in table.entries]
    said.append(_FIRST if table.pick == "first_row" else _MOST)
    if table.otherwise is None:
        return [*said, _NO_RATE]
    rate = _rate(table.otherwise.value, table.otherwise.form, plan, form)
    return [*said, Words(f"Where no row fits, the rate is {rate}.", f"맞는 행이 없을 때의 요율: {rate}.")]


def _entry(entry: TableEntry, plan: CompiledPlan, form: Form) -> Words:
    rate = _rate(entry.rate.value, entry.rate.form, plan, form)
    wanted_en, wanted_ko = [], []
    for fact, values in entry.facts:
        texts = [value_text(value) for value in values]
        wanted_en.append(" or ".join(texts))
        wanted_ko.append(f"{fact.replace('_', ' ')} {', '.join(texts)}")
    if not entry.facts:
        return Words(f"For anything the rate is {rate}.", f"모든 값: 요율 {rate}.")
    return Words(f"For {', '.join(wanted_en)} it is {rate}.", f"{' · '.join(wanted_ko)}: 요율 {rate}.")


def _rate(value: Fraction, number_form: str, plan: CompiledPlan, form: Form) -> str:
    if number_form == "money":
        return form.amount(value, plan.currency)
    return times_text(value) if number_form == "times" else form.percent(value)


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


_SCALED = {
    "quota": Words("quotas", "목표"),
    "target": Words("target incentives", "목표 인센티브"),
    "tier_edges": Words("the lines of tiers", "구간 기준"),
    "draw": Words("draws and guarantees", "선지급금과 최저 보장"),
    "earnings": Words("lines", "내역 금액"),
}
_BASIS = {
    "calendar_days": Words("the days that you hold the plan in the window", "집계 기간 중 플랜이 배정된 일수"),
    "days_360": Words("the days held, of months of 30 days", "한 달을 30일로 센 배정 일수"),
    "work_days": Words("the working days held", "배정된 영업일수"),
    "full_months": Words("the whole months held", "온전히 배정된 개월 수"),
    "started_months": Words("the months held, begun ones included", "하루라도 배정된 개월 수"),
}
_ABSENT = Words("Days of leave are not counted.", "휴직 일수는 빼고 계산합니다.")
_ACTIVE = Words("Days of leave are counted as worked.", "휴직 일수도 포함하여 계산합니다.")
_MODES = {
    "half_away": Words("half away from zero", "절반은 0에서 먼 쪽"),
    "half_even": Words("half to the even neighbour", "절반은 짝수 쪽"),
    "down": Words("toward zero", "절사"),
    "up": Words("away from zero", "올림"),
}
#: the day whose rate of exchange is taken
DAYS = {
    "credit_date": Words("the credit date", "실적 인정일"),
    "period_end": Words("the period's last day", "산정 기간 마지막 날"),
    "year_start": Words("the first day of the plan year", "플랜 연도 첫날"),
    "payment_date": Words("the payment date", "지급일"),
}
_UPLOADED = Words("Its rows are uploaded.", "요율표의 행은 따로 올립니다.")
_FIRST = Words("The first row that fits counts.", "맞는 행 중 첫째 행을 적용합니다.")
_MOST = Words("The row that states most counts.", "가장 많은 조건에 맞는 행을 적용합니다.")
_NO_RATE = Words(
    "A record without a rate is paid nothing and is reported.", "요율이 없는 데이터는 지급하지 않고 오류로 알립니다."
)
