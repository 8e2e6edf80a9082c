"""Rates by where they come from: which fit what they multiply, and the factors that they become."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.facts.facts import Company, Declared, Field, RecordType
from comp_rules.kernel.steps import Factor, Number
from comp_rules.kinds.rate import rate_shape
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.faults_from_schema import Declared as Names
from comp_rules.plan.faults_from_schema import faults_from_schema
from comp_rules.values.words import Words
from tests.comp_rules.kinds.settings import COMPANY, codes, faults_of, pay_of, plan_of, text_of

LABEL = "label: {en: Extra, ko: 추가}"
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
COMPONENT = "{component: base}"
TABLE = """tables:
  t: {label: {en: Products, ko: 제품}, facts: [product, region], pick: first_row, otherwise: fault,
      entries: [{product: a, rate: 4%}]}
  g: {label: {en: Grades, ko: 등급}, facts: [payee.grade], pick: first_row, otherwise: fault,
      entries: [{payee.grade: a, rate: 4%}]}
  p: {label: {en: Prices, ko: 가격}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: a, rate: 4 USD}]}
  u: {label: {en: Uploaded, ko: 업로드}, facts: [product], pick: first_row, otherwise: fault, entries: uploaded}"""
#: a company whose tickets have a region, which its deals lack, and whose deals know two dates and two more shares
WIDE = replace(
    COMPANY,
    tables={"u": Declared("u", Words("Uploaded", "업로드"))},
    record_types={
        "deal": RecordType(
            "deal",
            Words("deal", "거래"),
            {
                **COMPANY.record_types["deal"].fields,
                "share": Field("share", "percent", Words("share", "비중")),
                "ended": Field("ended", "date", Words("ended", "종료일")),
                "seats": Field("seats", "number", Words("seats", "좌석")),
            },
        ),
        "ticket": RecordType(
            "ticket", Words("ticket", "문의"), {"region": Field("region", "text", Words("r", "지역"))}
        ),
    },
)
RATE = "earn.x.rate"


def flat(rate: str, pays_on: str = "sale") -> str:
    return f"{BASE if pays_on == COMPONENT else ''}  x: {{{LABEL}, kind: flat, pays_on: {pays_on}, rate: {rate}}}"


def tiered(*rates: str, pays_on: str = "sale", more: str = "") -> str:
    unit = "" if pays_on == "each" else " USD"
    rows = ", ".join(f"{{from: {at * 10}{unit}, rate: {rate}}}" for at, rate in enumerate(rates))
    way = f"kind: tiered, pays_on: {pays_on}, ladder: each_credit, applies: whole{more}"
    return f"  x: {{{LABEL}, {way}, tiers: [{rows}]}}"


def wide(earn: str, company: Company | None = WIDE) -> list[tuple[str, str]]:
    faults = compiled_from_text(text_of(earn, head=TABLE), "p.yaml", company)[1]
    return [(f.code, f.place.path) for f in faults if f.place.path.startswith("earn")]


@pytest.mark.parametrize(
    ("rate", "pays_on", "expected"),
    [
        # money is multiplied by a ratio, and a count by money
        ("5%", "sale", []),
        ("5 USD", "sale", ["mixed_units"]),
        ("5%", "each", ["mixed_units"]),
        ("5 USD", "each", []),
        ("5 USD", COMPONENT, ["mixed_units"]),
        ("{personal: own_rate}", "sale", []),
        ("{personal: own_rate}", COMPONENT, []),
        ("{personal: own_rate}", "each", ["mixed_units"]),
        ("{personal: own_sum}", "sale", ["mixed_units"]),
        ("{personal: own_sum}", "each", []),
        ("{personal: nobody}", "sale", ["unknown_name"]),
        ("{table: g}", "sale", []),
        ("{table: g}", "each", ["mixed_units"]),
        ("{table: p}", "sale", ["mixed_units"]),
        ("{table: p}", "each", []),
        ("{table: u}", "sale", []),
        ("{table: u}", "each", []),
        ("{table: nobody}", "sale", ["unknown_name"]),
        ("{field: owner_rate}", "sale", []),
        ("{field: owner_rate}", "each", ["mixed_units"]),
        ("{field: fee}", "sale", ["mixed_units"]),
        ("{field: fee}", "each", []),
        ("{field: units}", "sale", ["field_type"]),
        ("{field: day}", "each", ["field_type"]),
        # two fields of one unit that can be divided
        ("{ratio: [fee, gross]}", "sale", []),
        ("{ratio: [units, seats]}", "sale", []),
        ("{ratio: [uplift, share]}", "sale", []),
        ("{ratio: [fee, gross]}", "each", ["mixed_units"]),
        ("{ratio: [fee, units]}", "sale", ["mixed_units"]),
        ("{ratio: [started, ended]}", "sale", ["mixed_units"]),
        ("{ratio: [product, product]}", "sale", ["mixed_units"]),
        ("{ratio: [fee, gross, cost]}", "sale", ["list_length"]),
        ("{ratio: [fee]}", "sale", ["list_length"]),
        # lines of a component have no record
        ("{field: owner_rate}", COMPONENT, ["no_record"]),
        ("{ratio: [fee, gross]}", COMPONENT, ["no_record"]),
        ("{table: g}", COMPONENT, ["no_record"]),
        # probably a slip
        ("50%", "sale", []),
        ("50.1%", "sale", ["unlikely_rate"]),
        ("51 USD", "each", []),
        ("0%", "sale", []),
        ("-1%", "sale", ["negative_rate"]),
        ("-1 USD", "each", ["negative_rate"]),
        ("-99%", "sale", ["negative_rate"]),
    ],
)
def test_which_rates_fit_what_they_multiply(rate: str, pays_on: str, expected: list[str]) -> None:
    assert [code for code, path in wide(flat(rate, pays_on)) if path.startswith(RATE)] == expected


def test_a_rate_names_what_its_records_do_not_have() -> None:
    assert wide(flat("{field: nothing}")) == [("unknown_field", f"{RATE}.field")]
    assert wide(flat("{ratio: [nothing, gross]}")) == [("unknown_field", f"{RATE}.ratio[0]")]
    assert wide(flat("{ratio: [fee, nothing]}")) == [("unknown_field", f"{RATE}.ratio[1]")]
    assert wide(flat("{ratio: [nothing, never]}")) == [
        ("unknown_field", f"{RATE}.ratio[0]"),
        ("unknown_field", f"{RATE}.ratio[1]"),
    ]
    assert wide(flat("{field: nothing}", "nobody")) == [("unknown_name", "earn.x.pays_on")]


def test_a_table_by_a_fact_of_other_records_is_no_rate_for_these() -> None:
    # deals have a product, and only tickets a region; in a company where nobody has it the table is at fault instead
    assert wide(flat("{table: t}")) == [("unknown_field", f"{RATE}.table")]
    (fault,) = [f for f in compiled_from_text(text_of(flat("{table: t}"), head=TABLE), "p.yaml", WIDE)[1]
                if f.place.path == f"{RATE}.table"]  # fmt: skip
    assert fault.sentence.en == "The table t looks at “region”, which a record of “deal” does not have."
    assert fault.sentence.ko == "t 요율표의 ‘region’ 필드가 ‘deal’ 데이터에 없습니다."
    assert wide(flat("{table: t}"), COMPANY) == []
    assert wide(flat("{table: t}"), None) == []


def test_two_fields_that_cannot_be_divided_are_both_named() -> None:
    (fault,) = faults_of(flat("{ratio: [fee, units]}"))
    assert (fault.place.path, fault.sentence.en) == (RATE, "“fee” and “units” do not have one unit.")
    (fault,) = faults_of(flat("{field: units}"))
    assert fault.sentence.en == "“units” is neither a percentage nor an amount."
    (fault,) = faults_of(flat("60%"))
    assert (fault.severity, fault.sentence.en) == ("warning", "60% of each credit is very high.")
    (fault,) = faults_of(flat("-3%"))
    assert (fault.severity, fault.sentence.en) == ("warning", "The rate -3% takes money away.")


ROW = "earn.x.tiers[{}].rate".format


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        # one unit in all rows, told once at the first that differs; and the first of them fits what is paid on
        (("1%", "2 USD", "3x"), [("mixed_units", ROW(1))]),
        (("1%", "{personal: own_rate}", "{table: g}", "{field: uplift}", "{ratio: [fee, gross]}"), []),
        (("1%", "{personal: own_sum}"), [("mixed_units", ROW(1))]),
        (("{table: u}", "2%", "{table: p}"), [("mixed_units", ROW(2))]),
        (("2 USD", "3 USD"), [("mixed_units", ROW(0))]),
        (("{table: u}", "3 USD"), [("mixed_units", ROW(1))]),
        (("{table: u}",), []),
        (("few", "3 USD", "2%"), [("wrong_value", ROW(0)), ("mixed_units", ROW(2))]),
        (("60%", "-1%", "2%"), [("unlikely_rate", ROW(0)), ("negative_rate", ROW(1))]),
        (("1%", "{field: nothing}"), [("unknown_field", f"{ROW(1)}.field")]),
    ],
)
def test_the_rates_of_a_table_have_one_unit(rates: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert wide(tiered(*rates)) == expected


def test_multiples_have_a_use_only_where_there_is_a_base_rate() -> None:
    # not in a flat or residual component at all
    assert codes(flat("2x")) == [("wrong_value", RATE)]
    head = TABLE.replace("rate: 4%}]}\n  g", "rate: 4x}]}\n  g").replace("[product, region]", "[product]")
    assert [c for c in codes(flat("{table: t}"), head=head) if c[1].startswith("earn")] == [("mixed_units", RATE)]


# -- factors ----------------------------------------------------------------------------------------------------------


def factors(earn: str, company: Company | None = WIDE) -> tuple[Factor, ...]:
    """The factors of the rate: all but the first, which is what it multiplies."""
    return pay_of(plan_of(earn, company=company, head=TABLE), "x").factors[1:]


def number(value: Fraction | int, form: str, path: str) -> Number:
    return Number(Fraction(value), form, path)  # type: ignore[arg-type]


def of(role: str, ref: str, unit: str, name: str, *, divide: bool = False) -> Factor:
    return Factor(role, ref, unit, name=name, divide=divide)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate", "pays_on", "company", "expected"),
    [
        ("5%", "sale", WIDE,
         (Factor("rate", "literal", "ratio", numbers=(number(Fraction(1, 20), "percent", RATE),)),)),
        ("5 USD", "each", WIDE, (Factor("rate", "literal", "money", numbers=(number(500, "money", RATE),)),)),
        ("{personal: own_rate}", "sale", WIDE, (of("rate", "personal", "ratio", "own_rate"),)),
        ("{personal: own_sum}", "each", WIDE, (of("rate", "personal", "money", "own_sum"),)),
        ("{table: g}", "sale", WIDE, (of("rate", "table", "ratio", "g"),)),
        ("{table: p}", "each", WIDE, (of("rate", "table", "money", "p"),)),
        ("{field: owner_rate}", "sale", WIDE, (of("rate", "record_field", "ratio", "owner_rate"),)),
        ("{field: fee}", "each", WIDE, (of("rate", "record_field", "money", "fee"),)),
        # what nobody declared is what the line lacks
        ("{personal: p}", "sale", None, (of("rate", "personal", "ratio", "p"),)),
        ("{personal: p}", "each", None, (of("rate", "personal", "money", "p"),)),
        ("{field: f}", "sale", None, (of("rate", "record_field", "ratio", "f"),)),
        ("{field: f}", "each", None, (of("rate", "record_field", "money", "f"),)),
        ("{table: u}", "sale", None, (of("rate", "table", "ratio", "u"),)),
        ("{table: u}", "each", None, (of("rate", "table", "money", "u"),)),
        # two fields in their own unit, money where nobody knows it: it cancels out
        *(
            (f"{{ratio: [{a}, {b}]}}", "sale", company,
             (of("upper", "record_field", unit, a), of("lower", "record_field", unit, b, divide=True)))
            for a, b, unit, company in (
                ("fee", "gross", "money", WIDE), ("units", "seats", "count", WIDE), ("uplift", "share", "ratio", WIDE),
                ("f", "g", "money", None),
            )
        ),
    ],
)  # fmt: skip
def test_the_factors_of_a_rate(rate: str, pays_on: str, company: Company | None, expected: tuple[Factor, ...]) -> None:
    assert factors(flat(rate, pays_on), company) == expected


@pytest.mark.parametrize(("pays_on", "by", "unit"), [("sale", "ytd", "ratio"), ("each", "won", "money")])
def test_a_base_rate_that_nobody_declared_is_what_the_line_lacks(pays_on: str, by: str, unit: str) -> None:
    way = f"kind: tiered, pays_on: {pays_on}, by: {by}, ladder: window, applies: marginal"
    rows = "base_rate: {personal: p}, tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]"
    found = factors(f"  x: {{{LABEL}, {way}, {rows}}}", None)
    assert found[1:] == (of("base", "personal", unit, "p"),)
    assert (found[0].role, found[0].unit) == ("rate", "ratio")


def test_the_factors_of_a_table_of_rates() -> None:
    one, two = number(Fraction(1, 100), "percent", ROW(0)), number(Fraction(2, 100), "percent", ROW(1))
    # literals by tier; one rate for all; a choice by tier
    assert factors(tiered("1%", "2%")) == (Factor("rate", "by_tier", "ratio", numbers=(one, two)),)
    prices = (number(100, "money", ROW(0)), number(200, "money", ROW(1)))
    assert factors(tiered("1 USD", "2 USD", pays_on="each")) == (Factor("rate", "by_tier", "money", numbers=prices),)
    same = tiered("{field: uplift}", "{field: uplift}")
    assert factors(same) == (of("rate", "record_field", "ratio", "uplift"),)
    assert factors(tiered("{ratio: [fee, gross]}", "{ratio: [fee, gross]}")) == (
        of("upper", "record_field", "money", "fee"),
        of("lower", "record_field", "money", "gross", divide=True),
    )
    chosen = (
        Factor("rate", "literal", "ratio", numbers=(one,)),
        of("rate", "record_field", "ratio", "uplift"),
        of("rate", "record_field", "ratio", "share"),
        of("rate", "personal", "ratio", "own_rate"),
    )
    mixed = tiered("1%", "{field: uplift}", "{field: share}", "{personal: own_rate}")
    assert factors(mixed) == (Factor("rate", "by_tier", "ratio", choices=chosen),)
    fees = (of("rate", "record_field", "money", "fee"), of("rate", "record_field", "money", "cost"))
    assert factors(tiered("{field: fee}", "{field: cost}", pays_on="each")) == (
        Factor("rate", "by_tier", "money", choices=fees),
    )


def test_a_table_in_which_some_rates_divide_two_fields_divides_the_others_by_1() -> None:
    upper, lower = factors(tiered("1%", "{ratio: [fee, gross]}", "{ratio: [units, seats]}", "{field: uplift}"))
    ones = [Factor("lower", "literal", "count", numbers=(number(1, "count", ROW(at)),)) for at in (0, 3)]
    one = number(Fraction(1, 100), "percent", ROW(0))
    assert upper == Factor(
        "upper", "by_tier", "ratio",
        choices=(
            Factor("upper", "literal", "ratio", numbers=(one,)),
            of("upper", "record_field", "money", "fee"),
            of("upper", "record_field", "count", "units"),
            of("upper", "record_field", "ratio", "uplift"),
        ),
    )  # fmt: skip
    assert lower == Factor(
        "lower", "by_tier", "ratio", divide=True,
        choices=(
            ones[0],
            of("lower", "record_field", "money", "gross", divide=True),
            of("lower", "record_field", "count", "seats", divide=True),
            ones[1],
        ),
    )  # fmt: skip


def test_the_rows_that_pages_show_say_where_each_rate_comes_from() -> None:
    rates = ("{personal: own_rate}", "{field: uplift}", "{ratio: [fee, gross]}", "{table: g}", "2%")
    rows = plan_of(tiered(*rates), company=WIDE, head=TABLE).component("x").tiers
    assert [(row.personal, row.fields, row.table, row.rate) for row in rows] == [
        ("own_rate", (), None, None),
        (None, ("uplift",), None, None),
        (None, ("fee", "gross"), None, None),
        (None, (), "g", None),
        (None, (), None, number(Fraction(2, 100), "percent", ROW(4))),
    ]
    assert [row.start for row in rows] == [
        None,
        *(number(at * 1000, "money", f"earn.x.tiers[{at}].from") for at in range(1, 5)),
    ]
    fields = tiered("1%", "2%").replace("from: 0 USD", "from: {field: cost}").replace("10 USD", "{field: goal}")
    assert [(row.start, row.start_field) for row in plan_of(fields, company=WIDE).component("x").tiers] == [
        (None, None),
        (None, "goal"),
    ]


@pytest.mark.parametrize(("count", "expected"), [(1, ["list_length"]), (2, []), (3, ["list_length"])])
def test_the_shape_of_a_rate_takes_exactly_two_fields_to_divide(count: int, expected: list[str]) -> None:
    document, _ = document_from_text(f"rate: {{ratio: [{', '.join('abc'[:count])}]}}", "p.yaml")
    assert document is not None
    node = document.top.get("rate")
    assert node is not None
    found = faults_from_schema(node, rate_shape("percent"), Names(None, {}))
    assert [fault.code for fault in found] == expected
