"""Why a record that bears a name gave nothing, in words: the first condition that said no, and what would change it.

In: what became of the records. Out: refusals for the people named, and the records nobody is credited for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from comp_rules.facts.facts import Company
from comp_rules.flow.credits_from_records import Named
from comp_rules.flow.qualified_from_records import Looked, field_label
from comp_rules.flow.records import ConditionLook, RecordRef, Refusal, Uncredited
from comp_rules.plan.compiled import CreditRule
from comp_rules.values.words import Words

_SENTENCES: dict[str, Words] = {
    "condition": Words(
        "{label} is “{found}”; the plan counts only “{wanted}”.",
        "{label} 값이 ‘{found}’입니다. 플랜은 ‘{wanted}’만 인정합니다.",
    ),
    "no_date": Words(
        "{label} is empty, so no month can be chosen.", "{label} 값이 비어 있어 귀속월을 정할 수 없습니다."
    ),
    "no_amount": Words(
        "{label} is empty, so there is nothing to count.", "{label} 값이 비어 있어 인정할 금액이 없습니다."
    ),
    "no_rate_of_exchange": Words(
        "It is in {detail}, and no exchange rate is in force on its day.",
        "통화가 {detail}이며, 해당 날짜의 환율이 등록되지 않았습니다.",
    ),
    "split_total": Words(
        "The shares on it add up to {detail}, not {wanted}.",
        "인정 비율의 합이 {detail}입니다. 합계는 {wanted}여야 합니다.",
    ),
    "split_twice": Words("The same person stands twice in its split.", "실적 배분에 같은 사람이 두 번 적혀 있습니다."),
    "split_negative": Words("A share on it is below 0%.", "인정 비율 중 0%보다 작은 값이 있습니다."),
    "people_locked": Words(
        "The people on it changed after it first counted; the credit stays with those it had then.",
        "처음 인정된 뒤에 담당자가 바뀌었습니다. 실적은 인정 당시의 담당자에게 그대로 있습니다.",
    ),
    "no_share": Words("You are named on it, but you have no share.", "이름은 있지만 인정 비율이 없습니다."),
    "not_assigned": Words(
        "You were not under this plan on its credit date.", "실적 인정일에 이 플랜이 적용되지 않았습니다."
    ),
    "no_receiver": Words("It names nobody who could be credited.", "실적을 인정받을 사람이 지정되지 않았습니다."),
    "nobody_assigned": Words(
        "Nobody it names was under this plan on its credit date.",
        "지정된 사람 중 실적 인정일에 이 플랜이 적용된 사람이 없습니다.",
    ),
    "amount_undefined": Words(
        "Its amount cannot be worked out: its fields are in two currencies, or it is divided by 0.",
        "항목의 통화가 서로 다르거나 0으로 나누게 되어 인정할 금액을 정할 수 없습니다.",
    ),
    "no_territory": Words(
        "No row of the territory “{label}” describes it on its credit date, so it belongs to nobody.",
        "실적 인정일에 이 건이 속하는 담당 구역(‘{label}’)이 없어 인정받을 사람이 없습니다.",
    ),
    "territory_twice": Words(
        "Two rows of the territory “{label}” describe it equally well ({detail}), so it belongs to nobody.",
        "담당 구역(‘{label}’)에서 이 건에 똑같이 맞는 행이 두 개입니다({detail}). 인정받을 사람을 정할 수 없습니다.",
    ),
    "plan_not_in_force": Words(
        "No version of the plan was in force on its credit date.", "실적 인정일에 적용되는 플랜 버전이 없었습니다."
    ),
    "only_if": Words(
        "{label} is {found}; this part of the plan pays only for “{wanted}”.",
        "{label} 값이 {found}입니다. 이 항목은 ‘{wanted}’일 때만 지급합니다.",
    ),
    "undefined": Words(
        "{label} has no value, so there is no rate to pay by.", "{label} 값이 없어 적용할 요율을 정할 수 없습니다."
    ),
    "quota_zero": Words(
        "The quota of {label} is 0, and nothing is paid then.", "{label} 목표가 0이며, 이때는 지급하지 않습니다."
    ),
    "component_condition": Words(
        "{label} is “{found}”; this part of the plan pays only for “{wanted}”.",
        "{label} 값이 ‘{found}’입니다. 이 항목은 ‘{wanted}’에만 지급합니다.",
    ),
}
_CURES: dict[str, Words] = {
    "condition": Words("It counts once {label} is “{wanted}”.", "{label} 값이 ‘{wanted}’이면 인정됩니다."),
    "no_date": Words(
        "Enter {label} at the source; it counts at the next import.",
        "원본에 {label} 값을 입력하면 다음 가져오기에서 인정됩니다.",
    ),
    "no_amount": Words(
        "Enter {label} at the source; it counts at the next import.",
        "원본에 {label} 값을 입력하면 다음 가져오기에서 인정됩니다.",
    ),
    "no_rate_of_exchange": Words("Your comp admin adds the rate.", "보상 담당자가 환율을 등록하면 인정됩니다."),
    "split_total": Words(
        "Your comp admin corrects the shares at the source.", "보상 담당자가 원본의 인정 비율을 바로잡으면 인정됩니다."
    ),
    "split_twice": Words(
        "Your comp admin corrects the shares at the source.",
        "보상 담당자가 원본의 인정 비율을 바로잡으면 인정됩니다.",
    ),
    "split_negative": Words(
        "Your comp admin corrects the shares at the source.",
        "보상 담당자가 원본의 인정 비율을 바로잡으면 인정됩니다.",
    ),
    "people_locked": Words(
        "If it should move to you, ask your comp admin.", "본인에게 옮겨져야 한다면 보상 담당자에게 문의해 주세요."
    ),
    "no_share": Words(
        "If a share is missing, ask whoever owns the deal.", "배분이 빠졌다면 거래 담당자에게 확인해 주세요."
    ),
    "not_assigned": Words("Nothing to do, unless the dates are wrong.", "날짜가 잘못되지 않았다면 할 일이 없습니다."),
    "amount_undefined": Words("Correct its fields at the source.", "원본의 값을 바로잡아 주세요."),
    "no_territory": Words("Your comp admin adds it to a territory.", "보상 담당자가 담당 구역을 등록하면 인정됩니다."),
    "territory_twice": Words(
        "Your comp admin makes one of the rows more specific.",
        "보상 담당자가 둘 중 한 행을 더 자세히 적으면 인정됩니다.",
    ),
    "plan_not_in_force": Words(
        "Nothing to do, unless the dates are wrong.", "날짜가 잘못되지 않았다면 할 일이 없습니다."
    ),
    "only_if": Words("It is paid once {label} is “{wanted}”.", "{label} 값이 ‘{wanted}’이면 지급됩니다."),
    "component_condition": Words(
        "Nothing to do, unless the value is wrong.", "값이 잘못되지 않았다면 할 일이 없습니다."
    ),
}


def refusal_of(named: Named, company: Company) -> Refusal:
    """Say to a named person why a record gave nothing."""
    looked = named.looked
    return _refusal(named.code, looked, looked.conditions, looked.rule.path, None, company, named.detail)


def component_refusal(
    component: str, path: str, looked_record: RecordRef, conditions: tuple[ConditionLook, ...], looked: Looked
) -> Refusal:
    """Say why a credited record is not paid on by one component."""
    no = next(look for look in conditions if look.state == "not_met")
    return Refusal(
        code="component_condition",
        record=looked_record,
        original=None if looked.unit == "count" else looked.amount,
        original_unit=looked.unit,
        day=looked.day,
        rule=looked.rule.name,
        component=component,
        path=path,
        sentence=_filled(_SENTENCES["component_condition"], no.label, no.found, no.wanted, ""),
        cure=_CURES["component_condition"],
        conditions=conditions,
    )


def measure_refusal(
    code: str, component: str, path: str, looked: Looked, label: Words, found: Words, wanted: Words
) -> Refusal:
    """Say why a credited record is not paid on: a condition on a measure does not hold, or a rate has no value."""
    state: Literal["not_met"] = "not_met"
    return Refusal(
        code=code,
        record=looked.record,
        original=None if looked.unit == "count" else looked.amount,
        original_unit=looked.unit,
        day=looked.day,
        rule=looked.rule.name,
        component=component,
        path=path,
        sentence=_filled(_SENTENCES[code], label, found, wanted, ""),
        cure=_filled(_CURES.get(code, Words("", "")), label, found, wanted, ""),
        conditions=(ConditionLook("", label, wanted, found, state),) if code == "only_if" else (),
    )


def uncredited_of(code: str, looked: Looked, detail: str, company: Company) -> Uncredited:
    """Say why a record is credited to nobody."""
    sentence = _refusal(code, looked, looked.conditions, looked.rule.path, None, company, detail).sentence
    return Uncredited(looked.record, looked.day, code, sentence)


def _refusal(
    code: str,
    looked: Looked,
    conditions: tuple[ConditionLook, ...],
    path: str,
    component: str | None,
    company: Company,
    detail: str,
) -> Refusal:
    label, found, wanted = _why(code, looked, company, detail)
    shown = detail.split(" ")[0] if code == "split_total" else detail
    return Refusal(
        code=code,
        record=looked.record,
        original=None if looked.unit == "count" else _shown_amount(looked),
        original_unit=looked.unit,
        day=looked.day,
        rule=looked.rule.name,
        component=component,
        path=path,
        sentence=_filled(_SENTENCES[code], label, found, wanted, shown),
        cure=_filled(_CURES.get(code, Words("", "")), label, found, wanted, shown),
        conditions=conditions,
    )


def _shown_amount(looked: Looked) -> Fraction | None:
    return None if looked.code in ("no_amount", "amount_undefined") else looked.amount


def _why(code: str, looked: Looked, company: Company, detail: str) -> tuple[Words, Words, Words]:
    """The label, the value found and the value wanted that the sentence of a code names."""
    rule: CreditRule = looked.rule
    nothing = Words("", "")
    if code == "condition":
        no = next(look for look in looked.conditions if look.state == "not_met")
        return no.label, no.found, no.wanted
    if code == "no_date":
        return field_label(rule.record_type, rule.date_field, company), nothing, nothing
    if code == "no_amount":
        return field_label(rule.record_type, looked.lacking, company), nothing, nothing
    if code in ("no_territory", "territory_twice"):
        declared = company.territories.get(rule.receiver.field)
        plain = rule.receiver.field.replace("_", " ")
        return (declared.label if declared else Words(plain, plain)), nothing, nothing
    if code == "split_total":
        wanted = detail.split(" ")[1]
        return nothing, nothing, Words(wanted, wanted)
    return nothing, nothing, nothing


def _filled(template: Words, label: Words, found: Words, wanted: Words, detail: str) -> Words:
    return Words(
        template.en.format(label=label.en, found=found.en, wanted=wanted.en, detail=detail),
        template.ko.format(label=label.ko, found=found.ko, wanted=wanted.ko, detail=detail),
    )
