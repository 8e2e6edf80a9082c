"""The sentence of a line: a template that names every operand the formula does not show.

In: a line and the templates of its kind. Out: words whose placeholders are roles, none of them missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from comp_rules.kernel.operand import Operand
from comp_rules.kinds.condition_words import with_conditions
from comp_rules.kinds.kind import LineShown
from comp_rules.values.words import Words

#: how many templates are kept of what all sentences are made from; a company has some hundreds
TEMPLATES = 4096
#: before a role in a template: its value without the sign, where a word such as `fell by` says which way it goes
SIZE = "size_of_"
_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")

#: what each role is called, for pages and for operands that a template does not place
ROLES: Mapping[str, Words] = {
    "credit": Words("credit", "인정 실적"),
    "part": Words("part in this tier", "이 구간의 금액"),
    "open": Words("total before", "직전 누적"),
    "close": Words("total after", "직후 누적"),
    "edge": Words("the tier starts at", "구간 시작"),
    "line": Words("the first tier ends at", "첫 구간의 끝"),
    "rate": Words("rate", "요율"),
    "base": Words("base rate", "기본 요율"),
    "target": Words("target incentive", "목표 인센티브"),
    "share": Words("share of target", "비중"),
    "months": Words("months of the window", "집계 기간의 개월 수"),
    "year_months": Words("months of a year", "1년의 개월 수"),
    "quota": Words("quota", "목표"),
    "window_quota": Words("quota", "목표"),
    "total": Words("total", "누적 실적"),
    "attainment": Words("attainment", "달성률"),
    "needed": Words("needed", "필요한 값"),
    "allowed": Words("at most", "허용 값"),
    "field": Words("value of the record", "데이터 값"),
    "award": Words("award", "포상"),
    "payout": Words("payout", "지급률"),
    "weight": Words("weight", "가중치"),
    "column_total": Words("total of the column's measure", "열 지표의 누적 실적"),
    "column_quota": Words("quota of the column's measure", "열 지표의 목표"),
    "column_attainment": Words("attainment of the column's measure", "열 지표의 달성률"),
    "row_from": Words("the row begins at", "행의 시작"),
    "row_above": Words("the row begins above", "행의 시작(초과)"),
    "row_edge": Words("edge of the row", "행의 시작"),
    "column_from": Words("the column begins at", "열의 시작"),
    "column_above": Words("the column begins above", "열의 시작(초과)"),
    "column_edge": Words("edge of the column", "열의 시작"),
    "prize": Words("prize", "시상금"),
    "rank": Words("rank", "순위"),
    "of": Words("people ranked", "순위 대상 인원"),
    "value": Words("ranked by", "순위 기준 값"),
    "tied": Words("people of equal rank", "동점 인원"),
    "shared": Words("prizes shared", "나눈 시상금 합계"),
    "next_place": Words("next place with a prize", "시상금이 있는 바로 위 순위"),
    "next_value": Words("value of that place", "해당 순위의 값"),
    "people": Words("people in reach", "대상 인원"),
    "earned": Words("already earned", "이미 발생한 금액"),
    "upper": Words("the rate divides", "요율의 분자"),
    "lower": Words("the rate divides by", "요율의 분모"),
    "worked": Words("part of the period worked", "산정 기간 중 근무한 비율"),
    "number": Words("month number", "경과 개월 차수"),
    "stood": Words("condition", "조건 값"),
    "at_least": Words("at least", "기준(이상)"),
    "above": Words("above", "기준(초과)"),
    "at_most": Words("at most", "기준(이하)"),
    "under": Words("under", "기준(미만)"),
    "sum": Words("sum to date", "누적 합계"),
    "sum_before": Words("sum to date before", "이전 누적 합계"),
    "cap": Words("cap", "상한"),
    "cap_before": Words("cap before", "이전 상한"),
    "floor": Words("most that is taken back", "되돌리는 금액의 한도"),
    "floor_before": Words("most that was taken back", "이전에 되돌리는 금액의 한도"),
    "carried": Words("carried", "넘어온 금액"),
    "paid_out": Words("paid at the end of the year", "연말 지급"),
}


def role_label(role: str) -> Words:
    """Return what a role is called, also with `before_` in front and a number behind."""
    if role in ROLES:
        return ROLES[role]
    before = role.startswith("before_")
    plain = role.removeprefix("before_").rstrip("0123456789").rstrip("_")
    label = ROLES.get(plain, Words(plain.replace("_", " "), plain))
    return Words(f"{label.en} before", f"이전 {label.ko}") if before else label


def has(line: LineShown, role: str, *, before: bool = False) -> bool:
    """Say whether the line has an operand of that role."""
    return _found(line, role, before) is not None


def value_of(line: LineShown, role: str, *, before: bool = False) -> Fraction | None:
    """Return the value of the role's operand, None when the line has none."""
    operand = _found(line, role, before)
    return None if operand is None else operand.value


def moving(line: LineShown, role: str) -> str:
    """Return the place of the role's value, after what it was before where that was another."""
    return f"{{before_{role}}} → {{{role}}}" if has(line, role, before=True) else f"{{{role}}}"


def _found(line: LineShown, role: str, before: bool) -> Operand | None:
    for operand in line.operands:
        if operand.role == role and operand.before is before:
            return operand
    return None


def takes_back(line: LineShown) -> bool:
    """Say whether the line is for a reversal, whose credit is below zero."""
    return (value_of(line, "credit") or 0) < 0


def unit_of(line: LineShown, role: str) -> str:
    """Return the unit of the role's operand, empty when the line has none."""
    for operand in line.operands:
        if operand.role == role:
            return operand.unit.partition(":")[0]
    return ""


def rate_template(line: LineShown, template: Words) -> Words:
    """Return the template with a rate of two fields in the place of the rate; one over 1 is a rate by itself."""
    if has(line, "rate") or not has(line, "upper"):
        return template
    return Words(*(_divided(line, text) for text in template))


def rate_moved(line: LineShown) -> bool:
    """Say whether the line has a rate, of two fields or not, that is another one than before."""
    roles = ("rate",) if has(line, "rate") else ("upper", "lower")
    return any(has(line, role, before=True) for role in roles)


def _divided(line: LineShown, text: str) -> str:
    for prefix, before in (("", False), ("before_", True)):
        upper = f"{{{prefix if has(line, 'upper', before=before) else ''}upper}}"
        lower = f"{{{prefix if has(line, 'lower', before=before) else ''}lower}}"
        below = _found(line, "lower", before) or _found(line, "lower", False)
        alone = below is not None and below.value == 1 and below.unit == "count"
        text = text.replace(f"{{{prefix}rate}}", upper if alone else f"{upper} ÷ {lower}")
    return text


def with_rest(line: LineShown, template: Words) -> Words:
    """Return the template with its conditions, and the operands that nothing else names, each as `label: value`."""
    rest = with_conditions(line, Words("", ""))
    placed = _placed(template.en) | _placed(rest.en)
    unnamed: list[str] = []
    for operand in line.operands:
        if operand.in_amount:
            continue
        role = f"before_{operand.role}" if operand.before else operand.role
        if role not in placed and role not in unnamed:
            unnamed.append(role)
    if unnamed:
        template = _named(template, tuple(unnamed))
    return Words(f"{template.en}{rest.en}", f"{template.ko}{rest.ko}") if rest.en else template


@lru_cache(maxsize=TEMPLATES)
def _placed(text: str) -> frozenset[str]:
    """The roles that a template places, also without their sign."""
    return frozenset(name.removeprefix(SIZE) for name in _PLACEHOLDER.findall(text))


@lru_cache(maxsize=TEMPLATES)
def _named(template: Words, rest: tuple[str, ...]) -> Words:
    en = ", ".join(f"{role_label(role).en}: {{{role}}}" for role in rest)
    ko = ", ".join(f"{role_label(role).ko}: {{{role}}}" for role in rest)
    return Words(f"{template.en[:-1]} ({en}).", f"{template.ko} ({ko})")


def with_worked(line: LineShown, template: Words) -> Words:
    """Return the sentence with one more that says which part of the period was worked, where that scales the line."""
    worked = value_of(line, "worked")
    if worked is None or worked == 1:
        return template
    return Words(f"{template.en} {_WORKED.en}", f"{template.ko} {_WORKED.ko}")


_WORKED = Words(
    "Only {worked} of the period was worked, so as much is paid.",
    "산정 기간 중 근무한 비율({worked})만큼만 지급합니다.",
)
