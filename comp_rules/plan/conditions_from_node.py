"""Conditions on records: the map of `when` becomes typed conditions.

In: the node of a `when` and the fields of the record type, if they are declared. Out: conditions and their faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from comp_rules.facts.facts import Field, FieldType, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.plan.condition import Comparison, Condition
from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

Fields = Mapping[str, Field] | None

_COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "under")
_ORDERED: tuple[FieldType, ...] = ("money", "number", "percent", "date")


def conditions_from_node(
    node: Map | None, fields: Fields, record_type: str
) -> tuple[tuple[Condition, ...], list[Fault]]:
    """Return the conditions of a `when` in the order written, and every fault in it.

    `fields` are those the company declares for the record type; None takes every name and reads values by their form.
    """
    conditions: list[Condition] = []
    faults: list[Fault] = []
    for entry in node.entries if node else ():
        if fields is not None and entry.key not in fields:
            faults.append(unknown_field(entry.key, entry, fields, record_type))
            continue
        reading = _Reading(fields[entry.key].type if fields else None, faults)
        condition = reading.condition(entry)
        conditions.append(replace(condition, label=fields[entry.key].label) if fields else condition)
    return tuple(conditions), faults


def unknown_field(name: str, at: Entry | Node, fields: Mapping[str, Field], record_type: str) -> Fault:
    """Return the fault of a field that the record type does not have."""
    sentence = Words("A record of “{type}” has no field “{name}”.", "‘{type}’ 데이터에 ‘{name}’ 필드가 없습니다.")
    return error("unknown_field", at.place, sentence, did_you_mean(name, fields), type=record_type, name=name)


def value_from_form(text: str) -> Value:
    """Return the value that a text is by its form: percent, money, number, date, yes or no, else a text."""
    for field_type in ("percent", "money", "number", "date"):
        try:
            return value_from_text(text, field_type, TextForm())
        except Unreadable:
            continue
    return Value("yes_no", text == "yes") if text in ("yes", "no") else Value("text", text)


class _Reading:
    """Reads the values of one condition with the type of its field."""

    def __init__(self, field_type: FieldType | None, faults: list[Fault]) -> None:
        self.field_type = field_type
        self.faults = faults

    def condition(self, entry: Entry) -> Condition:
        path = entry.place.path
        if isinstance(entry.value, Map):
            return self._bounds(entry, entry.value)
        if isinstance(entry.value, Scalar) and entry.value.text == "missing":
            return Condition(entry.key, path, missing=True)
        return Condition(entry.key, path, values=self._values(entry.value))

    def _bounds(self, entry: Entry, node: Map) -> Condition:
        bounds: list[tuple[Comparison, Value]] = []
        for inner in node.entries:
            comparison = next((word for word in _COMPARISONS if word == inner.key), None)
            if inner.key == "except" and len(node.entries) == 1:
                return Condition(entry.key, entry.place.path, excluded=self._values(inner.value))
            if comparison is None:
                self.faults.append(
                    error(
                        "unknown_key",
                        inner.place,
                        *_UNKNOWN,
                        did_you_mean(inner.key, (*_COMPARISONS, "except")),
                        key=inner.key,
                    )
                )
                continue
            bounds += [(comparison, value) for value in self._values(inner.value) if self._has_order(value, inner)]
        if not node.entries:
            self.faults.append(error("empty_value", entry.place, *_NOTHING, key=entry.key))
        return Condition(entry.key, entry.place.path, bounds=tuple(bounds))

    def _has_order(self, value: Value, inner: Entry) -> bool:
        if value.type not in _ORDERED:
            self.faults.append(error("no_order", inner.place, *_NO_ORDER, key=inner.key))
        return value.type in _ORDERED

    def _values(self, node: Node) -> tuple[Value, ...]:
        if isinstance(node, Items):
            if not node.items:
                key = node.place.path.rpartition(".")[2]
                self.faults.append(error("empty_value", node, *_NOTHING, key=key))
            return tuple(value for item in node.items for value in self._values(item))
        if isinstance(node, Scalar):
            value = self._value(node)
            return (value,) if value else ()
        self.faults.append(error("wrong_form", node, *_SCALARS))
        return ()

    def _value(self, node: Scalar) -> Value | None:
        if not node.text.strip():
            self.faults.append(error("empty_value", node, *_NOTHING, key=node.place.path.rpartition(".")[2]))
            return None
        if self.field_type is None:
            return value_from_form(node.text)
        try:
            return value_from_text(node.text, self.field_type, TextForm())
        except Unreadable as fault:
            self.faults.append(Fault("wrong_value", node.place, fault.sentence, fault.hint))
            return None


_UNKNOWN = (Words("A condition has no comparison “{key}”.", "조건에 ‘{key}’ 비교 방법이 없습니다."),)
_NO_ORDER = (
    Words(
        "“{key}” compares numbers, amounts or dates, and this is a text.",
        "‘{key}’ 비교에는 숫자, 금액, 날짜가 필요합니다.",
    ),
    Words("List the texts that count instead.", "인정할 값을 나열해 주세요."),
)
_NOTHING = (
    Words("Nothing is written for “{key}”.", "‘{key}’ 키에 값이 없습니다."),
    Words("Write the value wanted, or `missing`.", "원하는 값이나 `missing` 단어를 적어 주세요."),
)
_SCALARS = (
    Words("A condition lists single values.", "조건에는 값을 하나씩 나열합니다."),
    Words("Write them as [a, b].", "[a, b] 형식으로 적어 주세요."),
)
