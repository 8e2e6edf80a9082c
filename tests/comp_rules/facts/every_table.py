"""In: nothing. Out: facts with rows in every table, two versions of some, and every kind of declared name."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Event,
    Facts,
    Field,
    FxRate,
    Leave,
    Opening,
    Person,
    PersonalValue,
    Quota,
    RecordType,
    RecordVersion,
    Relation,
    Reporting,
    TableRow,
    TargetIncentive,
    TerritoryRow,
    TypedResult,
    Value,
)
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from comp_rules.values.words import Words

YEAR = span_of_days(date(2026, 1, 1), date(2026, 12, 31))
EVER = span_of_days(date(2026, 1, 1), None)


def named(name: str, unit: str = "") -> Declared:
    return Declared(name, Words(f"{name} in English", f"{name} 이름"), unit)


def money(minor: int, currency: str = "USD", original: str | None = None) -> Value:
    return Value("money", Money(minor, currency), original)


def text(*values: str) -> tuple[Value, ...]:
    return tuple(Value("text", value) for value in values)


FIELDS = {
    "region": "text", "amount": "money", "table": "text", "size": "number", "uplift": "percent", "signed_on": "date",
    "helper": "person", "renewed": "yes_no",
}  # fmt: skip

COMPANY = Company(
    name="",
    record_types={
        "deal": RecordType(
            "deal",
            Words("deal", "deal"),
            {name: Field(name, kind, Words(f"{name} label", f"{name} 이름표")) for name, kind in FIELDS.items()},  # type: ignore[arg-type]
            "region",
        )
    },
    quotas={name: named(name, unit) for name, unit in (("year", "money"), ("calls", "number"), ("margin", "percent"))},
    personal={"own_rate": named("own_rate", "percent"), "own_sum": named("own_sum", "money")},
    events={"cancelled": named("cancelled")},
    rate_tables={"plan_rates": named("plan_rates")},
    inputs={
        "share": named("share", "percent"),
        "survey": named("survey", "number"),
        "ebitda": named("ebitda", "money"),
    },
    relations={"pod": named("pod")},
    territories={"field": named("field")},
    tables={"by_region": named("by_region"), "by_grade": named("by_grade"), "by_size": named("by_size")},
    titles=frozenset({"Account Executive", "Manager"}),
    grades=frozenset({"G1", "G2"}),
    holidays=frozenset({date(2026, 1, 1), date(2026, 5, 5)}),
)

MARCH_5, YES = Value("date", date(2026, 3, 5)), Value("yes_no", True)
A_THIRD, ONE_AND_A_HALF = Value("percent", Fraction(1, 3)), Value("number", Fraction(3, 2))

RECORD = RecordVersion(
    record_type="deal",
    record_id="D1",
    version_no=1,
    known_no=3,
    fields={
        "region": Value("text", "EMEA; Asia"),
        "amount": money(1001, original="10.005"),
        "size": Value("number", Fraction(5, 2)),
        "uplift": Value("percent", Fraction(1, 3)),
        "signed_on": Value("date", date(2026, 3, 5)),
        "helper": Value("person", "bo"),
        "renewed": Value("yes_no", False),
    },
    owner="ann",
    split=(("bo", Fraction(1, 3)), ("ann", Fraction(2, 3))),
    booked_at="09:30:00",
    reverses="D0",
)

FACTS = Facts(
    company=COMPANY,
    people=(
        Person("ann", "ann", "Ann Lee", date(2025, 6, 1), payroll_currency="EUR"),
        Person("bo", "bo", "Bo Kim", None, 4),
        Person("mia", "mia", "Mia", None),
    ),
    assignments=(
        Assignment("a1", "ann", "p1", "Account Executive", "ae-2026", EVER, grade="G1"),
        Assignment("a2", "mia", "p2", "Manager", "mgr-2026", YEAR, 2, True),
    ),
    quotas=(
        Quota("q1", "ann", "year", money(100_000_000), YEAR),
        Quota("q2", "ann", "calls", Value("number", Fraction(0)), YEAR, if_zero="base_rate"),
        Quota("q3", "mia", "margin", Value("percent", Fraction(1, 5)), YEAR),
    ),
    personal=(
        PersonalValue("v1", "ann", "own_rate", Value("percent", Fraction(1, 30)), YEAR),
        PersonalValue("v2", "ann", "own_sum", money(5000), YEAR),
    ),
    targets=(
        TargetIncentive("t1", "ann", Money(8_000_000, "USD"), YEAR),
        TargetIncentive("t2", "mia", Money(2_500_000, "USD"), EVER, of_window=True),
    ),
    fx=(FxRate("f1", "plan_rates", "USD", "KRW", Fraction(27011, 20), date(2026, 1, 1)),),
    records=(RECORD,),
    events=(
        Event("e1", "deal", "D1", "cancelled", date(2026, 5, 10)),
        Event("e2", "deal", "D1", "cancelled", date(2026, 5, 11), Money(-500, "USD"), 7),
    ),
    hierarchy=(Reporting("h1", "ann", "mia", EVER), Reporting("h2", "bo", "mia", YEAR, 5)),
    relations=(Relation("r1", "pod", "mia", "ann", EVER),),
    territories=(
        TerritoryRow("y1", "field", (("region", text("EMEA", "Asia; Pacific", 'the "rest"')),), "ann", EVER),
        TerritoryRow("y2", "field", (("signed_on", (MARCH_5,)), ("renewed", (YES,))), "bo", YEAR, 6),
        TerritoryRow("y3", "field", (), "mia", EVER),
    ),
    table_rows=(
        TableRow("k1", "by_region", (("region", text("EMEA")), ("table", text("oak"))), A_THIRD, "percent", EVER),
        TableRow("k2", "by_grade", (("payee.grade", text("G1", "G2")),), ONE_AND_A_HALF, "times", YEAR),
        TableRow("k3", "by_size", (("size", (Value("number", Fraction(5, 2)),)),), money(6000), "money", YEAR, 2),
    ),
    leaves=(Leave("w1", "ann", span_of_days(date(2026, 4, 1), date(2026, 6, 30))), Leave("w2", "bo", EVER)),
    inputs=(
        TypedResult("i1", "mia", "share", Value("percent", Fraction(1, 2)), date(2026, 3, 31), date(2026, 1, 1)),
        TypedResult("i2", "mia", "survey", Value("number", Fraction(9, 2)), date(2026, 6, 30)),
        TypedResult("i3", "mia", "ebitda", money(-100), date(2026, 6, 30)),
    ),
    openings=(
        Opening("o1", "ann", "measure", "arr", money(85_000_000), date(2026, 2, 28)),
        Opening("o2", "ann", "measure", "calls", Value("number", Fraction(12)), date(2026, 2, 28)),
        Opening("o3", "ann", "measure", "margin", Value("percent", Fraction(1, 10)), date(2026, 2, 28)),
        Opening("o4", "ann", "component", "commission", money(100), date(2026, 2, 28)),
        Opening("o5", "ann", "balance", "negative", money(-100), date(2026, 2, 28)),
    ),
)  # fmt: skip
