"""The rule of a territory that stands in one cell: `region=us_east; industry=retail|finance`, or the same as JSON.

In: the text of the cell and the record types of the company. Out: conditions as plain data, field to list or range.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comp_rules.facts.facts import Field, RecordType
from comp_rules.facts.unreadable import Unreadable
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.faults import did_you_mean, error
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words

_HERE = Place("rule")


def rule_from_cell(text: str, record_types: Mapping[str, RecordType]) -> dict[str, Any]:
    """Return the conditions of a territory: field to a list of texts, a map of a range or exception, or `missing`.

    A field must be one of some record type, unless the company has declared none. Raises Unreadable.
    """
    node = _from_json(text) if text.lstrip().startswith("{") else _from_pairs(text)
    if not node.entries:
        raise Unreadable(*_NO_RULE, text)
    for entry in node.entries:
        _check(entry, record_types, text)
    return {entry.key: _plain(entry.value) for entry in node.entries}


def _from_json(text: str) -> Map:
    document, faults = document_from_text(text, "rule")
    if faults or document is None:
        raise _unreadable(faults[0], text)
    return document.top


def _from_pairs(text: str) -> Map:
    entries: dict[str, Entry] = {}
    for part in text.replace("\n", ";").split(";"):
        name, equals, values = part.partition("=")
        texts = [value.strip() for value in values.split("|")]
        if not part.strip():
            continue
        if not equals or not name.strip() or not all(texts) or name.strip() in entries:
            raise Unreadable(*_NO_RULE, part.strip())
        scalars = tuple(Scalar(_HERE, value) for value in texts)
        entries[name.strip()] = Entry(
            name.strip(), _HERE, scalars[0] if texts == ["missing"] else Items(_HERE, scalars)
        )
    return Map(_HERE, tuple(entries.values()))


def _check(entry: Entry, record_types: Mapping[str, RecordType], text: str) -> None:
    """Refuse a field nobody declared, and a value that no record could have in it."""
    declared = [kind.fields[entry.key] for kind in record_types.values() if entry.key in kind.fields]
    if record_types and not declared:
        known = {name for kind in record_types.values() for name in kind.fields}
        raise _unreadable(error("", _HERE, _NO_FIELD, did_you_mean(entry.key, known), name=entry.key), text)
    found = [_faults(entry, field) for field in declared] or [_faults(entry, None)]
    if all(found):
        raise _unreadable(found[0][0], text)


def _faults(entry: Entry, field: Field | None) -> list[Fault]:
    fields = {entry.key: field} if field else None
    return conditions_from_node(Map(_HERE, (entry,)), fields, "")[1]


def _unreadable(fault: Fault, text: str) -> Unreadable:
    """Say a fault of the rule of its cell; its sentences are filled already, so braces in them are letters."""
    sentence, hint = (
        Words(*(said.replace("{", "{{").replace("}", "}}") for said in words))
        for words in (fault.sentence, fault.hint or _NO_RULE[1])
    )
    return Unreadable(sentence, hint, text)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text if node.text == "missing" else [node.text]
    return _inner(node)


def _inner(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_inner(item) for item in node.items]
    return {entry.key: _inner(entry.value) for entry in node.entries}


_NO_FIELD = Words("No record type has a field “{name}”.", "‘{name}’ 필드가 있는 원천 데이터 종류가 없습니다.")
_NO_RULE = (
    Words("“{text}” is not the rule of a territory.", "‘{text}’ 값은 담당 영역의 규칙이 아닙니다."),
    Words(
        "Write pairs such as region=us_east; industry=retail|finance, or the same as JSON.",
        "region=us_east; industry=retail|finance 형식의 쌍이나 같은 내용의 JSON을 적어 주세요.",
    ),
)
