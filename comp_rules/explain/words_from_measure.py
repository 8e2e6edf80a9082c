"""A measure in words: how its number comes about, over which window, and what it is compared with.

In: a measure and its plan. Out: short sentences in both languages.
"""

from __future__ import annotations

from comp_rules.kernel.steps import Number, Weighted
from comp_rules.kinds.prose import WINDOWS
from comp_rules.plan.compiled import CompiledPlan, Measure
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words

_CALCULATED = {
    "half_month": Words("the half month", "반월"),
    "month": Words("the month", "월"),
    "quarter": Words("the quarter", "분기"),
}


def measure_words(measure: Measure, plan: CompiledPlan) -> list[Words]:
    """Say a measure: what it is made of, its window and its quota."""
    said = _made(measure, plan)
    if measure.quota:
        quota = plan.called("quota", measure.quota)
        if measure.to_date:
            said.append(
                Words(
                    f"It is compared with your quota “{quota.en}” for the months so far.",
                    f"비교하는 목표: ‘{quota.ko}’(지난 개월 수만큼).",
                )
            )
        else:
            said.append(Words(f"It is compared with your quota “{quota.en}”.", f"비교하는 목표: ‘{quota.ko}’."))
    return said


def _made(measure: Measure, plan: CompiledPlan) -> list[Words]:
    label = measure.label
    if measure.shape == "weighted":
        return _weighted(measure, plan)
    if measure.parts:
        parts = [plan.measure(name).label for name in measure.parts]
        return [_OF_PARTS[measure.shape](label, parts)]
    window = _window(measure, plan)
    if measure.shape == "input":
        return [
            Words(
                f"{label.en} is the last result typed in over {window.en}.",
                f"{label.ko} 지표는 {window.ko} 중 마지막으로 입력된 결과입니다.",
            )
        ]
    return [
        Words(f"{label.en} adds up over {window.en}.", f"{label.ko} 지표의 집계 기간은 {window.ko}입니다."),
    ]


def _ratio(label: Words, parts: list[Words]) -> Words:
    above, below = parts
    return Words(
        f"{label.en} is {above.en} divided by {below.en}.", f"{label.ko} 지표의 계산: {above.ko} ÷ {below.ko}."
    )


def _minus(label: Words, parts: list[Words]) -> Words:
    first, second = parts
    return Words(f"{label.en} is {first.en} less {second.en}.", f"{label.ko} 지표의 계산: {first.ko} - {second.ko}.")


def _plus(label: Words, parts: list[Words]) -> Words:
    en = " and ".join(part.en for part in parts)
    return Words(f"{label.en} is the sum of {en}.", f"{label.ko} 지표의 계산: {' + '.join(part.ko for part in parts)}.")


_OF_PARTS = {"ratio": _ratio, "minus": _minus, "plus": _plus}


def _weighted(measure: Measure, plan: CompiledPlan) -> list[Words]:
    """Each item of a weighted measure is a sentence, with its floor if it has one."""
    label = measure.label
    said = [
        Words(
            f"{label.en} adds up the attainment of several measures by their weights.",
            f"{label.ko} 지표는 여러 지표의 달성률을 가중치로 합산합니다.",
        )
    ]
    step = next(step for step in plan.steps if step.name == measure.total_step)
    assert isinstance(step, Weighted)
    for name, (_, weight, floor) in zip(measure.parts, step.items, strict=True):
        said.append(_item(plan.measure(name).label, weight, floor))
    return said


def _item(part: Words, weight: Number, floor: Number | None) -> Words:
    counts = percent_text(weight.value)
    if floor is None:
        return Words(f"{part.en} counts {counts}.", f"{part.ko} 지표의 가중치: {counts}.")
    least = percent_text(floor.value)
    return Words(
        f"{part.en} counts {counts}, and as 0 while it is below {least}.",
        f"{part.ko} 지표의 가중치: {counts}({least} 미만이면 0으로 계산).",
    )


def _window(measure: Measure, plan: CompiledPlan) -> Words:
    if measure.frame.window == "rolling_months":
        months = measure.frame.months
        return Words(f"the last {months} months", f"최근 {months}개월")
    return _CALCULATED[plan.calculate] if measure.frame.window == "period" else WINDOWS[measure.frame.window]
