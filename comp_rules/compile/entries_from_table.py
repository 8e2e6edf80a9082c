"""The entries of a rate table: facts with the values they want, a rate, and the days on which it holds.

In: a table in outline and the plan around it. Out: typed entries and every fault in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from comp_rules.facts.facts import Field, FieldType, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.plan.compiled import TableEntry
from comp_rules.plan.conditions_from_node import value_from_form
from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import did_you_mean, error, nearest
from comp_rules.plan.grammar.table import ENTRY_KEYS, TABLE_RATES
from comp_rules.plan.literals import Literal, literal_from_text, words_for_types
from comp_rules.plan.outline import Outline, TableOutline
from comp_rules.values.fault import Fault
from comp_rules.values.period import Span, date_from_text, span_of_days
from comp_rules.values.words import Words

_ALWAYS = Span(date.min, date.max)


def entries_from_table(table: TableOutline, outline: Outline) -> tuple[tuple[TableEntry, ...], list[Fault]]:
    """Return the entries in the order written, those at fault left out, and every fault of an entry."""
    entries: list[TableEntry] = []
    faults: list[Fault] = []
    types = fact_types(table, outline)
    for row in table.node.maps("entries"):
        reading = _Reading(table, types, outline.currency)
        entry = reading.entry(row)
        faults += reading.faults
        if entry is not None and not reading.faults:
            entries.append(entry)
    return tuple(entries), faults


def fact_types(table: TableOutline, outline: Outline) -> Mapping[str, FieldType | None]:
    """Return the declared types of the facts, of the payee a text; None where nobody declared the field."""
    declared: dict[str, Field] = {}
    if outline.company is not None:
        for record_type in outline.company.record_types.values():
            for name, field in record_type.fields.items():
                declared.setdefault(name, field)
        for credit in outline.credits.values():
            declared |= outline.fields(credit.record_type) or {}
    return {
        fact: "text" if fact.startswith("payee.") else declared[fact].type if fact in declared else None
        for fact in table.facts
    }


class _Reading:
    """Reads one entry with the types of its facts."""

    def __init__(self, table: TableOutline, types: Mapping[str, FieldType | None], currency: str | None) -> None:
        self.table = table
        self.types = types
        self.currency = currency
        self.faults: list[Fault] = []

    def entry(self, row: Map) -> TableEntry | None:
        facts = [
            (entry.key, self._values(entry.value, self.types.get(entry.key)))
            for entry in row.entries
            if entry.key not in ENTRY_KEYS and self._is_fact(entry)
        ]
        rate, span = self._rate(row), self._span(row)
        if rate is None:
            return None
        return TableEntry(tuple(facts), rate.as_number, None if span == _ALWAYS else span, row.place.path)

    def _is_fact(self, entry: Entry) -> bool:
        if entry.key in self.table.facts:
            return True
        cure = did_you_mean(entry.key, (*self.table.facts, *ENTRY_KEYS))
        self.faults.append(error("unknown_key", entry.place, *_NO_FACT, cure, key=entry.key))
        return False

    def _rate(self, row: Map) -> Literal | None:
        node = row.get("rate")
        if node is None:
            if not any(nearest(entry.key, ("rate",)) for entry in row.entries if entry.key not in self.table.facts):
                self.faults.append(error("missing_key", row, *_NO_RATE))
            return None
        literal = literal_from_text(row.text("rate") or "", TABLE_RATES, node.place)
        if literal is None:
            what, how = words_for_types(TABLE_RATES)
            sentence = Words(
                f"“{{text}}” is not {what.en}.", f"‘{{text}}’ 값의 형식이 다릅니다. 필요한 형식: {what.ko}."
            )
            cure = Words(f"Write it like {how.en}.", f"예: {how.ko}")
            self.faults.append(error("wrong_value", node, sentence, cure, text=row.text("rate") or ""))
        elif literal.currency and self.currency not in (None, literal.currency):
            self.faults.append(
                error("wrong_currency", node, *_CURRENCY, text=literal.text, currency=self.currency or "")
            )
        return literal

    def _span(self, row: Map) -> Span | None:
        days = [self._day(row, key, none) for key, none in (("first_day", date.min), ("last_day", date.max))]
        first, last = days
        if first is None or last is None:
            return None
        if last < first:
            self.faults.append(error("days_reversed", row.get("last_day") or row, *_REVERSED))
            return None
        return span_of_days(first, last)

    def _day(self, row: Map, key: str, none: date) -> date | None:
        node = row.get(key)
        if node is None:
            return none
        try:
            return date_from_text(row.text(key) or "")
        except ValueError:
            self.faults.append(error("wrong_value", node, *_DAY, text=row.text(key) or ""))
            return None

    def _values(self, node: Node, wanted: FieldType | None) -> tuple[Value, ...]:
        if isinstance(node, Items) and not node.items:
            self.faults.append(error("empty_value", node, *_EMPTY))
        if isinstance(node, Items):
            return tuple(value for item in node.items for value in self._values(item, wanted))
        if not isinstance(node, Scalar):
            self.faults.append(error("wrong_form", node, *_FORM))
            return ()
        if not node.text.strip():
            self.faults.append(error("empty_value", node, *_EMPTY))
            return ()
        if wanted is None:
            return (value_from_form(node.text),)
        try:
            return (value_from_text(node.text, wanted, TextForm()),)
        except Unreadable as fault:
            self.faults.append(Fault("wrong_value", node.place, fault.sentence, fault.hint))
            return ()


_NO_FACT = (
    Words("“{key}” is not one of the facts of this table.", "‘{key}’ 값은 이 요율표의 기준 항목(facts)이 아닙니다."),
)
_NO_RATE = (
    Words("This entry has no rate.", "이 항목에 요율이 없습니다."),
    Words("Write `rate:` such as 5%.", "`rate:` 키에 5% 같은 요율을 적어 주세요."),
)
_CURRENCY = (
    Words(
        "“{text}” is not in {currency}, the currency of the plan.",
        "‘{text}’ 금액의 통화가 플랜 통화({currency})와 다릅니다.",
    ),
    Words("Write the amount in {currency}.", "금액을 {currency} 단위로 적어 주세요."),
)
_REVERSED = (
    Words("The last day lies before the first.", "마지막 날이 첫날보다 빠릅니다."),
    Words("Both days are included; put the earlier one first.", "빠른 날짜를 첫날로 적어 주세요."),
)
_DAY = (
    Words("“{text}” is not a date.", "‘{text}’ 값은 날짜가 아닙니다."),
    Words("Write it like 2026-03-05.", "2026-03-05처럼 적어 주세요."),
)
_FORM = (
    Words("A fact has a value or a list of values.", "기준 항목에는 값 하나나 값의 목록을 적습니다."),
    Words("Write it like [a, b].", "[a, b] 형식으로 적어 주세요."),
)
_EMPTY = (
    Words("Nothing is written for this fact.", "이 기준 항목에 값이 없습니다."),
    Words(
        "Write a value, or leave the fact out: it then means any.", "값을 적거나 빼 주세요. 빼면 모든 값을 뜻합니다."
    ),
)
