"""Why zero and why not: the words for a component that came to nothing or could not be calculated.

In: component results with their reason codes and operands. Out: one sentence in English or Korean.
"""

from __future__ import annotations

from comp_rules.explain.form import Form
from comp_rules.flow.records import AssignmentResult, ComponentResult
from comp_rules.values.words import Language, Words

_REASONS: dict[str, Words] = {
    "no_credit": Words("Nothing was credited for it in {month}.", "{month}에 인정된 실적이 없습니다."),
    "conditions": Words(
        "What was credited in {month} does not meet its conditions.",
        "{month}에 인정된 실적이 이 항목의 조건에 맞지 않습니다.",
    ),
    "rate_zero": Words("Its rate is {rate}.", "적용 요율이 {rate}입니다."),
    "amount_zero": Words("The amounts credited are 0.", "인정 실적이 0입니다."),
    "cancels_out": Words("What was added and what was taken back are equal.", "더해진 금액과 취소된 금액이 같습니다."),
    "already_reached": Words(
        "It was reached in an earlier month of the same window and is due once.",
        "같은 집계 기간의 앞선 달에 이미 도달했으며 한 번만 발생합니다.",
    ),
    "no_window": Words("No window of its quota ends in {month}.", "{month}에 끝나는 집계 기간이 없습니다."),
}
_NOT_REACHED = Words(
    "{measure} is {standing}; {needed} is needed.", "{measure} 지표가 {standing}입니다. 필요한 값: {needed}"
)
_NOT_OVER = Words(
    "The window of {measure} runs until {last_day} and is not over; it stands at {standing}.",
    "{measure} 지표의 집계 기간은 {last_day}까지이며 아직 끝나지 않았습니다. 현재 값: {standing}",
)
_OF_QUOTA = Words("{total} of {quota}, {attainment}", "{quota} 중 {total}, {attainment}")
_PLAN_MISSING = Words("No approved version of the plan is in force.", "적용되는 승인된 플랜 버전이 없습니다.")


def zero_reason(component: ComponentResult, part: AssignmentResult, lang: Language, form: Form) -> str:
    """Say why a component is zero or blocked; empty when it is neither."""
    if component.total is None:
        return blocked_reason(component, part, lang)
    if component.reason_code is None:
        return ""
    values = {operand.role: form.operand(operand) for operand in component.reason_operands}
    month = form.month(part.period)
    measure = next(
        (m.label.say(lang) for m in part.measures if m.measure == (component.reason_measure or component.by)), ""
    )
    standing = _standing(values, lang)
    if component.reason_code in ("not_reached", "fell_back"):
        return _NOT_REACHED.say(lang).format(measure=measure, standing=standing, needed=values["needed"])
    if component.reason_code == "window_not_over":
        return _NOT_OVER.say(lang).format(measure=measure, last_day=values["last_day"], standing=standing)
    return _REASONS[component.reason_code].say(lang).format(month=month, **values)


def _standing(values: dict[str, str], lang: Language) -> str:
    if "attainment" in values and "window_quota" in values:
        return _OF_QUOTA.say(lang).format(
            total=values["total"], quota=values["window_quota"], attainment=values["attainment"]
        )
    return values.get("total", "")


def blocked_reason(component: ComponentResult, part: AssignmentResult, lang: Language) -> str:
    """Say which number is missing, and what would mend it."""
    for fault in part.faults:
        if fault.place.path.endswith(f".{component.component}"):
            return fault.say(lang)
    return _PLAN_MISSING.say(lang)
