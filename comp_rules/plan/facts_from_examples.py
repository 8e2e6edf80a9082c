"""A worked example of a plan becomes facts, as if its rows had been imported.

In: a document without errors, the number of the example and the compiled plans. Out: facts with a company inferred from
the rows, and the faults of rows that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from comp_rules.facts.facts import Company, Declared, Event, Facts, FieldType
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Document, Map
from comp_rules.plan.example_row import ExampleRow
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.plan.literals import literal_from_text, words_for_types
from comp_rules.plan.numbers_from_examples import (
    fx_from_rows,
    inputs_from_rows,
    openings_from_rows,
    personal_from_rows,
    quotas_from_rows,
    table_rows_from_rows,
)
from comp_rules.plan.people_from_examples import (
    assignments_from_rows,
    hierarchy_from_rows,
    holder_rows,
    leaves_from_rows,
    people_from_rows,
    relations_from_rows,
    targets_from_rows,
    territories_from_rows,
)
from comp_rules.plan.records_from_examples import ExampleRecords, records_from_example
from comp_rules.values.fault import Fault
from comp_rules.values.period import Span
from comp_rules.values.words import Words, with_spaces

#: given rows whose keys are names of the author's choosing, and those of them that must be written
_NEEDED: Mapping[str, tuple[str, ...]] = {"territories": ("territory", "person"), "rates": ("table", "rate")}
_TYPED: Mapping[str, tuple[str, ...]] = {
    "first_day": ("date",), "last_day": ("date",), "rate": ("percent", "times", "money"),
}  # fmt: skip


def facts_from_example(
    document: Document, index: int, plan: CompiledPlan, others: Sequence[CompiledPlan] = ()
) -> tuple[Facts, list[Fault]]:
    """Return the facts of example `index` (from 0) of a document that compiled to `plan`, and what cannot be read.

    Fields have the types that the plan, else one of the `others`, gives them, else those of their form. All rows are
    known from the beginning and hold for the plan's whole effective range unless they say otherwise. Raises IndexError
    when there is no such example.
    """
    example = document.top.maps("examples")[index]
    given = example.map("given") or Map(example.place, ())
    others = [other for other in others if other.name != plan.name]
    records = records_from_example(given, [plan, *others])
    types = _types_by_field(records)
    holders = holder_rows(given, plan, others)
    faults = [*records.faults, *_events_of_nothing(given, records), *_incomplete(given)]

    def rows(table: str) -> list[ExampleRow]:
        return [ExampleRow(row, plan.span) for row in given.maps(table)]

    facts = Facts(
        company=_company(given, plan, records),
        people=people_from_rows(holders),
        assignments=assignments_from_rows(holders, plan),
        quotas=quotas_from_rows(rows("quotas")),
        personal=personal_from_rows(rows("personal")),
        targets=targets_from_rows(holders),
        fx=fx_from_rows(rows("fx")),
        records=records.versions,
        events=tuple(_events(rows("events"), records)),
        hierarchy=hierarchy_from_rows(holders),
        relations=relations_from_rows(rows("relations")),
        territories=territories_from_rows(rows("territories"), types, faults),
        table_rows=table_rows_from_rows(rows("rates"), types, faults),
        leaves=leaves_from_rows(rows("leaves")),
        inputs=inputs_from_rows(rows("inputs")),
        openings=openings_from_rows(rows("openings")),
    )
    return facts, faults


def plans_named(document: Document, index: int) -> tuple[str, ...]:
    """Return the names of the plans that people of example `index` hold, each once, without those not said."""
    given = document.top.maps("examples")[index].map("given")
    names = [row.text("plan") for row in given.maps("people")] if given else []
    return tuple(dict.fromkeys(name for name in names if name))


def _types_by_field(records: ExampleRecords) -> Mapping[str, FieldType]:
    """The types of fields by name alone, for facts of a table; and those of the receiver."""
    types: dict[str, FieldType] = {"payee.grade": "text", "payee.title": "text"}
    for record_type in records.types.values():
        for name, field in record_type.fields.items():
            types.setdefault(name, field.type)
    return types


def _events(rows: Iterable[ExampleRow], records: ExampleRecords) -> Iterator[Event]:
    types = _type_by_id(records)
    for row in rows:
        record, day = row.text("record"), row.day("date")
        if day is not None and record in types:
            yield Event(
                row_id=row.row_id,
                record_type=types[record],
                record_id=record,
                event=row.text("event"),
                day=day,
                amount=row.money("amount"),
                place=row.row.place,
            )


def _type_by_id(records: ExampleRecords) -> dict[str, str]:
    """The record type of each id; of two records with one id the first counts."""
    types: dict[str, str] = {}
    for version in records.versions:
        types.setdefault(version.record_id, version.record_type)
    return types


def _events_of_nothing(given: Map, records: ExampleRecords) -> Iterator[Fault]:
    ids = _type_by_id(records)
    for row in given.maps("events"):
        record = row.text("record") or ""
        if record not in ids:
            yield error("unknown_record", row.get("record") or row, _NO_RECORD, did_you_mean(record, ids), id=record)


def _incomplete(given: Map) -> Iterator[Fault]:
    for table, needed in _NEEDED.items():
        for row in given.maps(table):
            for key in needed:
                if not row.text(key):
                    yield error("missing_key", row, *_LACKS, key=key)
            for key, types in _TYPED.items():
                text = row.text(key)
                if text and (table == "rates" or key != "rate") and literal_from_text(text, types, row.place) is None:
                    _, written = words_for_types(types)
                    yield error("wrong_value", row.get(key) or row, *_NOT_THAT, text=text, samples=written.en)


def _company(given: Map, plan: CompiledPlan, records: ExampleRecords) -> Company:
    """What the rows show to be declared."""
    return Company(
        name=plan.label.en,
        record_types=records.types,
        quotas=_declared(given, "quotas", "quota", plan.span),
        personal=_declared(given, "personal", "personal", plan.span),
        events=_declared(given, "events", "event", plan.span),
        rate_tables=_declared(given, "fx", "rates", plan.span),
        inputs=_declared(given, "inputs", "input", plan.span),
        relations=_declared(given, "relations", "relation", plan.span),
        territories=_declared(given, "territories", "territory", plan.span),
        tables=_declared(given, "rates", "table", plan.span),
    )


def _declared(given: Map, table: str, key: str, plan_span: Span) -> Mapping[str, Declared]:
    declared: dict[str, Declared] = {}
    for row in given.maps(table):
        name = row.text(key) or ""
        literal = ExampleRow(row, plan_span).literal("value")
        declared.setdefault(name, Declared(name, with_spaces(name), literal.type if literal else ""))
    return declared


_NO_RECORD = Words("No record of this example has the id “{id}”.", "이 예시에는 ‘{id}’ 번호의 데이터가 없습니다.")
_LACKS = (
    Words("This row does not say its `{key}`.", "`{key}` 키가 없는 행입니다."),
    Words("Add `{key}`.", "`{key}` 키를 적어 주세요."),
)
_NOT_THAT = (
    Words("“{text}” cannot stand here.", "‘{text}’ 값은 여기에 쓸 수 없습니다."),
    Words("Write it like {samples}.", "이렇게 적어 주세요: {samples}."),
)
