"""A percentage that was worked out is said with its digits and calculated exactly; one that the plan wrote stays so."""

from fractions import Fraction

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.kernel.operand import Operand
from comp_rules.values.identity import Source
from statements.formatting import form_for
from tests.comp_rules.explain.month_of import month_of, said

CURVE = "curve: {points: [[50%, 0%], [80%, 1000%]], below: nothing, beyond: extend}"
BONUS = f"kind: target, target_share: 100%, by: quarter, {CURVE}, paid: window_end"


def test_a_payout_between_two_points_is_no_fraction_in_a_sentence() -> None:
    part = month_of(BONUS, [(3, 630)], "2026-03")
    assert said(part) == ["Quarter came to 63% of quota (630.00 USD of 1000.00 USD), which pays 433.3333…% of target."]
    assert said(part, "ko") == ["분기 매출 지표의 달성률: 63%(630.00 USD / 목표 1000.00 USD). 지급률: 433.3333…%."]
    (line,) = part.lines
    assert explained_line(line, part, "en", PLAIN).calculation == "12000.00 USD × 3 ÷ 12 × 13/3"
    assert "433.33333…% of target" in explained_line(line, part, "en", form_for("en")).sentence


def test_a_share_that_the_plan_wrote_as_a_quotient_is_said_as_it_is_written() -> None:
    part = month_of("kind: flat, pays_on: sale, rate: 1/3", [(3, 600)], "2026-03")
    assert said(part) == ["D1: 600.00 USD counts for you and pays 1/3."]
    stated = Operand("rate", Fraction(1, 3), "percent", Source("plan", "earn.x.rate"), True)
    assert [form_for(lang).operand(stated) for lang in ("en", "ko")] == ["1/3", "1/3"]


def test_the_measure_behind_a_condition_is_named_with_what_it_needs() -> None:
    gated = f"{BONUS}, only_if: [{{measure: margin, at_least: 50%}}]"
    part = month_of(gated, [(3, 800)], "2026-03", [("2026-03-31", "70%")])
    assert said(part)[0].endswith("which pays 1000% of target. Condition met: Margin is 70% (at least 50%).")
    assert said(part, "ko")[0].endswith("지급률: 1000%. 충족한 조건: 이익률 지표의 값 70%(50% 이상).")


def test_a_payout_of_zero_says_where_the_measure_stands() -> None:
    part = month_of(BONUS, [(3, 400)], "2026-03")
    (component,) = part.components
    assert zero_reason(component, part, "en", PLAIN) == ("Quarter is 400.00 USD of 1000.00 USD, 40%, where 0% is paid.")
    assert zero_reason(component, part, "ko", PLAIN) == (
        "분기 매출 지표의 값: 400.00 USD(목표 1000.00 USD, 달성률 40%). 도달한 구간에서 지급하는 값이 0%입니다."
    )
