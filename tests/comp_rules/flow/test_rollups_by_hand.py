"""Credits of credits, whole: who is reached and how, what is converted and split, and who is told why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import FxRate, RecordVersion, Value
from comp_rules.flow.calculation import calculation_of, records_by_type
from comp_rules.flow.credits_from_records import Credited
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.records import Credit, CreditSource, FxUsed, RecordRef
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.plan.compiled import CompiledPlan, CreditRule
from comp_rules.values.fault import Place
from comp_rules.values.identity import Source
from comp_rules.values.period import month_of
from comp_rules.values.words import Words
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import SALE, days, holds, related, reports, rollup, team, team_plan

DAY, HALF = date(2026, 3, 5), Fraction(1, 2)
BOTH = [("ann", HALF), ("bo", HALF)]
LATE = (
    "late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date, amount: amount, "
    "to: owner}"
)
SPLIT = SALE.replace("TO", "to: split, split_total: 100%, odd_unit: last") + f"\n  {LATE}"
MORE_PAY = "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: late, rate: 1%}"
REPS = team_plan(
    credit=SPLIT, earn="  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: 10%}" + MORE_PAY
)
TEAM_PAY = "  team_pay: {label: {en: Team pay, ko: 팀 지급}, kind: flat, pays_on: team, rate: 1%}"
TEAM = team_plan("managers", rollup(levels="2"), TEAM_PAY)
(RULE,) = TEAM.credits
UNDER_MIA = (reports("ann", "mia"), reports("bo", "mia"), reports("mia", "vic"))
PEOPLE = [holds("ann"), holds("bo"), holds("mia", "managers"), holds("vic", "managers")]
POD = (
    "team: {label: {en: Pod, ko: 담당}, overlay: [reps.sale], to: TO, as_of: credit_date, once_per_record: yes}"
)  # fmt: skip


def above(**more: object) -> CompiledPlan:
    """The managers' plan with another rule."""
    return replace(TEAM, credits=(replace(RULE, **more),))  # type: ignore[arg-type]


def credited(
    records: Sequence[RecordVersion], plan: CompiledPlan = TEAM, people: Sequence[object] = PEOPLE, **facts: object
) -> Credited:
    """What the plan above credits in March."""
    known = {"hierarchy": UNDER_MIA, **facts}
    of_all = team(people, records, **known)  # type: ignore[arg-type]
    made = calculation_of(
        versions_by_name([REPS, plan]), of_all, records_by_type(records), month_of(DAY), runs_of
    )  # fmt: skip
    return made.credited[plan.name]


def amounts(result: Credited, payee: str = "mia") -> list[tuple[str, int, str]]:
    return [
        (credit.record.record_id, int(credit.amount), "/".join(source.payee for source in credit.sources))
        for credits in result.credits.values() for credit in credits if credit.payee == payee
    ]  # fmt: skip


def of(payee: str, share: Fraction, *chain: str, rule: str = "sale", number: str = "D1") -> CreditSource:
    return CreditSource("reps", rule, f"{rule}/deal:{number}/{payee}", payee, share, chain)


def test_an_indirect_credit_says_everything_about_its_record_and_its_sources() -> None:
    won = replace(TEAM, currency="KRW")
    rates = tuple(
        FxRate(f"f{one}", "plan_rates", "EUR", one, Fraction(rate), date(2026, 3, 1), known_no=4)
        for one, rate in (("USD", "11/10"), ("KRW", "1500"))
    )
    sold = replace(
        deal("D1", DAY, 12_35, "EUR", split=BOTH), booked_at="09:30:00", version_no=3,
        fields={**deal("D1", DAY, 12_35, "EUR").fields, "close_date": Value("date", DAY)},
    )  # fmt: skip
    result = credited([sold], won, fx=rates)
    # 12.35 EUR are 18,525 won; ann's half is the smaller one, as it is below: the odd won goes to the last
    used = FxUsed("plan_rates", date(2026, 3, 1), "EUR", "KRW", Fraction(1500), Source("fx", "fKRW", 4))
    mia = Credit(
        credit_id="team/deal:D1/mia", rule="team", label=Words("Team", "팀"),
        record=RecordRef("deal", "D1", 3, "Customer D1"), day=DAY, booked_at="09:30:00", basis="managers",
        share=Fraction(1), original=Fraction(12_35), original_unit="money:EUR", original_text=None, fx=used,
        converted=Fraction(18_525), amount=Fraction(18_525), unit="money:KRW", split=tuple(BOTH), people_version=3,
        reverses=None, payee="mia", sources=(of("ann", HALF, "mia"), of("bo", HALF, "mia")),
    )  # fmt: skip
    vic = replace(
        mia, credit_id="team/deal:D1/vic", payee="vic",
        sources=(of("ann", HALF, "mia", "vic"), of("bo", HALF, "mia", "vic")),
    )  # fmt: skip
    assert result.credits == {PEOPLE[2].row_id: [mia], PEOPLE[3].row_id: [vic]}
    assert result.versions == result.people == {"team/deal:D1/mia": sold, "team/deal:D1/vic": sold}
    assert (vic.chain, result.named, result.faults) == (("mia", "vic"), [], [])
    alone = credited([sold], won, fx=rates, hierarchy=UNDER_MIA[:1])
    assert amounts(alone) == [("D1", 9262, "ann")]
    assert amounts(credited([sold], won, fx=rates, hierarchy=UNDER_MIA[1:2])) == [("D1", 9263, "bo")]


def test_each_credit_has_a_key_of_its_own_where_each_counts() -> None:
    result = credited([deal("D1", DAY, 101, split=BOTH)], above(once_per_record=False, levels=1))
    (credits,) = result.credits.values()
    assert [(credit.credit_id, int(credit.amount), credit.share) for credit in credits] == [
        ("team/deal:D1/mia/sale.ann", 50, HALF), ("team/deal:D1/mia/sale.bo", 51, HALF),
    ]  # fmt: skip


def test_credits_come_by_date_whatever_the_order_of_sources_and_records() -> None:
    two = above(sources=("reps.late", "reps.sale"), levels=1)
    records = [
        deal("D3", date(2026, 3, 7), 7, split=[("ann", Fraction(1))]), deal("D1", date(2026, 3, 9), 9, stage="late"),
        deal("D2", date(2026, 3, 2), 2, split=[("bo", Fraction(1))]), deal("D0", date(2026, 3, 1), 1, stage="late"),
    ]  # fmt: skip
    assert amounts(credited(records, two)) == [("D0", 1, "ann"), ("D2", 2, "bo"), ("D3", 7, "ann"), ("D1", 9, "ann")]
    assert amounts(credited(records, above(sources=("gone.sale", "reps.nothing")))) == []
    assert amounts(credited(records, above(sources=("reps.late",)))) == [("D0", 1, "ann"), ("D1", 9, "ann")]


def test_of_two_rules_that_count_one_record_the_parts_are_held_at_the_whole() -> None:
    # both rules below credit the whole record, and the manager has no more than that of it
    late_too = replace(REPS.credits[1], conditions=REPS.credits[0].conditions)
    reps = replace(REPS, credits=(replace(REPS.credits[0], split_total=Fraction(1)), late_too))
    sold = [deal("D1", DAY, 100, split=BOTH), deal("D2", DAY, -100, split=BOTH)]
    facts = team(PEOPLE, sold, hierarchy=UNDER_MIA)
    plan = above(sources=("reps.sale", "reps.late"), levels=1)
    made = calculation_of(versions_by_name([reps, plan]), facts, records_by_type(sold), month_of(DAY), runs_of)
    (credits,) = made.credited["managers"].credits.values()
    assert [(int(c.amount), c.share, len(c.sources)) for c in credits] == [(100, 1, 3), (-100, 1, 3)]


def test_counts_are_added_by_their_shares() -> None:
    counted = replace(REPS.credits[0], unit="count", amount_field=None, count_of=Fraction(3))
    reps = replace(REPS, credits=(counted,))
    sold = [deal("D1", DAY, None, split=BOTH)]
    made = calculation_of(
        versions_by_name([reps, TEAM]), team(PEOPLE, sold, hierarchy=UNDER_MIA[:1]), records_by_type(sold),
        month_of(DAY), runs_of,
    )  # fmt: skip
    (credits,) = made.credited["managers"].credits.values()
    assert [(c.amount, c.unit, c.converted, c.fx) for c in credits] == [(Fraction(3, 2), "count", 3, None)]


MOVED = (
    reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 10))),
    reports("ann", "vic", days(date(2026, 3, 11), None)),
)


@pytest.mark.parametrize(("as_of", "who"), [("credit_date", "mia"), ("period_end", "vic")])
def test_the_day_of_the_hierarchy_is_what_the_plan_says(as_of: str, who: str) -> None:
    result = credited(
        [deal("D1", DAY, 100, split=[("ann", Fraction(1))])], above(as_of=as_of, levels=1), hierarchy=MOVED
    )
    assert [credit.payee for credits in result.credits.values() for credit in credits] == [who]


@pytest.mark.parametrize(("as_of", "counts"), [("credit_date", False), ("period_end", True)])
def test_who_holds_the_plan_is_asked_of_the_same_day(as_of: str, counts: bool) -> None:
    late = holds("mia", "managers", days(date(2026, 3, 20), None))
    result = credited([deal("D1", DAY, 100, split=BOTH)], above(as_of=as_of, levels=1), [*PEOPLE[:2], late])
    assert amounts(result) == ([("D1", 100, "ann/bo")] if counts else [])
    gone = holds("mia", "managers", days(date(2026, 1, 1), date(2026, 3, 20)))
    result = credited([deal("D1", DAY, 100, split=BOTH)], above(as_of=as_of, levels=1), [*PEOPLE[:2], gone])
    assert amounts(result) == ([] if counts else [("D1", 100, "ann/bo")])


def test_a_reversal_of_a_record_that_is_not_there_goes_by_its_own_day() -> None:
    whole = [("ann", Fraction(1))]
    back = deal("D2", date(2026, 3, 12), -40, split=whole, reverses="D1")
    plan = above(levels=1)
    lost = credited([back], plan, hierarchy=MOVED)
    assert (amounts(lost), amounts(lost, "vic")) == ([], [("D2", -40, "ann")])
    known = credited([deal("D1", DAY, 100, split=whole), back], plan, hierarchy=MOVED)
    assert (amounts(known), amounts(known, "vic")) == ([("D1", 100, "ann"), ("D2", -40, "ann")], [])


def test_records_of_days_on_which_another_version_rules_are_not_credited_by_this_one() -> None:
    old = replace(above(levels=1), version=1, span=days(date(2026, 1, 1), date(2026, 3, 5)))
    new = replace(above(levels=1, once_per_record=False), version=2, span=days(date(2026, 3, 6), None))
    sold = [deal(f"D{n}", date(2026, 3, n), n, split=[("ann", Fraction(1))]) for n in (5, 6)]
    made = calculation_of(
        versions_by_name([REPS, old, new]), team(PEOPLE, sold, hierarchy=UNDER_MIA), records_by_type(sold),
        month_of(DAY), runs_of,
    )  # fmt: skip
    (credits,) = made.credited["managers"].credits.values()
    assert [credit.credit_id for credit in credits] == ["team/deal:D5/mia", "team/deal:D6/mia/sale.ann"]


def overlay(to: str, **more: object) -> CompiledPlan:
    plan = team_plan("managers", POD.replace("TO", to), TEAM_PAY)
    return replace(plan, credits=(replace(plan.credits[0], **more),))


def named(payee: str) -> Value:
    return Value("person", payee)


def test_an_overlay_by_relation_reaches_the_people_related_on_the_day() -> None:
    pods = (related("pod", "mia", "ann"), related("pod", "vic", "bo", days(date(2026, 3, 6), None)))
    result = credited([deal("D1", DAY, 101, split=BOTH)], overlay("{relation: pod}"), relations=pods)
    ((credit,),) = result.credits.values()
    assert (credit.payee, credit.basis, int(credit.amount), credit.share) == ("mia", "pod", 50, HALF)
    assert credit.sources == (of("ann", HALF, "mia"),)


def test_an_overlay_by_field_reaches_the_person_of_the_locked_or_the_newest_version() -> None:
    first = deal("D1", DAY, 100, split=BOTH, helper=named("mia"))
    newest = deal("D1", DAY, 100, split=BOTH, helper=named("vic"), version_no=2)
    locked, follows = (credited([first, newest], overlay("{field: helper}", people=p)) for p in ("locked", "follows"))
    assert (amounts(locked), amounts(locked, "vic")) == ([("D1", 100, "ann/bo")], [])
    assert (amounts(follows), amounts(follows, "vic")) == ([], [("D1", 100, "ann/bo")])
    assert {c.basis for credits in locked.credits.values() for c in credits} == {"helper"}
    for helper in ({}, {"helper": named("")}, {"helper": named("eve")}):
        assert credited([deal("D1", DAY, 100, split=BOTH, **helper)], overlay("{field: helper}")).credits == {}


def told(result: Credited) -> list[tuple[str, str, str, str]]:
    return [(one.payee, one.code, one.looked.record.record_id, one.detail) for one in result.named]


def test_someone_named_is_told_what_refused_the_record_below() -> None:
    records = [
        deal("D1", DAY, 100, split=BOTH, stage="open", helper=named("mia")),
        deal("D2", DAY, 100, split=[("ann", HALF)], helper=named("mia")),
        deal("D3", DAY, 100, split=BOTH, stage="open", helper=named("eve")),
        deal("D4", DAY, 100, split=BOTH, stage="open"),
        deal("D5", date(2026, 4, 5), 100, split=BOTH, stage="open", helper=named("mia")),
        deal("D6", None, 100, split=BOTH, stage="open", helper=named("mia")),
        deal("D7", DAY, 100, split=BOTH, helper=named("mia")),
    ]
    by_field = overlay("{field: helper}")
    assert told(credited(records, by_field)) == [
        ("mia", "condition", "D1", ""),
        ("mia", "split_total", "D2", "50% 100%"),
    ]
    # the refusal is that of the rule the overlay reads, of a plan that is there; a relation names nobody
    assert told(credited(records, overlay("{field: helper}", sources=("reps.late",)))) == []
    assert told(credited(records, overlay("{field: helper}", sources=("gone.sale",)))) == []
    assert told(credited(records, overlay("{relation: pod}"))) == []
    assert told(credited(records, overlay("{relation: helper}"))) == []
    field_of_rollup = replace(RULE, receiver=replace(RULE.receiver, field="helper"))
    assert told(credited(records, replace(TEAM, credits=(field_of_rollup,)))) == []


def test_a_record_that_another_rule_credits_is_refused_to_nobody_above() -> None:
    late = deal("D1", DAY, 100, stage="late", helper=named("mia"))
    assert told(credited([late], overlay("{field: helper}"))) == []


def test_without_a_rate_each_receiver_is_told_and_it_is_one_fault() -> None:
    won = replace(TEAM, currency="KRW")
    placed = replace(deal("D1", DAY, 100, split=BOTH), place=Place("records.csv", 4, 1))
    result = credited([placed], won)
    assert result.credits == {}
    assert told(result) == [(payee, "no_rate_of_exchange", "D1", "USD") for payee in ("mia", "vic")]
    assert [one.looked.rule.name for one in result.named] == ["team", "team"]
    (fault,) = result.faults
    assert (fault.code, fault.place) == ("no_rate_above", Place("records.csv", 4, 1))
    assert fault.say("en") == (
        "No exchange rate from USD is in force for Customer D1 on 2026-03-05, so the plan “managers” does not count it."
        " Add the rate to the table."
    )
    (unplaced,) = credited([deal("D1", DAY, 100, split=BOTH)], won).faults
    assert unplaced.place == Place("records")


def test_what_is_in_the_plans_own_currency_needs_no_rate() -> None:
    rate = FxRate("f", "plan_rates", "USD", "KRW", Fraction(1), date(2026, 1, 1))
    (credit, _) = [
        c for credits in credited([deal("D1", DAY, 100, split=BOTH)], fx=(rate,)).credits.values() for c in credits
    ]
    assert (credit.fx, credit.converted) == (None, 100)
    assert isinstance(RULE, CreditRule)
