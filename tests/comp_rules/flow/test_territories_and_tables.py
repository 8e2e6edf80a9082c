"""Who holds the territory of a record, which rate a table gives it, and what its amount is made of."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Person, TableRow, TerritoryRow, Value
from comp_rules.values.money import Money
from comp_rules.values.period import Span
from tests.comp_rules.company import YEAR, deal
from tests.comp_rules.flow.team import SALE, days, holds, part, reports, rollup, run, team, team_plan

DAY = date(2026, 3, 5)


def text(value: str) -> Value:
    return Value("text", value)


def area(row_id: str, payee: str, *facts: tuple[str, str], span: Span = YEAR) -> TerritoryRow:
    return TerritoryRow(row_id, "region", tuple((name, (text(value),)) for name, value in facts), payee, span)


AREAS = team_plan(credit=SALE.replace("TO", "to: {territory: region}"))


def test_the_row_that_states_most_facts_holds_the_record() -> None:
    rows = (area("t1", "ann", ("kind", "new")), area("t2", "bo", ("kind", "new"), ("customer", "Customer D1")))
    records = [deal(name, DAY, 100, kind=text("new")) for name in ("D1", "D2")]
    result = run([AREAS], team([holds("ann"), holds("bo")], records, territories=rows))
    assert [c.record.record_id for c in part(result, "bo").credits] == ["D1"]
    assert [c.record.record_id for c in part(result, "ann").credits] == ["D2"]
    assert part(result, "bo").credits[0].basis == "region"


def test_a_record_that_no_row_describes_belongs_to_nobody_and_says_so() -> None:
    result = run(
        [AREAS], team([holds("ann")], [deal("D1", DAY, 100)], territories=(area("t", "ann", ("kind", "new")),))
    )
    assert [(u.record.record_id, u.code) for u in result.uncredited] == [("D1", "no_territory")]
    assert "region" in result.uncredited[0].sentence.en


def test_two_rows_that_fit_equally_well_are_a_fault() -> None:
    rows = (area("t1", "ann", ("kind", "new")), area("t2", "bo", ("customer", "Customer D1")))
    result = run([AREAS], team([holds("ann"), holds("bo")], [deal("D1", DAY, 100, kind=text("new"))], territories=rows))
    assert [fault.code for fault in result.faults] == ["territory_twice"]
    assert [refusal.code for refusal in part(result, "bo").refusals] == ["territory_twice"]


def test_a_territory_is_that_of_the_credit_date() -> None:
    rows = (
        area("t1", "ann", span=days(date(2026, 1, 1), date(2026, 3, 5))),
        area("t2", "bo", span=days(date(2026, 3, 6), None)),
    )
    records = [deal("D1", DAY, 100), deal("D2", date(2026, 3, 6), 100)]
    result = run([AREAS], team([holds("ann"), holds("bo")], records, territories=rows))
    assert [c.record.record_id for c in part(result, "ann").credits] == ["D1"]
    assert [c.record.record_id for c in part(result, "bo").credits] == ["D2"]


TABLE = (
    "rates: {{label: {{en: Rates, ko: 요율}}, facts: [{facts}], pick: {pick}, otherwise: {otherwise}, "
    "entries: {entries}}}"
)
BY_TABLE = "  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: sale, rate: {table: rates}}"
ENTRIES = "[{kind: new, rate: 5%}, {kind: new, payee.grade: senior, rate: 7%}, {kind: [up, cross], rate: 2%}]"


def priced(entries: str = ENTRIES, pick: str = "most_specific", otherwise: str = "fault") -> object:
    table = TABLE.format(facts="kind, payee.grade", pick=pick, otherwise=otherwise, entries=entries)
    return team_plan(earn=BY_TABLE, tables=table)


@pytest.mark.parametrize(
    ("grade", "kind", "plan", "amount"),
    [
        ("", "new", priced(), 5_00),
        ("senior", "new", priced(), 7_00),
        ("senior", "new", priced(pick="first_row"), 5_00),
        ("", "cross", priced(), 2_00),
        ("", "other", priced(otherwise="1%"), 1_00),
    ],
)
def test_a_table_gives_the_rate_of_the_row_that_fits_best(grade: str, kind: str, plan: object, amount: int) -> None:
    facts = team([holds("ann", grade=grade)], [deal("D1", DAY, 100_00, kind=text(kind))])
    assert part(run([plan], facts), "ann").total == amount


def test_a_rate_that_cannot_be_found_or_is_there_twice_blocks_and_is_named() -> None:
    facts = team([holds("ann")], [deal("D1", DAY, 100_00, kind=text("other"))])
    missing = part(run([priced()], facts), "ann")
    assert (missing.components[0].total, [fault.code for fault in missing.faults]) == (None, ["rate_missing"])
    assert "“Rates”" in missing.faults[0].say("en")
    twice = priced("[{kind: new, rate: 5%}, {payee.grade: senior, rate: 7%}]")
    senior = team([holds("ann", grade="senior")], [deal("D1", DAY, 100_00, kind=text("new"))])
    assert [fault.code for fault in part(run([twice], senior), "ann").faults] == ["rate_twice"]


def test_uploaded_rows_hold_on_the_credit_date() -> None:
    plan = priced("uploaded")
    rows = (
        TableRow("u1", "rates", (), Value("percent", Fraction(3, 100)), "percent", days(date(2026, 1, 1), DAY)),
        TableRow("u2", "rates", (), Value("percent", Fraction(4, 100)), "percent", days(date(2026, 3, 6), None)),
    )
    records = [deal("D1", DAY, 100_00), deal("D2", date(2026, 3, 6), 100_00)]
    lines = part(run([plan], team([holds("ann")], records, table_rows=rows)), "ann").lines
    assert [line.amount for line in lines] == [3_00, 4_00]
    assert [o.source.ref for line in lines for o in line.operands if o.role == "rate"] == ["u1", "u2"]


def test_a_spread_is_the_own_rate_less_that_of_the_person_next_below() -> None:
    table = TABLE.format(
        facts="payee.grade", pick="most_specific", otherwise="fault",
        entries="[{payee.grade: agent, rate: 5%}, {payee.grade: lead, rate: 8%}, {payee.grade: head, rate: 9%}]",
    )  # fmt: skip
    spread = "  over: {label: {en: Spread, ko: 차액}, kind: override, pays_on: team, spread: rates}"
    managers = team_plan("managers", rollup(levels="all"), spread, tables=table)
    chain = (reports("ann", "tim"), reports("tim", "hal"))
    people = [
        holds("ann", grade="agent"),
        holds("tim", "managers", grade="lead"),
        holds("hal", "managers", grade="head"),
    ]
    result = run([team_plan(), managers], team(people, [deal("D1", DAY, 1000_00)], hierarchy=chain))
    assert {payee: part(result, payee).total for payee in ("tim", "hal")} == {"tim": 30_00, "hal": 10_00}


@pytest.mark.parametrize(("day", "amount"), [(date(2026, 3, 14), 2_00), (date(2026, 3, 15), 1_00)])
def test_months_are_counted_from_the_hire_date(day: date, amount: int) -> None:
    by_month = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: {since: hire},
    ladder: each_credit, applies: whole, tiers: [{from: 1, rate: 2%}, {from: 3, rate: 1%}]}"""
    people = (Person("p", "ann", "Ann", date(2026, 1, 15)),)
    facts = team([holds("ann")], [deal("D1", day, 100_00)], people=people)
    assert part(run([team_plan(earn=by_month)], facts), "ann").total == amount


def number(value: int) -> Value:
    return Value("number", Fraction(value))


@pytest.mark.parametrize(
    ("how", "fields", "amount"),
    [
        ("{product: [amount, qty], divided_by: parts}", {"qty": number(1), "parts": number(3)}, 33_33),
        ("{product: [amount, qty], divided_by: parts}", {"qty": number(-1), "parts": number(3)}, -33_33),
        ("{minus: [amount, cost]}", {"cost": Value("money", Money(40_00, "USD"))}, 60_00),
        ("{minus: [amount, cost]}", {"cost": Value("money", Money(40_00, "EUR"))}, None),
        ("{product: [amount, qty], divided_by: parts}", {"qty": number(1), "parts": number(0)}, None),
    ],
)
def test_an_amount_of_several_fields_is_exact_and_rounded_once(
    how: str, fields: dict[str, Value], amount: int | None
) -> None:
    plan = team_plan(credit=SALE.replace("amount: amount, TO", f"amount: {how}, to: owner"))
    ann = part(run([plan], team([holds("ann")], [deal("D1", DAY, 100_00, **fields)])), "ann")
    assert [int(credit.amount) for credit in ann.credits] == ([] if amount is None else [amount])
    assert [refusal.code for refusal in ann.refusals] == (["amount_undefined"] if amount is None else [])


def test_a_field_that_is_missing_is_named() -> None:
    plan = team_plan(credit=SALE.replace("amount: amount, TO", "amount: {minus: [amount, cost]}, to: owner"))
    ann = part(run([plan], team([holds("ann")], [deal("D1", DAY, 100_00)])), "ann")
    assert [(refusal.code, "cost" in refusal.sentence.en) for refusal in ann.refusals] == [("no_amount", True)]
