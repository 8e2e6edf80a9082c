"""The names of what an override is paid on: components of other plans, as the people who are paid by them know them.

In: component results and the plans that are calculated together. Out: the results with `plan.component` names told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from comp_rules.flow.plan_versions import Versions
from comp_rules.flow.records import ComponentResult
from comp_rules.plan.compiled import Component
from comp_rules.values.words import Words


def with_sources(
    results: Sequence[ComponentResult], components: Sequence[Component], families: Mapping[str, Versions], day: date
) -> tuple[ComponentResult, ...]:
    """Return the results, those of overrides with the labels that their sources have on the day."""
    sources = {one.name: one.override.sources for one in components if one.override is not None}
    return tuple(
        replace(result, named=(*result.named, *_labels(sources[result.component], families, day)))
        if result.component in sources
        else result
        for result in results
    )


def _labels(sources: Sequence[str], families: Mapping[str, Versions], day: date) -> Iterator[tuple[str, Words]]:
    """Each source as `Commission (Account executive)`; one that no plan has keeps its own name."""
    for source in sources:
        name, _, component = source.partition(".")
        family = families.get(name)
        if family is None:
            continue
        plan = family.on(day) or family.plans[-1]
        label = next((one.label for one in plan.components if one.name == component), None)
        if label is not None:
            yield source, Words(f"{label.en} ({plan.label.en})", f"{label.ko}({plan.label.ko})")
