"""The opening sentences of a month: credited, reached, taken back, not counted, not calculated.

In: one part of a person's month. Out: sentences, one fact each, every number of them in the result.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from comp_rules.flow.records import AssignmentResult, ComponentResult, Credit, MeasureValue
from statements.formatting import LocaleForm
from statements.measures_from_result import attainment_text
from statements.tiers import drawable, quantity, rate_phrase, reached_tier, start_text
from statements.uplift_from_result import uplift_from_result
from statements.words import counted, counted_with_reversals, only_type

#: More reversals than this are counted, not named.
_MOST_NAMED = 3


def sentences_from_result(part: AssignmentResult, period: str, form: LocaleForm) -> tuple[str, ...]:
    """Return the sentences of one part in the order of a reader's questions."""
    return (
        *_credited(part, period, form),
        *_reached(part, form),
        *_lifted(part, form),
        *_taken_back(part, form),
        *_not_counted(part, form),
        *_blocked(part, form),
    )


def _credited(part: AssignmentResult, period: str, form: LocaleForm) -> Iterable[str]:
    korean = form.lang == "ko"
    if not part.credits:
        month = form.month(period)
        yield f"{month}에 인정된 거래가 아직 없습니다." if korean else f"No deal of {month} is counted yet."
        return
    for rule in dict.fromkeys(credit.rule for credit in part.credits):
        yield _credited_by([credit for credit in part.credits if credit.rule == rule], part, form)


def _credited_by(credits: list[Credit], part: AssignmentResult, form: LocaleForm) -> str:
    """Say what one credit rule gave: money across deals, or how many of a kind."""
    whole = sum((credit.amount for credit in credits), Fraction(0))
    total = quantity(whole, credits[0].unit, form)
    records = {(credit.record.record_type, credit.record.record_id) for credit in credits}
    taken_back = {(c.record.record_type, c.record.record_id) for c in credits if c.reverses}
    kind = only_type({record_type for record_type, _ in records})
    number = counted_with_reversals(len(records - taken_back), len(taken_back), kind, form.lang)
    label = _rule_label(credits, part, form)
    is_count = credits[0].unit == "count"
    if form.lang == "ko":
        what = f"인정된 건수는 {total}건" if is_count else f"인정된 실적은 {total}"
        return f"{number}에서 {label}{what}입니다."
    if not is_count:
        return f"You were credited with {total} across {number}{label}."
    return f"{number} counted{'' if whole == len(records) else f' as {total}'} for you{label}."


def _rule_label(credits: list[Credit], part: AssignmentResult, form: LocaleForm) -> str:
    """Name the credit rule only when the month has several."""
    if len({credit.rule for credit in part.credits}) == 1:
        return ""
    label = credits[0].label.say(form.lang)
    return f"‘{label}’ 기준으로 " if form.lang == "ko" else f" ({label})"


def _reached(part: AssignmentResult, form: LocaleForm) -> Iterable[str]:
    for measure in part.measures:
        attainment = attainment_text(measure, part, form)
        ladder = next((c for c in part.components if c.by == measure.measure and drawable(c)), None)
        if attainment is None and ladder is None:
            continue
        yield _standing(measure, attainment, form) + (_tier_clause(ladder, measure, form) if ladder else ".")


def _standing(measure: MeasureValue, attainment: str | None, form: LocaleForm) -> str:
    label, total = measure.label.say(form.lang), quantity(measure.total, measure.unit, form)
    if attainment is None or measure.quota is None:
        return f"{label} 지표의 값은 {total}입니다" if form.lang == "ko" else f"{label} is at {total}"
    quota = quantity(measure.quota.prorated, measure.quota.unit, form)
    if form.lang == "ko":
        return f"{label} 지표의 달성률은 {attainment}입니다(목표 {quota})"
    return f"{label} is at {attainment} of a quota of {quota}"


def _tier_clause(component: ComponentResult, measure: MeasureValue, form: LocaleForm) -> str:
    """Say which tier holds now, and what changed in this month or comes next."""
    korean = form.lang == "ko"
    before = reached_tier(component.tiers, measure.opened)
    now = reached_tier(component.tiers, measure.total)
    rate = rate_phrase(component.tiers[now], form)
    if now > before:
        start, old = start_text(component.tiers[now], measure.unit, form), rate_phrase(component.tiers[before], form)
        if korean:
            return f". {start} 구간에 도달하여 적용 요율이 바뀌었습니다({old} → {rate})."
        return f", which took the rate from {old} to {rate} at {start}."
    if now + 1 < len(component.tiers):
        following = component.tiers[now + 1]
        assert following.start is not None
        gap = quantity(following.start - measure.total, measure.unit, form)
        start, later = start_text(following, measure.unit, form), rate_phrase(following, form)
        if korean:
            return f". 적용 요율은 {rate}이며, {gap} 더 인정되면 {start} 구간({later})에 도달합니다."
        return f" and earns {rate}; the next tier, {later} at {start}, is {gap} away."
    return f". 적용 요율은 {rate}입니다." if korean else f" and earns {rate}, the last tier."


def _lifted(part: AssignmentResult, form: LocaleForm) -> Iterable[str]:
    """Name what earlier deals add because their rate changed; a component without an amount has none to name."""
    for component in part.components:
        uplift = uplift_from_result(part, component.component, form)
        if uplift is None or component.total is None:
            continue
        label, money = component.label.say(form.lang), form.amount(uplift.minor, part.currency)
        if form.lang == "ko":
            what = {"lifted": "소급분", "lowered": "요율 하락분", "settled": "재계산분", "opened": "지급분"}[uplift.way]
            rates = f"({uplift.rates(form)})" if uplift.changes else ""
            yield f"{label} 중 {uplift.earlier}의 {what}: {money}{rates}."
            continue
        way = {"settled": "settled again", "opened": "whose condition holds now"}.get(uplift.way, uplift.way)
        if len(uplift.changes) == 1:
            ((old, new),) = uplift.changes
            way += f" from {old} to {new}"
        yield f"{money} of {label} comes from {uplift.earlier} {way}."


def _taken_back(part: AssignmentResult, form: LocaleForm) -> Iterable[str]:
    reversals = [credit for credit in part.credits if credit.reverses]
    korean = form.lang == "ko"
    if len(reversals) > _MOST_NAMED:
        lost = sum(_earned_on(credit, part) for credit in reversals)
        amount = form.amount(lost, part.currency)
        number = counted(len(reversals), only_type({credit.record.record_type for credit in reversals}), form.lang)
        yield f"실적 취소 {number}에 따른 금액은 {amount}입니다." if korean else f"{number} were reversed: {amount}."
        return
    for credit in reversals:
        yield _reversal(credit, part, form)


def _reversal(credit: Credit, part: AssignmentResult, form: LocaleForm) -> str:
    title, day, earned = credit.record.title, form.day(credit.day), _earned_on(credit, part)
    amount, money = quantity(credit.amount, credit.unit, form), form.amount(earned, part.currency)
    if form.lang == "ko":
        return f"{day} 실적 취소 ‘{title}’ 건에 따른 변동은 인정 실적 {amount}, 발생 인센티브 {money}입니다."
    if credit.amount <= 0 and earned <= 0:
        lost = quantity(-credit.amount, credit.unit, form)
        gone = form.amount(-earned, part.currency)
        return f"The reversal “{title}” of {day} took back {lost} of credit and {gone} with it."
    return f"The reversal “{title}” of {day} changed your credit by {amount} and your earnings by {money}."


def _earned_on(credit: Credit, part: AssignmentResult) -> int:
    return sum(line.amount for line in part.lines if line.credit_id == credit.credit_id)


def _not_counted(part: AssignmentResult, form: LocaleForm) -> Iterable[str]:
    refused = dict.fromkeys((r.record.record_type, r.record.record_id) for r in part.refusals if r.component is None)
    if not refused:
        return
    number = counted(len(refused), only_type({record_type for record_type, _ in refused}), form.lang)
    if form.lang == "ko":
        yield f"내 이름이 있지만 인정되지 않은 {number}도 있습니다."
    else:
        yield f"{number} with your name on {'it' if len(refused) == 1 else 'them'} did not count."


def _blocked(part: AssignmentResult, form: LocaleForm) -> Iterable[str]:
    """Name what has no amount; the reason stands beside its component."""
    labels = [component.label.say(form.lang) for component in part.components if component.total is None]
    if not labels:
        return
    if form.lang == "ko":
        yield f"아직 금액이 없는 지급 항목: {form.listed(labels)}."
    else:
        yield f"{form.listed(labels)} {'has' if len(labels) == 1 else 'have'} no amount yet."
