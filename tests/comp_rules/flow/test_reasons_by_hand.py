"""Why a component came to nothing: the code, every number of its sentence with its source, and its measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Quota, RecordVersion, TypedResult, Value
from comp_rules.flow.records import ComponentResult
from comp_rules.kernel.operand import Operand
from comp_rules.values.identity import Source
from tests.comp_rules.company import YEAR, deal, money
from tests.comp_rules.flow.team import SALE, days, holds, incentive, part, quota, reports, run, team, team_plan

CREDITS = (
    SALE.replace("TO", "to: owner")
    + """
  late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date, amount: amount,
    to: owner}"""
)
MEASURES = """month: {label: {en: Month, ko: 월}, sum: sale, over: month, quota: monthly}
  quarter: {label: {en: Quarter, ko: 분기}, sum: sale, over: quarter_to_date, quota: target}
  plain: {label: {en: Plain, ko: 합계}, sum: sale, over: quarter_to_date}
  own: {label: {en: Window, ko: 집계}, sum: sale, over: quota_window, quota: win}
  zero: {label: {en: Zero, ko: 영}, sum: sale, over: quarter_to_date, quota: zero}
  empty: {label: {en: Empty, ko: 없음}, sum: late, over: quarter_to_date}
  share: {label: {en: Share, ko: 비율}, ratio: [plain, empty]}
  year: {label: {en: Year, ko: 연간}, sum: sale, over: year_to_date, quota: yearly}
  goal: {label: {en: Goal, ko: 목표}, input: goal, over: quarter_to_date, quota: goal}"""
WINDOWS = (days(date(2026, 1, 1), date(2026, 3, 10)), days(date(2026, 3, 11), date(2026, 5, 31)))
QUOTAS = (
    quota("ann", 1000_00), quota("bo", 1000_00), quota("ann", 100_00, "monthly"), quota("bo", 100_00, "monthly"),
    quota("ann", 4000_00, "yearly"), *(quota("ann", 500_00, "win", span) for span in WINDOWS),
    Quota("q-zero", "ann", "zero", money(0), YEAR, if_zero="nothing"),
    Quota("q-goal", "ann", "goal", Value("percent", Fraction(1, 2)), YEAR),
)  # fmt: skip
SOLD = [deal("D1", date(2026, 1, 5), 300_00), deal("D2", date(2026, 3, 5), 200_00)]

AWARD = "kind: award, pays: 10 USD, kept: no, reached: "
CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"
TARGET = f"kind: target, target_share: 100%, {CURVE}, "
CONTEST = "kind: contest, rank: quarter, among: {plan: reps}, prizes: [10 USD], ties: share"
TO_DATE = "target_counted: full_window"
Why = tuple[str | None, str | None, list[Operand]]


def why(text: str, records: Sequence[RecordVersion] = SOLD, period: str = "2026-03", **more: object) -> Why:
    """The reason of the one component, which comes to nothing; `bo` competes where there is a contest."""
    plan = team_plan(credit=CREDITS, earn=f"  c: {{label: {{en: C, ko: 다}}, {text}}}", measure=MEASURES)
    known = {"quotas": QUOTAS, "targets": (incentive("ann", 12_000_00),), **more}
    facts = team([holds("ann"), holds("bo")], records, **known)
    (component,) = part(run([plan], facts, period, "ann"), "ann").components
    assert component.total == 0
    return of(component)


def of(component: ComponentResult) -> Why:
    return component.reason_code, component.reason_measure, list(component.reason_operands)


def operand(role: str, value: Fraction | int, unit: str, table: str, ref: str, **more: object) -> Operand:
    return Operand(role, Fraction(value), unit, Source(table, ref), **{"in_amount": False, **more})  # type: ignore[arg-type]


def needed(value: Fraction | int, ref: str, role: str = "needed", unit: str = "percent") -> Operand:
    return operand(role, value, unit, "plan", f"earn.c.{ref}")


def stands(measure: str, total: int, of_quota: int = 0, row: str = "") -> list[Operand]:
    """Where a measure stands: its total, and with a quota that and the attainment."""
    found = [operand("total", total, "money:USD", "credit", "sale")]
    if row:
        found += [operand("window_quota", of_quota, "money:USD", "quota", row)]
        if of_quota:
            found += [operand("attainment", Fraction(total, of_quota), "percent", "measure", f"attainment({measure})")]
    return found


def in_quarter(total: int) -> list[Operand]:
    return stands("quarter", total, 1000_00, "q-ann-target-2026-01-01")


def in_month(total: int) -> list[Operand]:
    return stands("month", total, 100_00, "q-ann-monthly-2026-01-01")


def in_year(total: int) -> list[Operand]:
    return stands("year", total, 4000_00, "q-ann-yearly-2026-01-01")


def until(day: date, name: str) -> Operand:
    return operand("last_day", day.toordinal(), "date", "quota", name)


# -- awards ------------------------------------------------------------------------------------------------------------


def test_an_award_names_the_first_condition_that_fails() -> None:
    two = f"{AWARD}[{{measure: month, above: 50 USD}}, {{measure: quarter, at_least: 100%}}]"
    assert why(two) == ("not_reached", "quarter", [needed(1, "reached[1].at_least"), *in_quarter(500_00)])
    low = needed(50_00, "reached[0].above", "needed_above", "money:USD")
    assert why(two, period="2026-02") == ("not_reached", "month", [low, *in_month(0)])
    # exactly 50 USD is not above 50 USD
    at = [deal("D1", date(2026, 2, 5), 50_00)]
    assert why(two, at, "2026-02") == ("not_reached", "month", [low, *in_month(50_00)])


def test_an_award_on_a_measure_without_a_quota_or_a_value_shows_what_there_is() -> None:
    plain = f"{AWARD}[{{measure: plain, at_least: 600 USD}}]"
    wanted = needed(600_00, "reached[0].at_least", unit="money:USD")
    assert why(plain) == ("not_reached", "plain", [wanted, *stands("plain", 500_00)])
    share = f"{AWARD}[{{measure: share, under: 5%, undefined: fail}}]"
    assert why(share) == ("not_reached", "share", [needed(Fraction(1, 20), "reached[0].under", "needed_under")])


def test_an_award_that_stands_already_says_so_and_names_no_condition_that_holds() -> None:
    reached = f"{AWARD.replace('no', 'yes')}[{{measure: quarter, at_least: 30%}}]"
    assert why(reached, period="2026-02") == ("already_reached", "quarter", [])


def test_a_month_is_judged_by_its_own_window() -> None:
    monthly = f"{AWARD}[{{measure: month, at_least: 250%}}]"
    # January came to 300%, March to 200%
    assert why(monthly) == ("not_reached", "month", [needed(Fraction(5, 2), "reached[0].at_least"), *in_month(200_00)])


def test_of_two_windows_of_a_month_the_one_that_is_over_speaks() -> None:
    own = f"{AWARD}[{{measure: own, at_least: 120%}}]"
    wanted = needed(Fraction(6, 5), "reached[0].at_least")
    first, second = ("q-ann-win-2026-01-01", "q-ann-win-2026-03-11")
    assert why(own) == ("not_reached", "own", [wanted, *stands("own", 500_00, 500_00, first)])
    later = [*SOLD, deal("D3", date(2026, 4, 5), 1_00), deal("D4", date(2026, 3, 11), 2_00)]
    assert why(own, later, "2026-04") == (
        "window_not_over", "own", [until(date(2026, 5, 31), "win"), *stands("own", 3_00, 500_00, second)],
    )  # fmt: skip
    assert why(own, period="2026-01") == (
        "window_not_over", "own", [until(date(2026, 3, 10), "win"), *stands("own", 300_00, 500_00, first)],
    )  # fmt: skip


# -- payouts -----------------------------------------------------------------------------------------------------------


def test_a_payout_says_when_its_window_ends_and_what_a_payout_of_0_stands_on() -> None:
    quarter = f"{TARGET}by: quarter, paid: window_end"
    assert why(quarter, period="2026-02") == (
        "window_not_over", "quarter", [until(date(2026, 3, 31), "target"), *in_quarter(300_00)],
    )  # fmt: skip
    code, measure, (payout, total, of_quota, attained) = why(quarter)
    assert (code, measure) == ("payout_zero", "quarter")
    assert (payout.role, payout.value, payout.unit, payout.in_amount) == ("payout", 0, "percent", True)
    assert payout.source == Source("plan", "earn.c.curve")
    assert [total, of_quota] == in_quarter(500_00)[:2]
    assert (attained.role, attained.value, attained.unit) == ("attainment", Fraction(1, 2), "percent")


def test_a_payout_to_date_that_did_not_change_says_where_it_stands() -> None:
    monthly = f"{TARGET}by: quarter, paid: monthly_to_date, {TO_DATE}"
    assert why(monthly, period="2026-02") == ("unchanged", "quarter", in_quarter(300_00))


def test_a_payout_whose_condition_fails_names_it() -> None:
    gated = f"{TARGET}by: quarter, paid: window_end, only_if: [{{measure: year, at_least: 5%}}, GATE]"
    month = gated.replace("GATE", "{measure: month, at_most: 50%}")
    assert why(month) == (
        "only_if", "month", [needed(Fraction(1, 2), "only_if[1].at_most", "needed_at_most"), *in_month(200_00)],
    )  # fmt: skip


def test_a_payout_without_a_value_names_the_measure_that_has_none() -> None:
    assert why(f"{TARGET}by: share, paid: window_end") == ("undefined", "share", [])
    zero = stands("zero", 500_00, 0, "q-zero")
    assert why(f"{TARGET}by: zero, paid: window_end") == ("quota_zero", "zero", zero)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("2026-01", date(2026, 3, 31)),
        ("2026-02", date(2026, 3, 31)),
        ("2026-04", date(2026, 6, 30)),
        ("2026-08", date(2026, 9, 30)),
        ("2026-11", date(2026, 12, 31)),
    ],
)
def test_between_postings_the_next_quarters_end_is_named(period: str, day: date) -> None:
    sold = [deal("D1", date(2026, 1, 5), 300_00)]
    yearly = f"{TARGET}by: year, paid: quarterly_to_date, {TO_DATE}"
    assert why(yearly, sold, period) == ("between_postings", "year", [until(day, "yearly"), *in_year(300_00)])


def test_a_window_that_ends_inside_a_quarter_of_its_own_is_posted_at_its_end() -> None:
    # the second window runs from 11 March to 31 May: its first quarter would end on 10 June
    own = f"{TARGET}by: own, paid: quarterly_to_date, {TO_DATE}"
    code, measure, operands = why(own, period="2026-04")
    assert (code, measure) == ("between_postings", "own")
    assert operands == [until(date(2026, 5, 31), "win"), *stands("own", 0, 500_00, "q-ann-win-2026-03-11")]


def test_a_typed_result_says_what_was_typed() -> None:
    typed = TypedResult("i1", "ann", "goal", Value("percent", Fraction(1, 10)), date(2026, 2, 10))
    code, measure, operands = why(f"{TARGET}by: goal, paid: window_end", period="2026-02", inputs=(typed,))
    assert (code, measure) == ("window_not_over", "goal")
    assert operands == [
        until(date(2026, 3, 31), "goal"),
        operand("total", Fraction(1, 10), "percent", "input", "i1"),
        operand("window_quota", Fraction(1, 2), "percent", "quota", "q-goal"),
        operand("attainment", Fraction(1, 5), "percent", "measure", "attainment(goal)"),
    ]


# -- pay on credits ----------------------------------------------------------------------------------------------------

FLAT = "kind: flat, pays_on: sale, rate: 5%"
BIG = "when: {kind: big}"


def test_a_condition_on_credits_shows_where_its_measure_stands() -> None:
    gated = f"{FLAT}, judged: to_date, only_if: [{{measure: month, above: 0%}}, {{measure: quarter, above: 60%}}]"
    assert why(gated) == (
        "only_if", "quarter", [needed(Fraction(3, 5), "only_if[1].above", "needed_above"), *in_quarter(500_00)],
    )  # fmt: skip
    undefined = f"{FLAT}, judged: to_date, only_if: [{{measure: share, above: 60%, undefined: fail}}]"
    assert why(undefined)[:2] == ("undefined", "share")


def test_only_what_was_refused_in_the_period_speaks_for_it() -> None:
    # a cap over the quarter has January's lines made again, of which the condition refused the deal
    capped = f"{FLAT}, judged: at_credit, only_if: [{{measure: quarter, at_least: 60%}}], caps: [CAP]"
    capped = capped.replace("CAP", "{limit: 500 USD, per: quarter, excess: lost}")
    assert why(capped, period="2026-02") == ("no_credit", None, [])
    assert why(capped, period="2026-01")[:2] == ("only_if", "quarter")


def test_of_several_refused_credits_the_first_speaks_by_the_window_of_its_day() -> None:
    gated = f"{FLAT}, judged: at_credit, only_if: [{{measure: own, at_least: 400%}}]"
    first, second = ("q-ann-win-2026-01-01", "q-ann-win-2026-03-11")
    wanted, later = needed(4, "only_if[0].at_least"), deal("D3", date(2026, 3, 11), 7_00)
    assert why(gated, [*SOLD, later]) == ("only_if", "own", [wanted, *stands("own", 500_00, 500_00, first)])
    assert why(gated, [SOLD[0], later]) == ("only_if", "own", [wanted, *stands("own", 7_00, 500_00, second)])


def test_what_refused_the_first_credit_is_what_is_said() -> None:
    gated = f"{FLAT}, judged: at_credit, only_if: [{{measure: own, at_least: 400%}}]"
    zero = Quota("q-none", "ann", "win", money(0), WINDOWS[1], if_zero="nothing")
    rows = tuple(row for row in QUOTAS if row.row_id != "q-ann-win-2026-03-11")
    later = deal("D3", date(2026, 3, 11), 7_00)
    wanted, first = needed(4, "only_if[0].at_least"), "q-ann-win-2026-01-01"
    found = why(gated, [*SOLD, later], quotas=(*rows, zero))
    assert found == ("only_if", "own", [wanted, *stands("own", 500_00, 500_00, first)])
    nothing = stands("own", 7_00, 0, "q-none")
    assert why(gated, [later], quotas=(*rows, zero)) == ("quota_zero", "own", nothing)


def test_no_credit_and_credits_whose_own_conditions_fail_are_told_apart() -> None:
    assert why("kind: flat, pays_on: late, rate: 5%") == ("no_credit", None, [])
    assert why(f"{FLAT}, {BIG}") == ("conditions", None, [])
    # what fails was credited in an earlier month
    assert why(f"{FLAT}, {BIG}", period="2026-02") == ("no_credit", None, [])
    late = [deal("D1", date(2026, 3, 5), 1, stage="late")]
    assert why(f"{FLAT}, {BIG}", late) == ("no_credit", None, [])


def test_a_quota_of_0_and_a_rate_of_0_are_told_apart() -> None:
    tiers = "tiers: [{from: 0%, rate: 0%}, {from: 100%, rate: 5%}]"
    tiered = f"kind: tiered, pays_on: sale, ladder: window, applies: marginal, {tiers}, by: "
    assert why(f"{tiered}zero") == ("quota_zero", "zero", stands("zero", 500_00, 0, "q-zero"))
    rate = operand("rate", 0, "percent", "plan", "earn.c.tiers[0].rate", in_amount=True)
    assert why(f"{tiered}quarter") == ("rate_zero", "quarter", [rate])


def test_lines_that_come_to_nothing_say_how() -> None:
    back = [deal("D1", date(2026, 3, 5), 100), deal("D2", date(2026, 3, 5), -100)]
    assert why(FLAT, back) == ("cancels_out", None, [])
    assert why(FLAT, [deal("D1", date(2026, 3, 5), 1)]) == ("amount_zero", None, [])
    capped = f"{FLAT}, caps: [{{limit: 1 USD, per: quarter, excess: lost}}, {{limit: 9 USD, per: year, excess: lost}}]"
    cap = operand("cap", 1_00, "money:USD", "plan", "earn.c.caps[0].limit", in_amount=True)
    assert why(capped) == ("capped", None, [cap])


# -- across people -----------------------------------------------------------------------------------------------------


def test_a_contest_says_when_it_ends_who_is_ranked_and_which_place_wins_nothing() -> None:
    ends = until(date(2026, 3, 31), "target")
    assert why(CONTEST, period="2026-02") == ("window_not_over", "quarter", [ends, *in_quarter(300_00)])
    assert why(CONTEST, []) == ("not_ranked", "quarter", in_quarter(0))
    other = [*SOLD, deal("D9", date(2026, 3, 5), 900_00, owner="bo")]
    place = [
        operand("rank", 2, "count", "contest", "earn.c"), operand("of", 2, "count", "contest", "earn.c"),
        operand("value", Fraction(1, 2), "percent", "measure", "quarter"),
        operand("next_place", 1, "count", "contest", "earn.c"),
        operand("next_value", Fraction(9, 10), "percent", "measure", "quarter"),
    ]  # fmt: skip
    assert why(CONTEST, other) == ("no_prize", "quarter", place)


def test_a_contest_names_the_first_condition_that_fails() -> None:
    gates = (
        "only_if: [{measure: year, at_least: 5%}, {measure: month, at_least: 300%}, {measure: month, at_least: 900%}]"
    )
    assert why(f"{CONTEST}, {gates}") == ("only_if", "month", [needed(3, "only_if[1].at_least"), *in_month(200_00)])
    share = f"{CONTEST}, only_if: [{{measure: share, at_least: 1%, undefined: fail}}]"
    assert why(share) == ("only_if", "share", [needed(Fraction(1, 100), "only_if[0].at_least")])


def test_an_override_names_its_condition_or_that_nobody_earned() -> None:
    own = SALE.replace("TO", "to: owner").replace("sale", "own").replace("Sales", "Own")
    over = "  c: {label: {en: C, ko: 다}, kind: override, earnings: [reps.pay], reach: {levels: 1}, rate: 5%MORE}"
    measure = "own_month: {label: {en: Own, ko: 본인}, sum: own, over: month, quota: monthly}"
    facts = team(
        [holds("bo"), holds("ann", "bosses")], [deal("D1", date(2026, 3, 5), 100_00, owner="bo")],
        hierarchy=(reports("bo", "ann"),), quotas=QUOTAS,
    )  # fmt: skip

    def found(gate: str, period: str = "2026-03") -> Why:
        plan = team_plan("bosses", own, over.replace("MORE", gate), measure)
        (component,) = part(run([plan, team_plan()], facts, period), "ann").components
        return of(component)

    assert found("") == (None, None, [])
    assert found("", "2026-02") == ("no_earnings", None, [])
    total = operand("total", 0, "money:USD", "credit", "own")
    rest = stands("own_month", 0, 100_00, "q-ann-monthly-2026-01-01")[1:]
    gate = ", only_if: [{measure: own_month, at_least: 10%}]"
    assert found(gate) == ("only_if", "own_month", [needed(Fraction(1, 10), "only_if[0].at_least"), total, *rest])


def test_an_override_under_a_cap_names_what_failed_in_the_period_itself() -> None:
    own = SALE.replace("TO", "to: owner").replace("sale", "own").replace("Sales", "Own")
    measure = """own_month: {label: {en: Own, ko: 본인}, sum: own, over: month, quota: monthly}
  own_year: {label: {en: Year, ko: 연간}, sum: own, over: year_to_date, quota: yearly}"""
    over = """  c: {label: {en: C, ko: 다}, kind: override, earnings: [reps.pay], reach: {levels: 1}, rate: 5%,
    only_if: [{measure: own_month, at_least: 10%}, {measure: own_year, at_least: 90%}],
    caps: [{limit: 900 USD, per: year, excess: lost}]}"""
    sold = [deal(f"D{n}", date(2026, n, 5), 100_00, owner="bo") for n in (1, 2, 3)] + [
        deal("D9", date(2026, 3, 6), 50_00)
    ]
    facts = team([holds("bo"), holds("ann", "bosses")], sold, hierarchy=(reports("bo", "ann"),), quotas=QUOTAS)
    (component,) = part(run([team_plan("bosses", own, over, measure), team_plan()], facts), "ann").components
    code, about, (wanted, total, *_) = of(component)
    # in January and February it was the month that fell short, in March it is the year
    assert (code, about, wanted) == ("only_if", "own_year", needed(Fraction(9, 10), "only_if[1].at_least"))
    assert total == operand("total", 50_00, "money:USD", "credit", "own")
