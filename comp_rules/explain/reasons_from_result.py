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
    "payout_zero": Words("What was reached pays {payout}.", "도달한 구간에서 지급하는 값이 {payout}입니다."),
    "capped": Words(
        "All of it lies above what may be paid ({cap}).", "지급할 수 있는 한도({cap})를 모두 넘은 금액입니다."
    ),
    "unchanged": Words("Nothing changed since it was last due.", "마지막으로 발생한 뒤로 달라진 금액이 없습니다."),
    "posted": Words(
        "What was earned up to {month} stood before the records known here.",
        "{month}까지의 금액은 이 시스템의 데이터 이전에 이미 반영되었습니다.",
    ),
    "no_prize": Words("Place {rank} of {of} has no prize.", "{of}명 중 {rank}위이며 해당 순위의 시상금은 없습니다."),
    "not_ranked": Words(
        "You are not among those who are ranked on the last day of the window; that takes a value above 0.",
        "집계 기간 마지막 날의 순위 대상이 아닙니다. 순위에는 0보다 큰 값이 필요합니다.",
    ),
    "no_earnings": Words(
        "Nobody in your reach earned by what it is paid on in {month}.",
        "{month}에 대상 범위의 사람에게 발생한 금액이 없습니다.",
    ),
    "no_window": Words("No window of its quota ends in {month}.", "{month}에 끝나는 집계 기간이 없습니다."),
}
_NOT_REACHED = Words(
    "{measure} is {standing}; {needed} is needed.", "{measure} 지표의 값: {standing}. 필요한 값: {needed}."
)
#: what a condition wants, by the role of its line: at least it, or past it on either side
_NEEDED = {
    "needed": Words("{needed}", "{needed}"),
    "needed_above": Words("more than {needed}", "{needed} 초과"),
    "needed_at_most": Words("at most {needed}", "{needed} 이하"),
    "needed_under": Words("less than {needed}", "{needed} 미만"),
}
_NOT_OVER = Words(
    "The window of {measure} runs until {last_day} and is not over; it stands at {standing}.",
    "{measure} 지표의 집계 기간은 {last_day}까지이며 아직 끝나지 않았습니다. 현재 값: {standing}.",
)
_NOT_OVER_YET = Words(
    "The window of {measure} runs until {last_day} and is not over.",
    "{measure} 지표의 집계 기간은 {last_day}까지이며 아직 끝나지 않았습니다.",
)
_BETWEEN = Words(
    "It is earned at the end of each quarter, next on {last_day}; {measure} stands at {standing}.",
    "분기 말마다 산정하며, 다음 기준일은 {last_day}입니다. {measure} 지표의 현재 값: {standing}.",
)
_BETWEEN_YET = Words(
    "It is earned at the end of each quarter, next on {last_day}.",
    "분기 말마다 산정하며, 다음 기준일은 {last_day}입니다.",
)
_UNDEFINED = Words(
    "{measure} has no value, because what it is divided by is not above 0, so nothing is paid by it.",
    "{measure} 지표는 나누는 값이 0보다 크지 않아 값이 없습니다. 따라서 지급액이 없습니다.",
)
_QUOTA_ZERO = Words(
    "The quota of {measure} is stated as 0, and nothing is paid then.",
    "{measure} 목표가 0으로 등록되어 있으며, 이때는 지급하지 않습니다.",
)
_PAYOUT_ZERO = Words(
    "{measure} is {standing}, where {payout} is paid.",
    "{measure} 지표의 값: {standing}. 도달한 구간에서 지급하는 값이 {payout}입니다.",
)
_NO_PRIZE_NEXT = Words(
    "Place {rank} of {of} has no prize: {measure} came to {value}, and place {next_place} took {next_value}.",
    "{of}명 중 {rank}위이며 해당 순위의 시상금은 없습니다. {measure} 지표의 값: {value}, "
    "{next_place}위의 값: {next_value}.",
)
_OF_QUOTA = Words("{total} of {quota}, {attainment}", "{total}(목표 {quota}, 달성률 {attainment})")
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
    if component.reason_code in ("undefined", "quota_zero"):
        template = _UNDEFINED if component.reason_code == "undefined" else _QUOTA_ZERO
        return template.say(lang).format(measure=measure or component.label.say(lang))
    if component.reason_code == "payout_zero" and standing:
        return _PAYOUT_ZERO.say(lang).format(measure=measure, standing=standing, payout=values["payout"])
    if component.reason_code == "no_prize" and "next_value" in values:
        return _NO_PRIZE_NEXT.say(lang).format(measure=measure, **values)
    if component.reason_code in ("not_reached", "fell_back", "only_if"):
        if not standing:
            return _UNDEFINED.say(lang).format(measure=measure)
        role = next(role for role in values if role in _NEEDED)
        needed = _NEEDED[role].say(lang).format(needed=values[role])
        return _NOT_REACHED.say(lang).format(measure=measure, standing=standing, needed=needed)
    if component.reason_code in ("window_not_over", "between_postings"):
        between = component.reason_code == "between_postings"
        whole, short = (_BETWEEN, _BETWEEN_YET) if between else (_NOT_OVER, _NOT_OVER_YET)
        template = whole if standing else short
        return template.say(lang).format(measure=measure, last_day=values["last_day"], standing=standing)
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
