"""What stands behind a measure: its parts, how its quota counts, what stood before, and why it has no value.

In: a measure of the trace. Out: short sentences for the place where the measure stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from comp_rules.flow.records import MeasurePart, MeasureValue, QuotaUsed
from comp_rules.values.words import Words
from statements.formatting import LocaleForm
from statements.tiers import quantity

#: what the part worked of a window is counted in, by the plan's basis: several, and in Korean behind a number
_UNITS = {
    "calendar_days": Words("days", "일"),
    "days_360": Words("days of a year of 360", "일(연 360일 기준)"),
    "work_days": Words("working days", "근무일"),
    "full_months": Words("full months", "개월(온전한 달)"),
    "started_months": Words("started months", "개월(시작한 달)"),
}


def notes_from_measure(measure: MeasureValue, form: LocaleForm) -> tuple[str, ...]:
    """Return the notes of a measure in the language of `form`: what it is made of first, what is not over last."""
    return (
        *_undefined(measure, form),
        *_made_of(measure, form),
        *_where_from(measure, form),
        *_quota(measure, form),
        *_not_over(measure, form),
    )


def _undefined(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    if not measure.undefined:
        return
    lower = next((part for part in measure.parts if part.role == "lower"), None)
    if lower is not None and lower.value is not None and lower.value <= 0:
        label, value = lower.label.say(form.lang), quantity(lower.value, lower.unit, form)
        yield (
            f"나눌 {label} 값이 {value}이므로 비율을 정할 수 없습니다."
            if form.lang == "ko"
            else f"{label} is {value}, so there is nothing to divide by."
        )
        return
    yield "아직 값이 없습니다." if form.lang == "ko" else "It has no value yet."


def _made_of(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    """The measures that it is made of, as a sum: a ratio, a difference, or each by its weight."""
    if not measure.parts or measure.undefined:
        return
    dropped = _below_floor(measure)
    terms = [_term(part, number in dropped, form) for number, part in enumerate(measure.parts)]
    sign = {"ratio": " ÷ ", "minus": " − "}.get(measure.shape, " + ")
    yield sign.join(terms)


def _term(part: MeasurePart, dropped: bool, form: LocaleForm) -> str:
    label = part.label.say(form.lang)
    value = "–" if part.value is None else quantity(part.value, part.unit, form)
    text = f"{label} {value}"
    if part.weight is not None:
        text += f" × {form.percent(part.weight)}"
    if dropped:
        text += " (하한 미만, 0으로 반영)" if form.lang == "ko" else " (below its floor, counts 0)"
    return text


def _below_floor(measure: MeasureValue) -> frozenset[int]:
    """The parts of a weighted measure that counted as 0: the fewest without which the rest makes its value."""
    if measure.shape != "weighted":
        return frozenset()
    counted = [(part.value or Fraction(0)) * (part.weight or Fraction(0)) for part in measure.parts]
    whole = sum(counted, Fraction(0))
    for size in range(len(counted)):
        for left_out in combinations(range(len(counted)), size):
            if whole - sum((counted[number] for number in left_out), Fraction(0)) == measure.total:
                return frozenset(left_out)
    return frozenset(range(len(counted)))


def _where_from(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    korean = form.lang == "ko"
    if measure.shape == "input" and not measure.undefined:
        yield "직접 입력된 실적 값입니다." if korean else "A result that was entered, not made of records."
    if measure.opening is not None:
        stood = quantity(measure.opening, measure.unit, form)
        yield (
            f"이 시스템의 데이터 이전에 쌓인 실적 {stood} 포함."
            if korean
            else f"{stood} of it stood before the first record known here."
        )


def _quota(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    """How the quota counts where that is not as it is stated: by the part worked, or by the months so far."""
    quota = measure.quota
    if quota is None:
        return
    if quota.stated == 0:
        yield _ZERO[quota.if_zero].say(form.lang) if quota.if_zero in _ZERO else _ZERO[""].say(form.lang)
    if quota.prorated == quota.stated:
        return
    factors = list(_factors(quota, form))
    exact = quota.stated
    for factor, _text in factors:
        exact *= factor
    now = quantity(quota.prorated, quota.unit, form)
    if exact != quota.prorated:
        digits = quantity(exact, quota.unit, form)
        now = f"{digits}, 반올림하여 {now}" if form.lang == "ko" else f"{digits}, rounded to {now}"
    label = _label(quota, form)
    product = " × ".join([quantity(quota.stated, quota.unit, form), *(text for _factor, text in factors)])
    yield f"{label}: {product} = {now}"


def _factors(quota: QuotaUsed, form: LocaleForm) -> Iterable[tuple[Fraction, str]]:
    """The parts of the window by which the quota was multiplied, each as `31 ÷ 92 days`."""
    korean = form.lang == "ko"
    to_date = quota.months_to_date is not None and quota.months
    if quota.days and quota.days_worked != quota.days and not (to_date and _is_to_date_alone(quota)):
        unit = _UNITS.get(quota.basis, _UNITS["calendar_days"])
        said = f"{quota.days_worked}{unit.ko} ÷ {quota.days}{unit.ko}" if korean else None
        yield Fraction(quota.days_worked, quota.days), said or f"{quota.days_worked} ÷ {quota.days}"
    if to_date and quota.months_to_date is not None and quota.months is not None:
        so_far, of = form.count(quota.months_to_date), form.count(quota.months)
        yield quota.months_to_date / quota.months, f"{so_far}개월 ÷ {of}개월" if korean else f"{so_far} ÷ {of} months"


def _is_to_date_alone(quota: QuotaUsed) -> bool:
    """Whether the months so far alone make the quota that counts: the plan does not scale it by days."""
    assert quota.months_to_date is not None
    assert quota.months is not None
    return quota.stated * quota.months_to_date / quota.months == quota.prorated


def _label(quota: QuotaUsed, form: LocaleForm) -> str:
    if quota.months_to_date is not None:
        return "현재까지의 목표" if form.lang == "ko" else "Quota so far"
    unit = _UNITS.get(quota.basis, _UNITS["calendar_days"])
    if form.lang == "ko":
        return "목표 일할 계산" if unit.ko.startswith("일") or unit.ko == "근무일" else "목표 월할 계산"
    return f"Quota for {quota.days_worked} of {quota.days} {unit.en}"


_ZERO = {
    "base_rate": Words("The quota is 0: then the base rate applies.", "목표가 0이므로 기본 요율을 적용합니다."),
    "nothing": Words("The quota is 0: then nothing is paid on it.", "목표가 0이므로 지급하지 않습니다."),
    "at_target": Words("The quota is 0: then it counts as reached exactly.", "목표가 0이므로 100% 달성으로 봅니다."),
    "": Words("The quota is 0.", "목표가 0입니다."),
}


def _not_over(measure: MeasureValue, form: LocaleForm) -> Iterable[str]:
    last = measure.window.last_day
    if measure.over == "quota_window" and not measure.window_over and last is not None:
        day = form.day(last)
        yield (
            f"목표 기간이 아직 끝나지 않았습니다. 마지막 날: {day}."
            if form.lang == "ko"
            else f"The days of this quota end on {day}; nothing is decided before."
        )
