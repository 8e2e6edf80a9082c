"""A credit rule without faults, compiled.

In: the outline of a credit. Out: the rule that the flow applies to records.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.plan.compiled import CreditRule, Receiver
from comp_rules.plan.conditions_from_node import conditions_from_node
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import CreditOutline, Outline
from comp_rules.values.money import OddUnit
from comp_rules.values.words import Words

_ODD_UNITS: tuple[OddUnit, ...] = ("remainder", "first", "last", "cumulative")


def credit_from_outline(credit: CreditOutline, outline: Outline) -> CreditRule:
    """Return the compiled credit rule."""
    node = credit.node
    record_type = credit.record_type or ""
    conditions, _ = conditions_from_node(node.map("when"), outline.fields(record_type), record_type)
    count = literal_from_text(node.text("count") or "", ("whole",), node.place)
    assert credit.unit is not None
    return CreditRule(
        name=credit.name,
        label=credit.label,
        path=credit.place.path,
        record_type=record_type,
        conditions=conditions,
        date_field=node.text("date") or "",
        unit=credit.unit,
        amount_field=node.text("amount") or (None if count else node.text("count")),
        count_of=count.number if count else None,
        receiver=_receiver(credit),
        people="follows" if node.text("people") == "follows" else "locked",
        split_total=_split_total(credit),
        odd_unit=next((unit for unit in _ODD_UNITS if unit == node.text("odd_unit")), "remainder"),
        labels=_labels(record_type, outline),
    )


def _labels(record_type: str, outline: Outline) -> dict[str, Words]:
    labels = {name: declared.label for name, declared in (outline.fields(record_type) or {}).items()}
    known = outline.company.record_types.get(record_type) if outline.company else None
    return {**labels, record_type: known.label} if known else labels


def _receiver(credit: CreditOutline) -> Receiver:
    by_field = credit.node.map("to")
    if by_field is not None:
        return Receiver("field", by_field.text("field") or "")
    return Receiver("split" if credit.node.text("to") == "split" else "owner")


def _split_total(credit: CreditOutline) -> Fraction:
    literal = literal_from_text(credit.node.text("split_total") or "", ("percent",), credit.place)
    return literal.number if literal else Fraction(1)
