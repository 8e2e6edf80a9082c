"""What a worked example expects, each row with its place, ready to be compared with a result.

In: a document without errors and the number of the example. Out: its expected rows, typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comp_rules.plan.document import Document, Map, Scalar
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.values.fault import Place

_AMOUNT = ("percent", "times", "money", "price", "number")


@dataclass(frozen=True, slots=True)
class Expectation:
    """An expected row: for a person and period a component, a measure or a step of payment.

    Exactly one of `component`, `measure` and `step` is named. What is None is not expected. Money literals are in
    minor units with their currency; `lines` are those of `record`, or of all records, in order.
    """

    place: Place
    person: str
    period: str
    component: str | None
    measure: str | None
    step: str | None
    record: str | None
    lines: tuple[Literal, ...] | None
    total: Literal | None
    #: the key of the plan that said no, such as `when`
    refused: str | None
    operands: Mapping[str, Literal]
    value: Literal | None
    attainment: Literal | None
    amount: Literal | None
    balance: Literal | None

    @property
    def of_payment(self) -> bool:
        """The row is about the pay stage, which is not calculated yet."""
        return self.step is not None


def expectations_of(document: Document, index: int) -> list[Expectation]:
    """Return the expected rows of example `index` (from 0). Raises IndexError when there is no such example."""
    example = document.top.maps("examples")[index]
    return [_expectation(row) for row in example.maps("expect")]


def _expectation(row: Map) -> Expectation:
    return Expectation(
        place=row.place,
        person=row.text("person") or "",
        period=row.text("period") or "",
        component=row.text("component"),
        measure=row.text("measure"),
        step=row.text("step"),
        record=row.text("record"),
        lines=_lines(row) if row.entry("lines") else None,
        total=_literal(row, "total"),
        refused=row.text("refused"),
        operands=_operands(row),
        value=_literal(row, "value"),
        attainment=_literal(row, "attainment"),
        amount=_literal(row, "amount"),
        balance=_literal(row, "balance"),
    )


def _lines(row: Map) -> tuple[Literal, ...]:
    found = (
        literal_from_text(item.text, ("money",), item.place) for item in row.items("lines") if isinstance(item, Scalar)
    )
    return tuple(literal for literal in found if literal is not None)


def _operands(row: Map) -> dict[str, Literal]:
    operands = {}
    inner = row.map("operands")
    for entry in inner.entries if inner else ():
        if isinstance(entry.value, Scalar):
            literal = literal_from_text(entry.value.text, _AMOUNT, entry.value.place)
            if literal is not None:
                operands[entry.key] = literal
    return operands


def _literal(row: Map, key: str) -> Literal | None:
    node = row.get(key)
    return literal_from_text(node.text, _AMOUNT, node.place) if isinstance(node, Scalar) else None
