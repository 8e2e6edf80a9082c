"""Small values of a document without faults: a word, a sum, a percentage, a length of time.

In: a map and a key of it. Out: the typed value that the key says, or what holds when it is left out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from comp_rules.plan.document import Map
from comp_rules.plan.literals import Literal, literal_from_text
from comp_rules.values.length import Length, length_from_text

_Word = TypeVar("_Word", bound=str)


def word_of(node: Map | None, key: str, words: tuple[_Word, ...]) -> _Word:
    """Return the word of `words` that is written, the first of them when the key is left out."""
    return optional_word(node, key, words) or words[0]


def optional_word(node: Map | None, key: str, words: tuple[_Word, ...]) -> _Word | None:
    """Return the word of `words` that is written, None when the key is left out."""
    written = node.text(key) if node else None
    return next((word for word in words if word == written), None)


def literal_of(node: Map | None, key: str, *types: str) -> Literal | None:
    """Return the literal of a key as the first of `types` that it is, None when it is none or left out."""
    value = node.get(key) if node else None
    if node is None or value is None:
        return None
    return literal_from_text(node.text(key) or "", types, value.place)


def minor_units(node: Map | None, key: str) -> int | None:
    """Return an amount of money in minor units, None when it is left out."""
    literal = literal_of(node, key, "money")
    return int(literal.number) if literal else None


def percent_of(node: Map | None, key: str) -> Fraction | None:
    """Return a percentage as a ratio, None when it is left out or a word."""
    literal = literal_of(node, key, "percent")
    return literal.number if literal else None


def whole_of(node: Map | None, key: str) -> int | None:
    """Return a whole number, None when it is left out or a word."""
    literal = literal_of(node, key, "whole")
    return int(literal.number) if literal else None


def length_of(node: Map | None, key: str) -> Length | None:
    """Return a length of time, None when it is left out."""
    literal = literal_of(node, key, "length")
    return length_from_text(literal.text) if literal else None
