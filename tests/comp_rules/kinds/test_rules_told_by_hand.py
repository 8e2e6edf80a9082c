"""Rules of windows, contests and overrides read aloud: every sentence of a component in English and in Korean."""

from __future__ import annotations

import re

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from tests.comp_rules.kinds.window_plans import plan_of

AT_END = (
    "It is paid once for each window, in the period that holds its last day.",
    "집계 기간마다 한 번, 마지막 날이 있는 산정 기간에 지급합니다.",
)
MONTHLY = (
    "Every period pays what the window has come to so far, less what was paid on it before.",
    "산정 기간마다 현재까지의 금액에서 앞서 지급한 금액을 뺀 차액을 정산합니다.",
)
QUARTERLY = (
    "Every quarter pays what the window has come to so far, less what was paid on it before.",
    "분기마다 현재까지의 금액에서 앞서 지급한 금액을 뺀 차액을 정산합니다.",
)
BETWEEN = (
    "Between two points it follows the straight line that joins them.",
    "두 지점 사이에서는 비례하여 지급합니다.",
)
SUMS = ("You earn Bonus as sums of money.", "성과급 항목은 정한 금액을 지급합니다.")


def part(share: int) -> tuple[str, str]:
    return (
        f"You earn Bonus on {share}% of your target incentive.",
        f"성과급 항목의 비중은 목표 인센티브의 {share}%입니다.",
    )


def sentences(said: str) -> list[tuple[str, str]]:
    """The sentences of a component; where it pays less than all of the target another one pays the rest."""
    share = int(match.group(1)) if (match := re.search(r"target_share: (\d+)%", said)) else 100
    rest = f"kind: flat, pays_on: sale, rate: 1%, expected_share: {100 - share}%"
    more = f"\n  rest: {{label: {{en: Rest, ko: 나머지}}, {rest}}}" if share < 100 else ""
    plan = plan_of(f"  bonus: {{label: {{en: Bonus, ko: 성과급}}, {said}}}{more}")
    en, ko = (component_sentences(plan, "bonus", language) for language in ("en", "ko"))  # type: ignore[arg-type]
    return list(zip(en, ko, strict=True))


CURVE = "curve: {points: [[50%, 10%], [100%, 100%]], below: nothing, beyond: extend}"
TARGETS = {
    "kind: target, target_share: 40%, by: last_three, paid: window_end, "
    "curve: {points: [[50%, 10%], [100%, 100%]], below: edge, beyond: edge}": [
        part(40),
        ("It goes by Last three, which counts over the last 3 months.", "기준 지표: 최근 매출(집계 기간: 최근 3개월)."),
        ("At 50% of quota it pays 10%.", "달성률 50% 지점의 지급률: 10%."),
        ("At 100% of quota it pays 100%.", "달성률 100% 지점의 지급률: 100%."),
        BETWEEN,
        ("Below 50% it stays at 10%.", "50% 미만에서는 지급률 10% 값을 유지합니다."),
        ("Beyond 100% it stays at 100%.", "100% 초과에서는 지급률 100% 값을 유지합니다."),
        AT_END,
    ],
    "kind: target, by: sales, paid: monthly_to_date, target_counted: full_window, "
    "curve: {points: [[0 USD, 0 USD], [500 USD, 90.50 USD]], below: extend, beyond: nothing}": [
        SUMS,
        ("It goes by Sales of the quarter, which counts over the quarter.", "기준 지표: 분기 합계(집계 기간: 분기)."),
        ("At 0.00 USD it pays 0.00 USD.", "0.00 USD 지점의 지급액: 0.00 USD."),
        ("At 500.00 USD it pays 90.50 USD.", "500.00 USD 지점의 지급액: 90.50 USD."),
        BETWEEN,
        ("Below 0.00 USD the line goes on.", "0.00 USD 미만에서는 같은 비례로 이어집니다."),
        ("Beyond 500.00 USD it pays nothing.", "500.00 USD 초과에서는 지급하지 않습니다."),
        MONTHLY,
    ],
    "kind: target, by: quarter, paid: window_end, "
    "curve: {points: [[50%, 0 USD], [100%, 500 USD]], below: nothing, beyond: extend}": [
        SUMS,
        ("It goes by Quarter, which counts over the quarter.", "기준 지표: 분기 매출(집계 기간: 분기)."),
        ("At 50% of quota it pays 0.00 USD.", "달성률 50% 지점의 지급액: 0.00 USD."),
        ("At 100% of quota it pays 500.00 USD.", "달성률 100% 지점의 지급액: 500.00 USD."),
        BETWEEN,
        ("Below 50% it pays nothing.", "50% 미만에서는 지급하지 않습니다."),
        ("Beyond 100% the line goes on.", "100% 초과에서는 같은 비례로 이어집니다."),
        AT_END,
    ],
    "kind: target, by: quarter, paid: window_end, "
    "curve: {points: [[0%, 0 USD], [100%, 500 USD]], below: nothing, beyond: edge}": [
        SUMS,
        ("It goes by Quarter, which counts over the quarter.", "기준 지표: 분기 매출(집계 기간: 분기)."),
        ("At 0% of quota it pays 0.00 USD.", "달성률 0% 지점의 지급액: 0.00 USD."),
        ("At 100% of quota it pays 500.00 USD.", "달성률 100% 지점의 지급액: 500.00 USD."),
        BETWEEN,
        ("Below 0% it pays nothing.", "0% 미만에서는 지급하지 않습니다."),
        ("Beyond 100% it stays at 500.00 USD.", "100% 초과에서는 지급액 500.00 USD 값을 유지합니다."),
        AT_END,
    ],
    "kind: target, target_share: 100%, by: year, paid: quarterly_to_date, target_counted: to_date, "
    "tiers: [{from: 0%, pays: 0%}, {from: 80%, pays: 50%}, {above: 100%, pays: 1/3}]": [
        part(100),
        ("It goes by Year, which counts over the plan year.", "기준 지표: 연간 매출(집계 기간: 플랜 연도)."),
        ("Below 80% of quota it pays 0%.", "달성률 80% 미만: 0%."),
        ("From 80% of quota it pays 50%.", "달성률 80% 이상: 50%."),
        ("Above 100% of quota it pays 1/3.", "달성률 100% 초과: 1/3."),
        QUARTERLY,
        ("Of the target incentive the months so far count.", "목표 인센티브는 지난 개월 수만큼 반영합니다."),
    ],
    "kind: target, by: won, paid: window_end, tiers: [{from: 0, pays: 0 USD}, {above: 2, pays: 500 USD}]": [
        SUMS,
        ("It goes by Deals won, which counts over the quarter.", "기준 지표: 계약 건수(집계 기간: 분기)."),
        ("Up to 2 it pays 0.00 USD.", "2 이하: 0.00 USD."),
        ("Above 2 it pays 500.00 USD.", "2 초과: 500.00 USD."),
        AT_END,
    ],
    "kind: target, by: margin, paid: window_end, tiers: [{from: 0%, pays: 5 USD}]": [
        SUMS,
        ("It goes by Margin, which counts over the quarter.", "기준 지표: 이익률(집계 기간: 분기)."),
        ("Whatever the result it pays 5.00 USD.", "모든 값: 5.00 USD."),
        AT_END,
    ],
}


@pytest.mark.parametrize("said", TARGETS)
def test_what_a_target_says(said: str) -> None:
    assert sentences(said) == TARGETS[said]


def test_a_sum_that_is_kept_beyond_the_last_point_is_printed_as_money() -> None:
    curve = "curve: {points: [[0%, 0 USD], [100%, 500 USD]], below: nothing, beyond: edge}"
    found = [en for en, _ in sentences(f"kind: target, by: quarter, paid: window_end, {curve}")]
    assert found[5:7] == ["Below 0% it pays nothing.", "Beyond 100% it stays at 500.00 USD."]


def test_what_a_scorecard_says() -> None:
    tiers = "tiers: [{from: 0%, pays: 0%}, {from: 10%, pays: 100%}]"
    items = f"items: [{{by: quarter, weight: 60%, {CURVE}}}, {{by: margin, weight: 40%, {tiers}}}]"
    assert sentences(
        f"kind: scorecard, target_share: 50%, paid: monthly_to_date, target_counted: full_window, {items}"
    ) == [
        part(50),
        ("The weight of Quarter is 60%.", "분기 매출 지표의 가중치는 60%입니다."),
        ("At 50% of quota it pays 10%.", "달성률 50% 지점의 지급률: 10%."),
        ("At 100% of quota it pays 100%.", "달성률 100% 지점의 지급률: 100%."),
        BETWEEN,
        ("Below 50% it pays nothing.", "50% 미만에서는 지급하지 않습니다."),
        ("Beyond 100% the line goes on.", "100% 초과에서는 같은 비례로 이어집니다."),
        ("The weight of Margin is 40%.", "이익률 지표의 가중치는 40%입니다."),
        ("Below 10% it pays 0%.", "10% 미만: 0%."),
        ("From 10% it pays 100%.", "10% 이상: 100%."),
        MONTHLY,
        (
            "The target incentive of the whole window counts from the start.",
            "목표 인센티브는 처음부터 집계 기간 전체의 금액을 반영합니다.",
        ),
    ]
    alone = "items: [{by: month, weight: 100%, tiers: [{from: 0%, pays: 1%}]}]"
    assert sentences(f"kind: scorecard, target_share: 100%, paid: window_end, {alone}") == [
        part(100),
        ("The weight of Month is 100%.", "월 매출 지표의 가중치는 100%입니다."),
        ("Whatever the result it pays 1%.", "모든 값: 1%."),
        AT_END,
    ]


def test_what_a_matrix_says_row_by_row() -> None:
    rows = "rows: {by: quarter, edges: [{from: 0%}, {from: 100%}]}"
    columns = "columns: {by: margin, edges: [{from: 0%}, {above: 10%}, {from: 20%}]}"
    table = "pays: [[0%, 1%, 2%], [3%, 4%, 5%]], paid: window_end"
    found = sentences(f"kind: matrix, target_share: 25%, {rows}, {columns}, {table}")
    cells = [
        (
            "Row below 100%: 0% up to 10%, 1% above 10%, 2% from 20%.",
            "100% 미만 행: 10% 이하 열 0%, 10% 초과 열 1%, 20% 이상 열 2%.",
        ),
        (
            "Row from 100%: 3% up to 10%, 4% above 10%, 5% from 20%.",
            "100% 이상 행: 10% 이하 열 3%, 10% 초과 열 4%, 20% 이상 열 5%.",
        ),
    ]
    picks = (
        "The row of the table goes by attainment of Quarter, the column by Margin.",
        "표의 행을 정하는 값: 분기 매출 달성률, 열을 정하는 값: 이익률.",
    )
    assert found == [part(25), picks, *cells, AT_END]
    of_sums = "rows: {by: won, edges: [{from: 0}]}, columns: {by: sales, edges: [{from: 0 USD}, {from: 9 USD}]}"
    paid = "pays: [[1 USD, 2.50 USD]], paid: quarterly_to_date, target_counted: to_date"
    assert sentences(f"kind: matrix, {of_sums}, {paid}") == [
        SUMS,
        (
            "The row of the table goes by Deals won, the column by Sales of the quarter.",
            "표의 행을 정하는 값: 계약 건수, 열을 정하는 값: 분기 합계.",
        ),
        (
            "Row whatever the result: 1.00 USD below 9.00 USD, 2.50 USD from 9.00 USD.",
            "모든 값 행: 9.00 USD 미만 열 1.00 USD, 9.00 USD 이상 열 2.50 USD.",
        ),
        QUARTERLY,
    ]


@pytest.mark.parametrize(
    ("among", "ties", "who", "equal"),
    [
        (
            "title: Account_executive",
            "share",
            ("Everyone with the title “Account executive” takes part.", "참가 대상: 직무 ‘Account executive’."),
            (
                "People of equal rank share the sum of the prizes of their places.",
                "동점이면 해당 순위의 시상금을 합하여 나눕니다.",
            ),
        ),
        (
            "plan: test-plan",
            "higher",
            ("Everyone who holds this plan takes part.", "참가 대상: 이 플랜이 배정된 사람."),
            (
                "People of equal rank each get the prize of the higher place.",
                "동점이면 각자 높은 순위의 시상금을 받습니다.",
            ),
        ),
        (
            "relation: pod",
            "earliest",
            (
                "Those related to the same person by “pod” compete with each other.",
                "참가 대상: 지정 관계 ‘pod’에서 같은 사람과 연결된 사람.",
            ),
            (
                "Of people with an equal result, the one who reached it first comes first.",
                "동점이면 먼저 도달한 사람의 순위가 높습니다.",
            ),
        ),
    ],
)
def test_what_a_contest_says(among: str, ties: str, who: tuple[str, str], equal: tuple[str, str]) -> None:
    found = sentences(f"kind: contest, rank: quarter, among: {{{among}}}, prizes: [500 USD, 200 USD], ties: {ties}")
    assert found == [
        ("You can win Bonus by your rank in Quarter.", "성과급 항목의 순위 기준: 분기 매출."),
        who,
        ("Place 1 wins 500.00 USD.", "1위 시상금: 500.00 USD."),
        ("Place 2 wins 200.00 USD.", "2위 시상금: 200.00 USD."),
        equal,
        (
            "Prizes are due in the period that holds the last day of the quarter.",
            "시상금은 분기의 마지막 날이 있는 산정 기간에 귀속됩니다.",
        ),
    ]


LAST_DAY = (
    "Who counts is decided on the last day of the period.",
    "대상은 산정 기간 마지막 날의 조직에 따라 정합니다.",
)
CREDIT_DATE = (
    "Who counts is decided on the credit date of each line.",
    "대상은 내역마다 실적 인정일의 조직에 따라 정합니다.",
)


@pytest.mark.parametrize(
    ("rest", "rate", "counts", "decided"),
    [
        (
            "{levels: all}, rate: 5%",
            "5%",
            ("It counts everyone below you.", "대상: 조직도에서 아래에 있는 모든 사람."),
            LAST_DAY,
        ),
        (
            "{levels: 1}, rate: 5.5%, as_of: credit_date",
            "5.5%",
            ("It counts those who report to you.", "대상: 직접 보고하는 사람."),
            CREDIT_DATE,
        ),
        (
            "{levels: 2}, rate: 5%, as_of: period_end",
            "5%",
            ("It counts people up to 2 levels below you.", "대상: 아래 2단계까지의 사람."),
            LAST_DAY,
        ),
        (
            "{relation: pod_lead}, rate: 1/3",
            "1/3",
            ("It counts people related by “pod lead”.", "대상: 지정 관계 ‘pod lead’."),
            LAST_DAY,
        ),
    ],
)
def test_what_an_override_says(rest: str, rate: str, counts: tuple[str, str], decided: tuple[str, str]) -> None:
    assert sentences(f"kind: override, earnings: [ae-2026.commission, be.x], reach: {rest}") == [
        (f"You earn Bonus: {rate} of what others earn.", f"성과급 항목의 요율: 구성원 발생액의 {rate}."),
        ("It is paid on ae-2026.commission, be.x.", "지급 대상: ae-2026.commission, be.x."),
        counts,
        decided,
    ]


def test_prizes_of_a_rolling_measure_are_due_when_its_months_end() -> None:
    found = sentences("kind: contest, rank: last_three, among: {title: AE}, prizes: [5 USD], ties: share")
    assert found[-1] == (
        "Prizes are due in the period that holds the last day of the last 3 months.",
        "시상금은 최근 3개월의 마지막 날이 있는 산정 기간에 귀속됩니다.",
    )
