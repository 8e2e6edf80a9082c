"""Who can sign in to the demo company, and what each of them should look at.

In: nothing. Out: accounts with their roles and one password for all, which production refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from comp_rules.values.words import Words

PASSWORD = "daylight-demo"  # noqa: S105 - printed at every start; demo accounts cannot sign in in production


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account; `payee` is who it is as a payee, `pay_groups` whom a comp admin serves."""

    name: str
    payee: str | None
    language: str
    roles: tuple[str, ...]
    see: Words
    pay_groups: tuple[str, ...] = ()


ACCOUNTS = (
    DemoAccount(
        "maya.okafor", "E1011", "en", ("payee",),
        Words(
            "Account executive in Boston: above quota, shared deals, a reversal, deals that do not count",
            "보스턴 영업대표: 목표 초과, 공동 거래, 실적 취소, 미인정 거래",
        ),
    ),
    DemoAccount(
        "seo.jiwoo", "E1031", "ko", ("payee",),
        Words(
            "Account executive in Seoul: won, a rate that lifts the whole year, a deal in dollars",
            "서울 영업대표: 원화, 전체 소급 적용, 달러 거래",
        ),
    ),
    DemoAccount(
        "emily.tran", "E1045", "en", ("payee",),
        Words(
            "Promoted in the middle of a month from sales development to account executive: two plans",
            "월중에 영업개발에서 영업대표로 승진: 두 플랜이 적용된 달",
        ),
    ),
    DemoAccount(
        "aisha.rahman", "E1043", "en", ("payee",),
        Words("Sales development rep: a price for each meeting", "영업개발 담당자: 미팅 건별 단가"),
    ),
    DemoAccount(
        "isabel.romero", "E1062", "en", ("payee",),
        Words(
            "Customer success manager: net retention with a condition, renewals by price increase",
            "고객 성공 매니저: 지급 조건이 있는 순 매출 유지율, 인상률별 갱신 요율",
        ),
    ),
    DemoAccount(
        "rafael.ortiz", "E1081", "en", ("payee",),
        Words(
            "Solutions engineer: the pod's quarter, paid every month on its progress",
            "세일즈 엔지니어: 매월 분기 누계로 산정하는 담당 그룹 성과급",
        ),
    ),
    DemoAccount(
        "kang.minseok", "E1071", "ko", ("payee",),
        Words(
            "Partner manager in Seoul: the deal that lifts the whole year, residuals by contract age",
            "서울 파트너 매니저: 그해 전체를 소급 적용한 거래, 계약 경과 개월별 유지 커미션",
        ),
    ),
    DemoAccount(
        "nora.feldman", "E1051", "en", ("payee",),
        Words("Marketing lead: a scorecard of three measures", "마케팅 리드: 세 지표의 스코어카드"),
    ),
    DemoAccount(
        "camila.duarte", "E1053", "en", ("payee",),
        Words("Marketer whose quota for this quarter is missing", "이번 분기 목표가 등록되지 않은 수요 창출 마케터"),
    ),
    DemoAccount(
        "kwame.mensah", "E1022", "en", ("payee",),
        Words("Account executive with an empty month", "이번 달 인정된 거래가 없는 영업대표"),
    ),
    DemoAccount(
        "marcus.bell", "E1002", "en", ("payee", "manager"),
        Words(
            "Sales manager: a bonus along a curve, a typed result, and the team's attainment",
            "영업팀장: 곡선으로 정해지는 성과급, 입력한 실적, 팀 달성률",
        ),
    ),
    DemoAccount(
        "eleanor.whitfield", "E1001", "en", ("payee", "manager"),
        Words(
            "Chief revenue officer: growth and margin in one matrix, the whole hierarchy",
            "영업총괄: 성장과 이익률의 매트릭스, 전체 조직도",
        ),
    ),
    DemoAccount(
        "julia.sandoval", None, "en", ("comp_admin", "approver"),
        Words(
            "Comp admin: plans, a draft with mistakes, runs, register of earnings",
            "보상 담당자: 플랜, 오류 있는 초안, 계산, 발생 인센티브 목록",
        ),
        ("us", "kr"),
    ),
    DemoAccount(
        "song.mikyung", None, "ko", ("comp_admin", "approver"),
        Words(
            "Comp admin in Seoul, who approves what the other one wrote",
            "서울 보상 담당자: 다른 담당자가 작성한 플랜 승인",
        ),
        ("us", "kr"),
    ),
    DemoAccount(
        "walter.engel", None, "en", ("auditor",),
        Words("Auditor: reads everything, changes nothing", "감사 담당자: 모두 열람, 변경 불가"),
    ),
)  # fmt: skip
