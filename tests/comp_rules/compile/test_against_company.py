"""With a company every name and type is checked against what it declares; without one they are taken as they are."""

from pathlib import Path

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType
from comp_rules.values.fault import errors_in
from comp_rules.values.words import Words

PLAN = (Path(__file__).parents[2] / "scenarios" / "account-executive" / "plan.yaml").read_text()
FIELDS: dict[str, FieldType] = {
    "stage": "text",
    "kind": "text",
    "signed_on": "date",
    "arr": "money",
    "term_months": "number",
    "manager": "person",
    "price": "money",
}


def declared(unit: str, *names: str) -> dict[str, Declared]:
    return {name: Declared(name, Words(name, name), unit) for name in names}


def company(**changes: FieldType) -> Company:
    fields = {name: Field(name, kind, Words(name, name)) for name, kind in (FIELDS | changes).items()}
    return Company(
        name="Tern",
        record_types={"deal": RecordType("deal", Words("deal", "거래"), fields)},
        quotas=declared("money", "arr_year") | declared("number", "meetings_month"),
        personal=declared("percent", "own_rate") | declared("money", "own_sum"),
        events=declared("", "signed", "invoice_paid", "cancelled"),
        rate_tables=declared("", "plan_rates", "month_end"),
    )


def faults(text: str, of: Company | None = None) -> list[tuple[str, str]]:
    found = compiled_from_text(text, "p.yaml", of or company())[1]
    return [(fault.code, fault.place.path) for fault in errors_in(found)]


def changed(old: str, new: str) -> str:
    assert PLAN.count(old) >= 1
    return PLAN.replace(old, new, 1)


def test_a_plan_that_names_only_what_is_declared_compiles() -> None:
    plan, found = compiled_from_text(PLAN, "p.yaml", company(), 3)
    assert found == []
    assert plan is not None
    assert plan.version == 3


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("records: deal", "records: deals", "unknown_name", "credit.won_arr.records"),
        ("amount: arr", "amount: acv", "unknown_field", "credit.won_arr.amount"),
        ("amount: arr", "amount: term_months", "field_type", "credit.won_arr.amount"),
        ("amount: arr", "count: arr", "field_type", "credit.won_arr.count"),
        ("date: signed_on", "date: stage", "field_type", "credit.won_arr.date"),
        ("{stage: closed_won,", "{stag: closed_won,", "unknown_field", "credit.won_arr.when.stag"),
        ("term_months: {at_least: 36}", "term_months: long", "wrong_value", "earn.long_contract.when.term_months"),
        ("term_months: {at_least: 36}", "stage: {above: b}", "no_order", "earn.long_contract.when.stage.above"),
        ("quota: arr_year}\nearn", "quota: arr_years}\nearn", "unknown_name", "measure.arr_this_year.quota"),
        ("quota: arr_year}\nearn", "quota: meetings_month}\nearn", "mixed_units", "measure.arr_this_year.quota"),
        ("rate: 0.75%", "rate: {personal: own_rat}", "unknown_name", "earn.long_contract.rate.personal"),
        ("rate: 0.75%", "rate: {personal: own_sum}", "mixed_units", "earn.long_contract.rate"),
        ("event: cancelled", "event: canceled", "unknown_name", "pay.clawback[0].event"),
        ("rates: plan_rates", "rates: plan_rate", "unknown_name", "fx.rates"),
    ],
)
def test_a_name_or_type_that_is_not_declared_is_a_fault_at_its_place(old: str, new: str, code: str, path: str) -> None:
    assert (code, path) in faults(changed(old, new))


def test_a_receiver_is_a_field_with_a_person() -> None:
    to_field = changed("to: split\n    split_total: 100%", "to: {field: FIELD}")
    assert faults(to_field.replace("FIELD", "manager")) == []
    assert faults(to_field.replace("FIELD", "stage")) == [("field_type", "credit.won_arr.to.field")]


def test_values_take_the_type_of_their_field() -> None:
    text = changed("{stage: closed_won,", "{stage: 7,")
    typed, _ = compiled_from_text(text, "p.yaml", company())
    by_form, _ = compiled_from_text(text, "p.yaml")
    assert typed is not None
    assert by_form is not None
    assert typed.credits[0].conditions[0].values[0].type == "text"
    assert by_form.credits[0].conditions[0].values[0].type == "number"


def test_an_award_pays_a_personal_sum_and_not_a_percentage() -> None:
    award = """
  award:
    label: {en: Award, ko: 포상}
    kind: award
    reached: [{measure: arr_this_year, at_least: 100%}]
    pays: {personal: NAME}
    kept: yes
pay:"""
    assert faults(changed("\npay:", award.replace("NAME", "own_sum"))) == []
    assert faults(changed("\npay:", award.replace("NAME", "own_rate"))) == [("mixed_units", "earn.award.pays")]


def test_a_tier_by_a_field_has_the_unit_of_the_field() -> None:
    tiers = """
  renewal:
    label: {en: Renewal, ko: 갱신}
    kind: tiered
    pays_on: won_arr
    by: {field: FIELD}
    ladder: each_credit
    applies: whole
    tiers: [{from: 0, rate: 1%}, {from: 24, rate: 2%}]
pay:"""
    assert faults(changed("\npay:", tiers.replace("FIELD", "term_months"))) == []
    assert faults(changed("\npay:", tiers.replace("FIELD", "stage"))) == [("mixed_units", "earn.renewal.tiers[0].from")]
    assert faults(changed("\npay:", tiers.replace("FIELD", "size"))) == [("unknown_field", "earn.renewal.by.field")]
