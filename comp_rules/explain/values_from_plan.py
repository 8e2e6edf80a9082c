"""Values of a plan as people read them, and whether two values say the same.

In: nodes of a document. Out: words with labels in the place of names and numbers printed by the reader's form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comp_rules.explain.form import Form
from comp_rules.explain.words_of_keys import CHOICES, key_words
from comp_rules.plan.document import Document, Items, Map, Node, Scalar
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.plan.node_texts import label_of, scalars_of
from comp_rules.values.fault import Place
from comp_rules.values.ratio import times_text
from comp_rules.values.words import Words

#: the place of a value that nobody wrote
NOWHERE = Place("", 1, 1)
_LITERALS = ("percent", "times", "price", "date", "number")
#: keys whose lists mean something else in another order
_ORDERED = frozenset({"ratio", "minus", "points", "pays", "prizes", "facts", "product"})
#: which section the names that stand under a key belong to; others are printed as they are
_NAMED_IN: Mapping[str, tuple[str, ...]] = {
    "by": ("measure",),
    "rank": ("measure",),
    "measure": ("measure",),
    "ratio": ("measure",),
    "minus": ("measure",),
    "plus": ("measure",),
    "sum": ("credit",),
    "count": ("credit",),
    "pays_on": ("credit",),
    "component": ("earn",),
    "components": ("earn",),
    "table": ("tables",),
    "spread": ("tables",),
}


@dataclass(frozen=True, slots=True)
class Names:
    """The labels of a version's things by section and name."""

    labels: Mapping[tuple[str, str], Words]


def names_of(document: Document) -> Names:
    """Return the labels of everything that a document names."""
    return Names(
        {
            (section, entry.key): label_of(node, entry.key)
            for section in ("tables", "credit", "measure", "earn")
            for entry, node in document.top.named(section)
        }
    )


def same_value(old: Node | None, new: Node | None, key: str = "") -> bool:
    """Say whether two values mean the same: `5%` and `5.0%`, keys in another order, one name and a list of it."""
    if old is None or new is None:
        return old is new
    if isinstance(old, Map) or isinstance(new, Map):
        return isinstance(old, Map) and isinstance(new, Map) and _same_maps(old, new)
    if _is_texts(old) and _is_texts(new):
        before, now = ([meaning_of(node.text) for node in scalars_of(side)] for side in (old, new))
        return before == now or (key not in _ORDERED and sorted(before, key=str) == sorted(now, key=str))
    if isinstance(old, Items) and isinstance(new, Items):
        pairs = zip(old.items, new.items, strict=False)
        return len(old.items) == len(new.items) and all(same_value(before, now, "points") for before, now in pairs)
    return False


def _same_maps(old: Map, new: Map) -> bool:
    keys = {entry.key for entry in (*old.entries, *new.entries)}
    return all(same_value(old.get(key), new.get(key), key) for key in keys)


def _is_texts(node: Node) -> bool:
    return isinstance(node, Scalar) or (
        isinstance(node, Items) and all(isinstance(item, Scalar) for item in node.items)
    )


def meaning_of(text: str) -> tuple[str, Fraction | date | str]:
    """A literal by its value, anything else by its text."""
    literal = literal_from_text(text, _LITERALS, NOWHERE)
    return (literal.type + literal.currency, literal.value) if literal else ("text", text)


def value_words(key: str, node: Node | None, names: Names, form: Form) -> Words:
    """Print a value of a key: a literal by its form, a choice in words, a thing by its label, a map key by key."""
    if isinstance(node, Scalar):
        return _scalar(key, node, names, form)
    if isinstance(node, Items):
        pairs = key == "points" and bool(node.items) and isinstance(node.items[0], Scalar)
        sep = ": " if pairs else ", " if _is_texts(node) else "; "
        told = [value_words(key, item, names, form) for item in node.items]
        return Words(sep.join(item.en for item in told), sep.join(item.ko for item in told))
    if isinstance(node, Map):
        return _map_words(node, names, form)
    return Words("nothing", "없음")


def _map_words(node: Map, names: Names, form: Form) -> Words:
    en, ko = [], []
    for entry in node.entries:
        called, value = key_words(entry.key), value_words(entry.key, entry.value, names, form)
        nested = isinstance(entry.value, Map) or (isinstance(entry.value, Items) and not _is_texts(entry.value))
        en.append(f"{called.en} ({value.en})" if nested else f"{called.en} {value.en}")
        after = entry.key in ("from", "above", "at_least", "at_most", "under")
        value_ko = f"({value.ko})" if nested else value.ko
        ko.append(f"{value.ko} {called.ko}" if after else f"{called.ko} {value_ko}")
    return Words(", ".join(en), ", ".join(ko))


def _scalar(key: str, node: Scalar, names: Names, form: Form) -> Words:
    literal = literal_from_text(node.text, _LITERALS, node.place)
    if literal is not None:
        return _literal(literal, form)
    for section in _NAMED_IN.get(key, ()):
        if (section, node.text) in names.labels:
            return names.labels[section, node.text]
    plain = node.text.replace("_", " ")
    return CHOICES.get(node.text, Words(plain, plain))


def _literal(literal: Literal, form: Form) -> Words:
    if isinstance(literal.value, date):
        text = form.day(literal.value)
    elif literal.form == "money":
        text = form.amount(literal.number, literal.currency)
    elif literal.form == "times":
        text = times_text(literal.number)
    else:
        text = form.percent(literal.number) if literal.form == "percent" else form.count(literal.number)
    return Words(text, text)
