"""What a territory or a rate is for, in one cell: `region=us_east; industry=retail|finance`, or the same as JSON.

In: the text of the cell and what the company declared. Out: the rule as it is kept, fact to the texts of its values.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.facts.cells_from_facts import value_text
from comp_rules.facts.facts import Company
from comp_rules.facts.unreadable import Unreadable
from comp_rules.facts.value_from_text import TextForm, value_from_text
from comp_rules.plan.document import Items, Node, Scalar
from comp_rules.plan.document_from_text import document_from_text
from comp_rules.plan.faults import did_you_mean
from comp_rules.values.words import Words
from portal.bridge.stated_from_rule import OF_PAYEE, type_of_fact, types_of_fact

Rule = dict[str, list[str]]


def rule_from_cell(text: str, company: Company) -> Rule:
    """Return the rule, its values written in one way whatever the cell's; a fact that is not in it may be anything.

    A fact is a field of some record type, `payee.grade` or `payee.title`. Raises Unreadable.
    """
    rule: Rule = {}
    for name, texts in _from_json(text) if text.lstrip().startswith("{") else _from_pairs(text):
        if not name or name in rule:
            raise Unreadable(*_NO_RULE, text)
        _check_name(name, company, text)
        form = TextForm()
        rule[name] = [value_text(value_from_text(each, type_of_fact(name, company), form)) for each in texts]
    if not rule:
        raise Unreadable(*_NO_RULE, text)
    return rule


def text_from_rule(rule: Rule) -> str:
    """Return the rule on one line in the order of its facts: what two rows about the same have in common."""
    return "; ".join(f"{fact}={'|'.join(sorted(rule[fact]))}" for fact in sorted(rule))


def _from_json(text: str) -> Iterator[tuple[str, list[str]]]:
    document, faults = document_from_text(text, "rule")
    if faults or document is None:
        # The sentences are filled already, so braces in them are letters.
        sentence, hint = (_plain(words) for words in (faults[0].sentence, faults[0].hint or _NO_RULE[1]))
        raise Unreadable(sentence, hint, text)
    for entry in document.top.entries:
        yield entry.key, _texts(entry.value, text)


def _texts(node: Node, text: str) -> list[str]:
    found = list(node.items) if isinstance(node, Items) else [node]
    if not found or not all(isinstance(each, Scalar) and each.text != "missing" for each in found):
        raise Unreadable(*_NO_VALUES, text)
    return [each.text for each in found if isinstance(each, Scalar)]


def _from_pairs(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in text.replace("\n", ";").split(";"):
        name, equals, values = part.partition("=")
        texts = [value.strip() for value in values.split("|")]
        if not part.strip():
            continue
        if not equals or not all(texts):
            raise Unreadable(*_NO_RULE, part.strip())
        if texts == ["missing"]:
            raise Unreadable(*_NO_VALUES, part.strip())
        yield name.strip(), texts


def _check_name(name: str, company: Company, text: str) -> None:
    """Refuse a fact nobody declared, and one that is of different types in different records."""
    types = types_of_fact(name, company)
    if not types and (company.record_types or name.startswith("payee.")):
        known = {field for kind in company.record_types.values() for field in kind.fields} | set(OF_PAYEE)
        raise Unreadable(_NO_FIELD, did_you_mean(name, known) or _NO_RULE[1], name)
    if len(types) > 1:
        raise Unreadable(*_TWO_TYPES, name)


def _plain(words: Words) -> Words:
    return Words(*(said.replace("{", "{{").replace("}", "}}") for said in words))


_NO_FIELD = Words("No record type has a field “{text}”.", "‘{text}’ 필드가 있는 원천 데이터 종류가 없습니다.")
_TWO_TYPES = (
    Words(
        "The field “{text}” is of different types in different records.", "‘{text}’ 필드의 형식이 데이터마다 다릅니다."
    ),
    Words("Use a field that only one type of record has.", "한 가지 형식으로만 선언한 필드를 써 주세요."),
)
_NO_VALUES = (
    Words(
        "A rule lists the values of each fact, and nothing else; “{text}” does not.",
        "규칙에는 항목마다 값만 나열합니다. 쓸 수 없는 내용: ‘{text}’.",
    ),
    Words(
        "Write the values, or leave the fact out where it may be anything.",
        "값을 적어 주세요. 무엇이든 되는 항목이면 빼 주세요.",
    ),
)
_NO_RULE = (
    Words("“{text}” is not a rule.", "‘{text}’ 값은 규칙이 아닙니다."),
    Words(
        "Write pairs such as region=us_east; industry=retail|finance, or the same as JSON.",
        "region=us_east; industry=retail|finance 형식의 쌍이나 같은 내용의 JSON을 적어 주세요.",
    ),
)
