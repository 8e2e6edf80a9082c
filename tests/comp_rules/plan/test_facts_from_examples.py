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


PEOPLE = "people: [{person: dana, title: Account Executive, target: 100000 USD}]\n"


def given(rows: str, people: str = PEOPLE) -> tuple[Facts, list[Fault]]:
    """The facts of the first example of a plan with further rows."""
    return facts_of(plan_of("account-executive", PEOPLE, f"{people}{rows}"))


def test_every_kind_of_given_row_becomes_a_fact() -> None:
    facts, faults = given(
        """
      inputs:
        - {person: dana, input: survey, value: 4.5, last_day: 2026-03-31}
        - {person: dana, input: ebitda, value: 5 USD, first_day: 2026-01-01, last_day: 2026-06-30}
      openings:
        - {person: dana, measure: arr_this_year, value: 5 USD, last_day: 2025-12-31}
        - {person: dana, component: commission, value: -5 USD, last_day: 2025-12-31}
        - {person: dana, balance: negative, value: 7 USD, last_day: 2025-12-31}
      relations: [{relation: pod, person: dana, with: joon, last_day: 2026-06-30}]
      leaves: [{person: dana, first_day: 2026-04-01, last_day: 2026-06-30}]
      territories: [{territory: field, person: joon, kind: [new, expansion], term_months: 12}]
      rates:
        - {table: by_kind, kind: new, rate: 5%}
        - {table: by_grade, payee.grade: [G1, G2], rate: 1.5x, first_day: 2026-02-01}
        - {table: by_room, arr: 5 USD, rate: 60 USD}
"""
    )
    assert faults == []
    assert [(i.name, i.value.type, i.first_day, i.last_day) for i in facts.inputs] == [
        ("survey", "number", None, date(2026, 3, 31)),
        ("ebitda", "money", date(2026, 1, 1), date(2026, 6, 30)),
    ]
    assert [(o.of, o.name, o.value.data) for o in facts.openings] == [
        ("measure", "arr_this_year", Money(500, "USD")),
        ("component", "commission", Money(-500, "USD")),
        ("balance", "negative", Money(700, "USD")),
    ]
    relation = facts.relations[0]
    assert (relation.relation, relation.payee, relation.other) == ("pod", "dana", "joon")
    assert relation.span == span_of_days(date(2026, 1, 1), date(2026, 6, 30))
    assert facts.leaves[0].span == span_of_days(date(2026, 4, 1), date(2026, 6, 30))
    assert [(name, [value.data for value in values]) for name, values in facts.territories[0].facts] == [
        ("kind", ["new", "expansion"]),
        ("term_months", [Fraction(12)]),
    ]
    assert [(row.table, row.form, row.rate.data) for row in facts.table_rows] == [
        ("by_kind", "percent", Fraction(1, 20)),
        ("by_grade", "times", Fraction(3, 2)),
        ("by_room", "money", Money(6000, "USD")),
    ]
    assert facts.company.inputs["ebitda"].unit == "money"
    assert set(facts.company.tables) == {"by_kind", "by_grade", "by_room"}


def test_people_have_managers_grades_and_payroll_currencies() -> None:
    people = (
        "people: [{person: dana, grade: G2, manager: mia, hire: 2025-03-01, payroll_currency: EUR, "
        "last_day: 2026-06-30}, {person: dana, plan: mgr-2026, manager: mia, first_day: 2026-07-01}, {person: mia}]\n"
    )
    facts, faults = given("", people)
    assert faults == []
    assert [(person.payee, person.hire, person.payroll_currency) for person in facts.people] == [
        ("dana", date(2025, 3, 1), "EUR"),
        ("mia", None, ""),
    ]
    assert [(row.plan, row.grade) for row in facts.assignments] == [
        ("account-executive", "G2"),
        ("mgr-2026", ""),
        ("account-executive", ""),
    ]
    assert [(row.payee, row.manager, row.span.first) for row in facts.hierarchy] == [
        ("dana", "mia", date(2026, 1, 1)),
        ("dana", "mia", date(2026, 7, 1)),
    ]


def test_a_quota_of_0_keeps_what_it_means_and_quotas_may_be_percentages() -> None:
    quotas = "quotas: [{person: dana, quota: arr_year, value: 1200000 USD}]"
    plan = plan_of("account-executive")
    assert quotas in plan.document.text
    text = plan.document.text.replace(
        quotas,
        "quotas: [{person: dana, quota: arr_year, value: 0 USD, if_zero: at_target},"
        " {person: dana, quota: margin, value: 20%}]",
        1,
    )
    changed, _ = compiled_from_text(text, "plan.yaml")
    assert changed is not None
    facts, _ = facts_of(changed)
    assert [(quota.value.data, quota.if_zero) for quota in facts.quotas] == [
        (Money(0, "USD"), "at_target"),
        (Fraction(1, 5), None),
    ]


def test_rows_that_cannot_be_read_are_told_at_their_place() -> None:
    _, faults = given(
        """
      events: [{record: D9, event: cancelled, date: 2026-05-01}]
      territories: [{territory: field, kind: new}, {territory: field, person: joon, arr: many}]
      rates: [{table: by_kind, kind: new, rate: five}, {table: by_kind, rate: 5%, first_day: 2026-13-01}]
"""
    )
    assert [(fault.code, fault.place.path.partition("given.")[2]) for fault in faults] == [
        ("unknown_record", "events[0].record"),
        ("missing_key", "territories[0]"),
        ("wrong_value", "rates[0].rate"),
        ("wrong_value", "rates[1].first_day"),
        ("wrong_value", "territories[1].arr"),
    ]


def test_a_record_may_be_booked_at_a_time_and_take_back_another() -> None:
    row = "term_months: 36, split: {dana"
    plan = plan_of("account-executive", row, f"booked_at: 9:30, reverses: D1, {row}")
    facts, faults = facts_of(plan)
    assert faults == []
    record = facts.records[1]
    assert (record.booked_at, record.reverses) == ("09:30:00", "D1")
    assert {"booked_at", "reverses"}.isdisjoint(record.fields)


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
