"""Checks of credits: their fields, their conditions, what they are made of, and whether anything uses them.

In: the outline of a plan. Out: faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from comp_rules.facts.facts import Field, FieldType
from comp_rules.plan.conditions_from_node import conditions_from_node, unknown_field
from comp_rules.plan.document import Map, Scalar
from comp_rules.plan.faults import error, warning
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.node_texts import scalars_of, texts_of
from comp_rules.plan.outline import CreditOutline, Outline
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
        yield from _sources(credit, outline)
        if credit.name not in used:
            yield warning("unused_credit", credit.place, *_UNUSED, credit=credit.name)


def _fields(credit: CreditOutline, outline: Outline) -> Iterator[Fault]:
    """The fields that the rule names exist and have the type it needs."""
    fields = outline.fields(credit.record_type)
    if fields is None:
        return
    node, record_type = credit.node, credit.record_type or ""
    yield from field_faults(node.get("date"), fields, record_type, ("date",))
    yield from field_faults(node.get("amount"), fields, record_type, ("money",))
    count = node.get("count")
    if isinstance(count, Scalar) and literal_from_text(count.text, ("whole",), count.place) is None:
        yield from field_faults(count, fields, record_type, ("number",))
    receiver = node.map("to")
    if receiver is not None:
        yield from field_faults(receiver.get("field"), fields, record_type, ("person",))
    made = node.map("amount")
    if made is not None:
        yield from _made_amount(made, fields, record_type)


def _made_amount(node: Map, fields: Mapping[str, Field], record_type: str) -> Iterator[Fault]:
    """A difference is of amounts; a product over its divisor has money in it exactly once."""
    for scalar in scalars_of(node.get("minus")):
        yield from field_faults(scalar, fields, record_type, ("money",))
    product, divisor = scalars_of(node.get("product")), scalars_of(node.get("divided_by"))
    wrong = False
    for scalar in (*product, *divisor):
        for fault in field_faults(scalar, fields, record_type, ("money", "number", "percent")):
            wrong = True
            yield fault
    if wrong or len(product) != 2:
        return
    money = sum(fields[scalar.text].type == "money" for scalar in product)
    if money - sum(fields[scalar.text].type == "money" for scalar in divisor) != 1:
        yield error("mixed_units", node, *_MONEY_ONCE)


def field_faults(
    value: object, fields: Mapping[str, Field], record_type: str, wanted: Sequence[FieldType]
) -> Iterator[Fault]:
    """Yield the fault of a node that should name a field of one of the types `wanted`; other nodes have none here."""
    if not isinstance(value, Scalar) or not value.text:
        return
    if value.text not in fields:
        yield unknown_field(value.text, value, fields, record_type)
        return
    found = fields[value.text].type
    if found not in wanted:
        names = [TYPE_NAMES[name] for name in wanted]
        en, ko = " or ".join(name.en for name in names), ", ".join(name.ko for name in names)
        sentence = Words(
            f"“{{name}}” is {TYPE_NAMES[found].en}; {en} is needed here.",
            f"‘{{name}}’ 필드의 형식: {TYPE_NAMES[found].ko}. 필요한 형식: {ko}.",
        )
        fitting = ", ".join(sorted(name for name, field in fields.items() if field.type in wanted)) or "–"
        cure = Words(f"Fields of that type: {fitting}.", f"사용할 수 있는 필드: {fitting}.")
        yield error("field_type", value, sentence, cure, name=value.text)


def _sources(credit: CreditOutline, outline: Outline) -> Iterator[Fault]:
    """What a credit is made of: each source once, all in one unit, and none made of the credit itself."""
    seen: set[str] = set()
    units: set[str] = set()
    for scalar in scalars_of(credit.node.get(credit.shape)) if credit.shape != "direct" else ():
        plan, _, name = scalar.text.partition(".")
        if scalar.text in seen:
            yield error("credit_twice", scalar, *_TWICE, credit=scalar.text)
        seen.add(scalar.text)
        if plan == outline.name:
            if name not in outline.credits:
                if not outline.others:
                    yield error("unknown_name", scalar, *_NO_CREDIT, credit=scalar.text)
            elif _comes_first(credit.name, name, outline) and _needs(name, credit.name, outline, frozenset()):
                yield error("credit_circle", scalar, *_CIRCLE, credit=credit.name, source=name)
        units |= _units_of(plan, name, outline)
    if len(units) > 1:
        entry = credit.node.entry(credit.shape)
        yield error("mixed_units", entry.place if entry else credit.place, *_UNITS)


def _comes_first(name: str, source: str, outline: Outline) -> bool:
    """Say whether a credit stands before its source or is it: of the two, one is told of the circle."""
    order = list(outline.credits)
    return order.index(name) <= order.index(source)


def _units_of(plan: str, name: str, outline: Outline) -> set[str]:
    if plan == outline.name and name in outline.credits:
        own = outline.credits[name].unit
        return {own} if own and outline.credits[name].shape == "direct" else set()
    other = outline.others.get(plan)
    return {rule.unit for rule in other.credits if rule.name == name} if other else set()


def _needs(name: str, wanted: str, outline: Outline, seen: frozenset[str]) -> bool:
    """Say whether credit `name` of this plan is, or is made of, credit `wanted`."""
    if name == wanted:
        return True
    credit = outline.credits.get(name)
    if credit is None or name in seen:
        return False
    own = [source.partition(".") for source in credit.sources]
    return any(plan == outline.name and _needs(part, wanted, outline, seen | {name}) for plan, _, part in own)


def _used(outline: Outline) -> set[str]:
    used = {name for measure in outline.measures.values() for name in measure.credits}
    for node in outline.components.values():
        used.update(texts_of(node.get("pays_on")))
    pay = outline.document.top.map("pay")
    for _, advance in pay.named("advance") if pay else ():
        used.update(texts_of(advance.get("pays_on")))
    sources = [source for credit in outline.credits.values() for source in credit.sources]
    sources += [source for plan in outline.others.values() for rule in plan.credits for source in rule.sources]
    used.update(name for plan, _, name in (source.partition(".") for source in sources) if plan == outline.name)
    return used


_UNUSED = (
    Words(
        "“{credit}” is credited but never measured or paid.",
        "‘{credit}’ 실적은 인정되지만 집계되거나 지급되지 않습니다.",
    ),
    Words("Use it in a measure or a component, or remove it.", "지표나 지급 항목에서 쓰거나 지워 주세요."),
)
_MONEY_ONCE = (
    Words("This amount does not come out as money.", "이 금액은 계산 결과가 금액이 되지 않습니다."),
    Words(
        "Multiply one amount by numbers or percentages; two amounts only divided by a third.",
        "금액 하나에 숫자나 백분율을 곱해 주세요. 금액끼리 곱할 때는 다른 금액으로 나누어야 합니다.",
    ),
)
_TWICE = (
    Words("“{credit}” is listed twice.", "‘{credit}’ 실적이 두 번 적혀 있습니다."),
    Words("Name it once.", "한 번만 적어 주세요."),
)
_NO_CREDIT = (
    Words("This plan has no credit “{credit}”.", "이 플랜에 ‘{credit}’ 실적이 없습니다."),
    Words("Look at the names under `credit`.", "`credit` 아래의 이름을 확인해 주세요."),
)
_CIRCLE = (
    Words(
        "{credit} is made of {source}, which is made of {credit} itself.",
        "{credit} 실적과 {source} 실적이 서로를 바탕으로 합니다.",
    ),
    Words("One of them must come from records.", "둘 가운데 하나는 원천 데이터에서 인정해야 합니다."),
)
_UNITS = (
    Words("These credits are partly money and partly counts.", "금액 실적과 건수 실적이 섞여 있습니다."),
    Words("Write one credit for amounts and one for counts.", "금액과 건수를 서로 다른 규칙으로 나누어 주세요."),
)
