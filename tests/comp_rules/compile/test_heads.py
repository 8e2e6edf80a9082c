"""The head of a plan compiles to how windows are prorated, lines are rounded, and rates are looked up by facts."""

from fractions import Fraction

from comp_rules import compile_plan
from comp_rules.facts.facts import Company, Declared, Field, FieldType, RecordType, Value
from comp_rules.plan.compiled import CompiledPlan, LineRounding, RateTable
from comp_rules.plan.pay_section import PaymentRounding, PayrollConversion
from comp_rules.values.fault import Fault, errors_in
from comp_rules.values.words import Words

TEXT = """language: 1
plan: rep
label: {en: Rep, ko: 담당자}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: KRW
calendar: {calculate: quarter, year_starts: April}
proration: {basis: days_360, scales: [tier_edges, earnings], leave: absent}
fx: {rates: plan_rates, as_of: credit_date, payroll: {rates: month_end, as_of: payment_date}}
rounding: {lines: {unit: 10 KRW, mode: down}, payment: {unit: 100 KRW, mode: half_even, remainder: drop}}
tables:
  by_product:
    label: {en: By product, ko: 제품별}
    facts: [product, seats, payee.grade]
    pick: most_specific
    entries:
      - {product: [cloud, disk], rate: 5%}
      - {product: cloud, seats: 12, payee.grade: senior, rate: 1/3, first_day: 2026-07-01}
    otherwise: 1%
  rows: {label: {en: Rows, ko: 행}, facts: [product], pick: first_row, entries: uploaded, otherwise: fault}
credit:
  won: {label: {en: Won, ko: 수주}, records: deal, date: signed_on, to: {territory: west},
        amount: {product: [price, share], divided_by: seats}}
  gain: {label: {en: Gain, ko: 이익}, records: deal, date: signed_on, to: {relation: pod},
         amount: {minus: [price, cost]}}
earn:
  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: won, rate: {table: by_product}}
  gained: {label: {en: Gain, ko: 이익}, kind: flat, pays_on: gain, rate: {table: rows}}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
"""
FIELDS: dict[str, FieldType] = {
    "signed_on": "date", "price": "money", "cost": "money", "share": "percent", "seats": "number", "product": "text",
}  # fmt: skip


def company(**fields: FieldType) -> Company:
    declared = {name: Field(name, kind, Words(name, name)) for name, kind in (FIELDS | fields).items()}

    def names(*words: str) -> dict[str, Declared]:
        return {word: Declared(word, Words(word, word)) for word in words}

    return Company(
        name="Tern",
        record_types={"deal": RecordType("deal", Words("deal", "거래"), declared)},
        quotas={},
        personal={},
        events={},
        rate_tables=names("plan_rates", "month_end"),
        relations=names("pod"),
        territories=names("west"),
        tables={"rows": Declared("rows", Words("rows", "행"), "percent")},
    )


def compiled(old: str = "", new: str = "", of: Company | None = None) -> CompiledPlan:
    plan, faults = compile_plan(TEXT.replace(old, new, 1) if old else TEXT, "rep.yaml", of or company())
    assert plan is not None, [fault.say("en") for fault in errors_in(faults)]
    return plan


def faults(old: str, new: str, of: Company | None = None) -> list[Fault]:
    assert old in TEXT
    return errors_in(compile_plan(TEXT.replace(old, new, 1), "rep.yaml", of or company())[1])


def table(name: str, plan: CompiledPlan) -> RateTable:
    return next(table for table in plan.tables if table.name == name)


def test_the_whole_head_is_compiled() -> None:
    plan = compiled()
    assert (plan.calculate, plan.year_starts) == ("quarter", 4)
    assert plan.proration.basis == "days_360"
    assert plan.proration.scales == {"tier_edges", "earnings"}
    assert plan.proration.leave_absent
    assert plan.rounding == LineRounding(10, "down")
    assert plan.pay.rounding == PaymentRounding(100, "half_even", "drop")
    assert plan.pay.conversion == PayrollConversion("month_end", "payment_date", "fx.payroll")


def test_a_plan_that_says_nothing_rounds_to_the_minor_unit() -> None:
    plan = compiled("rounding: {lines: {unit: 10 KRW, mode: down}, payment:", "rounding: {payment:")
    assert plan.rounding == LineRounding(1, "half_away")
    assert not compiled("leave: absent", "leave: active").proration.leave_absent


def test_the_entries_of_a_table_have_the_types_of_the_fields() -> None:
    by_product = table("by_product", compiled())
    assert by_product.entries is not None
    first, second = by_product.entries
    assert first.facts == (("product", (Value("text", "cloud"), Value("text", "disk"))),)
    assert first.span is None
    assert dict(second.facts)["seats"] == (Value("number", Fraction(12)),)
    assert dict(second.facts)["payee.grade"] == (Value("text", "senior"),)
    assert second.rate.value == Fraction(1, 3)
    assert second.rate.path == "tables.by_product.entries[1].rate"
    assert second.span is not None
    assert second.span.first.isoformat() == "2026-07-01"
    assert second.span.last_day is None
    assert by_product.otherwise is not None
    assert (by_product.form, by_product.pick) == ("percent", "most_specific")


def test_a_text_that_looks_like_a_number_is_a_text_where_the_field_is_one() -> None:
    by_product = table("by_product", compiled("product: [cloud, disk]", "product: [7, disk]"))
    assert by_product.entries is not None
    assert by_product.entries[0].facts[0][1][0] == Value("text", "7")
    undeclared, _ = compile_plan(TEXT.replace("product: [cloud, disk]", "product: [7, disk]"), "rep.yaml")
    assert undeclared is not None
    entries = table("by_product", undeclared).entries
    assert entries is not None
    assert entries[0].facts[0][1][0] == Value("number", Fraction(7))


def test_uploaded_rows_have_no_entries_and_the_declared_form() -> None:
    rows = table("rows", compiled())
    assert (rows.entries, rows.otherwise, rows.form) == (None, None, "percent")


def test_a_table_that_is_uploaded_must_be_declared() -> None:
    found = faults("  rows: {label", "  lines: {label")
    assert ("unknown_name", "tables.lines") in [(fault.code, fault.place.path) for fault in found]


def test_a_fact_is_a_field_of_a_record() -> None:
    (fault,) = faults("facts: [product, seats,", "facts: [product, seats, colour,")
    assert (fault.code, fault.place.path) == ("unknown_field", "tables.by_product.facts[2]")
    (fault,) = faults("seats: 12", "seats: many")
    assert (fault.code, fault.place.path) == ("wrong_value", "tables.by_product.entries[1].seats")


def test_amounts_of_two_fields_and_their_receivers_are_compiled() -> None:
    plan = compiled()
    won, gain = plan.credit("won"), plan.credit("gain")
    assert won.amount is not None
    assert (won.amount.how, won.amount.fields, won.amount.divided_by) == ("product", ("price", "share"), "seats")
    assert (won.unit, won.amount_field) == ("money", None)
    assert (won.receiver.to, won.receiver.field) == ("territory", "west")
    assert gain.amount is not None
    assert (gain.amount.how, gain.amount.fields) == ("minus", ("price", "cost"))
    assert (gain.receiver.to, gain.receiver.field) == ("relation", "pod")


def test_an_amount_has_money_in_it_exactly_once() -> None:
    for old, new in (
        ("product: [price, share], divided_by: seats", "product: [price, cost]"),
        ("product: [price, share], divided_by: seats", "product: [share, seats]"),
        ("product: [price, share], divided_by: seats", "product: [price, share], divided_by: cost"),
    ):
        assert [fault.code for fault in faults(old, new)] == ["mixed_units"]
    assert faults("product: [price, share], divided_by: seats", "product: [price, cost], divided_by: cost") == []
    assert [fault.code for fault in faults("minus: [price, cost]", "minus: [price, share]")] == ["field_type"]
    assert [fault.code for fault in faults("divided_by: seats", "divided_by: seat")] == ["unknown_field"]


def test_a_territory_and_a_relation_must_be_declared() -> None:
    assert [fault.code for fault in faults("territory: west", "territory: east")] == ["unknown_name"]
    assert [fault.code for fault in faults("relation: pod", "relation: pods")] == ["unknown_name"]
