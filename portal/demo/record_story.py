"""A record of the demo company as the company came to know it: one state after another.

In: states with the day each became true. Out: record versions with the import in which each was learnt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from comp_rules.facts.facts import RecordVersion, Value
from portal.demo.declared import COMPANY
from portal.demo.timeline import Timeline

Split = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class State:
    """What the source said from `day` on: changes of fields against the state before it; None takes a value away."""

    day: date
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """A record with its states in order of their days; people and what it reverses stay the same throughout."""

    record_type: str
    record_id: str
    states: Sequence[State]
    owner: str | None = None
    split: Split = ()
    booked_at: str = ""
    reverses: str | None = None
    #: amounts as their source wrote them when that had more digits than the currency, by field
    written: Mapping[str, str] = field(default_factory=dict)


def versions_of(story: Story, timeline: Timeline) -> list[RecordVersion]:
    """Return the versions of a record; of two states learnt in one import only the later one is seen."""
    seen: dict[int, dict[str, Any]] = {}
    fields: dict[str, Any] = {}
    for state in story.states:
        if state.day > timeline.today:
            continue
        fields = fields | dict(state.changes)
        seen[timeline.known_no(state.day)] = fields
    versions: list[RecordVersion] = []
    for known_no, values in sorted(seen.items()):
        typed = _typed(story, values)
        if versions and versions[-1].fields == typed:
            continue
        versions.append(
            RecordVersion(
                story.record_type, story.record_id, len(versions) + 1, known_no, typed,
                owner=story.owner, split=story.split, booked_at=story.booked_at, reverses=story.reverses,
            )
        )  # fmt: skip
    return versions


def _typed(story: Story, values: Mapping[str, Any]) -> dict[str, Value]:
    """The values with the types that the company declared, in its order; a field without a value is left out."""
    declared = COMPANY.record_types[story.record_type].fields
    unknown = set(values) - set(declared)
    if unknown:
        raise KeyError(f"{story.record_type} has no field {sorted(unknown)}")
    return {
        name: Value(kind.type, _data(kind.type, values[name]), story.written.get(name))
        for name, kind in declared.items()
        if values.get(name) is not None
    }


def _data(kind: str, raw: Any) -> Any:
    return Fraction(raw) if kind in ("number", "percent") else raw
