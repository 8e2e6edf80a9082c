"""What a record counts for, which conditions it meets and in which words: one record through one rule at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Company, RecordType, RecordVersion, TerritoryRow, Value
from comp_rules.flow.amount_from_record import RecordAmount, amount_of
from comp_rules.flow.qualified_from_records import Looked, field_label, look_at, record_ref, value_words, wanted_words
from comp_rules.flow.records import ConditionLook, RecordRef
from comp_rules.flow.row_from_facts import best_rows, fits
from comp_rules.plan.compiled import AmountRule, CreditRule, Receiver
from comp_rules.plan.condition import Condition
from comp_rules.values.money import Money
from comp_rules.values.words import Words
from tests.comp_rules.company import COMPANY, YEAR, deal, money, words
from tests.comp_rules.flow.team import days

DAY = date(2026, 3, 5)
WON = Condition("stage", "credit.sale.when.stage", values=(Value("text", "won"),))
LONG = Condition("term_months", "credit.sale.when.term_months", bounds=(("at_least", Value("number", Fraction(24))),))
RULE = CreditRule(
    "sale", words("Sales"), "credit.sale", "deal", (WON, LONG), "close_date", "money", "amount", None, Receiver("owner")
)  # fmt: skip


def number(value: int | Fraction) -> Value:
    return Value("number", Fraction(value))


def rule(how: str, *fields: str, by: str | None = None, unit: str = "money") -> CreditRule:
    return replace(RULE, amount_field=None, unit=unit, amount=AmountRule(how, fields, by))  # type: ignore[arg-type]


def record(fields: Mapping[str, Value], reverses: str | None = None) -> RecordVersion:
    return RecordVersion("deal", "D1", 1, 0, fields, reverses=reverses)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"a": money(1001), "b": number(Fraction(1, 2))}, RecordAmount(Fraction(501), "money:USD")),
        ({"a": money(-1001), "b": number(Fraction(1, 2))}, RecordAmount(Fraction(-501), "money:USD")),
        ({"a": number(3), "b": money(1001, "KRW")}, RecordAmount(Fraction(3003), "money:KRW")),
        ({"a": money(5), "b": money(5)}, RecordAmount(None, "money")),
        ({"a": number(3), "b": number(4)}, RecordAmount(None, "money")),
        ({"a": money(5)}, RecordAmount(None, "money", lacking="b")),
        ({"b": money(5)}, RecordAmount(None, "money", lacking="a")),
        ({"a": money(5), "b": Value("text", "two")}, RecordAmount(None, "money", lacking="b")),
    ],
)
def test_a_product_of_money_is_rounded_once_and_has_one_factor_of_money(
    fields: dict[str, Value], found: RecordAmount
) -> None:
    assert amount_of(rule("product", "a", "b"), record(fields)) == found


@pytest.mark.parametrize(
    ("divisor", "found"),
    [
        (number(7), RecordAmount(Fraction(429), "money:USD")),  # 1000 x 3 / 7 = 428.57
        (number(0), RecordAmount(None, "money")),
        (money(7), RecordAmount(None, "money")),
        (None, RecordAmount(None, "money", lacking="c")),
        (Value("text", "seven"), RecordAmount(None, "money", lacking="c")),
    ],
)
def test_a_product_over_a_third_field(divisor: Value | None, found: RecordAmount) -> None:
    fields = {"a": money(1000), "b": number(3), **({"c": divisor} if divisor else {})}
    assert amount_of(rule("product", "a", "b", by="c"), record(fields)) == found


@pytest.mark.parametrize(
    ("less", "found"),
    [
        (money(300), RecordAmount(Fraction(700), "money:USD")),
        (money(1300), RecordAmount(Fraction(-300), "money:USD")),
        (money(300, "KRW"), RecordAmount(None, "money")),
        (number(300), RecordAmount(None, "money")),
        (None, RecordAmount(None, "money", lacking="b")),
    ],
)
def test_a_difference_is_of_one_currency(less: Value | None, found: RecordAmount) -> None:
    fields = {"a": money(1000), **({"b": less} if less else {})}
    assert amount_of(rule("minus", "a", "b"), record(fields)) == found


def test_numbers_that_are_counted_stay_exact() -> None:
    fields = {"a": number(3), "b": number(Fraction(1, 2)), "c": number(4)}
    assert amount_of(rule("product", "a", "b", unit="count"), record(fields)) == RecordAmount(Fraction(3, 2), "count")
    assert amount_of(rule("minus", "b", "a", unit="count"), record(fields)) == RecordAmount(Fraction(-5, 2), "count")
    divided = rule("product", "a", "b", by="c", unit="count")
    assert amount_of(divided, record(fields)) == RecordAmount(Fraction(3, 8), "count")


def test_one_field_counts_with_the_text_of_its_source() -> None:
    exact = Value("money", Money(1235, "USD"), "12.345")
    assert amount_of(RULE, record({"amount": exact})) == RecordAmount(Fraction(1235), "money:USD", "12.345")
    named = rule("field", "amount")
    assert amount_of(named, record({"amount": money(7)})) == RecordAmount(Fraction(7), "money:USD")
    pieces = replace(RULE, unit="count", amount_field="pieces")
    whole = Value("number", Fraction(5, 2), "2.50")
    assert amount_of(pieces, record({"pieces": whole})) == RecordAmount(Fraction(5, 2), "count", "2.50")
    for fields in ({}, {"amount": number(5)}):
        assert amount_of(RULE, record(fields)) == RecordAmount(None, "money", lacking="amount")
    for fields in ({}, {"pieces": money(5)}):
        assert amount_of(pieces, record(fields)) == RecordAmount(None, "count", lacking="pieces")


def test_a_record_that_takes_one_back_counts_back() -> None:
    each = replace(RULE, unit="count", amount_field=None, count_of=Fraction(2))
    assert amount_of(each, record({})) == RecordAmount(Fraction(2), "count")
    assert amount_of(each, record({}, reverses="D0")) == RecordAmount(Fraction(-2), "count")


LONG_ENOUGH = number(24)


def won(day: date | None = DAY, minor: int | None = 500, stage: str = "won", **more: object) -> RecordVersion:
    term = {"term_months": LONG_ENOUGH} if more.pop("term", True) else {}
    return deal("D1", day, minor, stage=stage, **term, **more)  # type: ignore[arg-type]


def ref(version_no: int = 1) -> RecordRef:
    return RecordRef("deal", "D1", version_no, "Customer D1")


def test_a_record_that_qualifies_shows_everything_it_was_looked_at_for() -> None:
    version = won()
    looked = look_at(RULE, [version], COMPANY)
    assert looked == Looked(
        RULE, ref(), version, version, DAY, Fraction(500), "money:USD", None, None, 2, COMPANY, "", ()
    )  # fmt: skip
    stage = ConditionLook("stage", words("stage"), words("won"), words("won"), "met")
    term = ConditionLook("term_months", words("term months"), Words("24 or more", "24 이상"), words("24"), "met")
    assert looked.conditions == (stage, term)
    assert replace(looked, company=None).conditions == ()


@pytest.mark.parametrize(
    ("version", "code", "met", "day", "amount", "lacking"),
    [
        (won(stage="open"), "condition", 0, DAY, 500, ""),
        (won(term=False), "condition", 1, DAY, 500, ""),
        (won(None, None, stage="open"), "condition", 0, None, 0, "amount"),
        (won(None, None), "no_date", 2, None, 0, "amount"),
        (won(None), "no_date", 2, None, 500, ""),
        (won(minor=None), "no_amount", 2, DAY, 0, "amount"),
        (replace(won(), fields={**won().fields, "close_date": Value("text", "soon")}), "no_date", 2, None, 500, ""),
    ],
)
def test_what_a_record_lacks_first_is_what_is_said(
    version: RecordVersion, code: str, met: int, day: date | None, amount: int, lacking: str
) -> None:
    looked = look_at(RULE, [version], COMPANY)
    assert (looked.code, looked.met, looked.day, looked.amount, looked.lacking) == (code, met, day, amount, lacking)
    assert looked.people is version


def test_an_amount_that_cannot_be_made_is_undefined_and_not_lacking() -> None:
    looked = look_at(rule("minus", "amount", "uplift"), [won(uplift=number(1))], COMPANY)
    assert (looked.code, looked.amount, looked.lacking) == ("amount_undefined", 0, "")


def test_after_a_condition_that_says_no_the_others_are_not_looked_at() -> None:
    looked = look_at(RULE, [won(stage="lost_deal", term=False)], COMPANY)
    assert [(look.found, look.state) for look in looked.conditions] == [
        (words("lost deal"), "not_met"),
        (Words("empty", "비어 있음"), "not_looked_at"),
    ]


@pytest.mark.parametrize(
    "early",
    [won(stage="open", owner="bo"), won(None, owner="bo"), won(minor=None, owner="bo"), won(owner="bo", term=False)],
)
def test_people_are_locked_by_the_first_version_with_conditions_day_and_amount(early: RecordVersion) -> None:
    first = won(owner="cy", version_no=2)
    newest = won(owner="di", version_no=3)
    assert look_at(RULE, [early, first, newest], COMPANY).people is first
    assert look_at(replace(RULE, people="follows"), [early, first, newest], COMPANY).people is newest
    lost = won(stage="open", version_no=4)
    assert look_at(RULE, [early, first, newest, lost], COMPANY).people is lost


def test_a_record_is_called_by_its_title_field_or_its_id() -> None:
    named, plain = won(version_no=4), RecordVersion("deal", "D9", 2, 0, {})
    assert record_ref(named, COMPANY) == ref(4)
    assert record_ref(plain, COMPANY) == RecordRef("deal", "D9", 2, "D9")
    untitled = replace(COMPANY, record_types={"deal": RecordType("deal", words("deal"), {})})
    assert record_ref(named, untitled).title == "D1"
    assert record_ref(replace(named, record_type="lead"), COMPANY).title == "D1"


def test_a_field_is_called_by_its_label_or_its_name_with_spaces() -> None:
    fields = {"amount": replace(COMPANY.record_types["deal"].fields["amount"], label=Words("Price", "가격"))}
    company = Company("C", {"deal": RecordType("deal", words("deal"), fields)}, {}, {}, {}, {})
    assert field_label("deal", "amount", company) == Words("Price", "가격")
    assert field_label("deal", "net_amount", company) == words("net amount")
    assert field_label("lead", "amount", company) == words("amount")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Words("empty", "비어 있음")),
        (Value("yes_no", True), Words("yes", "예")),
        (Value("yes_no", False), Words("no", "아니요")),
        (money(123456), words("1234.56 USD")),
        (money(5, "KRW"), words("5 KRW")),
        (Value("date", DAY), words("2026-03-05")),
        (Value("percent", Fraction(1, 8)), words("12.5%")),
        (Value("number", Fraction(25, 2)), words("12.5")),
        (number(12), words("12")),
        (Value("text", "closed_won"), words("closed won")),
        (Value("person", "ann_lee"), words("ann_lee")),
    ],
)
def test_a_value_is_printed_plainly(value: Value | None, expected: Words) -> None:
    assert value_words(value) == expected


TEN, TWENTY = number(10), number(20)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"missing": True}, Words("nothing", "없음")),
        ({"values": (Value("text", "a_b"), Value("text", "c"))}, Words("a b or c", "a b 또는 c")),
        ({"excluded": (Value("text", "a"), Value("text", "c"))}, Words("anything but a or c", "a 또는 c 외")),
        ({"bounds": (("at_least", TEN), ("under", TWENTY))}, Words("10 or more and less than 20", "10 이상, 20 미만")),
        ({"bounds": (("above", TEN), ("at_most", TWENTY))}, Words("more than 10 and 20 or less", "10 초과, 20 이하")),
    ],
)
def test_what_a_condition_wants_is_printed_in_words(more: dict[str, object], expected: Words) -> None:
    assert wanted_words(Condition("kind", "when.kind", **more)) == expected  # type: ignore[arg-type]


def held(payee: str, *facts: tuple[str, str], territory: str = "west", first: date = YEAR.first) -> TerritoryRow:
    stated = tuple((name, (Value("text", text),)) for name, text in facts)
    return TerritoryRow(f"r-{payee}-{len(facts)}", territory, stated, payee, days(first, date(2026, 12, 31)))


def test_a_territory_is_held_by_the_rows_that_state_most_on_the_credit_date() -> None:
    by_place = replace(RULE, conditions=(), receiver=Receiver("territory", "west"))
    sold = deal("D1", DAY, 100, kind=Value("text", "big"))
    wide, narrow = held("ann"), held("bo", ("kind", "big"))
    other, small, later = held("cy", ("kind", "big"), territory="east"), held("di", ("kind", "small")), held(
        "ed", ("kind", "big"), ("stage", "won"), first=date(2026, 3, 6)
    )  # fmt: skip
    assert look_at(by_place, [sold], COMPANY, [wide, narrow, other, small, later]).held_by == ("bo",)
    assert look_at(by_place, [sold], COMPANY, [wide, other, small, later]).held_by == ("ann",)
    twice = [held("zed", ("kind", "big")), narrow, narrow]
    assert look_at(by_place, [sold], COMPANY, twice).held_by == ("bo", "zed")
    assert look_at(by_place, [sold], COMPANY, [small]).held_by == ()
    assert look_at(by_place, [deal("D1", None, 100)], COMPANY, [wide]).held_by == ()
    assert look_at(replace(by_place, receiver=Receiver("owner")), [sold], COMPANY, [wide]).held_by == ()
    assert look_at(replace(by_place, receiver=Receiver("field", "west")), [sold], COMPANY, [wide]).held_by == ()


def test_the_facts_of_locked_people_choose_the_territory() -> None:
    by_place = replace(RULE, conditions=(), receiver=Receiver("territory", "west"))
    first = deal("D1", DAY, 100, kind=Value("text", "big"))
    newest = deal("D1", DAY, 100, kind=Value("text", "small"), version_no=2)
    rows = [held("ann", ("kind", "big")), held("bo", ("kind", "small"))]
    assert look_at(by_place, [first, newest], COMPANY, rows).held_by == ("ann",)
    assert look_at(replace(by_place, people="follows"), [first, newest], COMPANY, rows).held_by == ("bo",)


def test_a_row_fits_when_each_fact_it_states_is_one_of_its_values() -> None:
    big = {"kind": Value("text", "big"), "term": number(12)}
    several = TerritoryRow("r", "t", (("kind", (Value("text", "small"), Value("text", "big"))),), "ann", YEAR)
    assert fits(several, big)
    assert not fits(several, {"kind": Value("text", "huge")})
    assert not fits(several, {})
    assert not fits(replace(several, facts=(*several.facts, ("term", (number(6),)))), big)
    assert fits(replace(several, facts=(("term", (number(12),)),)), big)
    assert not fits(replace(several, facts=(("term", (Value("text", "12"),)),)), big)
    any_of, one, two = held("ann"), held("bo", ("kind", "big")), held("cy", ("kind", "big"))
    none = held("di", ("kind", "small"))
    assert best_rows([none, any_of, one, two], big) == [one, two]
    assert best_rows([none, any_of, one, two], big, "first_row") == [any_of]
    assert best_rows([none], big) == []
    assert best_rows([none], big, "first_row") == []
