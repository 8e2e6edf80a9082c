"""Checks of credits: their fields, their conditions, and whether anything uses them.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comp_rules.facts.facts import Field, FieldType
from comp_rules.plan.conditions_from_node import conditions_from_node, unknown_field
from comp_rules.plan.document import Map, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import CreditOutline, Outline
from comp_rules.plan.outline_from_document import texts_of
from comp_rules.values.fault import Fault
from comp_rules.values.words import Words

TYPE_NAMES: Mapping[FieldType, Words] = {
    "money": Words("an amount of money", "금액"),
    "number": Words("a number", "숫자"),
    "percent": Words("a percentage", "백분율"),
    "date": Words("a date", "날짜"),
    "text": Words("a text", "글"),
    "person": Words("a person", "사람"),
    "yes_no": Words("yes or no", "예·아니요"),
}


def credit_faults(outline: Outline) -> Iterator[Fault]:
    """Yield the faults of all credits."""
    used = _used(outline)
    for credit in outline.credits.values():
        yield from _fields(credit, outline)
        yield from conditions_from_node(
            credit.node.map("when"), outline.fields(credit.record_type), credit.record_type or ""
        )[1]
        if credit.name not in used:
            yield warning("unused_credit", credit.place, *_UNUSED, credit=credit.name)


def _fields(credit: CreditOutline, outline: Outline) -> Iterator[Fault]:
    """The fields that the rule names exist and have the type it needs."""
    fields = outline.fields(credit.record_type)
    if fields is None:
        return
    yield from _field(credit, fields, credit.node, "date", "date")
    yield from _field(credit, fields, credit.node, "amount", "money")
    count = credit.node.get("count")
    if isinstance(count, Scalar) and literal_from_text(count.text, ("whole",), count.place) is None:
        yield from _field(credit, fields, credit.node, "count", "number")
    receiver = credit.node.map("to")
    if receiver is not None:
        yield from _field(credit, fields, receiver, "field", "person")


def _field(
    credit: CreditOutline, fields: Mapping[str, Field], node: Map, key: str, wanted: FieldType
) -> Iterator[Fault]:
    value = node.get(key)
    if not isinstance(value, Scalar) or not value.text:
        return
    if value.text not in fields:
        yield unknown_field(value.text, value, fields, credit.record_type or "")
        return
    found = fields[value.text].type
    if found != wanted:
        sentence = Words(
            f"“{{name}}” is {TYPE_NAMES[found].en}; {TYPE_NAMES[wanted].en} is needed here.",
            f"‘{{name}}’ 필드의 형식: {TYPE_NAMES[found].ko}. 필요한 형식: {TYPE_NAMES[wanted].ko}.",
        )
        fitting = ", ".join(sorted(name for name, field in fields.items() if field.type == wanted)) or "–"
        cure = Words(f"Fields of that type: {fitting}.", f"사용할 수 있는 필드: {fitting}.")
        yield error("field_type", value, sentence, cure, name=value.text)


def _used(outline: Outline) -> set[str]:
    used = {name for measure in outline.measures.values() for name in measure.credits}
    for node in outline.components.values():
        used.update(texts_of(node.get("pays_on")))
    pay = outline.document.top.map("pay")
    for _, advance in pay.named("advance") if pay else ():
        used.update(texts_of(advance.get("pays_on")))
    return used


_UNUSED = (
    Words(
        "“{credit}” is credited but never measured or paid.",
        "‘{credit}’ 실적은 인정되지만 집계되거나 지급되지 않습니다.",
    ),
    Words("Use it in a measure or a component, or remove it.", "지표나 지급 항목에서 쓰거나 지워 주세요."),
)
