"""The words in which the grammar is written down: keys, what they need, and the values they take.

In: nothing; these are the building blocks. Out: shapes as data, from which checks, forms and texts are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from comp_rules.values.words import Words

#: must: a fault when left out · may: nothing happens then · label: a warning that blocks approval
Needs = Literal["must", "may", "label"]

THE_PLAN = Words("the plan", "플랜")


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar: a literal of one of `types`, one of `words`, or the name of a declared thing (`names`).

    Money is in the plan's currency when `own_currency`.
    """

    types: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names: str = ""
    own_currency: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape, with at least `least` items, and at most `most` unless that is 0."""

    item: Shape
    least: int = 1
    most: int = 0


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map of known keys. Of each group in `one_of` exactly one key is written.

    `elsewhere` are keys that have a meaning beside this map, so that using one here is not called unknown.
    """

    keys: tuple[Key, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    elsewhere: frozenset[str] = frozenset()
    #: what the map describes, for the sentence of a missing key
    called: Words = THE_PLAN


@dataclass(frozen=True, slots=True)
class Named:
    """A map whose keys are names the author chose, all with values of one shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class ByKind:
    """A map whose key `kind` decides which other keys it has."""

    kinds: Mapping[str, MapOf]


@dataclass(frozen=True, slots=True)
class ByKey:
    """A map that has one of several shapes: the first one of which a deciding key is written, else the last."""

    shapes: tuple[tuple[tuple[str, ...], MapOf], ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A value that may be a scalar, a list or a map; None where that form has no meaning."""

    scalar: Value | None = None
    items: ListOf | None = None
    map: Shape | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """A map of record fields to conditions; its values are read with the types of the fields."""


@dataclass(frozen=True, slots=True)
class Row:
    """A flat map of facts with names of the author's choosing, as a record of an example; `split` may be a map."""


Shape = Value | ListOf | MapOf | Named | ByKind | ByKey | Either | Conditions | Row


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a map.

    `case` names a sibling and the words of it with which this key is written; with others it has no use. `beside` are
    siblings of which one must be written for it to have a use, whatever their values. `default` is what holds when it
    is left out, as the editor writes it. `missing` replaces the sentence and cure for leaving it out.
    """

    name: str
    shape: Shape
    needs: Needs = "must"
    default: str = ""
    case: tuple[str, tuple[str, ...]] | None = None
    missing: tuple[Words, Words] | None = None
    beside: tuple[str, ...] = ()


def may(
    name: str,
    shape: Shape,
    default: str = "",
    case: tuple[str, tuple[str, ...]] | None = None,
    beside: tuple[str, ...] = (),
) -> Key:
    """Return a key that may be left out."""
    return Key(name, shape, "may", default, case, beside=beside)


def choice(*words: str) -> Value:
    """Return the shape of one word out of several."""
    return Value(words=words)


LABEL = MapOf(
    (Key("en", Value(("text",)), "label"), Key("ko", Value(("text",)), "label")),
    called=Words("a label", "이름표"),
)
NOTE = MapOf((may("en", Value(("long_text",))), may("ko", Value(("long_text",)))), called=Words("a note", "설명"))
LABELS = (Key("label", LABEL, "label"), may("note", NOTE))


def keys_of(shape: Shape) -> frozenset[str]:
    """Return every key that the shape has at any depth; names that authors choose are not keys."""
    match shape:
        case MapOf():
            return frozenset(key.name for key in shape.keys).union(*(keys_of(key.shape) for key in shape.keys))
        case ListOf() | Named():
            return keys_of(shape.item)
        case ByKind():
            return frozenset().union(*(keys_of(kind) for kind in shape.kinds.values()))
        case ByKey():
            return frozenset().union(*(keys_of(form) for _, form in shape.shapes))
        case Either():
            parts = (part for part in (shape.items, shape.map) if part is not None)
            return frozenset().union(*(keys_of(part) for part in parts))
        case _:
            return frozenset()
