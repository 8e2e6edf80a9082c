"""The rule of a territory or of a rate becomes the facts that the engine compares with a record, and back.

In: a rule as it is kept, fact to the texts of its values as files of facts write them. Out: typed values by fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from comp_rules.facts.cells_from_facts import value_text
from comp_rules.facts.facts import Company, FieldType, Value
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text

Stated = tuple[tuple[str, tuple[Value, ...]], ...]
#: Facts of the person that is credited, not of the record.
OF_PAYEE = ("payee.grade", "payee.title")
_FORM = TextForm(beyond_minor_unit="round")


def stated_from_rule(rule: Mapping[str, Any], company: Company) -> Stated | None:
    """Return the facts that a rule states, typed as the company declared them.

    None for a rule that lists no values: a range, an exception or a type that the field has no longer. Nobody can be
    found by it until it is said anew.
    """
    stated = []
    for fact, texts in rule.items():
        if not isinstance(texts, list):
            return None
        try:
            stated.append((fact, tuple(_value(text, type_of_fact(fact, company)) for text in texts)))
        except Unreadable:
            return None
    return tuple(stated)


def _value(text: str, of_type: FieldType) -> Value:
    value = value_from_text(text, of_type, _FORM)
    # An original keeps the digits of the source; the currency after them is the rule's, not the source's.
    return replace(value, original=value.original.partition(" ")[0]) if value.original else value


def rule_from_stated(stated: Iterable[tuple[str, tuple[Value, ...]]]) -> dict[str, list[str]]:
    """Return the rule that states these facts, as it is kept."""
    return {fact: [value_text(value) for value in values] for fact, values in stated}


def types_of_fact(fact: str, company: Company) -> frozenset[FieldType]:
    """Return the types that the fields of this name have; none when no record has one."""
    if fact in OF_PAYEE:
        return frozenset({"text"})
    return frozenset(kind.fields[fact].type for kind in company.record_types.values() if fact in kind.fields)


def type_of_fact(fact: str, company: Company) -> FieldType:
    """Return the one type of a fact; text when the company declares none or several."""
    types = types_of_fact(fact, company)
    return next(iter(types)) if len(types) == 1 else "text"
