"""What is worked out across people: places of a contest, overrides on what others earned, and both for one person."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.explain.form import PLAIN
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.facts.facts import FxRate, RecordVersion
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.compiled import CompiledPlan
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import FLAT, days, holds, part, quota, related, reports, run, team, team_plan

MEASURE = "total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date QUOTA}"


def contest(ties: str = "share", among: str = "{plan: reps}", only_if: str = "", with_quota: str = "") -> CompiledPlan:
    earn = f"""  race: {{label: {{en: Race, ko: 경주}}, kind: contest, rank: total, among: {among},
    prizes: [100 USD, 50 USD, 25.01 USD], ties: {ties}{only_if}}}"""
    return team_plan(earn=earn, measure=MEASURE.replace("QUOTA", with_quota))


def won(plan: CompiledPlan, sold: dict[str, int], *extra: RecordVersion, period: str = "2026-03") -> dict[str, object]:
    records = [deal(f"D-{payee}", date(2026, 3, 5), amount, owner=payee) for payee, amount in sold.items()]
    result = run([plan], team([holds(payee) for payee in sold], [*records, *extra]), period)
    return {payee: part(result, payee).total for payee in sold}


def test_prizes_go_by_rank_at_the_end_of_the_window() -> None:
    sold = {"ann": 10, "bo": 30, "cy": 20, "di": 5}
    assert won(contest(), sold) == {"ann": 25_01, "bo": 100_00, "cy": 50_00, "di": 0}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("share", {"ann": 58_34, "bo": 58_34, "cy": 58_33}),
        ("higher", {"ann": 100_00, "bo": 100_00, "cy": 100_00}),
    ],
)
def test_equal_people_share_or_each_get_the_higher_prize(ties: str, expected: dict[str, int]) -> None:
    assert won(contest(ties), {"ann": 10, "bo": 10, "cy": 10}) == expected


def test_of_equals_the_one_who_reached_the_value_first_is_first() -> None:
    later = deal("D-0", date(2026, 2, 1), 3, owner="bo"), deal("D-9", date(2026, 3, 9), 3, owner="ann")
    assert won(contest("earliest"), {"ann": 10, "bo": 10}, *later) == {"ann": 50_00, "bo": 100_00}


@pytest.mark.parametrize("ties", ["share", "higher", "earliest"])
def test_whoever_sold_nothing_wins_nothing(ties: str) -> None:
    plan = contest(ties)
    taken_back = deal("D-8", date(2026, 3, 9), -10, owner="ann", reverses="D-ann")
    assert won(plan, {"ann": 10, "bo": 0, "cy": -5, "di": 7}, taken_back) == {"ann": 0, "bo": 0, "cy": 0, "di": 100_00}
    nobody = part(run([plan], team([holds("ann"), holds("bo")], [])), "ann")
    assert nobody.components[0].reason_code == "not_ranked"
    assert "a value above 0" in zero_reason(nobody.components[0], nobody, "en", PLAIN)


def test_attainment_ranks_unrounded_where_there_is_a_quota() -> None:
    quotas = (quota("ann", 3), quota("bo", 300_000))
    records = [deal("D1", date(2026, 3, 5), 1, owner="ann"), deal("D2", date(2026, 3, 5), 100_001, owner="bo")]
    plan = contest(with_quota=", quota: target")
    result = run([plan], team([holds("ann"), holds("bo")], records, quotas=quotas))
    assert {payee: part(result, payee).total for payee in ("ann", "bo")} == {"ann": 50_00, "bo": 100_00}


def test_before_the_window_ends_and_below_the_condition_it_says_why_not() -> None:
    plan = contest(only_if=", only_if: [{measure: total, at_least: 0.2 USD}]")
    sold = [deal("D1", date(2026, 2, 5), 10, owner="ann"), deal("D2", date(2026, 2, 5), 20, owner="bo")]
    facts = team([holds("ann"), holds("bo")], sold)
    early, late = part(run([plan], facts, "2026-02"), "ann"), part(run([plan], facts), "ann")
    assert early.components[0].reason_code == "window_not_over"
    assert "2026-03-31" in zero_reason(early.components[0], early, "en", PLAIN)
    assert late.components[0].reason_code == "only_if"
    assert "0.20 USD is needed" in zero_reason(late.components[0], late, "en", PLAIN)
    assert part(run([plan], facts), "bo").total == 100_00


def test_people_compete_within_their_pod_and_title() -> None:
    pods = (related("pod", "ann", "x"), related("pod", "bo", "x"), related("pod", "cy", "y"))
    records = [deal(f"D-{p}", date(2026, 3, 5), n, owner=p) for p, n in (("ann", 1), ("bo", 2), ("cy", 3))]
    people = [holds("ann"), holds("bo", title="lead"), holds("cy")]
    by_pod = run([contest(among="{relation: pod}")], team(people, records, relations=pods))
    assert {p: part(by_pod, p).total for p in ("ann", "bo", "cy")} == {"ann": 50_00, "bo": 100_00, "cy": 100_00}
    by_title = run([contest(among="{title: rep}")], team(people, records))
    assert {p: part(by_title, p).total for p in ("ann", "bo", "cy")} == {"ann": 50_00, "bo": 0, "cy": 100_00}
    assert part(by_title, "bo").components[0].reason_code == "not_ranked"


OVERRIDE = """  over: {label: {en: Override, ko: 조직 커미션}, kind: override, earnings: [reps.pay], reach: REACH,
    rate: 5%MORE}"""


def managers(reach: str = "{levels: 1}", more: str = "", **words: str) -> CompiledPlan:
    earn = OVERRIDE.replace("REACH", reach).replace("MORE", more)
    return team_plan("managers", "own: {label: {en: Own, ko: 본인}, records: deal, date: close_date, amount: amount, "
                     "to: {field: helper}}", earn, **words)  # fmt: skip


SOLD = [deal("D1", date(2026, 3, 5), 1000_05, owner="ann"), deal("D2", date(2026, 3, 6), 1000_05, owner="bo")]
PEOPLE = [holds("ann"), holds("bo"), holds("mia", "managers"), holds("vic", "managers")]
CHAIN = (reports("ann", "mia"), reports("bo", "mia"), reports("mia", "vic"))


def of(result: AssignmentResult) -> list[tuple[int, dict[str, Fraction]]]:
    return [(line.amount, {operand.role: operand.value for operand in line.operands}) for line in result.lines]


def test_an_override_is_paid_on_the_rounded_lines_of_everyone_in_reach() -> None:
    result = run([managers(), team_plan()], team(PEOPLE, SOLD, hierarchy=CHAIN))
    assert of(part(result, "mia")) == [(10_00, {"base": 200_02, "rate": Fraction(1, 20), "people": 2})]
    assert part(result, "vic").components[0].reason_code == "no_earnings"
    everyone = run([managers("{levels: all}"), team_plan()], team(PEOPLE, SOLD, hierarchy=CHAIN))
    assert part(everyone, "vic").total == 10_00


def test_an_override_may_follow_a_relation() -> None:
    facts = team(PEOPLE, SOLD, relations=(related("pod", "vic", "bo"),))
    assert part(run([managers("{relation: pod}"), team_plan()], facts), "vic").total == 5_00


def test_who_counts_is_decided_on_the_last_day_or_on_each_credit_date() -> None:
    moved = (
        reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 6))),
        reports("ann", "vic", days(date(2026, 3, 7), None)),
    )
    sold = [deal("D1", date(2026, 3, 5), 1000_00, owner="ann"), deal("D2", date(2026, 3, 9), 300_00, owner="ann")]
    facts = team(PEOPLE, sold, hierarchy=moved)
    by_period = run([managers(), team_plan()], facts)
    assert {p: part(by_period, p).total for p in ("mia", "vic")} == {"mia": 0, "vic": 6_50}
    by_credit = run([managers(more=", as_of: credit_date"), team_plan()], facts)
    assert {p: part(by_credit, p).total for p in ("mia", "vic")} == {"mia": 5_00, "vic": 1_50}


def test_earnings_in_another_currency_are_converted_once_by_the_override_plan() -> None:
    rates = (FxRate("f", "plan_rates", "USD", "KRW", Fraction(1350), date(2026, 1, 1)),)
    facts = team(PEOPLE, SOLD, hierarchy=CHAIN, fx=rates)
    assert of(part(run([managers(currency="KRW"), team_plan()], facts), "mia"))[0][1]["base"] == 270_027
    without = part(run([managers(currency="KRW"), team_plan()], team(PEOPLE, SOLD, hierarchy=CHAIN)), "mia")
    assert [fault.code for fault in without.faults] == ["rate_of_exchange_missing"]


def test_a_blocked_component_below_blocks_the_override_above_it() -> None:
    reps = team_plan(earn=FLAT.replace("10%", "{personal: own_rate}"))
    mia = part(run([managers(), reps], team(PEOPLE, SOLD, hierarchy=CHAIN)), "mia")
    assert (mia.components[0].total, [fault.code for fault in mia.faults]) == (None, ["earnings_missing"])


def test_a_quarter_adds_up_the_months_below_it() -> None:
    sold = [deal(f"D{n}", date(2026, n, 5), 1000_00, owner="ann") for n in (1, 2, 3, 4)]
    facts = team(PEOPLE, sold, hierarchy=CHAIN)
    quarterly = managers(calculate="quarter")
    result = run([quarterly, team_plan()], facts, "2026-Q1")
    assert part(result, "mia").total == 15_00
    assert result.payee("ann") is None
    monthly = run([quarterly, team_plan()], facts, "2026-01")
    assert monthly.payee("mia") is None
    assert part(monthly, "ann").total == 100_00


def test_a_cap_over_the_year_counts_the_overrides_of_earlier_months() -> None:
    sold = [deal(f"D{n}", date(2026, n, 5), 1000_00, owner="ann") for n in (1, 2, 3)]
    capped = managers(more=", caps: [{limit: 12 USD, per: year, excess: lost}]")
    facts = team(PEOPLE, sold, hierarchy=CHAIN)
    months = [part(run([capped, team_plan()], facts, f"2026-0{n}"), "mia") for n in (1, 2, 3)]
    assert [month.total for month in months] == [5_00, 5_00, 2_00]
    assert [line.state for line in months[2].lines] == ["new", "cap"]


@pytest.mark.parametrize("payee", ["ann", "mia", "vic"])
def test_one_person_alone_is_calculated_as_among_all(payee: str) -> None:
    facts = team(PEOPLE, SOLD, hierarchy=CHAIN)
    plans = [managers("{levels: all}"), team_plan()]
    assert run(plans, facts, "2026-03", payee).payee(payee) == run(plans, facts).payee(payee)
    both = team([holds("ann"), holds("bo")], SOLD)
    assert run([contest()], both, "2026-03", "bo").payee("bo") == run([contest()], both).payee("bo")
