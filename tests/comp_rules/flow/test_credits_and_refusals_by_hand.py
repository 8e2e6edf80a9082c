"""Records become credits, whole: every part of a credit, who is named without one, and which refusal explains best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Assignment, FxRate, RecordVersion, TerritoryRow, Value
from comp_rules.flow.calculation import records_by_type
from comp_rules.flow.credits_from_records import Credited, assignment_on, by_payee, credits_from_records
from comp_rules.flow.plan_versions import Days, Versions
from comp_rules.flow.records import Credit, FxUsed, RecordRef
from comp_rules.plan.compiled import AmountRule, CompiledPlan, CreditRule, Receiver
from comp_rules.plan.condition import Condition
from comp_rules.values.identity import Source
from comp_rules.values.money import Money
from tests.comp_rules.company import YEAR, deal, money, words
from tests.comp_rules.flow.team import days, holds, team, team_plan

DAY = date(2026, 3, 5)
MARCH = days(date(2026, 3, 1), date(2026, 3, 31))
PLAN = team_plan()
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
RULE = CreditRule(
    "sale", words("Sales"), "credit.sale", "deal", (), "close_date", "money", "amount", None, Receiver("owner")
)  # fmt: skip
SPLIT = replace(RULE, receiver=Receiver("split"))
PEOPLE = (holds("ann"), holds("bo"))


def plan_of(*rules: CreditRule) -> CompiledPlan:
    return replace(PLAN, credits=rules)


def credited(
    rules: Sequence[CreditRule],
    records: Sequence[RecordVersion],
    assignments: Sequence[Assignment] = PEOPLE,
    undated: bool = True,
    **facts: object,
) -> Credited:
    plan, result = plan_of(*rules), Credited()
    by_type = records_by_type(records)
    within = Days(Versions("reps", (plan,)), plan, MARCH, undated=undated)
    credits_from_records(plan, by_type, by_type, assignments, team(assignments, records, **facts), within, result)
    result.in_order()
    return result


def amounts(result: Credited) -> dict[str, list[int]]:
    return {row: [int(credit.amount) for credit in credits] for row, credits in result.credits.items()}


def codes(result: Credited) -> list[tuple[str, str, str]]:
    return [(one.payee, one.code, one.detail) for one in result.named]


def nobody(result: Credited) -> dict[str, tuple[str, str, str]]:
    return {key[1]: (code, looked.rule.name, detail) for key, (code, looked, detail) in result.nobody.items()}


def test_a_credit_says_everything_about_its_record() -> None:
    rates = (FxRate("f", "plan_rates", "EUR", "USD", Fraction(11, 10), date(2026, 3, 1), known_no=4),)
    rule = replace(SPLIT, odd_unit="last", split_total=Fraction(1))
    sold = replace(
        deal("D1", DAY, None, split=[("ann", HALF), ("bo", HALF)], amount=Value("money", Money(1235, "EUR"), "12.345")),
        booked_at="09:30:00", version_no=3,
    )  # fmt: skip
    result = credited([rule], [sold], fx=rates)
    used = FxUsed("plan_rates", date(2026, 3, 1), "EUR", "USD", Fraction(11, 10), Source("fx", "f", 4))
    # 12.35 EUR x 1.1 is 13.585, rounded once to 13.59, and the odd cent goes to the last
    ann = Credit(
        credit_id="sale/deal:D1/ann", rule="sale", label=words("Sales"),
        record=RecordRef("deal", "D1", 3, "Customer D1"), day=DAY, booked_at="09:30:00", basis="split", share=HALF,
        original=Fraction(1235), original_unit="money:EUR", original_text="12.345", fx=used, converted=Fraction(1359),
        amount=Fraction(679), unit="money:USD", split=(("ann", HALF), ("bo", HALF)), people_version=3, reverses=None,
        odd_unit="last", payee="ann", sources=(),
    )  # fmt: skip
    bo = replace(ann, credit_id="sale/deal:D1/bo", amount=Fraction(680), payee="bo")
    assert result.credits == {holds("ann").row_id: [ann], holds("bo").row_id: [bo]}
    assert result.versions == {"sale/deal:D1/ann": sold, "sale/deal:D1/bo": sold}
    assert result.people == result.versions
    assert (result.named, result.nobody, result.faults) == ([], {}, [])
    assert ann.chain == ()


@pytest.mark.parametrize(
    ("rule", "record", "amount", "unit", "basis"),
    [
        (RULE, deal("D1", DAY, 500), 500, "money:USD", "owner"),
        (replace(RULE, receiver=Receiver("field", "helper")),
         deal("D1", DAY, 500, owner="bo", helper=Value("person", "ann")), 500, "money:USD", "helper"),
        (replace(RULE, unit="count", amount_field=None, count_of=Fraction(2)), deal("D1", DAY, None), 2, "count",
         "owner"),
    ],
)  # fmt: skip
def test_a_credit_of_one_person_is_the_whole_record(
    rule: CreditRule, record: RecordVersion, amount: int, unit: str, basis: str
) -> None:
    ((credit,),) = credited([rule], [record]).credits.values()
    assert (credit.payee, credit.share, credit.amount, credit.converted, credit.unit, credit.basis, credit.fx) == (
        "ann", 1, amount, amount, unit, basis, None,
    )  # fmt: skip


def test_a_count_is_split_without_rounding() -> None:
    counted = replace(SPLIT, unit="count", amount_field=None, count_of=Fraction(1))
    result = credited([counted], [deal("D1", DAY, None, split=[("ann", THIRD), ("bo", 2 * THIRD)])])
    assert [credit.amount for credits in result.credits.values() for credit in credits] == [THIRD, 2 * THIRD]


def test_credits_come_by_date_then_booked_time_then_record_and_rule() -> None:
    other = replace(RULE, name="again")
    late, early = replace(deal("D1", DAY, 1), booked_at="10:00:00"), replace(deal("D9", DAY, 1), booked_at="09:00:00")
    unbooked, before = deal("D8", DAY, 1), replace(deal("D7", date(2026, 3, 4), 1), booked_at="23:00:00")
    midnight = replace(deal("D85", DAY, 1), booked_at="00:00:00")
    result = credited([RULE, other], [late, early, midnight, unbooked, before])
    (credits,) = result.credits.values()
    assert [(credit.record.record_id, credit.rule) for credit in credits] == [
        (record, rule) for record in ("D7", "D8", "D85", "D9", "D1") for rule in ("again", "sale")
    ]


def test_only_records_dated_within_the_days_are_looked_at() -> None:
    records = [
        deal("D1", date(2026, 2, 28), 1), deal("D2", date(2026, 3, 1), 2), deal("D3", date(2026, 3, 31), 3),
        deal("D4", date(2026, 4, 1), 4), deal("D5", None, 5), replace(deal("D6", DAY, 6), withdrawn=True),
    ]  # fmt: skip
    dated = credited([RULE], records, undated=False)
    assert amounts(dated) == {holds("ann").row_id: [2, 3]}
    assert (codes(dated), nobody(dated)) == ([], {})
    every = credited([RULE], records)
    assert (codes(every), nobody(every)) == ([("ann", "no_date", "")], {"D5": ("no_date", "sale", "")})


def test_a_rule_of_another_date_does_not_speak_for_a_day_that_is_not_its_own() -> None:
    signed = replace(RULE, name="signed", date_field="signed_on", conditions=(), amount_field="uplift")
    record = deal("D1", DAY, 500, signed_on=Value("date", date(2026, 4, 2)))
    result = credited([signed, RULE], [record])
    assert amounts(result) == {holds("ann").row_id: [500]}
    assert (codes(result), nobody(result)) == ([], {})
    elsewhere = credited([signed], [deal("D1", DAY, 500, signed_on=Value("date", date(2026, 4, 2)))])
    assert (elsewhere.credits, codes(elsewhere), nobody(elsewhere)) == ({}, [], {})


def test_of_two_assignments_the_one_of_the_day_is_credited_and_of_both_the_first() -> None:
    first, second = holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 10))), holds("ann", span=days(DAY, None))
    receivers = by_payee([second, *PEOPLE[1:], first])
    assert receivers == {"ann": [first, second], "bo": [PEOPLE[1]]}
    twins = [replace(first, row_id="b"), replace(first, row_id="a")]
    assert [one.row_id for one in by_payee(twins)["ann"]] == ["a", "b"]
    assert [assignment_on(receivers["ann"], date(2026, 3, day)) for day in (4, 5, 10, 11)] == [
        first, first, first, second,
    ]  # fmt: skip
    assert assignment_on(receivers["ann"], date(2025, 12, 31)) is None
    assert assignment_on(receivers["ann"], None) is None
    result = credited([RULE], [deal(f"D{n}", date(2026, 3, n), n) for n in (4, 11)], [second, first])
    assert amounts(result) == {first.row_id: [4], second.row_id: [11]}


@pytest.mark.parametrize(
    ("split", "total", "code", "detail"),
    [
        ([("ann", HALF), ("bo", THIRD)], 1, "split_total", "5/6 100%"),
        ([("ann", HALF)], 1, "split_total", "50% 100%"),
        ([("ann", Fraction(1)), ("bo", HALF)], 1, "split_total", "150% 100%"),
        ([("ann", Fraction(1))], 2, "split_total", "100% 200%"),
        ([("ann", HALF), ("bo", Fraction(0)), ("ann", HALF)], 1, "split_twice", "ann"),
        ([("ann", HALF), ("bo", HALF), ("bo", HALF), ("ann", -HALF)], 1, "split_twice", "ann, bo"),
        ([("ann", Fraction(3, 2)), ("bo", -HALF)], 1, "split_negative", ""),
        ([("ann", Fraction(0)), ("bo", Fraction(0))], 1, "no_receiver", ""),
    ],
)
def test_shares_that_cannot_be_right_name_everyone_and_credit_nobody(
    split: list[tuple[str, Fraction]], total: int, code: str, detail: str
) -> None:
    result = credited([replace(SPLIT, split_total=Fraction(total))], [deal("D1", DAY, 100, split=split, owner="ann")])
    assert result.credits == {}
    assert sorted(codes(result)) == [(payee, code, detail) for payee in sorted({name for name, _ in split})]
    assert nobody(result) == {"D1": (code, "sale", detail)}


def test_a_split_of_200_percent_gives_each_the_whole() -> None:
    both = [("ann", Fraction(1)), ("bo", Fraction(1))]
    result = credited([replace(SPLIT, split_total=Fraction(2))], [deal("D1", DAY, 101, split=both)])
    assert amounts(result) == {holds("ann").row_id: [101], holds("bo").row_id: [101]}


def test_a_reversal_is_split_as_what_it_takes_back_unless_that_never_counted() -> None:
    sold = deal("D1", date(2026, 2, 5), 101, split=[("ann", HALF), ("bo", HALF)])
    back = deal("D2", DAY, -101, split=[("bo", Fraction(1))], reverses="D1")
    result = credited([SPLIT], [sold, back])
    assert amounts(result) == {holds("ann").row_id: [-51], holds("bo").row_id: [-50]}
    ann = result.credits[holds("ann").row_id][0]
    assert (ann.reverses, ann.split, ann.people_version) == ("D1", (("ann", HALF), ("bo", HALF)), 1)
    assert result.people[ann.credit_id] is sold
    assert result.versions[ann.credit_id] is back
    undated = replace(sold, fields={name: value for name, value in sold.fields.items() if name != "close_date"})
    assert amounts(credited([SPLIT], [undated, back], undated=False)) == {holds("bo").row_id: [-101]}


def test_a_reversal_of_a_territory_goes_to_whoever_held_it_on_the_day_of_the_record() -> None:
    place = replace(RULE, receiver=Receiver("territory", "west"))
    rows = (
        TerritoryRow("r1", "west", (), "ann", days(date(2026, 1, 1), date(2026, 2, 28))),
        TerritoryRow("r2", "west", (), "bo", days(date(2026, 3, 1), None)),
    )
    records = [deal("D1", date(2026, 2, 5), 101), deal("D2", DAY, -101, reverses="D1"), deal("D3", DAY, 7)]
    result = credited([place], records, territories=rows)
    assert amounts(result) == {holds("ann").row_id: [-101], holds("bo").row_id: [7]}
    assert {credit.basis for credits in result.credits.values() for credit in credits} == {"west"}


#: what a person is told who is on a record and has no credit of it
LOCKED = [
    deal("D1", DAY, 100, split=[("ann", Fraction(1)), ("bo", Fraction(0))]),
    deal("D1", DAY, 100, split=[("ann", Fraction(0)), ("bo", Fraction(1))], version_no=2),
]


def test_a_named_person_is_told_whether_they_came_too_late_have_no_share_or_no_plan() -> None:
    assert codes(credited([SPLIT], LOCKED)) == [("bo", "people_locked", "ann")]
    assert codes(credited([SPLIT], LOCKED[:1])) == [("bo", "no_share", "ann")]
    # still without a share in the newest version: nothing was locked away from bo
    same = [LOCKED[0], replace(LOCKED[0], version_no=2)]
    assert codes(credited([SPLIT], [LOCKED[0], replace(LOCKED[1], split=LOCKED[0].split)])) == [
        ("bo", "no_share", "ann")
    ]
    assert codes(credited([SPLIT], same)) == [("bo", "no_share", "ann")]
    late = [holds("ann"), holds("bo", span=days(date(2026, 3, 6), None))]
    shared = deal("D1", DAY, 100, split=[("ann", HALF), ("bo", HALF)])
    result = credited([SPLIT], [shared], late)
    assert (codes(result), nobody(result)) == ([("bo", "not_assigned", "")], {})
    alone = credited([RULE], [deal("D1", DAY, 100, owner="bo")], late)
    assert (codes(alone), nobody(alone)) == ([("bo", "not_assigned", "")], {"D1": ("nobody_assigned", "sale", "")})
    owned = deal("D1", DAY, 100, owner="bo", split=[("ann", Fraction(1))])
    assert codes(credited([SPLIT], [owned])) == [("bo", "no_share", "ann")]


def test_people_whom_the_rule_does_not_look_at_are_not_named() -> None:
    helped = deal("D1", DAY, None, owner="ann", split=[("ann", Fraction(1))], helper=Value("person", "bo"))
    assert codes(credited([replace(RULE, receiver=Receiver("field", "helper"))], [helped])) == [("bo", "no_amount", "")]
    assert codes(credited([RULE], [helped])) == [("ann", "no_amount", "")]
    nobody_there = replace(RULE, receiver=Receiver("field", "partner"))
    result = credited([nobody_there], [helped])
    assert (codes(result), nobody(result)) == ([], {"D1": ("no_amount", "sale", "")})
    unowned = credited([RULE], [deal("D1", DAY, 100, owner=None)])
    assert (codes(unowned), nobody(unowned)) == ([], {"D1": ("no_receiver", "sale", "")})
    empty = credited([nobody_there], [deal("D1", DAY, 100, partner=Value("person", ""))])
    assert nobody(empty) == {"D1": ("no_receiver", "sale", "")}
    stranger = credited([RULE], [deal("D1", DAY, 100, owner="eve")])
    assert (codes(stranger), nobody(stranger)) == ([], {"D1": ("nobody_assigned", "sale", "")})


def test_a_record_that_one_rule_credits_is_refused_by_none() -> None:
    small = replace(RULE, name="small", conditions=(Condition("kind", "w", values=(Value("text", "small"),)),))
    for rules in ([RULE, small], [small, RULE]):
        result = credited(rules, [deal("D1", DAY, 100)])
        assert (amounts(result), codes(result), nobody(result)) == ({holds("ann").row_id: [100]}, [], {})


# -- which of several refusals explains best ---------------------------------------------------------------------------

MET = (
    Condition("stage", "a", values=(Value("text", "won"),)),
    Condition("customer", "b", excluded=(Value("text", "X"),)),
)
NOT_MET = Condition("kind", "c", values=(Value("text", "big"),))
WEST = Receiver("territory", "west")
TWO_ROWS = tuple(TerritoryRow(f"r{payee}", "west", (), payee, YEAR) for payee in ("ann", "bo"))
#: rules by what refuses the record below, each without conditions
FIRST_STEP = {
    "no_date": replace(RULE, date_field="signed_on"),
    "no_amount": replace(RULE, amount_field="price"),
    "amount_undefined": replace(RULE, amount_field=None, amount=AmountRule("minus", ("amount", "uplift"))),
}
SECOND_STEP = {
    "split_total": replace(SPLIT, split_total=Fraction(2)),
    "no_rate_of_exchange": replace(RULE, amount_field="in_won"),
    "no_receiver": replace(RULE, receiver=Receiver("field", "partner")),
    "no_territory": replace(RULE, receiver=Receiver("territory", "east")),
    "territory_twice": replace(RULE, receiver=WEST),
}
BAD_SPLITS = {
    "split_twice": [("ann", HALF), ("ann", HALF)],
    "split_negative": [("ann", Fraction(3, 2)), ("bo", -HALF)],
}
CONDITION = replace(RULE, name="other", conditions=(*MET, NOT_MET))
UNASSIGNED = replace(RULE, name="other", receiver=Receiver("field", "helper"))


def best(rule: CreditRule, other: CreditRule, split: Sequence[tuple[str, Fraction]] = (("ann", Fraction(1)),)) -> str:
    """The rule that speaks for a record that neither credits, whichever comes first."""
    record = deal(
        "D1", DAY, 100, split=split, uplift=Value("number", Fraction(1)), in_won=money(5, "KRW"),
        helper=Value("person", "eve"),
    )  # fmt: skip
    names = set()
    for rules in ([rule, other], [other, rule]):
        result = credited(rules, [record], territories=TWO_ROWS)
        assert result.credits == {}
        ((code, looked, _),) = result.nobody.values()
        names.add((code, looked.rule.name))
    ((code, name),) = names
    return code if name == rule.name else name


def second_steps() -> list[tuple[str, CreditRule, list[tuple[str, Fraction]]]]:
    whole = [("ann", Fraction(1))]
    return [(code, rule, whole) for code, rule in SECOND_STEP.items()] + [
        (code, SPLIT, split) for code, split in BAD_SPLITS.items()
    ]


@pytest.mark.parametrize("code", FIRST_STEP)
def test_a_missing_date_or_amount_explains_more_than_a_condition_and_less_than_shares(code: str) -> None:
    assert best(FIRST_STEP[code], CONDITION) == code
    further = replace(SPLIT, name="other", split_total=Fraction(2))
    assert best(replace(FIRST_STEP[code], conditions=MET), further) == "other"


@pytest.mark.parametrize(("code", "rule", "split"), second_steps())
def test_shares_rates_and_receivers_explain_more_than_an_amount_and_less_than_an_assignment(
    code: str, rule: CreditRule, split: list[tuple[str, Fraction]]
) -> None:
    lacking = replace(FIRST_STEP["no_amount"], name="other", conditions=MET)
    assert best(rule, lacking, split) == code
    assert best(replace(rule, conditions=MET), UNASSIGNED, split) == "other"


def test_of_two_conditions_the_one_that_came_later_explains_best_and_of_equals_the_first_rule() -> None:
    early = replace(RULE, conditions=(NOT_MET,))
    assert best(early, CONDITION) == "other"
    record = deal("D1", DAY, 100)
    twin = replace(early, name="twin")
    for rules in ([early, twin], [twin, early]):
        result = credited(rules, [record])
        assert [looked.rule.name for _, looked, _ in result.nobody.values()] == [rules[0].name]
        assert [(named.payee, named.looked.rule.name) for named in result.named] == [("ann", rules[0].name)]
