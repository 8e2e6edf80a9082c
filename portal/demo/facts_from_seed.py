"""The demo company as the engine sees it, and divided into the imports that brought it.

In: a seed and the moment of the seed. Out: facts with their known numbers, reproducible to the last cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from comp_rules.facts.facts import Facts
from portal.demo.arrangements_from_seed import (
    focus_rates,
    leaves,
    openings_from_seed,
    pod_relations,
    reporting_lines,
)
from portal.demo.people_from_seed import people_from_seed
from portal.demo.records_from_seed import records_from_seed
from portal.demo.results_from_seed import results_from_seed
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
    as_of = len(timeline.imports)
    return replace(
        facts,
        records=records,
        events=events,
        as_of=as_of,
        hierarchy=reporting_lines(facts.known_by(as_of).assignments, timeline),
        relations=tuple(pod_relations(timeline)),
        table_rows=tuple(focus_rates(timeline)),
        leaves=tuple(leaves(timeline)),
        inputs=tuple(results_from_seed(seed, timeline)),
        openings=tuple(openings_from_seed(seed, timeline)),
    )


def batches_of(facts: Facts, timeline: Timeline) -> Iterator[Batch]:
    """Return the facts import by import, oldest first; an import that brought nothing is left out.

    Reporting lines are in none of them: they follow from the positions of the organisation.
    """
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
            relations=_learnt(facts.relations, number),
            table_rows=_learnt(facts.table_rows, number),
            leaves=_learnt(facts.leaves, number),
            inputs=_learnt(facts.inputs, number),
            openings=_learnt(facts.openings, number),
            as_of=number,
        )
        if part.last_known_no:
            yield Batch(number, moment, _cause(number), part)


def _learnt(rows: tuple, number: int) -> tuple:  # type: ignore[type-arg]
    return tuple(row for row in rows if row.known_no == number)


def _cause(number: int) -> str:
    return "Setting up" if number == 1 else "Weekly import"
