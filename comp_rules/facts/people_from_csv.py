"""People and how they stand to each other: rows of CSV become people, assignments, hierarchy, relations, territories.

In: rows of the files that name people. Out: facts; a cell that cannot be read raises Unfit.
"""

from __future__ import annotations

from comp_rules.facts.csv_row import CsvRow
from comp_rules.facts.csv_tables import OF_RECORD, TABLES
from comp_rules.facts.facts import (
    Assignment,
    Company,
    FieldType,
    Leave,
    Person,
    Relation,
    Reporting,
    TerritoryRow,
    Value,
)  # fmt: skip
from comp_rules.values.money import is_currency
from comp_rules.values.words import Words

Stated = tuple[tuple[str, tuple[Value, ...]], ...]
#: facts of the receiver, not of the record
_OF_PAYEE = ("payee.grade", "payee.title")


def person_from_row(row: CsvRow) -> Person:
    """Return a person; the id serves as name where none is written."""
    payee, currency = row.text("payee"), row.text("payroll_currency")
    if currency and not is_currency(currency):
        raise row.fault("unknown_currency", "payroll_currency", *_currency_words(currency))
    return Person(
        payee=payee,
        name=row.text("name") or payee,
        hire=row.day_or_none("hire"),
        payroll_currency=currency,
        **row.version(payee),
    )


def assignment_from_row(row: CsvRow) -> Assignment:
    """Return who holds which position under which plan, on which days."""
    return Assignment(
        payee=row.text("payee"),
        position=row.text("position"),
        title=row.text("title"),
        plan=row.text("plan"),
        span=row.days(),
        grade=row.text("grade"),
        **row.version(),
    )


def reporting_from_row(row: CsvRow) -> Reporting:
    """Return who reports to whom."""
    return Reporting(payee=row.text("payee"), manager=row.text("manager"), span=row.days(), **row.version())


def relation_from_row(row: CsvRow, company: Company) -> Relation:
    """Return who is credited for whose credits."""
    declared = row.declared("relation", company.relations, Words("relation", "관계"))
    return Relation(
        relation=declared.name, payee=row.text("payee"), other=row.text("other"), span=row.days(), **row.version()
    )


def leave_from_row(row: CsvRow) -> Leave:
    """Return days on which a person is away."""
    return Leave(payee=row.text("payee"), span=row.days(), **row.version())


def territory_from_row(row: CsvRow, company: Company) -> TerritoryRow:
    """Return who holds the part of a territory that the row's facts describe."""
    declared = row.declared("territory", company.territories, Words("territory", "담당 구역"))
    return TerritoryRow(
        territory=declared.name, facts=stated_facts(row, company), payee=row.text("payee"), span=row.days(),
        **row.version(),
    )  # fmt: skip


def stated_facts(row: CsvRow, company: Company) -> Stated:
    """Return the facts that the further columns of a row state, in order of column; an empty cell states nothing.

    A fact is a field of any record type, `payee.grade` or `payee.title`; one that bears the name of a column of the
    file is written `record.<field>`.
    """
    own = next(table.columns for table in TABLES if table.file == row.file)
    stated = []
    for column in row.columns:
        if column not in own and row.text(column):
            fact = column.removeprefix(OF_RECORD)
            stated.append((fact, row.values(column, _type_of(row, column, fact, company))))
    return tuple(stated)


def _type_of(row: CsvRow, column: str, fact: str, company: Company) -> FieldType:
    if fact in _OF_PAYEE:
        return "text"
    types = {t.fields[fact].type for t in company.record_types.values() if fact in t.fields}
    if not types:
        sentence = Words(f"No record has a field “{fact[:40]}”.", f"‘{fact[:40]}’ 항목이 있는 데이터가 없습니다.")
        raise row.fault("unknown_field", column, sentence, _DECLARE_IT)
    if len(types) > 1:
        sentence = Words(
            f"“{fact[:40]}” is of different types in different records.",
            f"‘{fact[:40]}’ 항목의 형식이 데이터 종류마다 다릅니다.",
        )
        raise row.fault("field_ambiguous", column, sentence, _ONE_TYPE)
    return types.pop()


def _currency_words(code: str) -> tuple[Words, Words]:
    return (
        Words(f"“{code[:40]}” is not an ISO currency code.", f"‘{code[:40]}’ 값은 ISO 통화 코드가 아닙니다."),
        Words("Write it like USD.", "USD처럼 적어 주세요."),
    )


_DECLARE_IT = Words("Name a field of fields.csv.", "fields.csv 파일에 있는 항목을 적어 주세요.")
_ONE_TYPE = Words("Give the field one type in fields.csv.", "fields.csv 파일에서 형식을 하나로 맞춰 주세요.")
