"""A credit rule in words: what is counted, on which day, under which conditions, and for whom.

In: a credit rule, and the plan it lies in. Out: short sentences in both languages, without numbers to print.
"""

from __future__ import annotations

from comp_rules.kinds.prose import condition_words
from comp_rules.plan.compiled import AmountRule, CompiledPlan, CreditRule
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words


def credit_words(credit: CreditRule, plan: CompiledPlan) -> list[Words]:
    """Say a credit rule in the order in which it is read."""
    if credit.shape != "direct":
        return _indirect(credit, plan)
    said = [_counted(credit)]
    for condition in credit.conditions:
        words = condition_words(condition)
        said.append(Words(f"It counts only when {words.en}.", f"인정 조건: {words.ko}."))
    return [*said, _receiver(credit, plan), *_people(credit)]


def _counted(credit: CreditRule) -> Words:
    label, record, day = credit.label, credit.called(credit.record_type), credit.called(credit.date_field)
    if credit.count_of is not None:
        return Words(
            f"{label.en} counts each {record.en} as {credit.count_of} on its {day.en}.",
            f"{label.ko}: {record.ko} 데이터마다 {credit.count_of}건을 {day.ko} 날짜에 인정합니다.",
        )
    amount = _amount(credit, credit.amount) if credit.amount is not None else credit.called(credit.amount_field or "")
    return Words(
        f"{label.en} counts {amount.en} of each {record.en} on its {day.en}.",
        f"{label.ko}: {record.ko} 데이터의 {amount.ko} 값을 {day.ko} 날짜에 인정합니다.",
    )


def _amount(credit: CreditRule, rule: AmountRule) -> Words:
    first, second = (credit.called(name) for name in rule.fields)
    if rule.how == "minus":
        return Words(f"{first.en} less {second.en}", f"{first.ko} - {second.ko}")
    product = Words(f"{first.en} times {second.en}", f"{first.ko} × {second.ko}")
    if rule.divided_by is None:
        return product
    below = credit.called(rule.divided_by)
    return Words(f"{product.en} over {below.en}", f"{product.ko} ÷ {below.ko}")


def _receiver(credit: CreditRule, plan: CompiledPlan) -> Words:
    to, name = credit.receiver.to, _receiver_name(credit, plan)
    if to == "split":
        total = percent_text(credit.split_total)
        return Words(
            f"The credit is divided among the people of the split, whose shares add up to {total}.",
            f"실적은 배분된 사람들이 나누어 인정받습니다. 인정 비율 합계: {total}.",
        )
    return {
        "owner": Words("The credit goes to the owner of the record.", "인정 대상: 데이터의 담당자."),
        "field": Words(f"The credit goes to the person in {name.en}.", f"인정 대상: {name.ko} 값에 적힌 사람."),
        "territory": Words(
            f"The credit goes to whoever holds that part of the territory {name.en}.",
            f"인정 대상: 담당 영역 {name.ko}에서 해당 부분을 맡은 사람.",
        ),
        "relation": Words(
            f"The credit goes to those related to the owner by {name.en}.",
            f"인정 대상: 지정 관계 {name.ko}에서 담당자와 연결된 사람.",
        ),
    }[to]


def _receiver_name(credit: CreditRule, plan: CompiledPlan) -> Words:
    """The field of the record, or the territory or relation that the company declared."""
    to, name = credit.receiver.to, credit.receiver.field
    return plan.called(to, name) if to in ("territory", "relation") else credit.called(name)


def _people(credit: CreditRule) -> list[Words]:
    """Locked people are the rule and are not said."""
    if credit.people == "locked":
        return []
    return [
        Words(
            "The credit moves when the people of the record change later.", "담당자가 나중에 바뀌면 실적도 옮겨집니다."
        )
    ]


def _indirect(credit: CreditRule, plan: CompiledPlan) -> list[Words]:
    named = [plan.called("source", source) for source in credit.sources]
    sources = Words(", ".join(one.en for one in named), ", ".join(one.ko for one in named))
    said = [
        Words(
            f"{credit.label.en} is made of the credits of others: {sources.en}.",
            f"{credit.label.ko}: 다른 사람의 실적을 다시 인정합니다. 원래 실적: {sources.ko}.",
        ),
        _reach(credit, plan),
    ]
    once = _ONCE if credit.once_per_record else _EACH
    return [*said, once]


def _reach(credit: CreditRule, plan: CompiledPlan) -> Words:
    day = _PERIOD_END if credit.as_of == "period_end" else _CREDIT_DATE
    name = _receiver_name(credit, plan)
    if credit.shape == "rollup":
        if credit.levels == 0:
            up = Words("everyone above", "위의 모든 조직장")
        elif credit.levels == 1:
            up = Words("the manager directly above", "바로 위 조직장")
        else:
            up = Words(f"the managers up to {credit.levels} levels above", f"위로 {credit.levels}단계까지의 조직장")
        return Words(f"It goes to {up.en} {day.en}.", f"인정 대상: {up.ko}({day.ko}).")
    if credit.receiver.to == "field":
        return Words(
            f"It goes to the person in {name.en} of the record.", f"인정 대상: 데이터의 {name.ko} 값에 적힌 사람."
        )
    return Words(
        f"It goes to those related by {name.en} to the person credited {day.en}.",
        f"인정 대상: 지정 관계 {name.ko}에서 실적을 인정받은 사람과 연결된 사람({day.ko}).",
    )


_CREDIT_DATE = Words("on the credit date", "실적 인정일 기준")
_PERIOD_END = Words("on the last day of the period", "산정 기간의 마지막 날 기준")
_ONCE = Words("A record counts once, however many people share it.", "여러 사람이 나눈 데이터도 한 번만 인정합니다.")
_EACH = Words("Each person's credit counts by itself.", "사람마다 인정된 실적을 각각 인정합니다.")
