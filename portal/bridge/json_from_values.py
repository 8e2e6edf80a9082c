"""Typed values of a record as plain JSON, and back without loss.

In: `Value` by field name. Out: {"net_arr": {"type": "money", "minor": 12000000, "currency": "USD"}, ...}, where numbers
and percentages are exact ratios as text, days ISO text, and `original` stands only when the source wrote more digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from comp_rules.facts.facts import Data, Value
from comp_rules.values.money import Money
from comp_rules.values.ratio import quotient_text


def json_from_values(fields: Mapping[str, Value]) -> dict[str, Any]:
    """Return the fields as JSON data, in their order."""
    return {name: _json(value) for name, value in fields.items()}


def values_from_json(fields: Mapping[str, Any]) -> dict[str, Value]:
    """Read fields back. Raises KeyError or ValueError for data that `json_from_values` did not write."""
    return {name: Value(data["type"], _data(data), data.get("original")) for name, data in fields.items()}


def json_from_split(split: tuple[tuple[str, Fraction], ...]) -> list[list[str]]:
    """Return the people of a record with their exact shares, in order: [["ana", "1/2"], ...]."""
    return [[payee, quotient_text(share)] for payee, share in split]


def split_from_json(split: list[Any]) -> tuple[tuple[str, Fraction], ...]:
    """Read a split back, in its order."""
    return tuple((payee, Fraction(share)) for payee, share in split)


def _json(value: Value) -> dict[str, Any]:
    data = value.data
    if isinstance(data, Money):
        plain: dict[str, Any] = {"minor": data.minor, "currency": data.currency}
    elif isinstance(data, Fraction):
        plain = {"exact": quotient_text(data)}
    elif isinstance(data, date):
        plain = {"day": data.isoformat()}
    elif isinstance(data, bool):
        plain = {"yes": data}
    else:
        plain = {"text": data}
    return {"type": value.type, **plain, **({} if value.original is None else {"original": value.original})}


def _data(data: Mapping[str, Any]) -> Data:
    if "minor" in data:
        return Money(data["minor"], data["currency"])
    if "exact" in data:
        return Fraction(data["exact"])
    if "day" in data:
        return date.fromisoformat(data["day"])
    return bool(data["yes"]) if "yes" in data else str(data["text"])
