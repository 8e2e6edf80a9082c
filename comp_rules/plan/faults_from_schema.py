"""A document held against the grammar: every key and value that does not fit, all at once.

In: a node, the shape it should have, and the names that are declared. Out: positioned faults with their cures.

One mistake gives one fault: a misspelt key is not also a missing one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from comp_rules.plan.document import Entry, Items, Map, Node, Scalar
from comp_rules.plan.faults import did_you_mean, error, nearest, warning
from comp_rules.plan.literals import TYPES, literal_from_text, money_digits_fit, words_for_types
from comp_rules.plan.schema import (
    ByKey,
    ByKind,
    Conditions,
    Either,
    Key,
    ListOf,
    MapOf,
    Named,
    Row,
    Shape,
    Value,
)  # fmt: skip
from comp_rules.values.fault import Fault, Place
from comp_rules.values.words import Words


@dataclass(frozen=True, slots=True)
class Declared:
    """What a plan may name: the currency it pays in (None when that is itself at fault) and names by what they name.

    A set of None means that nobody said what exists, so names of that sort are taken as they are. `keys` are all keys
    of the language: one that stands at a wrong place is not called unknown.
    """

    currency: str | None
    names: Mapping[str, frozenset[str] | None]
    keys: frozenset[str] = field(default_factory=frozenset)


def faults_from_schema(node: Node, shape: Shape, declared: Declared, at: Place | None = None) -> Iterator[Fault]:
    """Yield the faults of a node held against its shape; `at` is the place of the key it belongs to."""
    at = at or node.place
    match shape:
        case Value():
            yield from _value(node, shape, declared, at)
        case Either():
            yield from _either(node, shape, declared, at)
        case ListOf():
            yield from _list(node, shape, declared, at)
        case MapOf():
            yield from _map(node, shape, declared, at)
        case Named():
            yield from _named(node, shape, declared, at)
        case ByKind():
            yield from _by_kind(node, shape, declared, at)
        case ByKey():
            yield from _map(node, _form_of(node, shape), declared, at)
        case Conditions() | Row():
            if not isinstance(node, Map):
                yield _wrong_form(at, _A_MAP)


def _value(node: Node, shape: Value, declared: Declared, at: Place) -> Iterator[Fault]:
    if not isinstance(node, Scalar):
        yield _wrong_form(at, _ONE_VALUE)
    elif not node.text.strip():
        yield error("empty_value", at, *_EMPTY, key=at.path.rpartition(".")[2])
    elif node.text in shape.words:
        return
    elif shape.names:
        yield from _name(node, shape, declared)
    else:
        yield from _literal(node, shape, declared)


#: how a name is written where it is not one of small letters, digits and _
_FORMS = {"plan_credit": "thing", "plan_component": "thing", "plan": "plan_name", "title": "text"}


def _name(node: Scalar, shape: Value, declared: Declared) -> Iterator[Fault]:
    known = declared.names.get(shape.names)
    if known is None:
        form = _FORMS.get(shape.names, "name")
        if literal_from_text(node.text, (form,), node.place) is None:
            yield error("wrong_name", node, *(_WRONG_THING if form == "thing" else _WRONG_NAME), name=node.text)
    elif node.text not in known:
        noun = NOUNS[shape.names]
        sentence = Words(f"No {noun.en} has the name “{{name}}”.", f"‘{{name}}’ 이름은 없습니다. 찾는 것: {noun.ko}.")
        yield error("unknown_name", node, sentence, did_you_mean(node.text, [*known, *shape.words]), name=node.text)


def _literal(node: Scalar, shape: Value, declared: Declared) -> Iterator[Fault]:
    literal = literal_from_text(node.text, shape.types, node.place)
    if literal is None:
        if not shape.types:
            yield error("unknown_word", node, *_UNKNOWN_WORD, did_you_mean(node.text, shape.words), word=node.text)
            return
        what, how = words_for_types(shape.types, shape.words)
        sentence = Words(f"“{{text}}” is not {what.en}.", f"‘{{text}}’ 값의 형식이 다릅니다. 필요한 형식: {what.ko}.")
        yield error("wrong_value", node, sentence, Words(f"Write it like {how.en}.", f"예: {how.ko}"), text=node.text)
    elif literal.currency and shape.own_currency and declared.currency not in (None, literal.currency):
        yield error("wrong_currency", node, *_CURRENCY, text=node.text, currency=str(declared.currency))
    elif literal.type == "money" and not money_digits_fit(literal):
        yield error("too_many_digits", node, *_DIGITS, text=node.text)


def _either(node: Node, shape: Either, declared: Declared, at: Place) -> Iterator[Fault]:
    part: Shape | None = shape.map
    if isinstance(node, Scalar):
        part = shape.scalar
    elif isinstance(node, Items):
        part = shape.items
    if part is not None:
        yield from faults_from_schema(node, part, declared, at)
        return
    forms = [
        words
        for words, form in ((_ONE_VALUE, shape.scalar), (_A_LIST, shape.items), (_A_MAP, shape.map))
        if form is not None
    ]
    yield _wrong_form(at, Words(" or ".join(f.en for f in forms), " 또는 ".join(f.ko for f in forms)))


def _list(node: Node, shape: ListOf, declared: Declared, at: Place) -> Iterator[Fault]:
    if not isinstance(node, Items):
        yield _wrong_form(at, _A_LIST)
        return
    number = len(node.items)
    if number == 0 and shape.least:
        yield error("empty_value", at, *_EMPTY, key=at.path.rpartition(".")[2])
    elif number < shape.least or (shape.most and number > shape.most):
        words = _EXACTLY if shape.most == shape.least else _AT_LEAST
        yield error("list_length", at, *words, key=at.path.rpartition(".")[2], number=str(shape.least))
    for item in node.items:
        yield from faults_from_schema(item, shape.item, declared)


def _form_of(node: Node, shape: ByKey) -> MapOf:
    """The shape of which a deciding key is written, even misspelt; the last one when none is."""
    written = [entry.key for entry in node.entries] if isinstance(node, Map) else []
    known = {key.name for _, form in shape.shapes for key in form.keys}
    for deciding, form in shape.shapes:
        if any(key in written for key in deciding):
            return form
    strange = [key for key in written if key not in known]
    for deciding, form in shape.shapes:
        if any(nearest(key, known) in deciding for key in strange):
            return form
    return shape.shapes[-1][1]


def _named(node: Node, shape: Named, declared: Declared, at: Place) -> Iterator[Fault]:
    if not isinstance(node, Map):
        yield _wrong_form(at, _A_MAP)
        return
    if not node.entries:
        yield error("empty_value", at, *_EMPTY, key=at.path.rpartition(".")[2])
    for entry in node.entries:
        if literal_from_text(entry.key, ("name",), entry.place) is None:
            yield error("wrong_name", entry.place, *_WRONG_NAME, name=entry.key)
        yield from faults_from_schema(entry.value, shape.item, declared, entry.place)


def _by_kind(node: Node, shape: ByKind, declared: Declared, at: Place) -> Iterator[Fault]:
    if not isinstance(node, Map):
        yield _wrong_form(at, _A_MAP)
        return
    kind = node.get("kind")
    if kind is None:
        sentence = Words("This component does not say of which kind it is.", "지급 항목의 종류가 적혀 있지 않습니다.")
        cure = Words(f"Write `kind:` with one of: {', '.join(shape.kinds)}.", f"`kind:` 값: {', '.join(shape.kinds)}.")
        yield error("missing_key", at, sentence, cure)
    elif not isinstance(kind, Scalar):
        yield _wrong_form(kind.place, _ONE_VALUE)
    elif kind.text in shape.kinds:
        yield from _map(node, shape.kinds[kind.text], declared, at)
    else:
        sentence = Words("No component is of the kind “{kind}”.", "‘{kind}’ 종류의 지급 항목은 없습니다.")
        yield error("unknown_kind", kind, sentence, did_you_mean(kind.text, shape.kinds), kind=kind.text)


def _map(node: Node, shape: MapOf, declared: Declared, at: Place) -> Iterator[Fault]:
    if not isinstance(node, Map):
        yield _wrong_form(at, _A_MAP)
        return
    keys = {key.name: key for key in shape.keys}
    if not node.entries and all(key.case for key in shape.keys):
        yield error("empty_value", at, *_EMPTY, key=at.path.rpartition(".")[2])
    excused: set[str] = set()
    for entry in node.entries:
        key = keys.get(entry.key)
        if key is None:
            excused.add(nearest(entry.key, keys) or "")
            if entry.key in shape.elsewhere:
                excused.update(name for group in shape.one_of for name in group)
            yield _unknown_key(entry, keys, shape, declared)
            continue
        if _has_use(key, node):
            yield from faults_from_schema(entry.value, key.shape, declared, entry.place)
        else:
            yield _without_use(entry, key)
    yield from _missing(node, shape, excused, at)


def _missing(node: Map, shape: MapOf, excused: set[str], at: Place) -> Iterator[Fault]:
    grouped = {name for group in shape.one_of for name in group}
    for key in shape.keys:
        if key.needs == "may" or key.name in grouped or key.name in excused or node.entry(key.name):
            continue
        if not _has_use(key, node):
            continue
        if key.needs == "label":
            yield warning("label_missing", at, *_LABEL_MISSING, key=_owner(at))
        else:
            yield error("missing_key", at, *(key.missing or _missing_words(key, shape)))
    for group in shape.one_of:
        written = [name for name in group if node.entry(name)]
        if len(written) != 1 and not excused & set(group):
            listed = Words(", ".join(group), ", ".join(group))
            place = at if not written else node.entries[[e.key for e in node.entries].index(written[1])].place
            sentence = _ONE_OF_NONE if not written else _ONE_OF_MANY
            yield error("one_of", place, *sentence, keys=listed.en)


def _owner(at: Place) -> str:
    """The name of what a label belongs to."""
    return at.path.removesuffix("label").rstrip(".").rpartition(".")[2] or "plan"


def _has_use(key: Key, node: Map) -> bool:
    """A key with a case has a use only beside those words; if the deciding key is itself missing, that is the fault."""
    if key.beside and not any(node.entry(sibling) for sibling in key.beside):
        return False
    if key.case is None:
        return True
    sibling, words = key.case
    text = node.text(sibling)
    return text in words if text is not None else "" in words


def _unknown_key(entry: Entry, keys: Mapping[str, Key], shape: MapOf, declared: Declared) -> Fault:
    if entry.key in shape.elsewhere or (entry.key in declared.keys and nearest(entry.key, keys) is None):
        sentence = Words(
            f"“{{key}}” has no use in {shape.called.en}.", f"‘{{key}}’ 키의 쓰임이 없습니다. 위치: {shape.called.ko}."
        )
        return error("key_without_use", entry.place, sentence, _REMOVE, key=entry.key)
    sentence = Words(
        f"{shape.called.en.capitalize()} has no key “{{key}}”.", f"‘{{key}}’ 키는 없습니다. 위치: {shape.called.ko}."
    )
    return error("unknown_key", entry.place, sentence, did_you_mean(entry.key, keys), key=entry.key)


def _without_use(entry: Entry, key: Key) -> Fault:
    if key.case is None:
        said = " or ".join(f"`{name}`" for name in key.beside)
        sentence = Words(f"“{{key}}” has a use only beside {said}.", f"‘{{key}}’ 키는 다음과 함께 씁니다: {said}.")
        return error("key_without_use", entry.place, sentence, _REMOVE, key=entry.key)
    sibling, words = key.case
    said = " or ".join(f"`{sibling}: {word}`" for word in words if word) or f"`{sibling}`"
    sentence = Words(f"“{{key}}” has a use only with {said}.", f"‘{{key}}’ 키는 다음과 함께 씁니다: {said}.")
    return error("key_without_use", entry.place, sentence, _REMOVE, key=entry.key)


def _missing_words(key: Key, shape: MapOf) -> tuple[Words, Words]:
    sentence = Words(
        f"{shape.called.en.capitalize()} does not say `{key.name}`.",
        f"`{key.name}` 키가 빠졌습니다. 위치: {shape.called.ko}.",
    )
    sample = _sample(key.shape)
    return sentence, Words(f"Write `{key.name}:`{sample.en}.", f"`{key.name}:` 키를 적어 주세요{sample.ko}.")


def _sample(shape: Shape) -> Words:
    """How a value of the shape is written, to end a cure with."""
    if isinstance(shape, Either):
        shape = shape.scalar or shape.items or shape.map or shape
    if isinstance(shape, Value) and shape.words:
        samples = [TYPES[name].written for name in shape.types] + list(shape.words)
        return Words(f" with {' or '.join(samples)}", f"(값: {', '.join(samples)})")
    if isinstance(shape, Value) and shape.types:
        written = TYPES[shape.types[0]].written
        return Words(f" such as {written}", f"(예: {written})")
    if isinstance(shape, MapOf):
        listed = ", ".join(key.name for key in shape.keys if key.needs == "must")
        return Words(f" with {listed}", f"(포함할 키: {listed})") if listed else Words("", "")
    return Words("", "")


def _wrong_form(at: Place, wanted: Words) -> Fault:
    sentence = Words(f"{wanted.en.capitalize()} belongs here.", f"이 자리에 필요한 형식: {wanted.ko}.")
    cure = Words(
        "A list is written [a, b], a map {key: value}.", "목록은 [a, b], 맵은 {key: value} 형식으로 적어 주세요."
    )
    return Fault("wrong_form", at, sentence, cure)


NOUNS: Mapping[str, Words] = {
    "credit": Words("credit", "인정 실적 규칙"),
    "measure": Words("measure", "실적 지표"),
    "component": Words("component", "지급 항목"),
    "record_type": Words("record type", "원천 데이터 종류"),
    "quota": Words("quota", "목표"),
    "personal": Words("personal rate or sum", "개인별 요율이나 금액"),
    "event": Words("event", "등록된 사건"),
    "rate_table": Words("rate table for currencies", "환율표"),
    "input": Words("typed result", "직접 입력한 결과"),
    "relation": Words("named relation", "지정 관계"),
    "territory": Words("territory", "담당 영역"),
    "table": Words("rate table of this plan", "이 플랜의 요율표"),
    "title": Words("job title", "직무"),
    "plan": Words("plan", "플랜"),
    "plan_credit": Words("credit of a plan", "플랜의 인정 실적 규칙"),
    "plan_component": Words("component of a plan", "플랜의 지급 항목"),
}
_ONE_VALUE = Words("a single value", "값 하나")
_A_LIST = Words("a list", "목록")
_A_MAP = Words("a map of keys", "키와 값의 맵")
_REMOVE = Words("Remove it.", "지워 주세요.")
_EMPTY = (
    Words("Nothing is written for “{key}”.", "‘{key}’ 키에 값이 없습니다."),
    Words("Write its value or remove the key.", "값을 적거나 키를 지워 주세요."),
)
_EXACTLY = (
    Words("“{key}” lists exactly {number}.", "‘{key}’ 목록의 항목은 {number}개여야 합니다."),
    Words("Write exactly {number}.", "항목을 {number}개 적어 주세요."),
)
_AT_LEAST = (
    Words("“{key}” lists at least {number}.", "‘{key}’ 목록의 항목은 {number}개 이상이어야 합니다."),
    Words("Write {number} or more.", "항목을 {number}개 이상 적어 주세요."),
)
_WRONG_NAME = (
    Words("“{name}” cannot be a name.", "‘{name}’ 값은 이름으로 쓸 수 없습니다."),
    Words(
        "Use small letters, digits and _, beginning with a letter.", "소문자로 시작하고 소문자, 숫자, _만 써 주세요."
    ),
)
_WRONG_THING = (
    Words("“{name}” does not name a plan and something in it.", "‘{name}’ 값에 플랜 이름이나 항목 이름이 없습니다."),
    Words("Write it like ae-2026.new_arr.", "ae-2026.new_arr 형식으로 적어 주세요."),
)
_UNKNOWN_WORD = (
    Words("“{word}” is not one of the words that may stand here.", "‘{word}’ 단어는 이 자리에 쓸 수 없습니다."),
)
_CURRENCY = (
    Words(
        "“{text}” is not in {currency}, the currency of the plan.",
        "‘{text}’ 금액의 통화가 플랜 통화({currency})와 다릅니다.",
    ),
    Words("Write the amount in {currency}.", "금액을 {currency} 단위로 적어 주세요."),
)
_DIGITS = (
    Words("“{text}” has more digits than its currency.", "‘{text}’ 금액의 소수 자릿수가 통화의 자릿수보다 많습니다."),
    Words("Round it to the smallest unit that can be paid.", "지급할 수 있는 최소 단위로 맞춰 주세요."),
)
_LABEL_MISSING = (
    Words(
        "“{key}” lacks a label in English or Korean; this blocks approval.",
        "‘{key}’ 항목의 이름이 영어나 한국어로 없어 승인할 수 없습니다.",
    ),
    Words("Write `label: {en: …, ko: …}`.", "`label: {en: …, ko: …}` 형식으로 적어 주세요."),
)
_ONE_OF_NONE = (
    Words("One of these is missing: {keys}.", "다음 가운데 하나가 필요합니다: {keys}."),
    Words("Write exactly one of them.", "하나만 적어 주세요."),
)
_ONE_OF_MANY = (
    Words("Only one of these may be written: {keys}.", "다음 가운데 하나만 쓸 수 있습니다: {keys}."),
    Words("Keep one and remove the others.", "하나만 남기고 지워 주세요."),
)
