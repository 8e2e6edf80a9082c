"""The plan as its author wrote it: scalars, lists and maps, each knowing where it stands.

In: nodes made by `document_from_text`. Out: values by key, with the line, column and path of every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comp_rules.values.fault import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written. Nothing is guessed: `yes`, `12` and `2026-03-05` are texts until a rule reads them."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a map with its own place and its value."""

    key: str
    place: Place
    value: Node


@dataclass(frozen=True, slots=True)
class Map:
    """Keys and values in the order written; no key twice."""

    place: Place
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        """Return the entry of that key, None when it is not written."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def get(self, key: str) -> Node | None:
        """Return the value of that key, None when it is not written."""
        entry = self.entry(key)
        return entry.value if entry else None

    def text(self, key: str) -> str | None:
        """Return the text of that key, None when it is not written or not a scalar."""
        value = self.get(key)
        return value.text if isinstance(value, Scalar) else None

    def map(self, key: str) -> Map | None:
        """Return the map of that key, None when it is not written or not a map."""
        value = self.get(key)
        return value if isinstance(value, Map) else None

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the items of the list of that key, empty when it is not written or not a list."""
        value = self.get(key)
        return value.items if isinstance(value, Items) else ()

    def maps(self, key: str) -> tuple[Map, ...]:
        """Return those items of the list of that key that are maps."""
        return tuple(item for item in self.items(key) if isinstance(item, Map))

    def named(self, key: str) -> Iterator[tuple[Entry, Map]]:
        """Yield the entries of the map of that key whose values are maps: the credits, measures or components."""
        inner = self.map(key)
        for entry in inner.entries if inner else ():
            if isinstance(entry.value, Map):
                yield entry, entry.value


Node = Scalar | Items | Map


@dataclass(frozen=True, slots=True)
class Document:
    """A plan file: its name, its text and its nodes."""

    file: str
    text: str
    root: Node

    @property
    def top(self) -> Map:
        """The keys of the plan; empty when the file holds something else than a map."""
        return self.root if isinstance(self.root, Map) else Map(self.root.place, ())
