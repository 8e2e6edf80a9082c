"""Worked examples become facts and expectations with their places."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.facts.facts import Facts
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.fault import Fault
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def plan_of(name: str, old: str = "", new: str = "") -> CompiledPlan:
    text = (SCENARIOS / name / "plan.yaml").read_text()
    assert text.count(old) == 1 or not old
    plan, faults = compiled_from_text(text.replace(old, new) if old else text, name)
    assert plan is not None, [fault.say("en") for fault in faults]
    return plan


def facts_of(plan: CompiledPlan, index: int = 0) -> tuple[Facts, list[Fault]]:
    return facts_from_example(plan.document, index, plan)


def test_a_person_holds_the_plan_for_its_whole_range_unless_said_otherwise() -> None:
    whole, _ = facts_of(plan_of("quarterly-growth"), 0)
    late, _ = facts_of(plan_of("quarterly-growth"), 1)
    assert whole.assignments[0].span == span_of_days(date(2026, 1, 1), date(2026, 12, 31))
    assert late.assignments[0].span == span_of_days(date(2026, 2, 15), date(2026, 12, 31))
    assert late.targets[0].amount == Money(120_000_000, "KRW")
    assert whole.assignments[0].plan == "quarterly-growth"


def test_fields_have_the_types_that_the_plan_gives_them() -> None:
    facts, faults = facts_of(plan_of("account-executive"), 1)
    assert faults == []
    record = facts.records[0]
    assert record.split == (("dana", Fraction(1, 3)), ("joon", Fraction(2, 3)))
    assert {name: value.type for name, value in record.fields.items()} == {
        "stage": "text",
        "kind": "text",
        "signed_on": "date",
        "arr": "money",
        "term_months": "number",
    }
    assert record.fields["arr"].data == Money(10_000_001, "USD")


def test_a_field_that_the_plan_does_not_read_is_typed_by_its_form() -> None:
    added = "accepted: no, held_on: 2026-03-11, room: 12,"
    plan = plan_of("meetings", "accepted: no, held_on: 2026-03-11,", added)
    facts, _ = facts_of(plan)
    assert facts.company.record_types["meeting"].fields["room"].type == "number"
    assert facts.records[-2].fields["accepted"].data is False


def test_a_repeated_record_is_many() -> None:
    facts, _ = facts_of(plan_of("meetings"))
    ids = [record.record_id for record in facts.records if record.record_type == "meeting"]
    assert ids == [f"M-{number}" for number in range(1, 12)] + ["N"]


def test_the_company_declares_what_the_rows_show() -> None:
    facts, _ = facts_of(plan_of("order-commission"))
    assert facts.company.quotas["order_quota"].unit == "money"
    assert facts.company.personal["order_rate"].unit == "percent"
    assert facts.quotas[0].span == span_of_days(date(2026, 1, 1), date(2026, 3, 31))


def test_rates_of_exchange_have_their_direction() -> None:
    given = "people: [{person: dana, title: Account Executive, target: 100000 USD}]\n"
    fx = given + "      fx: [{rates: plan_rates, date: 2026-01-01, one: USD, is: 1350.5 KRW}]\n"
    facts, _ = facts_of(plan_of("account-executive", given, fx))
    rate = facts.fx[0]
    assert (rate.one, rate.currency, rate.rate) == ("USD", "KRW", Fraction(13505, 10))


def test_a_value_that_is_not_of_its_type_is_a_fault() -> None:
    _, faults = facts_of(
        plan_of("account-executive", "term_months: 36, split: {dana", "term_months: long, split: {dana")
    )
    assert [(f.code, f.place.path) for f in faults] == [("wrong_value", "examples[0].given.records[1].term_months")]


def test_expectations_are_typed_and_know_their_place() -> None:
    rows = expectations_of(plan_of("account-executive").document, 0)
    crossing = rows[1]
    assert (crossing.person, crossing.period, crossing.component, crossing.record) == (
        "dana",
        "2026-03",
        "commission",
        "D2",
    )
    assert crossing.lines is not None
    assert [(line.number, line.currency) for line in crossing.lines] == [(750_000, "USD"), (1_687_500, "USD")]
    assert crossing.operands["close"].number == 135_000_000
    assert crossing.place.path == "examples[0].expect[1]"
    measure = rows[3]
    assert measure.attainment is not None
    assert (measure.measure, measure.attainment.number) == ("arr_this_year", Fraction(9, 8))
    assert not any(row.of_payment for row in rows)
