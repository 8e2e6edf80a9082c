"""A sentence names what decided its line: both measures of a matrix and their edges, what an override is paid on."""

from fractions import Fraction

import pytest

from comp_rules import explained_line
from comp_rules.explain.calculation_from_operands import calculation_of
from comp_rules.explain.form import PLAIN
from comp_rules.flow.records import AssignmentResult
from comp_rules.kernel.operand import Operand
from comp_rules.values.identity import Source
from comp_rules.values.words import Language
from tests.scenarios.folder import Folder, eight, of_kind, worked


def part_of(folder: Folder, file: str, example: int, period: str, payee: str) -> AssignmentResult:
    found = folder.result(file, example, period).payee(payee)
    assert found is not None
    return found.parts[0]


def said(part: AssignmentResult, component: str, lang: Language = "en") -> list[str]:
    return [explained_line(line, part, lang, PLAIN).sentence for line in part.lines if line.component == component]


def test_a_matrix_names_both_measures_with_the_edges_of_its_row_and_column() -> None:
    part = part_of(eight(), "cro-2026", 1, "2026-Q1", "jo")
    assert said(part, "annual_matrix") == [
        "Company ARR this year stands at 90% of quota (9000000.00 USD of 10000000.00 USD), row from 80%; "
        "Operating margin stands at 105% of quota (21% of 20%), column from 100%; so far that pays 75% of target."
    ]
    assert said(part, "annual_matrix", "ko") == [
        "연간 전사 ARR 지표의 달성률: 90%(9000000.00 USD / 목표 10000000.00 USD), 행: 80% 이상. "
        "영업이익률 지표의 달성률: 105%(21% / 목표 20%), 열: 100% 이상. 현재까지의 지급률: 75%."
    ]


def test_a_matrix_whose_edges_are_included_and_excluded_names_the_edge_as_it_is_written() -> None:
    folder = worked("matrix-bottomline-2008")
    part = part_of(folder, "plan.yaml", 4, "2026-12", "ann")
    (sentence,) = said(part, "bonus")
    assert "row from 80%" in sentence
    assert "Operating income this year" in sentence
    assert "column that starts at 0%" in sentence


def test_the_edges_of_a_matrix_are_operands_of_its_line() -> None:
    part = part_of(eight(), "cro-2026", 1, "2026-Q1", "jo")
    (line,) = part.lines
    edges = {o.role: (o.value, o.source.ref, o.in_amount) for o in line.operands if o.role.endswith("_from")}
    assert edges == {
        "row_from": (Fraction(4, 5), "earn.annual_matrix.rows.edges[1].from", False),
        "column_from": (Fraction(1), "earn.annual_matrix.columns.edges[2].from", False),
    }


@pytest.mark.parametrize(
    ("example", "period", "lang", "sentence"),
    [
        (
            1,
            "2026-03",
            "en",
            "2 people in your reach earned 135068 KRW by Commission (Sales representative in dollars), "
            "and 10% of it is yours.",
        ),
        (
            1,
            "2026-03",
            "ko",
            "대상 범위의 2명에게 커미션(달러 영업 담당자) 항목에서 발생한 금액은 135068 KRW입니다. 적용 요율: 10%.",
        ),
        (
            2,
            "2026-04",
            "en",
            "What 1 person in your reach earned by Commission (Sales representative in dollars) fell by 81000 KRW, "
            "and 10% of it goes back.",
        ),
        (
            2,
            "2026-04",
            "ko",
            "대상 범위의 1명에게 커미션(달러 영업 담당자) 항목에서 발생한 금액이 81000 KRW 줄었습니다. "
            "되돌리는 요율: 10%.",
        ),
    ],
)
def test_an_override_names_the_earnings_it_is_paid_on_and_falls_by_a_sum_without_a_sign(
    example: int, period: str, lang: Language, sentence: str
) -> None:
    part = part_of(of_kind("override"), "plan.yaml", example, period, "mia")
    assert said(part, "override", lang) == [sentence]


def test_a_reversal_and_an_award_that_goes_back_are_told_without_a_minus_and_calculated_with_it() -> None:
    part = part_of(of_kind("flat"), "plan.yaml", 2, "2026-03", "ann")
    (line,) = (explained_line(line, part, "en", PLAIN) for line in part.lines if line.amount < 0)
    assert line.sentence == "S1-R is a reversal of 20 JPY, so its 2.5% is taken back."
    assert line.calculation == "-20 JPY × 2.5%"
    award = of_kind("award")
    for example, period in ((1, "2026-02"), (2, "2026-03")):
        for payee in award.result("plan.yaml", example, period).payees:
            for one in payee.parts[0].lines:
                sentence = explained_line(one, payee.parts[0], "en", PLAIN).sentence
                assert (one.amount < 0) == ("500000 KRW goes back" in sentence)
                assert "-" not in sentence


def test_what_is_taken_off_a_sum_below_zero_stands_in_brackets() -> None:
    sum_, cap, floor = (
        Operand(role, Fraction(value), "money:USD", Source("plan", "x"), True)
        for role, value in (("sum", -3000), ("cap", 2500), ("floor", -2500))
    )
    assert calculation_of((sum_, cap, floor), PLAIN) == "max(-25.00 USD, min(25.00 USD, -30.00 USD)) − (-30.00 USD)"
