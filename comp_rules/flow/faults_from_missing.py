"""A number that is missing is a fault with a sentence, never a zero: it blocks what reads it and nothing else.

In: what the steps found missing. Out: faults that name the person, the number, the day and the cure.
"""

from __future__ import annotations

from collections.abc import Mapping

from comp_rules.facts.facts import Company
from comp_rules.kernel.world import Missing
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words, with_spaces

_SENTENCES: dict[str, Words] = {
    "quota_missing": Words(
        "The quota “{name}” is missing on {day}, so {component} is not calculated.",
        "{day}에 적용되는 목표 ‘{name}’ 값이 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "quota_twice": Words(
        "Two quotas “{name}” are in force on {day}, so {component} is not calculated.",
        "{day}에 적용되는 목표 ‘{name}’ 값이 두 개여서 {component} 항목을 계산하지 않았습니다.",
    ),
    "quota_zero": Words(
        "The quota “{name}” is 0 on {day}, so attainment has no value and {component} is not calculated.",
        "{day} 목표 ‘{name}’ 값이 0이어서 달성률이 없습니다. {component} 항목을 계산하지 않았습니다.",
    ),
    "quota_unit": Words(
        "The quota “{name}” is not in the plan's unit, so {component} is not calculated.",
        "목표 ‘{name}’ 단위가 플랜과 달라 {component} 항목을 계산하지 않았습니다.",
    ),
    "target_missing": Words(
        "The target incentive is missing on {day}, so {component} is not calculated.",
        "{day}에 적용되는 목표 인센티브가 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "target_twice": Words(
        "Two target incentives are in force on {day}, so {component} is not calculated.",
        "{day}에 적용되는 목표 인센티브가 두 개여서 {component} 항목을 계산하지 않았습니다.",
    ),
    "target_currency": Words(
        "The target incentive is in {name}, not in the plan's currency, so {component} is not calculated.",
        "목표 인센티브의 통화({name})가 플랜과 달라 {component} 항목을 계산하지 않았습니다.",
    ),
    "personal_missing": Words(
        "“{name}” is missing on {day}, so {component} is not calculated.",
        "{day}에 적용되는 ‘{name}’ 값이 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "personal_twice": Words(
        "Two values of “{name}” are in force on {day}, so {component} is not calculated.",
        "{day}에 적용되는 ‘{name}’ 값이 두 개여서 {component} 항목을 계산하지 않았습니다.",
    ),
    "personal_unit": Words(
        "“{name}” is not in the unit that {component} needs, so it is not calculated.",
        "‘{name}’ 단위가 맞지 않아 {component} 항목을 계산하지 않았습니다.",
    ),
    "field_missing": Words(
        "A record of {day} has no “{name}”, which picks the tier, so {component} is not calculated.",
        "{day} 건에 구간을 정하는 ‘{name}’ 값이 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "input_missing": Words(
        "No result “{name}” has been entered up to {day}, so {component} is not calculated.",
        "{day}까지 입력된 ‘{name}’ 결과가 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "input_unit": Words(
        "The result “{name}” is not in the plan's unit, so {component} is not calculated.",
        "입력된 ‘{name}’ 결과의 단위가 플랜과 달라 {component} 항목을 계산하지 않았습니다.",
    ),
    "rate_missing": Words(
        "No row of the table “{name}” fits a record of {day}, so {component} is not calculated.",
        "{day} 건에 맞는 행이 요율표 ‘{name}’에 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "rate_twice": Words(
        "Two rows of the table “{name}” fit a record of {day} equally well, so {component} is not calculated.",
        "{day} 건에 똑같이 맞는 행이 요율표 ‘{name}’에 두 개여서 {component} 항목을 계산하지 않았습니다.",
    ),
    "rate_unit": Words(
        "A rate of the table “{name}” is not in the plan's unit, so {component} is not calculated.",
        "요율표 ‘{name}’의 요율 단위가 플랜과 달라 {component} 항목을 계산하지 않았습니다.",
    ),
    "no_days": Words(
        "No day was worked in the window of {day}, so {component} is not calculated.",
        "{day} 집계 기간에 근무한 날이 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "earnings_missing": Words(
        "What “{name}” pays someone in reach is not calculated for {day}, so {component} is not calculated either.",
        "{day} 대상 범위에 있는 사람의 ‘{name}’ 금액이 계산되지 않아 {component} 항목도 계산하지 않았습니다.",
    ),
    "rate_of_exchange_missing": Words(
        "No exchange rate from {name} is in force on {day}, so {component} is not calculated.",
        "{day}에 적용되는 {name} 환율이 없어 {component} 항목을 계산하지 않았습니다.",
    ),
    "no_rate_above": Words(
        "No exchange rate from {found} is in force for {name} on {day}, so the plan “{wanted}” does not count it.",
        "{day} {name} 거래에 적용할 {found} 환율이 없어 플랜 ‘{wanted}’에서 인정하지 않았습니다.",
    ),
    "territory_twice": Words(
        "Two rows of a territory describe {name} equally well ({found}), so nobody is credited for it.",
        "담당 구역에서 {name} 건에 똑같이 맞는 행이 두 개입니다({found}). 아무에게도 인정되지 않았습니다.",
    ),
    "plans_circle": Words(
        "These plans read each other in a circle: {name}. What they would read of each other is left out.",
        "플랜이 서로를 차례로 참조합니다: {name}. 서로에게서 읽을 값은 제외했습니다.",
    ),
    "reports_twice": Words(
        "{name} reports to two managers on {day}, {found} and {wanted}; the one that began last counts.",
        "{day} {name} 님의 상위자가 두 명입니다({found}, {wanted}). 나중에 시작된 쪽을 따릅니다.",
    ),
    "plan_missing": Words(
        "No approved version of the plan “{name}” is in force on {day}, so nothing is calculated.",
        "{day}에 적용되는 승인된 플랜 ‘{name}’ 버전이 없어 금액을 계산하지 않았습니다.",
    ),
    "assignments_overlap": Words(
        "{name} holds the plan “{found}” twice on {day}; each deal is credited to the assignment that began first.",
        "{name} 님에게 {day} 플랜 ‘{found}’ 배정이 두 개입니다. 거래는 먼저 시작된 배정에 인정됩니다.",
    ),
    "split_total": Words(
        "The shares on {name} add up to {found}, not {wanted}, so nobody is credited for it.",
        "{name} 거래의 인정 비율 합이 {found}입니다({wanted} 필요). 아무에게도 인정되지 않았습니다.",
    ),
    "split_twice": Words(
        "The split of {name} names {found} twice, so nobody is credited for it.",
        "{name} 건의 실적 배분에 같은 사람({found})이 두 번 있습니다. 아무에게도 인정되지 않았습니다.",
    ),
    "split_negative": Words(
        "A share of {name} is below 0%, so nobody is credited for it.",
        "{name} 건의 인정 비율 중 0%보다 작은 값이 있습니다. 아무에게도 인정되지 않았습니다.",
    ),
    "reverses_unknown": Words(
        "{name} takes back “{found}”, which is not known.", "{name} 건이 취소하는 ‘{found}’ 데이터가 없습니다."
    ),
    "reverses_adds": Words(
        "{name} takes back “{found}”, but adds to it.", "{name} 건은 ‘{found}’ 건의 취소이지만 금액을 더합니다."
    ),
    "reverses_too_much": Words(
        "What takes back “{found}”, {name} among them, is more than it was.",
        "{name} 건을 포함한 취소 금액의 합이 ‘{found}’ 금액보다 큽니다.",
    ),
    "no_rate_of_exchange": Words(
        "No exchange rate from {found} is in force for {name} on {day}, so nobody is credited for it.",
        "{day} {name} 거래에 적용할 {found} 환율이 없습니다. 아무에게도 인정되지 않았습니다.",
    ),
}
_CURES: dict[str, Words] = {
    "quota_missing": Words("The comp admin adds a quota for those days.", "해당 기간의 목표를 등록해 주세요."),
    "quota_twice": Words("End one of them, or withdraw it.", "둘 중 하나를 종료하거나 철회해 주세요."),
    "quota_zero": Words("State a quota above 0 for those days.", "해당 기간의 목표를 0보다 크게 등록해 주세요."),
    "quota_unit": Words("State it in the plan's currency or as a count.", "플랜의 통화나 건수로 등록해 주세요."),
    "target_missing": Words(
        "The comp admin adds a target incentive for those days.", "해당 기간의 목표 인센티브를 등록해 주세요."
    ),
    "target_twice": Words("End one of them, or withdraw it.", "둘 중 하나를 종료하거나 철회해 주세요."),
    "target_currency": Words("State it in the plan's currency.", "플랜의 통화로 등록해 주세요."),
    "personal_missing": Words("The comp admin adds it for those days.", "해당 기간의 값을 등록해 주세요."),
    "personal_twice": Words("End one of them, or withdraw it.", "둘 중 하나를 종료하거나 철회해 주세요."),
    "personal_unit": Words("A rate is a percentage; a sum is money.", "요율은 백분율, 금액은 통화로 등록해 주세요."),
    "field_missing": Words("Enter it at the source and import again.", "원본에 값을 입력하고 다시 가져오세요."),
    "input_missing": Words("The comp admin enters it.", "결과를 입력해 주세요."),
    "input_unit": Words("Enter it in the plan's unit.", "플랜의 단위로 입력해 주세요."),
    "rate_missing": Words(
        "Add a row that fits it, or say what holds otherwise.", "맞는 행을 추가하거나 그 밖의 요율을 정해 주세요."
    ),
    "rate_twice": Words("Make one of them more specific, or end it.", "둘 중 하나를 더 자세히 적거나 종료해 주세요."),
    "rate_unit": Words("State it in the plan's currency or unit.", "플랜의 통화나 단위로 등록해 주세요."),
    "no_days": Words("Correct the dates of the assignment.", "배정 기간을 바로잡아 주세요."),
    "earnings_missing": Words("Mend what blocks it there.", "먼저 그 항목의 오류를 해결해 주세요."),
    "rate_of_exchange_missing": Words("Add the rate to the table.", "환율표에 환율을 추가해 주세요."),
    "no_rate_above": Words("Add the rate to the table.", "환율표에 환율을 추가해 주세요."),
    "territory_twice": Words(
        "Make one of them more specific, or end it.", "둘 중 하나를 더 자세히 적거나 종료해 주세요."
    ),
    "plans_circle": Words("Let one of them read no other.", "그중 한 플랜이 다른 플랜을 참조하지 않게 해 주세요."),
    "reports_twice": Words("End one of them, or withdraw it.", "둘 중 하나를 종료하거나 철회해 주세요."),
    "plan_missing": Words("Approve a version for those days.", "해당 기간의 버전을 승인해 주세요."),
    "assignments_overlap": Words("End one of them, or withdraw it.", "둘 중 하나를 종료하거나 철회해 주세요."),
    "split_total": Words("Correct the shares at the source.", "원본의 인정 비율을 바로잡아 주세요."),
    "split_twice": Words("Correct the shares at the source.", "원본의 인정 비율을 바로잡아 주세요."),
    "split_negative": Words("Correct the shares at the source.", "원본의 인정 비율을 바로잡아 주세요."),
    "reverses_unknown": Words("Import the record it names.", "취소 대상 데이터를 가져와 주세요."),
    "reverses_adds": Words("Write its amount with the opposite sign.", "금액의 부호를 반대로 적어 주세요."),
    "reverses_too_much": Words("Correct the amounts at the source.", "원본의 금액을 바로잡아 주세요."),
    "no_rate_of_exchange": Words("Add the rate to the table.", "환율표에 환율을 추가해 주세요."),
}


def missing_fault(
    missing: Missing, company: Company, component: Words, path: str, labels: Mapping[str, Words]
) -> Fault:
    """Say which number is missing and which component is not calculated because of it; people are not named.

    `labels` are those of the tables that the plan itself declares, and of what it reads of other plans.
    """
    if missing.name in labels:
        return _fault(missing.code, Place("facts", path=path), labels[missing.name], component, day=str(missing.day))
    declared = {**company.tables, **company.inputs, **company.personal, **company.quotas}.get(missing.name)
    label = declared.label if declared else with_spaces(missing.name)
    return _fault(missing.code, Place("facts", path=path), label, component, day=missing.day.isoformat())


def facts_fault(code: str, place: Place, name: str, **values: str) -> Fault:
    """Return the fault of a code about a plan or record called `name`, its other values filled in."""
    return _fault(code, place, Words(name, name), Words("", ""), **values)


def _fault(code: str, place: Place, name: Words, component: Words, **values: str) -> Fault:
    template, cure = _SENTENCES[code], _CURES[code]
    sentence = Words(
        template.en.format(name=name.en, component=component.en, **values),
        template.ko.format(name=name.ko, component=component.ko, **values),
    )
    return Fault(code, place, sentence, cure)
