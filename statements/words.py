"""The fixed words of a statement in English and Korean: headings, column heads, notes.

In: the name of a text. Out: the text. Sentences with values are in `sentences_from_result`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

from comp_rules.values.words import Language, Words

TEXTS = {
    "document": Words("Earnings statement", "인센티브 명세서"),
    "heading": Words("Your earnings for {month}", "{month} 발생 인센티브"),
    "earned": Words("Earned", "발생 인센티브"),
    "draft": Words("Draft", "예상"),
    "approved": Words("Approved", "승인 완료"),
    "published": Words("Published", "발행"),
    "closed": Words("Final", "확정"),
    "draft_note": Words("Not approved yet; amounts may change.", "아직 승인되지 않았으며 금액이 바뀔 수 있습니다."),
    "approved_note": Words("Approved and not yet published.", "승인되었으며 아직 발행되지 않았습니다."),
    "published_note": Words("Published; the month is still open.", "발행되었으며 월 마감 전입니다."),
    "closed_note": Words("The month is closed; this does not change.", "마감되어 바뀌지 않습니다."),
    "notice": Words(
        "Payment is not calculated yet: these are earnings before holds, draws and payment.",
        "지급액은 아직 계산되지 않았습니다. 지급 보류, 선지급금, 지급을 반영하기 전의 발생 인센티브입니다.",
    ),
    "gross": Words(
        "Amounts are gross. Tax and deductions are on your payslip, which this document does not replace.",
        "세전 금액입니다. 세금과 공제는 급여명세서에서 확인해 주세요. 이 문서는 임금명세서를 대신하지 않습니다.",
    ),
    "prepared_for": Words("Prepared for", "대상자"),
    "id": Words("ID", "ID"),
    "plan": Words("Plan", "플랜"),
    "plan_version": Words("{plan}, version {version}", "{plan}, 버전 {version}"),
    "plan_draft": Words("{plan}, draft", "{plan}, 초안"),
    "quota": Words("Quota", "목표"),
    "manager": Words("Manager", "조직장"),
    "earned_month": Words("Earned month", "귀속월"),
    "days": Words("Days", "적용 기간"),
    "made_up": Words("How it is made up", "발생 인센티브 구성"),
    "component": Words("Component", "지급 항목"),
    "measured_on": Words("Measured on", "기준 실적"),
    "rate": Words("Rate", "요율"),
    "lines": Words("Lines", "내역 수"),
    "amount": Words("Amount", "금액"),
    "no_amount": Words("no amount", "금액 없음"),
    "total": Words("Earned in {month}", "{month} 발생 인센티브"),
    "not_counted": Words("What did not count, and why", "인정되지 않은 거래와 이유"),
    "everything_counted": Words(
        "Every record with your name on it is counted.", "내 이름이 있는 거래는 모두 인정되었습니다."
    ),
    "nothing_found": Words("No record of {month} bears your name.", "{month}에 내 이름이 있는 거래가 없습니다."),
    "deal": Words("Deal", "거래"),
    "why_not": Words("Why not", "이유"),
    "what_would_change_it": Words("What would change it", "바뀌려면"),
    "not_paid": Words("Credited, but not paid on by a component", "인정되었지만 지급 항목에 해당하지 않는 거래"),
    "every_line": Words("Every line, in order", "전체 내역"),
    "every_line_note": Words(
        "Each line can be recomputed from the numbers beside it. It is rounded once, half away from zero.",
        "각 내역은 옆의 숫자로 다시 계산할 수 있습니다. 내역마다 한 번만 반올림합니다.",
    ),
    "every_line_rounded": Words(
        "Each line can be recomputed from the numbers beside it. It is rounded once, as is said beside it.",
        "각 내역은 옆의 숫자로 다시 계산할 수 있습니다. 내역마다 옆에 적힌 단위로 한 번만 처리합니다.",
    ),
    "no_lines": Words("There is no line for {month}.", "{month} 내역이 없습니다."),
    "line": Words("Line", "내역"),
    "what_happened": Words("What happened", "내용"),
    "calculation": Words("Calculation", "계산 과정"),
    "formula": Words("Formula", "계산식"),
    "running_total": Words("Running total", "누계"),
    "brought_forward": Words("Brought forward", "앞 쪽까지 누계"),
    "carried_forward": Words("Carried forward", "다음 쪽으로"),
    "rules": Words("The rules as applied", "적용된 규칙"),
    "check": Words("Check this statement", "명세서 검증"),
    "check_note": Words(
        "The check code is the fingerprint of the whole calculation. "
        "The portal shows the same code for as long as nothing in it has changed.",
        "검증값은 전체 계산 내용에서 만든 코드입니다. 내용이 바뀌지 않은 동안 포털에 같은 코드가 표시됩니다.",
    ),
    "check_code": Words("Check code", "검증값"),
    "calculated": Words("Calculated {moment} ({zone})", "계산 시각: {moment} ({zone})"),
    "why_it_differs": Words("Why it differs from {month}", "{month} 금액과 달라진 이유"),
    "blocked": Words("Not calculated yet", "아직 계산되지 않은 항목"),
    "other_components": Words("Other components", "그 밖의 지급 항목"),
    "month": Words("month", "월"),
    "period": Words("month", "월"),
    "quarter_to_date": Words("quarter to date", "분기 누적"),
    "year_to_date": Words("year to date", "연간 누적"),
    "quota_window": Words("days of the quota", "목표 기간"),
    "rolling_months": Words("last {n} months", "최근 {n}개월"),
    "no_value": Words("no value", "값 없음"),
    "place_of": Words("place {rank} of {of}", "{of}명 중 {rank}위"),
    "item": Words("{measure}, weight {weight}", "{measure}, 가중치 {weight}"),
    "before_caps": Words("Before the cap", "상한 적용 전"),
    "carried": Words("Carried from the period before", "앞 산정 기간에서 넘어온 금액"),
    "paid_out": Words("Paid at the end of the year", "연말 지급"),
    "to_date": Words("Worth to date", "현재까지의 금액"),
    "posted": Words("Less what was earned before", "앞서 발생한 금액 차감"),
    "by_table": Words("by the table “{name}”", "요율표 ‘{name}’ 기준"),
    "by_field": Words("by the record’s {name}", "데이터의 {name} 값"),
    "by_person": Words("your own rate", "개인별 요율"),
    "from_month": Words("from month {n}", "{n}개월 차부터"),
    "before_month": Words("before month {n}", "{n}개월 차 전"),
    "from_field": Words("from the record’s {name}", "데이터의 {name} 값 이상"),
    "above_field": Words("above the record’s {name}", "데이터의 {name} 값 초과"),
    "rounded_half_away": Words("rounded to {unit}", "{unit} 단위 반올림"),
    "rounded_down": Words("rounded down to {unit}", "{unit} 단위 내림"),
    "rounded_up": Words("rounded up to {unit}", "{unit} 단위 올림"),
    "rounded_half_even": Words("rounded to {unit}, halves to the even one", "{unit} 단위 반올림(중간값은 짝수로)"),
    "tier_first": Words("up to {start}", "{start}까지"),
    "tier_first_open": Words("below {start}", "{start} 미만"),
    "tier_from": Words("from {start}", "{start} 이상"),
    "tier_above": Words("above {start}", "{start} 초과"),
    "rates": Words("{n} rates", "요율 {n}개"),
    "each": Words("{amount} each", "건당 {amount}"),
    "of_month": Words("{number} of {month}", "{month} {number}"),
    "lifted": Words("{earlier}, lifted", "{earlier}의 소급분"),
    "lowered": Words("{earlier}, lowered", "{earlier}의 요율 하락분"),
    "settled": Words("{earlier}, settled again", "{earlier}의 재계산분"),
    "opened": Words("{earlier}, paid now", "{earlier}의 지급분"),
    "credit": Words("Your credit", "인정 실적"),
    "share": Words("Your share", "인정 비율"),
    "date": Words("Credit date", "실적 인정일"),
    "record": Words("Deal ID", "거래 ID"),
    "currency": Words("Currency", "통화"),
    "total_lines": Words("Total of the lines", "내역 합계"),
}

#: What people call the records of a type: one, several, and in Korean before a count. Others are "records".
NOUNS = {
    "deal": ("deal", "deals", "거래"),
    "invoice": ("invoice", "invoices", "청구서"),
    "meeting": ("meeting", "meetings", "미팅"),
    "lead_stage": ("lead", "leads", "리드"),
    "opportunity": ("opportunity", "opportunities", "영업 기회"),
    "arr_movement": ("ARR movement", "ARR movements", "ARR 변동"),
    "lead": ("lead", "leads", "리드"),
    "order": ("order", "orders", "주문"),
    "renewal": ("renewal", "renewals", "갱신"),
}


@cache
def texts_in(lang: Language) -> Callable[..., str]:
    """Return the function that gives the text of a name in `lang`, with values put in. Raises KeyError."""

    def text(name: str, **values: str | int) -> str:
        words = TEXTS[name].say(lang)
        return words.format(**values) if values else words

    return text


def only_type(record_types: Collection[str]) -> str:
    """Return the type when there is one; several have no noun in common."""
    return next(iter(record_types)) if len(record_types) == 1 else ""


def counted(number: int, record_type: str, lang: Language, *, earlier: bool = False) -> str:
    """Return `1 deal`, `26 deals`, `거래 26건`; with `earlier`, `26 earlier deals`, `이전 거래 26건`."""
    one, several, korean = NOUNS.get(record_type, ("record", "records", ""))
    if lang == "ko":
        return " ".join(word for word in ("이전" if earlier else "", korean, f"{number:,}건") if word)
    return f"{number:,} {'earlier ' if earlier else ''}{one if number == 1 else several}"


def counted_with_reversals(
    deals: int, reversals: int, record_type: str, lang: Language, *, earlier: bool = False
) -> str:
    """Return `16 deals and 1 reversal`, `거래 16건 및 실적 취소 1건`; what there is none of is not named."""
    if not reversals:
        return counted(deals, record_type, lang, earlier=earlier)
    before = earlier and not deals  # said once, of the first
    if lang == "ko":
        taken_back = f"{'이전 ' if before else ''}실적 취소 {reversals:,}건"
    else:
        taken_back = f"{reversals:,} {'earlier ' if before else ''}reversal{'s' * (reversals > 1)}"
    if not deals:
        return taken_back
    return f"{counted(deals, record_type, lang, earlier=earlier)} {'및' if lang == 'ko' else 'and'} {taken_back}"


def record_head(record_types: Collection[str], lang: Language) -> str:
    """Return the head of a column of records: `Deal`, `Meeting`; `Record` for several or unknown types."""
    one, _, korean = NOUNS.get(only_type(record_types), ("", "", ""))
    return (korean or "원천 데이터") if lang == "ko" else (one[:1].upper() + one[1:] if one else "Record")


def find_one(record_types: Collection[str], lang: Language) -> str:
    """Return what a search among records of the types is for: `Find a deal`, `Find an invoice`, `거래 찾기`."""
    if lang == "ko":
        return f"{record_head(record_types, lang)} 찾기"
    one = NOUNS.get(only_type(record_types), ("record", "records", ""))[0]
    return f"Find {'an' if one[0] in 'aeiouA' else 'a'} {one}"
