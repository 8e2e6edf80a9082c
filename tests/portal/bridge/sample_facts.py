"""In: nothing. Out: one fact of every kind, with every type of value, as a source would give them: unnumbered."""

from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from comp_rules.facts.facts import (
    Assignment,
    Company,
    Declared,
    Event,
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
    TableRow,
    TargetIncentive,
    TerritoryRow,
    TypedResult,
    Value,
)
from comp_rules.values.fault import Place
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from comp_rules.values.words import Words
from portal.bridge.json_from_company import DECLARED_AS
from portal.models import CompanyRow, DeclaredName, RecordFieldRow, RecordTypeRow

YEAR = span_of_days(date(2026, 1, 1), date(2026, 12, 31))
ONWARDS = span_of_days(date(2026, 1, 1), None)
FIELDS = {
    "net_arr": Value("money", Money(-(2**53) - 1, "KRW"), "-9007199254740993.4"),
    "seats": Value("number", Fraction(7, 2)),
    "discount": Value("percent", Fraction(1, 3)),
    "closed": Value("date", date(2026, 3, 5)),
    "stage": Value("text", "closed won ‘한빛’"),
    "engineer": Value("person", "cho"),
    "renewal": Value("yes_no", False),
}


def a_record(record_id: str = "D-1", **changes: Any) -> RecordVersion:
    content: dict[str, Any] = {
        "fields": FIELDS, "owner": "ana", "split": (("ana", Fraction(2, 3)), ("bo", Fraction(1, 3))),
        "booked_at": "09:30:00",
    }  # fmt: skip
    return RecordVersion("deal", record_id, 0, 0, **content | changes)


def every_fact() -> dict[str, Any]:
    """The arguments of rows_from_facts: `ana` and `bo` are paid, `cho` is only named on a record."""
    return {
        "people": [
            Person("p-1", "ana", "Ana Ruiz", date(2024, 2, 29), payroll_currency="USD"),
            Person("p-2", "bo", "박보라", None),
        ],
        "assignments": [
            Assignment("a-ana", "ana", "seat-ana", "ae", "ae", YEAR, grade="senior"),
            Assignment("a-bo", "bo", "seat-bo", "ae", "ae", YEAR),
        ],
        "quotas": [
            Quota("q-1", "ana", "new_arr", Value("money", Money(120_000_000, "USD"), "1200000.001"), YEAR),
            Quota("q-2", "bo", "meetings", Value("number", Fraction(0)), ONWARDS, if_zero="nothing"),
            Quota("q-3", "bo", "retention", Value("percent", Fraction(0)), YEAR, if_zero="at_target"),
        ],
        "personal": [
            PersonalValue("v-1", "ana", "rate", Value("percent", Fraction(3, 80)), ONWARDS),
            PersonalValue("v-2", "ana", "award", Value("money", Money(500_000, "USD")), YEAR),
        ],
        "targets": [
            TargetIncentive("t-1", "ana", Money(9_600_000, "USD"), YEAR),
            TargetIncentive("t-2", "bo", Money(1_200_000, "KRW"), ONWARDS, of_window=True),
        ],
        "fx": [FxRate("x-1", "month_end", "USD", "KRW", Fraction("1383.55"), date(2026, 1, 31))],
        "records": [
            a_record(),
            a_record("D-2", owner=None, split=(), fields={}),
            a_record("D-3", owner="dora", split=(), fields={}, reverses="D-1"),
            a_record("D-4", owner="dora", split=(), fields={}),
        ],
        "events": [
            Event("e-1", "deal", "D-1", "cancelled", date(2026, 4, 1)),
            Event("e-2", "deal", "D-4", "paid", date(2026, 4, 2), Money(17, "USD")),
        ],
        "relations": [Relation("r-1", "pod", "ana", "bo", ONWARDS)],
        "territories": [
            TerritoryRow("y-1", "field", _every_fact_stated(), "ana", YEAR),
            TerritoryRow("y-2", "field", (), "bo", ONWARDS),
        ],
        "table_rows": [
            TableRow("b-1", "levels", _stated("junior"), _percent("3/80"), "percent", YEAR, place=Place("a.csv", 4)),
            TableRow("b-2", "levels", _stated("senior", "lead"), _times(), "times", YEAR, place=Place("a.csv", 3)),
            TableRow("b-3", "fees", (), Value("money", Money(1, "KRW")), "money", ONWARDS, place=Place("a.csv", 2)),
        ],
        "leaves": [Leave("l-1", "bo", YEAR), Leave("l-2", "bo", ONWARDS)],
        "inputs": [
            TypedResult("i-1", "bo", "survey", _percent("-1/8"), date(2026, 3, 31), date(2026, 1, 1)),
            TypedResult("i-2", "bo", "survey", Value("money", Money(-5, "USD")), date(2026, 6, 30)),
        ],
        "openings": [
            Opening("o-1", "ana", "measure", "year", Value("number", Fraction(7, 2)), date(2025, 12, 31)),
            Opening("o-2", "bo", "balance", "ledger", Value("money", Money(-99, "KRW")), date(2025, 12, 31)),
        ],
    }


def _every_fact_stated() -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """Every type of field, and several values of one."""
    regions = (Value("text", "Asia; “Pacific”"), Value("text", "EMEA"))
    return *((name, (value,)) for name, value in FIELDS.items()), ("region", regions)


def _stated(*grades: str) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    return (("payee.grade", tuple(Value("text", grade) for grade in grades)),)


def _percent(text: str) -> Value:
    return Value("percent", Fraction(text))


def _times() -> Value:
    return Value("number", Fraction(3, 2))


def company() -> Company:
    def declared(name: str, unit: str = "") -> dict[str, Declared]:
        return {name: Declared(name, Words(name, f"{name} 이름"), unit)}

    types = {name: Field(name, value.type, Words(name, f"{name} 항목")) for name, value in FIELDS.items()}
    deal = RecordType("deal", Words("Deal", "거래"), types, "stage")
    region = RecordType("visit", Words("Visit", "방문"), {"region": Field("region", "text", Words("Region", "지역"))})
    names = declared("new_arr", "money"), declared("rate", "percent"), declared("cancelled"), declared("month_end")
    return Company(
        "Hanbit Optics", {"deal": deal, "visit": region}, *names,
        inputs=declared("survey", "percent"), relations=declared("pod"), territories=declared("field"),
        tables=declared("levels") | declared("fees"), titles=frozenset({"ae", "manager"}),
        grades=frozenset({"senior", "junior"}), holidays=frozenset({date(2026, 1, 1), date(2026, 10, 9)}),
    )  # fmt: skip


def declare(session: Session) -> None:
    """Put the company into the database."""
    declared = company()
    session.add(CompanyRow(name=declared.name, time_zone="Asia/Seoul"))
    for record_type in declared.record_types.values():
        en, ko = record_type.label
        title = record_type.title_field
        session.add(RecordTypeRow(record_type=record_type.name, label_en=en, label_ko=ko, title_field=title))
        session.flush()
        for place, field in enumerate(record_type.fields.values()):
            of_field = {"type": field.type, "label_en": field.label.en, "label_ko": field.label.ko, "place": place}
            session.add(RecordFieldRow(record_type=record_type.name, field=field.name, **of_field))
    for plural, kind in DECLARED_AS.items():
        for name in getattr(declared, plural).values():
            label = {"label_en": name.label.en, "label_ko": name.label.ko}
            session.add(DeclaredName(kind=kind, name=name.name, unit=name.unit, **label))
    holidays = [day.isoformat() for day in declared.holidays]
    for kind, plain in (("title", declared.titles), ("grade", declared.grades), ("holiday", holidays)):
        session.add_all(DeclaredName(kind=kind, name=name, label_en=name, label_ko=f"{name} 이름") for name in plain)
    session.flush()
