"""What changed between two versions of a plan, in words: things added, removed, and each key as it was and is.

In: two compiled plans or documents. Out: sentences in English and Korean with their rule paths; none when the two say
the same, however they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comp_rules.explain.form import PLAIN, Form
from comp_rules.explain.sentences_from_plan import component_sentences
from comp_rules.explain.values_from_plan import NOWHERE, Names, meaning_of, names_of, same_value, value_words
from comp_rules.explain.words_of_keys import DEFAULTS, key_words, row_words
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.document import Document, Items, Map, Node, Scalar
from comp_rules.plan.node_texts import label_of
from comp_rules.values.words import Words

#: sections whose entries are things with names of their own
_SECTIONS = {
    "tables": Words("Rate table", "요율표"),
    "credit": Words("Credit", "인정 실적"),
    "measure": Words("Measure", "실적 지표"),
    "earn": Words("Component", "지급 항목"),
}
_IN_PAY = {"draw": Words("Draw", "선지급금"), "advance": Words("Advance", "선급")}
_HEAD = ("effective", "currency", "calendar", "proration", "fx", "rounding")
#: keys that name the rows of a list; a row with another name is another row
_ROW_KEYS = ("from", "above", "by", "event", "after", "measure", "per", "label")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `added`, `removed` or `changed`, the path of its rule and its sentence.

    `more` holds the rule of an added component in words.
    """

    what: str
    path: str
    sentence: Words
    more: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a comparison stands: what it speaks of, the section, and how values are printed then and now."""

    subject: Words
    section: str
    path: str
    old: Names
    new: Names
    form: Form

    def inside(self, key: str, called: Words | None = None) -> _Told:
        """Return the place of a key under this one."""
        name = called or key_words(key)
        subject = Words(f"{self.subject.en}, {name.en}", f"{self.subject.ko}, {name.ko}")
        return replace(self, subject=subject, path=f"{self.path}.{key}")


def changes_from_plans(old: CompiledPlan, new: CompiledPlan, form: Form = PLAIN) -> tuple[Change, ...]:
    """Return what changed between two compiled plans; an added component brings its rule in words."""
    changes = []
    for change in changes_from_documents(old.document, new.document, form):
        section, _, name = change.path.partition(".")
        if change.what == "added" and section == "earn" and "." not in name:
            sentences = (component_sentences(new, name, lang, form) for lang in ("en", "ko"))
            change = replace(change, more=tuple(Words(en, ko) for en, ko in zip(*sentences, strict=True)))
        changes.append(change)
    return tuple(changes)


def changes_from_documents(old: Document, new: Document, form: Form = PLAIN) -> tuple[Change, ...]:
    """Return what changed between two documents, in the order of the plan: head, tables, credits, to examples."""
    told = _Told(Words("Plan", "플랜"), "", "", names_of(old), names_of(new), form)
    before, now = old.top, new.top
    changes = [*_label(before, now, replace(told, path=""))]
    for key in _HEAD:
        changes += _key(key, before.get(key), now.get(key), replace(told, path="", section=key))
    for section, noun in _SECTIONS.items():
        changes += _things(section, noun, before.map(section), now.map(section), told)
    changes += _pay(before.map("pay"), now.map("pay"), told)
    changes += _examples(before, now)
    return tuple(replace(change, path=change.path.lstrip(".")) for change in changes)


# -- things with names ------------------------------------------------------------------------------------------------


def _things(section: str, noun: Words, old: Map | None, new: Map | None, told: _Told) -> Iterator[Change]:
    """Credits, measures, components, tables: by name, those of before first."""
    before, now = _entries(old), _entries(new)
    for name, node in before.items():
        if name not in now:
            yield Change("removed", f"{section}.{name}", _of_thing(noun, node, name, "removed", "삭제"))
    for name, node in now.items():
        if name not in before:
            yield Change("added", f"{section}.{name}", _of_thing(noun, node, name, "added", "추가"))
            continue
        place = replace(told, subject=label_of(node, name), section=section, path=f"{section}.{name}")
        yield from _label(before[name], node, place)
        yield from _map(before[name], node, place)


def _entries(section: Map | None) -> dict[str, Map]:
    return {e.key: e.value for e in section.entries if isinstance(e.value, Map)} if section else {}


def _of_thing(noun: Words, node: Map, name: str, en: str, ko: str) -> Words:
    label = label_of(node, name)
    return Words(f"{noun.en} {en}: {label.en}.", f"{noun.ko} {ko}: {label.ko}.")


def _label(old: Map, new: Map, told: _Told) -> Iterator[Change]:
    """Another name, in each language that has one; where a reader's own did not change, the other is said."""
    before, now = label_of(old, ""), label_of(new, "")
    if before == now:
        return
    en = (before.en, now.en) if before.en != now.en else (before.ko, now.ko)
    ko = (before.ko, now.ko) if before.ko != now.ko else (before.en, now.en)
    said = _was(told, key_words("label"), Words(en[0], ko[0]), Words(en[1], ko[1]))
    yield Change("changed", f"{told.path}.label", said)


def _pay(old: Map | None, new: Map | None, told: _Told) -> Iterator[Change]:
    """The pay section: draws and advances by name, the rest key by key."""
    place = replace(told, subject=Words("Pay", "지급 조건"), section="pay", path="pay")
    before, now = old or Map(NOWHERE, ()), new or Map(NOWHERE, ())
    for key, noun in _IN_PAY.items():
        for change in _things(key, noun, before.map(key), now.map(key), replace(told, section="pay")):
            yield replace(change, path=change.path if change.path.startswith("pay.") else f"pay.{change.path}")
    rest = [Map(side.place, tuple(e for e in side.entries if e.key not in _IN_PAY)) for side in (before, now)]
    yield from _map(rest[0], rest[1], place)


def _examples(old: Map, new: Map) -> Iterator[Change]:
    """Examples pay nothing, so only which of them there are is told, and which are not the same."""
    before, now = ({label_of(item, ""): item for item in side.maps("examples")} for side in (old, new))
    noun = Words("Worked example", "계산 예시")
    for label, item in before.items():
        if label not in now:
            yield Change("removed", "examples", _of_thing(noun, item, "", "removed", "삭제"))
    for label, item in now.items():
        if label not in before:
            yield Change("added", "examples", _of_thing(noun, item, "", "added", "추가"))
        elif not same_value(before[label], item):
            yield Change("changed", "examples", _of_thing(noun, item, "", "changed", "변경"))


# -- keys and values --------------------------------------------------------------------------------------------------


def _map(old: Map, new: Map, told: _Told) -> Iterator[Change]:
    """Key by key, in the order of the new version; then what is no longer written."""
    keys = [entry.key for entry in new.entries]
    keys += [entry.key for entry in old.entries if entry.key not in keys]
    for key in keys:
        if key != "label":
            yield from _key(key, old.get(key), new.get(key), told)


def _key(key: str, old: Node | None, new: Node | None, told: _Told) -> Iterator[Change]:
    old, new = _or_default(key, old, told), _or_default(key, new, told)
    if same_value(old, new, key):
        return
    if isinstance(old, Map) and isinstance(new, Map):
        yield from _map(old, new, told.inside(key))
    elif _has_rows(old) and _has_rows(new):
        assert isinstance(old, Items)
        assert isinstance(new, Items)
        yield from _rows(key, old, new, told)
    else:
        yield _change(key, key_words(key), old, new, told)


def _or_default(key: str, node: Node | None, told: _Told) -> Node | None:
    """A key that is left out says its default, if it has one and the other side may spell it out."""
    default = DEFAULTS.get((told.section, key))
    if node is not None or default is None:
        return node
    return Scalar(NOWHERE, default)


def _has_rows(node: Node | None) -> bool:
    return isinstance(node, Items) and any(not isinstance(item, Scalar) for item in node.items)


def _rows(key: str, old: Items, new: Items, told: _Told) -> Iterator[Change]:
    """A table row by row: rows that start at the same place or go by the same thing are compared."""
    before, now = _named_rows(key, old.items), _named_rows(key, new.items)
    for name, row in before.items():
        if name not in now:
            yield _change(key, row_words(key), row, None, told)
    for name, row in now.items():
        earlier = before.get(name)
        if earlier is None:
            yield _change(key, row_words(key), None, row, told)
        elif not same_value(earlier, row):
            yield from _row(key, name, earlier, row, told)


def _row(key: str, name: tuple[str, ...], old: Node, new: Node, told: _Told) -> Iterator[Change]:
    noun = row_words(key)
    if isinstance(old, Map) and isinstance(new, Map):
        yield from _map(old, new, told.inside(key, _row_words(key, new, told)))
    elif name[0].isdigit():
        number = int(name[0]) + 1
        yield _change(key, Words(f"{noun.en}, row {number}", f"{noun.ko} {number}행"), old, new, told)
    else:
        yield _change(key, noun, old, new, told)


def _row_words(key: str, row: Map, told: _Told) -> Words:
    """How a row is called: `tiers from 100%`, `items MQLs this quarter`."""
    noun = row_words(key)
    named = next((name for name in _ROW_KEYS if row.get(name) is not None), None)
    if named is None:
        return noun
    value = value_words(named, row.get(named), told.new, told.form)
    if named in ("from", "above"):
        word = key_words(named)
        return Words(f"{noun.en} {word.en} {value.en}", f"{noun.ko} {value.ko} {word.ko}")
    return Words(f"{noun.en} {value.en}", f"{noun.ko} {value.ko}")


def _named_rows(key: str, rows: Sequence[Node]) -> dict[tuple[str, ...], Node]:
    """Rows by what they start at or go by; rows of a table of numbers, and namesakes, by their place."""
    named: dict[tuple[str, ...], Node] = {}
    for number, row in enumerate(rows):
        name: tuple[str, ...] = (str(number),)
        if isinstance(row, Map):
            found = next((word for word in _ROW_KEYS if row.text(word) is not None), None)
            name = (found, str(meaning_of(row.text(found) or ""))) if found else name
        elif key == "points" and isinstance(row, Items) and row.items and isinstance(row.items[0], Scalar):
            name = ("at", str(meaning_of(row.items[0].text)))
        if name in named:
            name = (*name, str(number))
        named[name] = row
    return named


def _change(key: str, called: Words, old: Node | None, new: Node | None, told: _Told) -> Change:
    """The sentence of one value: it was and now is, is new, or is gone."""
    node = new or old
    path = (node.place.path if node else "") or f"{told.path}.{key}"
    before, now = value_words(key, old, told.old, told.form), value_words(key, new, told.new, told.form)
    if old is None:
        return Change("added", path, _new(told, called, now))
    if new is None:
        return Change("removed", path, _gone(told, called, before))
    return Change("changed", path, _was(told, called, before, now))


def _was(told: _Told, called: Words, old: Words, new: Words) -> Words:
    return Words(
        f"{told.subject.en}, {called.en}: was {old.en}, now {new.en}.",
        f"{told.subject.ko}, {called.ko}: {old.ko} → {new.ko}.",
    )


def _new(told: _Told, called: Words, now: Words) -> Words:
    return Words(f"{told.subject.en}, {called.en} added: {now.en}.", f"{told.subject.ko}, {called.ko} 추가: {now.ko}.")


def _gone(told: _Told, called: Words, old: Words) -> Words:
    return Words(
        f"{told.subject.en}, {called.en} removed: {old.en}.", f"{told.subject.ko}, {called.ko} 삭제: {old.ko}."
    )
