"""What managers, overlay partners and people named on a record are credited for, and in which amount."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import FxRate, Value
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import SALE, days, holds, part, related, reports, rollup, run, team, team_plan

REPS = team_plan(credit=SALE.replace("TO", "to: split, split_total: 100%"))
TEAM_PAY = "  team_pay: {label: {en: Team pay, ko: 팀 지급}, kind: flat, pays_on: team, rate: 1%}"
BOTH = [("ann", Fraction(1, 2)), ("bo", Fraction(1, 2))]
PEOPLE = [holds("ann"), holds("bo"), holds("mia", "managers")]
UNDER_MIA = (reports("ann", "mia"), reports("bo", "mia"))


def managers(**words: str) -> object:
    return team_plan("managers", rollup(**words), TEAM_PAY)


def test_a_shared_record_counts_once_for_the_manager_of_both_and_names_its_sources() -> None:
    facts = team(PEOPLE, [deal("D1", date(2026, 3, 5), 100_01, split=BOTH)], hierarchy=UNDER_MIA)
    credits = part(run([REPS, managers()], facts), "mia").credits
    assert [(int(c.amount), c.share, c.basis) for c in credits] == [(100_01, 1, "managers")]
    assert [(s.plan, s.payee, s.share, s.chain) for s in credits[0].sources] == [
        ("reps", "ann", Fraction(1, 2), ("mia",)),
        ("reps", "bo", Fraction(1, 2), ("mia",)),
    ]


def test_a_manager_of_one_of_two_gets_that_share_of_the_record() -> None:
    facts = team(PEOPLE, [deal("D1", date(2026, 3, 5), 100_01, split=BOTH)], hierarchy=UNDER_MIA[:1])
    assert [int(c.amount) for c in part(run([REPS, managers()], facts), "mia").credits] == [50_01]


def test_each_credit_counts_where_the_plan_says_so_and_the_parts_add_up() -> None:
    facts = team(PEOPLE, [deal("D1", date(2026, 3, 5), 100_01, split=BOTH)], hierarchy=UNDER_MIA)
    credits = part(run([REPS, managers(once="no")], facts), "mia").credits
    assert sorted(int(c.amount) for c in credits) == [50_00, 50_01]
    assert len({c.credit_id for c in credits}) == 2


def test_full_credit_for_two_is_no_more_than_the_record_above_them() -> None:
    reps = team_plan(credit=SALE.replace("TO", "to: split, split_total: 200%"))
    record = deal("D1", date(2026, 3, 5), 100_00, split=[("ann", Fraction(1)), ("bo", Fraction(1))])
    facts = team(PEOPLE, [record], hierarchy=UNDER_MIA)
    assert [int(c.amount) for c in part(run([reps, managers()], facts), "mia").credits] == [100_00]


@pytest.mark.parametrize(("levels", "counts"), [("1", {"mia"}), ("2", {"mia", "vic"}), ("all", {"mia", "vic", "zoe"})])
def test_credits_climb_as_many_levels_as_the_plan_says(levels: str, counts: set[str]) -> None:
    above = [holds(payee, "managers") for payee in ("mia", "vic", "zoe")]
    chain = (reports("ann", "mia"), reports("mia", "vic"), reports("vic", "zoe"))
    facts = team([holds("ann"), *above], [deal("D1", date(2026, 3, 5), 100, split=[("ann", Fraction(1))])],
                 hierarchy=chain)  # fmt: skip
    result = run([REPS, managers(levels=levels)], facts)
    assert {p.payee for p in result.payees if p.parts[0].plan == "managers" and p.parts[0].credits} == counts


def test_the_manager_is_the_one_of_the_credit_date() -> None:
    moved = (
        reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 10))),
        reports("ann", "vic", days(date(2026, 3, 11), None)),
    )
    records = [deal(f"D{n}", date(2026, 3, n), 100, split=[("ann", Fraction(1))]) for n in (10, 11)]
    facts = team([holds("ann"), holds("mia", "managers"), holds("vic", "managers")], records, hierarchy=moved)
    result = run([REPS, managers()], facts)
    assert [c.record.record_id for c in part(result, "mia").credits] == ["D10"]
    assert [c.record.record_id for c in part(result, "vic").credits] == ["D11"]


@pytest.mark.parametrize("as_of", ["credit_date", "period_end"])
def test_a_reversal_takes_back_from_the_manager_who_was_credited_not_from_the_one_of_today(as_of: str) -> None:
    moved = (
        reports("ann", "mia", days(date(2026, 1, 1), date(2026, 1, 31))),
        reports("ann", "vic", days(date(2026, 2, 1), None)),
    )
    whole = [("ann", Fraction(1))]
    records = [
        deal("D1", date(2026, 1, 10), 100_00, split=whole),
        deal("D2", date(2026, 3, 9), -40_00, split=whole, reverses="D1"),
    ]
    facts = team([holds("ann"), holds("mia", "managers"), holds("vic", "managers")], records, hierarchy=moved)
    result = run([REPS, managers(as_of=as_of)], facts)
    assert [int(c.amount) for c in part(result, "mia").credits if c.reverses] == [-40_00]
    assert not part(result, "vic").credits


def test_a_reversal_takes_back_from_the_partner_who_was_related_then() -> None:
    pod = "pod: {label: {en: Pod, ko: 담당}, overlay: [reps.sale], to: {relation: pod}, as_of: credit_date, " \
        "once_per_record: yes}"  # fmt: skip
    pay = "  pod_pay: {label: {en: Pod pay, ko: 담당 지급}, kind: flat, pays_on: pod, rate: 1%}"
    pods = (
        related("pod", "sid", "ann", days(date(2026, 1, 1), date(2026, 1, 31))),
        related("pod", "sol", "ann", days(date(2026, 2, 1), None)),
    )
    whole = [("ann", Fraction(1))]
    records = [
        deal("D1", date(2026, 1, 10), 100_00, split=whole),
        deal("D2", date(2026, 3, 9), -40_00, split=whole, reverses="D1"),
    ]
    people = [holds("ann"), holds("sid", "partners"), holds("sol", "partners")]
    result = run([REPS, team_plan("partners", pod, pay)], team(people, records, relations=pods))
    assert [int(c.amount) for c in part(result, "sid").credits if c.reverses] == [-40_00]
    assert not part(result, "sol").credits


def test_a_manager_without_the_plan_is_nobodys_refusal() -> None:
    record = deal("D1", date(2026, 3, 5), 100, split=[("ann", Fraction(1))])
    result = run([REPS, managers()], team([holds("ann")], [record], hierarchy=(reports("ann", "mia"),)))
    assert not result.uncredited
    assert not result.faults
    assert not part(result, "ann").refusals


def test_the_receiving_plan_converts_the_original_amount_in_one_step() -> None:
    rates = (
        FxRate("f1", "plan_rates", "EUR", "USD", Fraction(11, 10), date(2026, 1, 1)),
        FxRate("f2", "plan_rates", "EUR", "KRW", Fraction(1500), date(2026, 1, 1)),
    )
    won = team_plan("managers", rollup(), TEAM_PAY, currency="KRW")
    record = deal("D1", date(2026, 3, 5), 100_33, "EUR", split=[("ann", Fraction(1))])
    facts = team(PEOPLE, [record], hierarchy=UNDER_MIA, fx=rates)
    credit = part(run([REPS, won], facts), "mia").credits[0]
    assert (int(credit.amount), credit.unit) == (150_495, "money:KRW")
    assert credit.fx is not None
    assert credit.fx.one == "EUR"


def test_without_a_rate_the_manager_is_told_and_it_is_a_fault() -> None:
    won = team_plan("managers", rollup(), TEAM_PAY, currency="KRW")
    record = deal("D1", date(2026, 3, 5), 100_33, split=[("ann", Fraction(1))])
    result = run([REPS, won], team(PEOPLE, [record], hierarchy=UNDER_MIA))
    assert [fault.code for fault in result.faults] == ["no_rate_above"]
    assert [refusal.code for refusal in part(result, "mia").refusals] == ["no_rate_of_exchange"]


def test_an_overlay_credits_whoever_is_related_or_named_and_says_why_not() -> None:
    way = "overlay: [reps.sale], as_of: credit_date, once_per_record: yes"
    pod = f"pod: {{label: {{en: Pod, ko: 그룹}}, {way}, to: {{relation: pod}}}}"
    mine = f"mine: {{label: {{en: Mine, ko: 내 거래}}, {way}, to: {{field: helper}}}}"
    engineers = team_plan("engineers", f"{pod}\n  {mine}", TEAM_PAY.replace("team,", "mine,"))
    helped = {"helper": Value("person", "lee")}
    records = [
        deal("D1", date(2026, 3, 5), 100, split=BOTH, **helped),
        deal("D2", date(2026, 3, 6), 70, split=BOTH, stage="open", **helped),
    ]
    facts = team(
        [holds("ann"), holds("bo"), holds("lee", "engineers")], records, relations=(related("pod", "lee", "bo"),)
    )
    lee = part(run([REPS, engineers], facts), "lee")
    assert {c.rule: int(c.amount) for c in lee.credits} == {"pod": 50, "mine": 100}
    assert [(r.record.record_id, r.code) for r in lee.refusals] == [("D2", "condition")]


def test_a_reversal_climbs_as_its_record_did() -> None:
    records = [
        deal("D1", date(2026, 3, 5), 100_01, split=BOTH),
        deal("D2", date(2026, 3, 9), -100_01, split=[("bo", Fraction(1))], reverses="D1"),
    ]
    facts = team(PEOPLE, records, hierarchy=UNDER_MIA[:1])
    assert [int(c.amount) for c in part(run([REPS, managers()], facts), "mia").credits] == [50_01, -50_01]


def test_a_rollup_of_a_rollup_reads_the_plan_below() -> None:
    heads = team_plan("heads", rollup("area", "managers.team"), TEAM_PAY.replace("team,", "area,"))
    chain = (*UNDER_MIA, reports("mia", "vic"))
    facts = team([*PEOPLE, holds("vic", "heads")], [deal("D1", date(2026, 3, 5), 100, split=BOTH)], hierarchy=chain)
    credit = part(run([heads, managers(), REPS], facts), "vic").credits[0]
    assert (int(credit.amount), credit.sources[0].payee) == (100, "mia")


def test_plans_that_read_each_other_are_a_fault_that_names_them() -> None:
    one = team_plan("one", rollup("a", "two.b"), TEAM_PAY.replace("team,", "a,"))
    two = team_plan("two", rollup("b", "one.a"), TEAM_PAY.replace("team,", "b,"))
    result = run([one, two, REPS], team(PEOPLE, []))
    assert [fault.code for fault in result.faults] == ["plans_circle"]
    assert "one → two → one" in result.faults[0].say("en")


def test_calculating_the_manager_alone_gives_the_same_month() -> None:
    facts = team(PEOPLE, [deal("D1", date(2026, 3, 5), 100, split=BOTH)], hierarchy=UNDER_MIA)
    plans = [REPS, managers()]
    assert run(plans, facts, "2026-03", "mia").payee("mia") == run(plans, facts).payee("mia")
