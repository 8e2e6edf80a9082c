"""Checks of rate tables: entries that fit their facts, one unit of rates, and one entry for every record.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from comp_rules.compile.entries_from_table import entries_from_table, fact_types
from comp_rules.facts.facts import Data
from comp_rules.plan.compiled import TableEntry
from comp_rules.plan.document import Items, Map, Node, Scalar
from comp_rules.plan.faults import did_you_mean, error, warning
from comp_rules.plan.grammar.table import TABLE_RATES
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import scalars_of
from comp_rules.plan.outline import Outline, TableOutline
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

#: entries of one table that are compared with each other; longer tables are uploaded
_MOST_COMPARED = 300


def table_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of all rate tables."""
    used = {name for node in outline.components.values() for name in _tables_named(node)}
    for table in outline.tables.values():
        yield from _facts(table, outline)
        entries, faults = entries_from_table(table, outline)
        yield from faults
        yield from _one_unit(table, outline.currency)
        yield from _uploaded(table, outline)
        if not faults:
            yield from _overlaps(table, entries[:_MOST_COMPARED])
        if table.name not in used and used <= outline.tables.keys():
            yield warning("unused_table", table.place, *_UNUSED, table=table.name)


def _facts(table: TableOutline, outline: Outline) -> Iterator[Fault]:
    """The facts are fields of a declared record type, or of the payee; each is named once."""
    types, seen = fact_types(table, outline), set()
    for scalar in scalars_of(table.node.get("facts")):
        if scalar.text in seen:
            yield error("fact_twice", scalar, *_FACT_TWICE, fact=scalar.text)
        seen.add(scalar.text)
        if outline.company is not None and types.get(scalar.text) is None and "." not in scalar.text:
            known = {name for found in outline.company.record_types.values() for name in found.fields}
            cure = did_you_mean(scalar.text, known | {"payee.grade", "payee.title"})
            yield error("unknown_field", scalar, *_NO_FIELD, cure, fact=scalar.text)


def _one_unit(table: TableOutline, currency: str | None) -> Iterator[Fault]:
    """All rates of a table, also the one that holds otherwise, have one unit; a wrong currency is another mistake."""
    values = [row.get("rate") for row in table.node.maps("entries")] + [table.node.get("otherwise")]
    for value in values:
        if not isinstance(value, Scalar) or value.text == "fault":
            continue
        literal = literal_from_text(value.text, TABLE_RATES, value.place)
        if literal is not None and literal.form != table.form and literal.currency in ("", currency):
            yield error("mixed_units", value, *_UNITS)
            return


def _uploaded(table: TableOutline, outline: Outline) -> Iterator[Fault]:
    """Rows that are uploaded belong to a table that the company declared."""
    company = outline.company
    if company is not None and table.node.text("entries") == "uploaded" and table.name not in company.tables:
        cure = did_you_mean(table.name, company.tables)
        yield error("unknown_name", table.place, *_NOT_DECLARED, cure, table=table.name)


def _overlaps(table: TableOutline, entries: tuple[TableEntry, ...]) -> Iterator[Fault]:
    """Entries that may hold for one record: with the same facts a fault; with others the
    records decide, which is told once for a table."""
    told: set[str] = set()
    ambiguous: Fault | None = None
    first_row = table.node.text("pick") == "first_row"
    for before, entry in combinations(entries, 2):
        if entry.path in told or not _together(before, entry):
            continue
        if first_row and _covers(before, entry):
            told.add(entry.path)
            yield warning("entry_unreachable", _place(table, entry), *_UNREACHABLE)
        elif not first_row and len(before.facts) == len(entry.facts):
            if dict(before.facts).keys() == dict(entry.facts).keys():
                told.add(entry.path)
                yield error("entries_overlap", _place(table, entry), *_OVERLAP)
            elif ambiguous is None:
                ambiguous = warning("entries_ambiguous", _place(table, entry), *_AMBIGUOUS)
    if ambiguous is not None:
        yield ambiguous


def _together(a: TableEntry, b: TableEntry) -> bool:
    """Say whether a record could meet both entries on one day."""
    if a.span is not None and b.span is not None and not a.span.overlap(b.span).days:
        return False
    wanted = dict(a.facts)
    return all(fact not in wanted or _data(wanted[fact]) & _data(values) for fact, values in b.facts)


def _covers(a: TableEntry, b: TableEntry) -> bool:
    """Say whether every record that meets `b` meets `a` as well."""
    facts = dict(b.facts)
    inside = a.span is None or (b.span is not None and a.span.first <= b.span.first and b.span.after <= a.span.after)
    return inside and all(fact in facts and _data(facts[fact]) <= _data(values) for fact, values in a.facts)


def _data(values: tuple[object, ...]) -> set[Data]:
    return {value.data for value in values}  # type: ignore[attr-defined]


def _place(table: TableOutline, entry: TableEntry) -> Place:
    rows = (row.place for row in table.node.maps("entries"))
    return next((place for place in rows if place.path == entry.path), table.place)


def _tables_named(node: Node) -> Iterator[str]:
    if isinstance(node, Items):
        for item in node.items:
            yield from _tables_named(item)
    elif isinstance(node, Map):
        for entry in node.entries:
            if entry.key in ("table", "spread") and isinstance(entry.value, Scalar):
                yield entry.value.text
            yield from _tables_named(entry.value)


_FACT_TWICE = (
    Words("“{fact}” is named twice.", "‘{fact}’ 기준 항목이 두 번 적혀 있습니다."),
    Words("Name it once.", "한 번만 적어 주세요."),
)
_NO_FIELD = (Words("No record type has a field “{fact}”.", "‘{fact}’ 필드가 있는 데이터 종류가 없습니다."),)
_UNITS = (
    Words("The rates of this table have different units.", "이 요율표의 요율 단위가 서로 다릅니다."),
    Words(
        "Use percentages, multiples such as 1.5x, or money: one of them.",
        "백분율, 1.5x 같은 배수, 금액 가운데 하나만 써 주세요.",
    ),
)
_NOT_DECLARED = (
    Words("No table “{table}” is declared to be uploaded.", "올리도록 등록된 ‘{table}’ 요율표가 없습니다."),
)
_UNUSED = (
    Words("“{table}” is a table that no component uses.", "‘{table}’ 요율표를 쓰는 지급 항목이 없습니다."),
    Words("Use it as `rate: {table: …}`, or remove it.", "`rate: {table: …}` 형식으로 쓰거나 지워 주세요."),
)
_UNREACHABLE = (
    Words("An earlier row holds for every record of this one.", "앞의 행이 이 행의 모든 데이터에 먼저 적용됩니다."),
    Words("Put the narrower row first, or remove it.", "더 좁은 행을 먼저 적거나 이 행을 지워 주세요."),
)
_OVERLAP = (
    Words(
        "Another row states the same facts for the same days, so a record would have two rates.",
        "같은 기준 항목과 날짜의 행이 또 있어 한 건에 요율이 둘이 됩니다.",
    ),
    Words(
        "Keep one of the two, or give them days that do not overlap.", "하나만 남기거나 겹치지 않는 날짜를 적어 주세요."
    ),
)
_AMBIGUOUS = (
    Words(
        "A record could meet this row and another that states as many facts; that record would have no rate.",
        "이 행과 기준 항목 수가 같은 다른 행에 모두 맞는 데이터가 있으면 요율을 정할 수 없습니다.",
    ),
    Words(
        "Add a row that states both facts, or write `pick: first_row`.",
        "두 기준 항목을 모두 적은 행을 더하거나 `pick: first_row` 값을 적어 주세요.",
    ),
)
