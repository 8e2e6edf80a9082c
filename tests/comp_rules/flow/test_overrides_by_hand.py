"""What an override is paid on, whole: whose earnings, of which days, in which currency, and what blocks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Assignment, FxRate, RecordVersion
from comp_rules.flow.calculation import Calculation, calculation_of, records_by_type
from comp_rules.flow.overrides_from_earnings import override_rows
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.kernel.world import GivenRow, Known, Missing
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.identity import Source
from comp_rules.values.period import period_from_text
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import FLAT, days, holds, part, related, reports, run, team, team_plan

OWN = "own: {label: {en: Own, ko: 본인}, records: deal, date: close_date, amount: amount, to: {field: helper}}"
TWO = FLAT + "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: sale, rate: 1%}"
REPS = team_plan(earn=TWO)
UNDER_MIA = (reports("ann", "mia"), reports("bo", "mia"), reports("mia", "vic"))
MIA, VIC = holds("mia", "managers"), holds("vic", "managers")
PEOPLE = [holds("ann"), holds("bo"), MIA, VIC]
SOLD = [
    deal("D1", date(2026, 3, 5), 1000_05, owner="ann"),
    deal("D2", date(2026, 3, 6), 1000_05, owner="ann"),
    deal("D3", date(2026, 3, 31), 40_00, owner="bo"),
    deal("D4", date(2026, 2, 28), 7777_00, owner="ann"),
    deal("D5", date(2026, 4, 1), 7777_00, owner="ann"),
]
LAST = date(2026, 3, 31)


def managers(
    reach: str = "{levels: 1}", earnings: str = "reps.pay", more: str = "", calculate: str = "month"
) -> CompiledPlan:
    earn = f"""  over: {{label: {{en: Over, ko: 관리 수당}}, kind: override, earnings: [{earnings}], reach: {reach},
    rate: 5%{more}}}"""
    return team_plan("managers", OWN, earn, calculate=calculate)


def made(
    plans: Sequence[CompiledPlan], records: Sequence[RecordVersion] = SOLD, people: Sequence[Assignment] = PEOPLE,
    period: str = "2026-03", **facts: object,
) -> Calculation:  # fmt: skip
    of_all = team(people, records, **{"hierarchy": UNDER_MIA, **facts})
    return calculation_of(versions_by_name(plans), of_all, records_by_type(records), period_from_text(period), runs_of)


def based(
    plan: CompiledPlan, reps: CompiledPlan = REPS, whose: Assignment = MIA, **more: object
) -> list[GivenRow] | Missing:
    asked = made([plan, reps], **more)  # type: ignore[arg-type]
    return override_rows(asked, asked.prepared(whose, plan, asked.period), plan.components[0])


def base(amount: int, people: int, source: str = "reps.pay", period: int = 2, day: date = LAST) -> GivenRow:
    origin = Source("earnings", source)
    return GivenRow(period, source, day, {
        "base": Known(amount, origin, "money"), "people": Known(people, origin, "count"),
    })  # fmt: skip


def test_the_base_is_the_rounded_lines_of_everyone_in_reach_in_the_period() -> None:
    # 10% of 1,000.05 is 100.01 for each of two deals, 4.00 for the third
    assert based(managers()) == [base(204_02, 2)]
    assert based(managers(), whose=VIC) == []
    assert based(managers("{levels: 2}"), whose=VIC) == [base(204_02, 2)]
    assert based(managers("{levels: all}"), whose=VIC) == [base(204_02, 2)]
    assert based(managers(), hierarchy=UNDER_MIA[1:]) == [base(4_00, 1)]


def test_each_component_that_is_named_has_a_row_of_its_own() -> None:
    both = managers(earnings="reps.more, reps.pay, reps.gone, gone.pay")
    assert based(both) == [base(20_40, 2, "reps.more"), base(204_02, 2)]


def test_people_related_to_the_receiver_are_in_reach_by_a_relation() -> None:
    pods = (related("pod", "mia", "bo"), related("pod", "mia", "ann", days(date(2026, 1, 1), date(2026, 3, 30))))
    assert based(managers("{relation: pod}"), relations=pods, hierarchy=()) == [base(4_00, 1)]
    on_the_day = managers("{relation: pod}", more=", as_of: credit_date")
    assert based(on_the_day, relations=pods, hierarchy=()) == [base(204_02, 2)]


MOVED = (
    reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 5))),
    reports("ann", "vic", days(date(2026, 3, 6), None)),
)


def test_who_is_in_reach_is_asked_of_the_last_day_or_of_each_credit() -> None:
    by_day = managers(more=", as_of: credit_date")
    assert [based(managers(), whose=one, hierarchy=MOVED) for one in (MIA, VIC)] == [[], [base(200_02, 1)]]
    assert [based(by_day, whose=one, hierarchy=MOVED) for one in (MIA, VIC)] == [[base(100_01, 1)]] * 2
    # on the last day she reports to mia again: two deals, one of them of then
    back = (
        *MOVED[:1],
        reports("ann", "vic", days(date(2026, 3, 6), date(2026, 3, 30))),
        reports("ann", "mia", days(LAST, None)),
    )
    assert [based(managers(), whose=one, hierarchy=back) for one in (MIA, VIC)] == [[base(200_02, 1)], []]


def test_what_has_no_credit_belongs_to_the_last_day_of_its_period() -> None:
    measure = "quarter: {label: {en: Quarter, ko: 분기}, sum: sale, over: quarter_to_date}"
    award = """  pay: {label: {en: Award, ko: 포상}, kind: award, pays: 70 USD, kept: yes,
    reached: [{measure: quarter, at_least: 1 USD}]}"""
    reps = team_plan(earn=award, measure=measure)
    by_day = managers(more=", as_of: credit_date")
    until_last = (
        reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 30))),
        reports("ann", "vic", days(LAST, None)),
    )
    only_march = {"records": SOLD[:2], "hierarchy": until_last}
    assert [based(by_day, reps, one, **only_march) for one in (MIA, VIC)] == [[], [base(70_00, 1)]]


def test_nobody_is_paid_on_what_they_earn_themselves() -> None:
    also = [*PEOPLE, holds("mia")]
    own = [*SOLD, deal("D9", date(2026, 3, 5), 500_00, owner="mia")]
    circle = (*UNDER_MIA[:2], reports("mia", "vic"), reports("vic", "mia"))
    assert based(managers("{levels: all}"), people=also, records=own, hierarchy=circle) == [base(204_02, 2)]


def test_a_quarter_reads_the_months_that_end_in_it_and_a_month_no_quarter_that_goes_on() -> None:
    quarterly = managers(calculate="quarter")
    # 777.70 of February, and 204.02 of March
    assert based(quarterly, period="2026-Q1") == [base(981_72, 2, period=0)]
    reps = team_plan(earn=TWO, calculate="quarter")
    assert based(managers(), reps, period="2026-02") == []
    assert based(managers(), reps) == [base(981_72, 2)]
    halves = team_plan(earn=TWO, calculate="half_month")
    assert based(managers(), halves) == [base(204_02, 2)]


def test_a_cap_over_time_has_a_row_for_each_month_worked_since() -> None:
    capped = managers(more=", caps: [{limit: 500 USD, per: year, excess: lost}]")
    february = date(2026, 2, 28)
    assert based(capped) == [base(777_70, 1, period=1, day=february), base(204_02, 2)]
    joined = holds("mia", "managers", days(date(2026, 3, 1), None))
    assert based(capped, people=[*PEOPLE[:2], joined], whose=joined) == [base(204_02, 2)]
    on_the_28th = holds("mia", "managers", days(february, None))
    assert based(capped, people=[*PEOPLE[:2], on_the_28th], whose=on_the_28th) == [
        base(777_70, 1, period=1, day=february), base(204_02, 2),
    ]  # fmt: skip


RATES = tuple(FxRate(f"f{n}", "plan_rates", "USD", "KRW", Fraction(rate), day) for n, (rate, day) in enumerate(
    ((1000, date(2026, 1, 1)), (1350, LAST), (2000, date(2026, 4, 1)))
))  # fmt: skip


def test_a_sum_is_converted_once_by_the_rate_of_the_last_day() -> None:
    won = replace(managers(), currency="KRW")
    # 204.02 USD at 1,350 are 275,427 won
    assert based(won, fx=RATES) == [base(275_427, 2)]
    assert based(won) == Missing("rate_of_exchange_missing", "USD", LAST)
    assert based(won, hierarchy=()) == []


def test_earnings_in_two_currencies_are_added_in_the_plans_own() -> None:
    other = replace(team_plan("others", earn=TWO), currency="KRW")
    plan = managers(earnings="reps.pay, others.pay")
    people = [*PEOPLE, holds("cy", "others")]
    sold = [*SOLD, deal("D9", date(2026, 3, 5), 135_000, "KRW", owner="cy")]
    asked = made([plan, REPS, other], sold, people, hierarchy=(*UNDER_MIA, reports("cy", "mia")), fx=RATES)
    # 13,500 won are 10.00 USD
    assert override_rows(asked, asked.prepared(MIA, plan, asked.period), plan.components[0]) == [
        base(204_02, 2), base(10_00, 1, "others.pay"),
    ]  # fmt: skip
    # versions of one plan in two currencies
    versions = [replace(REPS, version=1, span=days(date(2026, 1, 1), date(2026, 3, 5))),
                replace(REPS, version=2, currency="KRW", span=days(date(2026, 3, 6), None))]  # fmt: skip
    asked = made(
        [managers(), *versions], [SOLD[0], deal("D9", date(2026, 3, 6), 135_000, "KRW", owner="ann")], fx=RATES
    )
    row = override_rows(asked, asked.prepared(MIA, managers(), asked.period), managers().components[0])
    assert row == [base(110_01, 1)]


@pytest.mark.parametrize("more", ["", ", as_of: credit_date"])
def test_somebody_in_reach_who_cannot_be_calculated_blocks_it(more: str) -> None:
    reps = team_plan(earn=FLAT.replace("10%", "{personal: own_rate}"))
    missing = Missing("earnings_missing", "reps.pay", LAST)
    assert based(managers(more=more), reps) == missing
    assert based(managers(more=more), reps, VIC) == []
    # only whoever has credits lacks a rate, and he reports to nobody
    assert based(managers(more=more), reps, records=SOLD[2:3], hierarchy=UNDER_MIA[:1]) == []
    assert based(managers(more=more), reps, records=SOLD[:1], hierarchy=UNDER_MIA[:1]) == missing


def test_of_several_rows_the_first_that_is_missing_is_named() -> None:
    reps = team_plan(earn=TWO.replace("1%", "{personal: own_rate}"))
    assert based(managers(earnings="reps.pay, reps.more"), reps) == Missing("earnings_missing", "reps.more", LAST)


def test_a_component_that_only_an_earlier_version_has_is_overridden_as_well() -> None:
    old = replace(team_plan(), version=1, span=days(date(2026, 1, 1), date(2026, 3, 5)))
    new = replace(team_plan(earn=FLAT.replace("pay:", "fee:", 1)), version=2, span=days(date(2026, 3, 6), None))
    asked = made([managers(), old, new])
    row = override_rows(asked, asked.prepared(MIA, managers(), asked.period), managers().components[0])
    assert row == [base(100_01, 1)]


def test_the_line_of_an_override_shows_the_sum_and_how_many_people() -> None:
    facts = team(PEOPLE, SOLD, hierarchy=UNDER_MIA)
    (line,) = part(run([managers(), REPS], facts), "mia").lines
    # 5% of 204.02
    assert (line.amount, line.exact, line.day, line.record) == (10_20, Fraction(1020_10, 100), LAST, None)
    assert [(o.role, o.value, o.unit, o.source) for o in line.operands] == [
        ("base", 204_02, "money:USD", Source("earnings", "reps.pay")),
        ("rate", Fraction(1, 20), "percent", Source("plan", "earn.over.rate")),
        ("people", 2, "count", Source("earnings", "reps.pay")),
    ]
