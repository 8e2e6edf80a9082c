"""Who is credited for which record, and what is said when nobody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules import calculate
from comp_rules.facts.facts import Facts, FxRate, Value
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.money import Money
from comp_rules.values.period import period_from_text, span_of_days
from tests.comp_rules.company import assigned, deal, facts_of, plan_of

FLAT = "  commission: {label: {en: Commission, ko: 커미션}, kind: flat, pays_on: sale, rate: 10%}"
THIRD = Fraction(1, 3)
SPLIT = "to: split, split_total: 100%"


def run(facts: Facts, plan: CompiledPlan | None = None, month: str = "2026-03") -> RunResult:
    return calculate([plan or plan_of(FLAT)], facts, period_from_text(month))


def part_of(result: RunResult, payee: str = "ann") -> AssignmentResult:
    month = result.payee(payee)
    assert month is not None
    return month.parts[0]


def test_three_people_share_a_deal_to_the_cent_and_its_reversal_takes_back_the_same() -> None:
    thirds = [("ann", THIRD), ("bo", THIRD), ("cy", THIRD)]
    sold = deal("D1", date(2026, 3, 5), 10000, split=thirds)
    back = deal("D2", date(2026, 3, 9), -10000, split=[("cy", Fraction(1))], reverses="D1")
    facts = facts_of([sold, back], assignments=[assigned("ann"), assigned("bo"), assigned("cy")])
    result = run(facts, plan_of(FLAT, to=SPLIT))
    credits = {p: [int(c.amount) for c in part_of(result, p).credits] for p in ("ann", "bo", "cy")}
    assert credits == {"ann": [3334, -3334], "bo": [3333, -3333], "cy": [3333, -3333]}
    assert [part_of(result, p).total for p in ("ann", "bo", "cy")] == [0, 0, 0]


def test_people_are_those_of_the_first_version_that_qualified() -> None:
    open_deal = deal("D1", date(2026, 3, 5), 10000, owner="bo", stage="open", known_no=1)
    won = deal("D1", date(2026, 3, 5), 10000, owner="ann", known_no=2, version_no=2)
    moved = deal("D1", date(2026, 3, 5), 20000, owner="bo", known_no=3, version_no=3)
    both = [assigned("ann"), assigned("bo")]
    result = run(facts_of([open_deal, won, moved], assignments=both))
    credit = part_of(result).credits[0]
    assert (int(credit.amount), credit.people_version, credit.record.version_no) == (20000, 2, 3)
    assert not part_of(result, "bo").credits
    follows = run(facts_of([open_deal, won, moved], assignments=both), plan_of(FLAT, to="to: owner, people: follows"))
    assert not part_of(follows).credits
    assert len(part_of(follows, "bo").credits) == 1


def test_what_was_learnt_later_is_not_seen() -> None:
    before = deal("D1", date(2026, 3, 5), 10000, known_no=1)
    after = deal("D1", date(2026, 3, 5), 99900, known_no=5, version_no=2)
    facts = facts_of([before, after])
    assert part_of(run(facts.known_by(4))).total == 1000
    assert part_of(run(facts)).total == 9990
    assert run(facts.known_by(4)) == run(facts_of([before]).known_by(4))


def test_a_refusal_names_the_first_condition_that_said_no_and_leaves_the_others_unlooked_at() -> None:
    plan = plan_of(FLAT.replace("pays_on", "when: {term_months: {at_least: 24}}, pays_on"))
    records = [
        deal("D1", date(2026, 3, 5), 10000, stage="negotiation"),
        deal("D2", date(2026, 3, 6), 20000, term_months=Value("number", Fraction(12))),
    ]
    refusals = {r.record.record_id: r for r in part_of(run(facts_of(records), plan)).refusals}
    assert refusals["D1"].code == "condition"
    assert "negotiation" in refusals["D1"].sentence.en
    assert "won" in refusals["D1"].sentence.en
    assert [look.state for look in refusals["D1"].conditions] == ["not_met"]
    assert refusals["D2"].component == "commission"
    assert "24 or more" in refusals["D2"].sentence.en
    assert "24 이상" in refusals["D2"].sentence.ko


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (deal("D", None, 100), "no_date"),
        (deal("D", date(2026, 3, 1), None), "no_amount"),
        (deal("D", date(2026, 3, 1), 100, "EUR"), "no_rate_of_exchange"),
    ],
)
def test_what_is_missing_on_a_record_is_named(record: object, code: str) -> None:
    result = run(facts_of([record]))  # type: ignore[list-item]
    assert [r.code for r in part_of(result).refusals] == [code]
    assert [u.code for u in result.uncredited] == [code]


def test_shares_that_do_not_add_up_credit_nobody_and_are_a_fault() -> None:
    record = deal("D1", date(2026, 3, 5), 10000, split=[("ann", Fraction(60, 100)), ("bo", Fraction(50, 100))])
    result = run(facts_of([record], assignments=[assigned("ann"), assigned("bo")]), plan_of(FLAT, to=SPLIT))
    assert [fault.code for fault in result.faults] == ["split_total"]
    assert "110%" in result.faults[0].say("en")
    assert [r.code for r in part_of(result, "bo").refusals] == ["split_total"]
    assert not part_of(result).lines


@pytest.mark.parametrize(
    ("split", "code"),
    [
        ([("ann", Fraction(1, 2)), ("ann", Fraction(1, 2))], "split_twice"),
        ([("ann", Fraction(3, 2)), ("bo", Fraction(-1, 2))], "split_negative"),
    ],
)
def test_a_split_that_cannot_be_right_credits_nobody_and_is_a_fault(
    split: list[tuple[str, Fraction]], code: str
) -> None:
    facts = facts_of([deal("D1", date(2026, 3, 5), 70_000, split=split)], assignments=[assigned("ann"), assigned("bo")])
    result = run(facts, plan_of(FLAT, to=SPLIT))
    assert [fault.code for fault in result.faults] == [code]
    assert part_of(result).total == 0
    assert [refusal.code for refusal in part_of(result).refusals] == [code]


@pytest.mark.parametrize(("taken", "code"), [(-10_000, None), (-10_001, "reverses_too_much"), (5_000, "reverses_adds")])
def test_a_reversal_takes_back_no_more_than_there_was(taken: int, code: str | None) -> None:
    records = [deal("D1", date(2026, 2, 5), 10_000), deal("D2", date(2026, 3, 6), taken, reverses="D1")]
    assert [fault.code for fault in run(facts_of(records)).faults] == ([code] if code else [])


def test_a_reversal_of_nothing_known_is_a_fault() -> None:
    result = run(facts_of([deal("D2", date(2026, 3, 6), -5, reverses="NOPE")]))
    assert [fault.code for fault in result.faults] == ["reverses_unknown"]
    assert "NOPE" in result.faults[0].say("en")


def test_a_reversal_of_a_count_counts_back() -> None:
    counted = "  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: 60 USD}"
    plan = plan_of(counted, counted=True)
    records = [
        deal("M1", date(2026, 3, 1), None), deal("M2", date(2026, 3, 2), None),
        deal("M3", date(2026, 3, 3), None, reverses="M1"),
    ]  # fmt: skip
    part = part_of(run(facts_of(records), plan))
    assert [line.amount for line in part.lines] == [6000, 6000, -6000]
    assert [m.total for m in part.measures] == [1]


def test_a_reversal_stands_on_its_own_ladder_where_its_deal_stood() -> None:
    alone = """  c: {label: {en: C, ko: 다}, kind: tiered, pays_on: sale, ladder: each_credit, applies: marginal,
    tiers: [{from: 0 USD, rate: 1%}, {from: 1000 USD, rate: 3%}]}"""
    records = [deal("D1", date(2026, 3, 1), 150_000), deal("D2", date(2026, 3, 2), -150_000, reverses="D1")]
    part = part_of(run(facts_of(records), plan_of(alone)))
    assert [line.amount for line in part.lines] == [1000, 1500, -1000, -1500]


def test_someone_named_after_the_people_were_locked_is_told_where_the_credit_stays() -> None:
    won = deal("D1", date(2026, 3, 5), 10_000, split=[("ann", Fraction(1))], known_no=1)
    moved = deal("D1", date(2026, 3, 5), 10_000, split=[("bo", Fraction(1))], known_no=2, version_no=2)
    result = run(facts_of([won, moved], assignments=[assigned("ann"), assigned("bo")]), plan_of(FLAT, to=SPLIT))
    assert part_of(result).total == 1000
    assert [refusal.code for refusal in part_of(result, "bo").refusals] == ["people_locked"]


def test_a_person_named_without_a_share_is_told_so() -> None:
    record = deal("D1", date(2026, 3, 5), 10000, owner="bo", split=[("ann", Fraction(1)), ("bo", Fraction(0))])
    result = run(facts_of([record], assignments=[assigned("ann"), assigned("bo")]), plan_of(FLAT, to=SPLIT))
    assert part_of(result).total == 1000
    assert [r.code for r in part_of(result, "bo").refusals] == ["no_share"]


def test_a_deal_from_before_the_assignment_counts_for_nobody_and_says_why() -> None:
    late_start = assigned(span=span_of_days(date(2026, 3, 15), date(2026, 12, 31)))
    records = [deal("D1", date(2026, 3, 14), 10000), deal("D2", date(2026, 3, 15), 20000)]
    result = run(facts_of(records, assignments=[late_start]))
    assert [c.record.record_id for c in part_of(result).credits] == ["D2"]
    assert [r.code for r in part_of(result).refusals] == ["not_assigned"]
    assert [u.record.record_id for u in result.uncredited] == ["D1"]


def test_a_record_without_a_person_is_credited_to_nobody_and_says_so() -> None:
    result = run(facts_of([deal("D1", date(2026, 3, 5), 10000, owner=None)]))
    assert [(u.code, u.record.record_id) for u in result.uncredited] == [("no_receiver", "D1")]
    assert "nobody" in result.uncredited[0].sentence.en


def test_a_transfer_in_mid_month_gives_each_deal_to_the_assignment_of_its_day() -> None:
    first = assigned(span=span_of_days(date(2026, 1, 1), date(2026, 3, 15)), row_id="a1")
    second = assigned(span=span_of_days(date(2026, 3, 16), date(2026, 12, 31)), row_id="a2")
    records = [deal("D1", date(2026, 3, 15), 10000), deal("D2", date(2026, 3, 16), 20000)]
    month = run(facts_of(records, assignments=[first, second])).payee("ann")
    assert month is not None
    assert [(part.assignment, part.total) for part in month.parts] == [("a1", 1000), ("a2", 2000)]
    assert not [r for part in month.parts for r in part.refusals]


def test_two_assignments_on_one_day_are_a_fault_and_a_deal_is_credited_once() -> None:
    first = assigned(span=span_of_days(date(2026, 1, 1), date(2026, 3, 20)), row_id="a1")
    second = assigned(span=span_of_days(date(2026, 3, 16), date(2026, 12, 31)), row_id="a2")
    result = run(facts_of([deal("D1", date(2026, 3, 18), 10000)], assignments=[second, first]))
    assert [fault.code for fault in result.faults] == ["assignments_overlap"]
    assert "2026-03-16" in result.faults[0].say("en")
    month = result.payee("ann")
    assert month is not None
    assert [(part.assignment, part.total) for part in month.parts] == [("a1", 1000), ("a2", 0)]


def rate(day: date, text: str, one: str = "USD", currency: str = "KRW") -> FxRate:
    return FxRate(f"{one}{day}", "plan_rates", one, currency, Fraction(text), day)


def test_the_whole_record_is_converted_once_and_then_split() -> None:
    record = deal("D1", date(2026, 3, 5), 1001, "KRW", split=[("ann", Fraction(1, 2)), ("bo", Fraction(1, 2))])
    facts = replace(
        facts_of([record], assignments=[assigned("ann"), assigned("bo")]), fx=(rate(date(2026, 1, 1), "1350"),)
    )
    result = run(facts, plan_of(FLAT, to=SPLIT))
    credit = part_of(result).credits[0]
    assert (int(credit.converted), int(credit.amount), int(part_of(result, "bo").credits[0].amount)) == (74, 37, 37)
    assert credit.fx is not None
    assert credit.fx.rate == 1350
    assert credit.original == 1001


def test_the_rate_is_the_one_in_force_on_the_credit_date() -> None:
    record = deal("D1", date(2026, 3, 5), 10000)
    facts = replace(
        facts_of([record]),
        fx=(rate(date(2026, 1, 1), "1350"), rate(date(2026, 3, 5), "1400"), rate(date(2026, 3, 6), "1500")),
    )
    assert int(part_of(run(facts, plan_of(FLAT, "KRW"))).credits[0].amount) == 140000


def test_a_withdrawn_record_counts_for_nobody() -> None:
    first = deal("D1", date(2026, 3, 5), 10000, known_no=1)
    gone = replace(first, version_no=2, known_no=2, withdrawn=True)
    assert not part_of(run(facts_of([first, gone]))).credits
    assert part_of(run(facts_of([first, gone]).known_by(1))).total == 1000


def test_others_never_appear_but_as_partners_of_a_split() -> None:
    records = [
        deal("D1", date(2026, 3, 5), 10000, split=[("ann", Fraction(1, 2)), ("bo", Fraction(1, 2))]),
        deal("D2", date(2026, 3, 6), 777_777, owner="bo", split=[("bo", Fraction(1))]),
    ]
    facts = facts_of(records, assignments=[assigned("ann"), assigned("bo")])
    part = part_of(run(facts, plan_of(FLAT, to=SPLIT)))
    assert "777777" not in repr(part)
    assert part.credits[0].split == (("ann", Fraction(1, 2)), ("bo", Fraction(1, 2)))


def test_a_target_in_another_currency_blocks_and_says_so() -> None:
    plan = plan_of(
        """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd, ladder: window,
    applies: marginal, base_rate: {target_share: 100%}, tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]}"""
    )
    facts = facts_of([deal("D1", date(2026, 3, 5), 100)], Value("money", Money(1000, "USD")), Money(1000, "KRW"))
    part = part_of(run(facts, plan))
    assert part.components[0].total is None
    assert [fault.code for fault in part.faults] == ["target_currency"]
