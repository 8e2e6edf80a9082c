"""The row that describes a record best: of a territory or a rate table, by the facts that each row states.

In: rows with the facts they state, and the values of a record. Out: the rows that fit best; two of them are a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol, TypeVar

from comp_rules.facts.facts import Value


class States(Protocol):
    """A row that states some facts; one that it leaves out may be anything."""

    @property
    def facts(self) -> tuple[tuple[str, tuple[Value, ...]], ...]: ...


_Row = TypeVar("_Row", bound=States)


def best_rows(
    rows: Iterable[_Row], found: Mapping[str, Value], pick: Literal["most_specific", "first_row"] = "most_specific"
) -> list[_Row]:
    """Return the rows that fit `found` and state most facts, or the first that fits; none when no row fits."""
    fitting = [row for row in rows if fits(row, found)]
    if pick == "first_row" or not fitting:
        return fitting[:1]
    most = max(len(row.facts) for row in fitting)
    return [row for row in fitting if len(row.facts) == most]


def fits(row: States, found: Mapping[str, Value]) -> bool:
    """Say whether every fact that the row states has one of the values it wants."""
    return all(any(_same(found.get(fact), wanted) for wanted in values) for fact, values in row.facts)


def _same(found: Value | None, wanted: Value) -> bool:
    return found is not None and type(found.data) is type(wanted.data) and found.data == wanted.data
