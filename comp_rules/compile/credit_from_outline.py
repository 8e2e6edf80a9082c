"""A credit rule without faults, compiled.

In: the outline of a credit. Out: the rule that the flow applies to records, or to the credits of others.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from comp_rules.compile.words_from_node import literal_of, percent_of, whole_of, word_of
from comp_rules.plan.compiled import AmountRule, CreditRule, Receiver
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.document import Map
from comp_rules.plan.node_texts import texts_of
from comp_rules.plan.outline import CreditOutline, Outline
from comp_rules.values.money import OddUnit
from comp_rules.values.words import Words

ODD_UNITS: tuple[OddUnit, ...] = ("remainder", "first", "last", "cumulative")
_AsOf = Literal["credit_date", "period_end"]
_AS_OF: tuple[_AsOf, ...] = ("credit_date", "period_end")
_Named = Literal["field", "territory", "relation"]
_NAMED: tuple[_Named, ...] = ("field", "territory", "relation")


def credit_from_outline(credit: CreditOutline, outline: Outline) -> CreditRule:
    """Return the compiled credit rule."""
    node = credit.node
    direct = credit.shape == "direct"
    record_type = credit.record_type or ""
    conditions, _ = conditions_from_node(node.map("when"), outline.fields(record_type), record_type)
    count = literal_of(node, "count", "whole")
    assert credit.unit is not None
    return CreditRule(
        name=credit.name,
        label=credit.label,
        path=credit.place.path,
        record_type=record_type if direct else "",
        conditions=conditions,
        date_field=node.text("date") or "",
        unit=credit.unit,
        amount_field=node.text("amount") or (None if count else node.text("count")),
        count_of=count.number if count else None,
        receiver=_receiver(credit),
        people="follows" if node.text("people") == "follows" else "locked",
        split_total=percent_of(node, "split_total") or Fraction(1),
        odd_unit=word_of(node, "odd_unit", ODD_UNITS),
        labels=_labels(record_type, outline),
        amount=_amount(node.map("amount")),
        shape=credit.shape,
        sources=credit.sources,
        levels=whole_of(node, "levels") or (0 if node.text("levels") == "all" else 1),
        as_of=word_of(node, "as_of", _AS_OF),
        once_per_record=node.text("once_per_record") == "yes",
    )


def _labels(record_type: str, outline: Outline) -> dict[str, Words]:
    labels = {name: declared.label for name, declared in (outline.fields(record_type) or {}).items()}
    known = outline.company.record_types.get(record_type) if outline.company else None
    return {**labels, record_type: known.label} if known else labels


def _receiver(credit: CreditOutline) -> Receiver:
    if credit.shape == "rollup":
        return Receiver("managers")
    named = credit.node.map("to")
    if named is not None:
        to = next(word for word in _NAMED if named.text(word))
        return Receiver(to, named.text(to) or "")
    return Receiver("split" if credit.node.text("to") == "split" else "owner")


def _amount(node: Map | None) -> AmountRule | None:
    """The rule of an amount that is not one field."""
    if node is None:
        return None
    how: Literal["product", "minus"] = "product" if node.get("product") is not None else "minus"
    return AmountRule(how, texts_of(node.get(how)), node.text("divided_by"))
