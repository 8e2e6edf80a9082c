"""What the demo company declared once: record types with their fields, quotas, personal values, events, titles.

In: nothing. Out: the names that its plans use, with labels in English and Korean.
"""

from __future__ import annotations

from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType
from comp_rules.values.words import Words

COMPANY_NAME = "Cartwell"


def _fields(*rows: tuple[str, FieldType, str, str]) -> dict[str, Field]:
    return {name: Field(name, kind, Words(en, ko)) for name, kind, en, ko in rows}


def _declared(unit: str, *rows: tuple[str, str, str]) -> dict[str, Declared]:
    return {name: Declared(name, Words(en, ko), unit) for name, en, ko in rows}


_DEAL = RecordType(
    "deal",
    Words("Deal", "거래"),
    _fields(
        ("name", "text", "Deal", "거래명"),
        ("customer", "text", "Customer", "고객사"),
        ("product", "text", "Product", "제품"),
        ("stage", "text", "Stage", "단계"),
        ("kind", "text", "Kind", "유형"),
        ("source", "text", "Source", "경로"),
        ("region", "text", "Region", "지역"),
        ("vehicles", "number", "Vehicles", "차량 수"),
        ("arr", "money", "ARR", "연간 반복 매출(ARR)"),
        ("term_months", "number", "Term in months", "계약 개월 수"),
        ("created_on", "date", "Created on", "등록일"),
        ("close_date", "date", "Close date", "계약일"),
        ("sourced_by", "person", "Sourced by", "발굴 담당자"),
        ("solutions_engineer", "person", "Solutions engineer", "담당 세일즈 엔지니어"),
        ("partner_manager", "person", "Partner manager", "파트너 매니저"),
    ),
    "name",
)

_INVOICE = RecordType(
    "invoice",
    Words("Invoice", "청구서"),
    _fields(
        ("number", "text", "Invoice number", "청구서 번호"),
        ("customer", "text", "Customer", "고객사"),
        ("deal", "text", "Deal", "거래"),
        ("status", "text", "Status", "상태"),
        ("source", "text", "Source", "경로"),
        ("invoiced_on", "date", "Invoice date", "청구일"),
        ("paid_on", "date", "Paid on", "입금일"),
        ("net_amount", "money", "Net amount", "공급가액"),
        ("contract_start", "date", "Contract start", "계약 시작일"),
        ("partner_manager", "person", "Partner manager", "파트너 매니저"),
    ),
    "number",
)

_MEETING = RecordType(
    "meeting",
    Words("Meeting", "미팅"),
    _fields(
        ("subject", "text", "Meeting", "미팅"),
        ("customer", "text", "Customer", "고객사"),
        ("status", "text", "Status", "상태"),
        ("accepted", "yes_no", "Accepted by sales", "영업 승인"),
        ("held_on", "date", "Held on", "진행일"),
    ),
    "subject",
)

_LEAD_STAGE = RecordType(
    "lead_stage",
    Words("Lead", "리드"),
    _fields(
        ("lead", "text", "Lead", "리드"),
        ("campaign", "text", "Campaign", "캠페인"),
        ("stage", "text", "Stage", "단계"),
        ("reached_on", "date", "Reached on", "도달일"),
        ("campaign_owner", "person", "Campaign owner", "캠페인 담당자"),
    ),
    "lead",
)

_OPPORTUNITY = RecordType(
    "opportunity",
    Words("Opportunity", "영업 기회"),
    _fields(
        ("name", "text", "Opportunity", "영업 기회"),
        ("customer", "text", "Customer", "고객사"),
        ("campaign", "text", "Campaign", "캠페인"),
        ("source", "text", "Source", "경로"),
        ("stage", "text", "Stage", "단계"),
        ("created_on", "date", "Created on", "등록일"),
        ("amount", "money", "Amount", "금액"),
        ("campaign_owner", "person", "Campaign owner", "캠페인 담당자"),
    ),
    "name",
)

_ARR_MOVEMENT = RecordType(
    "arr_movement",
    Words("ARR movement", "ARR 변동"),
    _fields(
        ("name", "text", "ARR movement", "ARR 변동"),
        ("customer", "text", "Customer", "고객사"),
        ("kind", "text", "Kind", "유형"),
        ("moved_on", "date", "Moved on", "변동일"),
        ("previous_arr", "money", "ARR before", "변동 전 ARR"),
        ("amount", "money", "Amount", "금액"),
        ("uplift", "percent", "Uplift", "인상률"),
    ),
    "name",
)

TITLES = _declared(
    "",
    ("account_executive", "Account executive (AE)", "영업대표(AE)"),
    ("sales_development_rep", "Sales development rep (SDR)", "영업개발 담당자(SDR)"),
    ("sdr_lead", "Sales development lead", "영업개발 리드"),
    ("demand_generation_manager", "Demand generation manager", "수요 창출 마케터"),
    ("marketing_lead", "Marketing lead", "마케팅 리드"),
    ("customer_success_manager", "Customer success manager (CSM)", "고객 성공 매니저(CSM)"),
    ("cs_lead", "Customer success lead", "고객 성공 리드"),
    ("partner_manager", "Partner manager", "파트너 매니저"),
    ("sales_manager", "Sales manager", "영업팀장"),
    ("solutions_engineer", "Solutions engineer (SE)", "세일즈 엔지니어(SE)"),
    ("chief_revenue_officer", "Chief revenue officer (CRO)", "영업총괄(CRO)"),
)

COMPANY = Company(
    name=COMPANY_NAME,
    record_types={kind.name: kind for kind in (_DEAL, _INVOICE, _MEETING, _LEAD_STAGE, _OPPORTUNITY, _ARR_MOVEMENT)},
    quotas=_declared(
        "money",
        ("arr_year", "New ARR for the year", "연간 신규 ARR 목표"),
        ("team_quarter", "Team ARR for the quarter", "분기 팀 ARR 목표"),
        ("renewal_quarter", "Renewed ARR for the quarter", "분기 갱신 ARR 목표"),
        ("partner_year", "Partner ARR for the year", "연간 파트너 ARR 목표"),
        ("pod_quarter", "Pod ARR for the quarter", "분기 담당 그룹 ARR 목표"),
        ("pipe_quarter", "Pipeline for the quarter", "분기 파이프라인 목표"),
        ("company_year", "Company ARR for the year", "연간 전사 ARR 목표"),
    )
    | _declared(
        "number",
        ("meetings_month", "Meetings for the month", "월 미팅 목표"),
        ("mql_quarter", "MQLs for the quarter", "분기 MQL 목표"),
        ("sql_quarter", "SQLs for the quarter", "분기 SQL 목표"),
    )
    | _declared("percent", ("margin_year", "Operating margin for the year", "연간 영업이익률 목표")),
    personal=_declared("percent", ("team_rate", "Rate on team deals", "팀 거래 요율"))
    | _declared("money", ("quarter_award", "Quarterly award", "분기 포상금")),
    events=_declared(
        "",
        ("booked", "Booked", "계약 완료"),
        ("invoice_paid", "Invoice paid", "입금 완료"),
        ("cancelled", "Cancelled", "계약 취소"),
        ("restatement", "Restated", "재무제표 재작성"),
    ),
    rate_tables=_declared("", ("plan_rates", "Plan exchange rates", "플랜 환율")),
    inputs=_declared(
        "percent",
        ("share_of_reps_at_quota", "Share of reps at quota", "목표를 달성한 팀원 비율"),
        ("operating_margin", "Operating margin", "영업이익률"),
    ),
    relations=_declared("", ("se_pod", "Pod of a solutions engineer", "세일즈 엔지니어 담당 그룹")),
    tables=_declared("", ("focus_rates", "Rates of focus products", "집중 판매 제품 요율")),
    territories=_declared(
        "",
        ("us_east", "Eastern United States", "미국 동부"),
        ("us_west", "Western United States", "미국 서부"),
        ("us_enterprise", "Enterprise accounts", "대기업 고객사"),
        ("korea", "Korea", "한국"),
    ),
    titles=frozenset(TITLES),
)

TEAMS = {
    "": Words("Headquarters", "본사"),
    "east": Words("East", "동부"),
    "west": Words("West", "서부"),
    "enterprise": Words("Enterprise", "대기업"),
    "korea": Words("Korea", "한국"),
    "outbound": Words("Outbound", "아웃바운드"),
    "demand": Words("Demand generation", "수요 창출"),
    "care": Words("Customer success", "고객 성공"),
    "alliances": Words("Alliances", "제휴"),
}
