"""The demo company as the engine sees it, and divided into the imports that brought it.

In: a seed and the moment of the seed. Out: facts with their known numbers, reproducible to the last cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from comp_rules.facts.facts import Facts
from portal.demo.people_from_seed import people_from_seed
from portal.demo.records_from_seed import records_from_seed
from portal.demo.timeline import Timeline

SEED = "cartwell"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one import brought. `known_no` counts the imports of the timeline from 1."""

    known_no: int
    known_at: datetime
    cause: str
    facts: Facts


def facts_from_seed(timeline: Timeline, seed: str = SEED) -> Facts:
    """Return everything the company knows now."""
    facts = people_from_seed(seed, timeline)
    records, events = records_from_seed(seed, timeline)
    return replace(facts, records=records, events=events, as_of=len(timeline.imports))


def batches_of(facts: Facts, timeline: Timeline) -> Iterator[Batch]:
    """Return the facts import by import, oldest first; an import that brought nothing is left out."""
    for number, moment in enumerate(timeline.imports, start=1):
        part = Facts(
            company=facts.company,
            people=_learnt(facts.people, number),
            assignments=_learnt(facts.assignments, number),
            quotas=_learnt(facts.quotas, number),
            personal=_learnt(facts.personal, number),
            targets=_learnt(facts.targets, number),
            fx=_learnt(facts.fx, number),
            records=_learnt(facts.records, number),
            events=_learnt(facts.events, number),
            as_of=number,
        )
        if part.last_known_no:
            yield Batch(number, moment, _cause(number), part)


def _learnt(rows: tuple, number: int) -> tuple:  # type: ignore[type-arg]
    return tuple(row for row in rows if row.known_no == number)


def _cause(number: int) -> str:
    return "Setting up" if number == 1 else "Weekly import"
