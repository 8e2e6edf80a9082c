"""Rates of exchange and of tables for one credit, and reversals that cannot be right: all of it worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Assignment, FxRate, RecordVersion, TableRow, Value
from comp_rules.flow.calculation import records_by_type
from comp_rules.flow.converted import converted, rate_between
from comp_rules.flow.faults_from_reversals import faults_from_reversals
from comp_rules.flow.fields_from_steps import fields_read
from comp_rules.flow.rates_from_tables import Rate, TablesUsed, facts_of_person, rate_of, rates_of, tables_used
from comp_rules.flow.records import FxUsed
from comp_rules.kernel.steps import AnyStep, Each, Edge, Factor, Frame, Number, Pay, Restate, Slice
from comp_rules.kernel.world import Known, Missing
from comp_rules.plan.compiled import CompiledPlan, CreditRule, FxRule, RateTable, Receiver, TableEntry
from comp_rules.values.fault import Place
from comp_rules.values.identity import Source
from comp_rules.values.period import month_of
from tests.comp_rules.company import YEAR, deal, money, words
from tests.comp_rules.flow.team import days, holds, team_plan

DAY = date(2026, 3, 5)
PLAN = team_plan()


# -- exchange ----------------------------------------------------------------------------------------------------------


def fx(rate: str, day: date = date(2026, 3, 1), one: str = "EUR", currency: str = "USD", **more: object) -> FxRate:
    return FxRate(
        **{"row_id": "f", "table": "plan_rates", **more}, one=one, currency=currency, rate=Fraction(rate), day=day
    )  # type: ignore[arg-type]


def used(row: FxRate) -> FxUsed:
    return FxUsed(row.table, row.day, row.one, row.currency, row.rate, Source("fx", row.row_id, row.known_no))


def test_a_rate_is_read_in_either_direction_between_minor_units() -> None:
    won = fx("1350", one="USD", currency="KRW", known_no=7)
    # 10,001 won are 7.408 dollars: one won is 100/1350 cents
    assert rate_between("KRW", DAY, PLAN, [won]) == (Fraction(100, 1350), used(won))
    assert converted(Fraction(10_001), "KRW", DAY, PLAN, [won]) == (741, used(won))
    into_won = replace(PLAN, currency="KRW")
    assert rate_between("USD", DAY, into_won, [won]) == (Fraction(1350, 100), used(won))
    assert converted(Fraction(-37), "USD", DAY, into_won, [won]) == (-500, used(won))
    euro = fx("11/10")
    assert converted(Fraction(1235), "EUR", DAY, PLAN, [euro]) == (1359, used(euro))


def test_the_newest_row_up_to_the_day_counts_and_of_one_day_the_one_learnt_last() -> None:
    old, new, late = fx("1"), fx("2", DAY, row_id="g"), fx("3", date(2026, 3, 6))
    corrected = fx("4", DAY, row_id="h", known_no=2)
    for rows in ([old, new, late], [late, new, old]):
        assert rate_between("EUR", DAY, PLAN, rows) == (2, used(new))
    for rows in ([old, new, corrected], [corrected, new, old]):
        assert rate_between("EUR", DAY, PLAN, rows) == (4, used(corrected))
    assert rate_between("EUR", DAY, PLAN, [late]) is None
    assert converted(Fraction(1), "EUR", DAY, PLAN, [late]) is None


def test_only_the_pair_in_the_plans_table_counts() -> None:
    others = [fx("2", table="market"), fx("2", one="GBP"), fx("2", currency="KRW")]
    assert rate_between("EUR", DAY, PLAN, others) is None
    assert rate_between("EUR", DAY, PLAN, [*others, fx("3")]) == (3, used(fx("3")))
    assert rate_between("EUR", DAY, replace(PLAN, fx=None), [fx("3")]) is None


@pytest.mark.parametrize(
    ("as_of", "calculate", "rate"),
    [("credit_date", "month", 3), ("period_end", "month", 4), ("period_end", "quarter", 5), ("year_start", "month", 2)],
)
def test_the_day_of_the_rate_is_what_the_plan_says(as_of: str, calculate: str, rate: int) -> None:
    rows = [
        fx("1", date(2025, 12, 31)), fx("2", date(2026, 1, 1)), fx("3", date(2026, 2, 5)), fx("4", date(2026, 2, 28)),
        fx("5", date(2026, 3, 31)), fx("6", date(2026, 4, 1)),
    ]  # fmt: skip
    plan = replace(PLAN, calculate=calculate, fx=FxRule("plan_rates", as_of, "fx"))  # type: ignore[arg-type]
    found = rate_between("EUR", date(2026, 2, 5), plan, rows)
    assert found is not None
    assert found[0] == rate


# -- tables ------------------------------------------------------------------------------------------------------------


def text(value: str) -> Value:
    return Value("text", value)


def entry(rate: int, *facts: tuple[str, str], span: object = None, path: str = "", rate_path: str = "r") -> TableEntry:
    stated = tuple((name, (text(value),)) for name, value in facts)
    return TableEntry(stated, Number(Fraction(rate, 100), "percent", rate_path), span, path)  # type: ignore[arg-type]


def table(name: str = "rates", **more: object) -> RateTable:
    usual = {"entries": (), "otherwise": None, "pick": "most_specific", "form": ""}
    return RateTable(name, words(name), f"tables.{name}", ("kind", "payee.grade"), **{**usual, **more})  # type: ignore[arg-type]


BIG = {"kind": text("big"), "payee.grade": text("senior")}
ANY, KIND, BOTH = entry(1), entry(2, ("kind", "big")), entry(3, ("kind", "big"), ("payee.grade", "senior"))


def percent(rate: int, path: str = "r") -> Known:
    return Known(Fraction(rate, 100), Source("plan", path), "percent")


@pytest.mark.parametrize(
    ("entries", "pick", "found"),
    [
        ((ANY, KIND, BOTH), "most_specific", percent(3)),
        ((ANY, KIND, BOTH), "first_row", percent(1)),
        ((KIND, entry(4, ("payee.grade", "senior"))), "most_specific", Missing("rate_twice", "rates", DAY)),
        ((entry(5, ("kind", "small")),), "most_specific", Missing("rate_missing", "rates", DAY)),
        ((entry(6, span=days(DAY, DAY)), entry(7, span=days(date(2026, 3, 6), None))), "most_specific", percent(6)),
        ((entry(8, path="tables.rates.entries[0]", rate_path=""),), "first_row", percent(8, "tables.rates.entries[0]")),
    ],
)
def test_the_entry_that_fits_gives_its_rate_with_its_place(
    entries: tuple[TableEntry, ...], pick: str, found: Rate
) -> None:
    assert rate_of(table(entries=entries, pick=pick), "USD", BIG, DAY, ()) == found


def test_what_no_entry_fits_has_the_rate_that_holds_otherwise() -> None:
    otherwise = table(entries=(entry(5, ("kind", "small")),), otherwise=Number(Fraction(9), "money", "o"))
    assert rate_of(otherwise, "USD", BIG, DAY, ()) == Known(Fraction(9), Source("plan", "o"), "money")


def row(rate: Value, form: str = "percent", name: str = "rates", span: object = YEAR, kind: str = "big") -> TableRow:
    return TableRow(f"r-{kind}", name, (("kind", (text(kind),)),), rate, form, span, known_no=3)  # type: ignore[arg-type]


TENTH = Value("percent", Fraction(1, 10))
ORIGIN = Source("table", "r-big", 3)


@pytest.mark.parametrize(
    ("rows", "form", "found"),
    [
        ([row(TENTH), row(TENTH, kind="small")], "", Known(Fraction(1, 10), ORIGIN, "percent")),
        ([row(TENTH)], "percent", Known(Fraction(1, 10), ORIGIN, "percent")),
        ([row(TENTH)], "times", Missing("rate_unit", "rates", DAY)),
        ([row(money(60_00), "money")], "", Known(60_00, ORIGIN, "money")),
        ([row(money(60, "KRW"), "money")], "", Missing("rate_unit", "rates", DAY)),
        ([row(text("much"))], "", Missing("rate_unit", "rates", DAY)),
        ([row(TENTH, name="others"), row(TENTH, span=days(date(2026, 3, 6), None))], "",
         Missing("rate_missing", "rates", DAY)),
        ([row(TENTH), row(TENTH)], "", Missing("rate_twice", "rates", DAY)),
    ],
)  # fmt: skip
def test_an_uploaded_row_of_the_table_and_day_gives_its_rate(rows: list[TableRow], form: str, found: Rate) -> None:
    assert rate_of(table(entries=None, form=form), "USD", BIG, DAY, rows) == found


def test_each_table_is_read_with_the_facts_of_the_receiver_and_for_spreads_of_the_person_below() -> None:
    one, two = table("one", entries=(entry(1, ("payee.grade", "junior")), entry(2, ("payee.grade", "senior")))), table(
        "two", entries=(entry(3, ("kind", "big")),)
    )  # fmt: skip
    both = TablesUsed((one, two), frozenset({"one"}))
    fields, senior, junior = {"kind": text("big")}, {"payee.grade": text("senior")}, {"payee.grade": text("junior")}
    assert rates_of(both, "USD", fields, DAY, senior, junior, ()) == {
        "one": percent(2), "one:below": percent(1), "two": percent(3),
    }  # fmt: skip
    assert rates_of(both, "USD", fields, DAY, junior, None, ()) == {"one": percent(1), "two": percent(3)}
    assert rates_of(both, "USD", fields, DAY, {}, {}, ()) == {
        "one": Missing("rate_missing", "one", DAY), "one:below": Missing("rate_missing", "one", DAY), "two": percent(3),
    }  # fmt: skip


def test_the_tables_of_a_plan_are_those_its_lines_read_also_by_tier_and_in_context() -> None:
    def pay(name: str, *factors: Factor, context: tuple[Factor, ...] = ()) -> Pay:
        return Pay(name=name, path="p", component="c", lines="l", factors=factors, context=context)

    plain, inner = Factor("rate", "table", "ratio", "a"), Factor("rate", "table", "ratio", "b")
    by_tier = Factor("rate", "by_tier", "ratio", choices=(Factor("rate", "literal", "ratio", "z"), inner))
    spread = Factor("rate", "spread", "ratio", "c")
    steps: tuple[AnyStep, ...] = (
        Each(name="l", path="p", component="c", credit="sale"),
        pay("one", plain, Factor("credit", "credit", "money", "y")), pay("two", by_tier, context=(spread,)),
    )  # fmt: skip
    tables = tuple(table(name) for name in "zycba")
    found = tables_used(replace(PLAN, tables=tables, steps=steps))
    assert ([used.name for used in found.tables], found.spread) == (["c", "b", "a"], frozenset({"c"}))
    assert tables_used(replace(PLAN, tables=tables, steps=())) == TablesUsed((), frozenset())


def test_the_fields_that_come_along_with_a_credit_are_those_that_tiers_edges_and_lines_read() -> None:
    def at(field: str) -> Edge:
        return Edge(Fraction(0), "money", True, "p", field)

    def field(name: str) -> Factor:
        return Factor("rate", "record_field", "ratio", name)

    each = Each(name="l", path="p", component="c", credit="sale", tier_field="since:hire")
    assert fields_read([each, replace(each, tier_field="term"), each, replace(each, tier_field=None)]) == (
        "since:hire", "term",
    )  # fmt: skip
    # an edge at a number reads no field
    numbers = replace(each, tier_field=None, edges=(at(""), at("floor")))
    cut = Slice(name="s", path="p", component="c", credit="sale", running=None, quota=None, edges=(at(""), at("price")))
    again = Restate(
        name="r", path="p", component="c", credit="sale", tier="t", frame=Frame("month"), edges=(at("goal"),)
    )
    assert fields_read([again, numbers, cut]) == ("goal", "floor", "price")
    by_tier = Factor("rate", "by_tier", "ratio", "z", choices=(field("margin"), Factor("rate", "table", "ratio", "y")))
    pay = Pay(name="n", path="p", component="c", lines="l", factors=(field("fee"), by_tier), context=(field("months"),))
    assert fields_read([pay, cut]) == ("fee", "margin", "months", "price")
    assert fields_read([]) == ()


def test_grade_and_title_are_those_of_the_assignment_that_pays_and_else_of_the_first_that_states_them() -> None:
    def person(row: str, grade: str = "", title: str = "", span: object = YEAR) -> Assignment:
        return replace(holds("ann"), row_id=row, grade=grade, title=title, span=span)  # type: ignore[arg-type]

    early = person("b", "junior", "rep", days(date(2026, 1, 1), None))
    late, twin = person("a", "senior", "lead", days(date(2026, 2, 1), None)), replace(early, row_id="a", grade="middle")
    gone = person("c", "chief", "boss", days(date(2025, 1, 1), date(2026, 3, 4)))
    nobody = person("z")

    def found(*held: Assignment, own: Assignment | None = None) -> tuple[object, ...]:
        values = facts_of_person(held, DAY, own)
        assert all(value.type == "text" for value in values.values())
        return tuple(values[name].data if name in values else None for name in ("payee.grade", "payee.title"))

    assert found(late, gone, early) == ("junior", "rep")
    assert found(late, gone, early, own=late) == ("senior", "lead")
    assert found(early, twin) == ("middle", "rep")
    assert found(late, early, own=nobody) == ("junior", "rep")
    assert found(late, own=gone) == ("chief", "boss")
    assert found(gone) == (None, None)
    assert facts_of_person([], DAY) == {}


# -- reversals ---------------------------------------------------------------------------------------------------------

RULE = CreditRule(
    "sale", words("Sales"), "credit.sale", "deal", (), "close_date", "money", "amount", None, Receiver("owner")
)  # fmt: skip
MARCH = month_of(DAY)
SOLD = deal("D1", date(2026, 2, 5), 100_00)


def plan_of(*rules: CreditRule) -> CompiledPlan:
    return replace(PLAN, credits=rules)


def back(
    minor: int | None, number: str = "R1", of: str = "D1", day: date | None = DAY, **more: object
) -> RecordVersion:
    return replace(deal(number, day, minor, reverses=of), **more)  # type: ignore[arg-type]


def codes(records: Sequence[RecordVersion], *rules: CreditRule) -> list[tuple[str, str]]:
    faults = faults_from_reversals([plan_of(*(rules or (RULE,)))], records_by_type(records), MARCH)
    return [(fault.code, fault.say("en").split()[0]) for fault in faults]


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([SOLD, back(-100_00)], []),
        ([SOLD, back(-100_01)], [("reverses_too_much", "What")]),
        ([SOLD, back(-60_00), back(-40_00, "R2")], []),
        # each of the two that together take back more is named
        ([SOLD, back(-60_00), back(-40_01, "R2")], [("reverses_too_much", "What")] * 2),
        ([SOLD, back(-60_00), back(-40_01, "R2", withdrawn=True)], []),
        ([SOLD, back(-60_00), back(-40_01, "R2", of="D2")], [("reverses_unknown", "R2")]),
        ([SOLD, back(-60_00), back(None, "R2")], []),
        ([SOLD, back(1)], [("reverses_adds", "R1")]),
        ([SOLD, back(0)], []),
        ([back(-5)], [("reverses_unknown", "R1")]),
        ([replace(SOLD, withdrawn=True), back(-5)], [("reverses_unknown", "R1")]),
        ([deal("D1", date(2026, 2, 5), None), back(-5)], []),
        ([SOLD, back(None)], []),
        ([SOLD, back(1, withdrawn=True)], []),
        ([SOLD, back(1, day=None)], []),
        ([SOLD, back(1, day=date(2026, 2, 28))], []),
        ([SOLD, back(1, day=date(2026, 4, 1))], []),
        ([deal("D1", date(2026, 2, 5), -100_00), back(100_00)], []),
        # what has no amount takes back nothing
        ([deal("D1", date(2026, 2, 5), -100_00), back(100_00), back(None, "R2")], []),
        ([deal("D1", date(2026, 2, 5), -100_00), back(100_01)], [("reverses_too_much", "What")]),
        ([deal("D1", date(2026, 2, 5), -100_00), back(-1)], [("reverses_adds", "R1")]),
    ],
)
def test_a_reversal_takes_back_something_known_and_no_more_than_it_was(
    records: list[RecordVersion], found: list[tuple[str, str]]
) -> None:
    assert codes(records) == found


def test_only_the_newest_version_of_a_reversal_counts() -> None:
    assert codes([SOLD, back(1), back(-1, version_no=2)]) == []
    assert codes([SOLD, back(-1), back(1, version_no=2)]) == [("reverses_adds", "R1")]
    assert codes([SOLD, replace(SOLD, version_no=2, withdrawn=True), back(-1)]) == [("reverses_unknown", "R1")]
    halved = replace(SOLD, version_no=2, fields={**SOLD.fields, "amount": money(50_00)})
    assert codes([SOLD, halved, back(-60_00)]) == [("reverses_too_much", "What")]
    both = [SOLD, back(-60_00), back(-90_00, "R2"), back(-30_00, "R2", version_no=2)]
    assert codes(both) == []


def test_what_is_counted_is_only_asked_whether_it_is_known() -> None:
    counted = replace(RULE, unit="count", amount_field=None, count_of=Fraction(1))
    assert codes([SOLD, back(5), back(5, "R2")], counted) == []
    assert codes([back(-5)], counted) == [("reverses_unknown", "R1")]


def test_a_fault_is_said_once_whichever_rules_look_and_names_its_place() -> None:
    twin, other = replace(RULE, name="twin"), replace(RULE, name="other", amount_field="price")
    indirect = replace(RULE, name="team", shape="rollup", record_type="", date_field="")
    placed = back(1, place=Place("records.csv", 7, 1))
    (fault,) = faults_from_reversals([plan_of(indirect, RULE, twin, other)] * 2, records_by_type([SOLD, placed]), MARCH)
    assert (fault.code, fault.place) == ("reverses_adds", Place("records.csv", 7, 1))
    assert fault.say("en") == "R1 takes back “D1”, but adds to it. Write its amount with the opposite sign."
    (unplaced,) = faults_from_reversals([plan_of(RULE)], records_by_type([SOLD, back(1)]), MARCH)
    assert unplaced.place == Place("records")
    assert (
        faults_from_reversals([plan_of(replace(RULE, record_type="lead"))], records_by_type([SOLD, placed]), MARCH)
        == []
    )
    # a rule that dates it by another field, in another month, does not look at it
    signed = replace(RULE, date_field="signed")
    assert codes([SOLD, back(1)], signed) == []
    both = replace(placed, fields={**placed.fields, "price": money(-200_00)})
    priced = replace(SOLD, fields={**SOLD.fields, "price": money(100_00)})
    found = faults_from_reversals([plan_of(RULE, other)], records_by_type([priced, both]), MARCH)
    assert [one.code for one in found] == ["reverses_adds", "reverses_too_much"]
